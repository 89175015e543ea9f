"""New records: put together, tried on the corpus, and placed in the files as these are."""
