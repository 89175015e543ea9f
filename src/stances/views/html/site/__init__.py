"""The pages of the site, each from what `queries/site` finds; none of them asks the index."""
