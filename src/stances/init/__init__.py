"""Creates a new corpus for `stances init`."""
