"""Checks of well-formed records: one function or one query for each fault.

`statement`, `official` and `codebook` check one record; a new check is a function there, listed in
`CHECKS`. `across` checks records against each other; a new check is an SQL query in its table.
"""
