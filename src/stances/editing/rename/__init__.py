"""Give an id or a codebook word another name, wherever a corpus uses it."""
