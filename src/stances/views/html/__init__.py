"""HTML output: pages that need no script and load nothing."""
