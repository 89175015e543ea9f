"""Measures `stances` beside other programs; `python benchmarks/run.py` (see README.md here)."""
