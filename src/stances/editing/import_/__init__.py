"""Tables of quotations that are added to a corpus as records."""
