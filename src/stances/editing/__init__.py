"""Edit the files that a user owns."""
