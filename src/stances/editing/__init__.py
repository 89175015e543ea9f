"""Changes of the files that a user owns."""
