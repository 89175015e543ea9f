"""The outputs, one module each.

A new output is a module with a function `(result, options) -> chunks of text`, named in `formats`.
"""
