"""Builds the corpus as a site, puts it into a folder, and serves it while its corpus is edited."""
