"""A sheet of quotations into records: read, understood, tried on the corpus, and reported."""
