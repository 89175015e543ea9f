"""Builds the site of a corpus, writes it to a folder, and serves it while the corpus is edited."""
