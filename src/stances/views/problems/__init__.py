"""The output of `check` and `verify`; each format is a module.

A format is a function that takes a `ProblemReport`. `plain_text` is for people. `problem_report`
has the problems and the things checked.
"""
