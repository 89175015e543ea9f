"""The pages of the site. They are made from the data of `queries/site`, without the index."""
