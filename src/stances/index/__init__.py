"""The corpus as an SQLite database: derived from the files, asked by all queries, never needed."""
