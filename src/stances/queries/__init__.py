"""The questions, one module each.

Each takes an index and filters and gives a result with

- `kind`: a word for the question, by which the views know what a reader wants of the answer;
- `keys` and `rows`: what it yields as a table, one mapping a row, all keys always there;
- `document`: the same as one nested value, for JSON and YAML.
"""
