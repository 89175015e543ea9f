"""The pages of the site, made from the data of `queries/site` without the index."""
