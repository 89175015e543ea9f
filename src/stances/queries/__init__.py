"""The queries, one module each.

Each takes an index and filters and returns a result with

- `kind`: a word for the query, by which views choose how to show the result;
- `keys` and `rows`: the result as a table; each row is a mapping with all keys;
- `document`: the result as one nested value, for JSON and YAML.
"""
