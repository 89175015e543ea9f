"""Whether a source's stored copy has the words that a record says it has, and where.

`copies` finds a copy and makes text of it; `folding` says which differences are mere typography;
`sought` reads what a record leaves out or puts in; `matching` looks for the words; `marks` says
whether they stand in quotation marks; `nearest` shows what stands there instead.
"""
