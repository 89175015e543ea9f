"""HTML: pages that need no script and ask for nothing else."""
