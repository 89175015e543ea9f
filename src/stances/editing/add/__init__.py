"""New records that are added to a corpus one by one."""
