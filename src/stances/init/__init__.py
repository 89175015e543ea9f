"""A corpus that is begun: what stands in its files, and the making of them."""
