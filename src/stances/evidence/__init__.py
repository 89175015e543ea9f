"""Whether a source's stored copy has the words that a record says it has, and where.

`copies` finds a copy and makes text of it, `matching` looks for words in that text; `folding` says
which differences between the two are mere typography.
"""
