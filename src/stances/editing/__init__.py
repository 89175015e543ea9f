"""Changes of the files that a user owns: nothing is lost, and nothing is half written."""
