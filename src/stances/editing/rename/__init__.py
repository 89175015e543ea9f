"""Give an id or a word of the codebook another name, wherever a corpus uses it."""
