"""Rename an id or a codebook word wherever a corpus uses it."""
