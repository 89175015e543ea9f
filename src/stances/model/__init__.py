"""The records of a corpus; the only package that imports pydantic.

`records` has the models and `types` the types of their values. `fields` describes the records
without importing pydantic.
"""
