"""The output of `check` and `verify`, one module a format.

Each format is a function that takes a `ProblemReport`. `text` is for people; `report` has the
problems as rows, for the formats of all commands.
"""
