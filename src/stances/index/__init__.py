"""The index: the corpus as an SQLite database that every question is asked of."""
