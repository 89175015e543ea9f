"""Problems as other programs read them.

One module for each program that reads, with one function that is given a `Report`; `text` is what
people read, `report` has the problems as rows for the formats of any answer.
"""
