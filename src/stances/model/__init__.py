"""The records of a corpus; the only package that imports pydantic.

`records` are the models and `types` those of their values; `fields` says what can be known of the
records without importing pydantic.
"""
