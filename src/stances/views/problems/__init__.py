"""The output of `check` and `verify`, one module a format.

Each module has one function that takes a `ProblemReport`. `text` is for people; `report` has the
problems as rows, for the formats that every command has.
"""
