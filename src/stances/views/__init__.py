"""The outputs, one module each. A view is a function of a result; it knows no index and no files.

A new output is a module with a function `(result, options) -> chunks of text`, named in `formats`.
"""
