"""Import tables of quotations as records of a corpus."""
