"""What can be wrong with records that are well formed: one function or query for each fault.

`statement`, `official` and `codebook` hold one record against itself and the codebook; a new check
is a function there, listed in `CHECKS`. `across` holds records against each other; a new check
there is an SQL query in its table.
"""
