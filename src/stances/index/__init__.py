"""The index: the corpus as an SQLite database, which all queries read."""
