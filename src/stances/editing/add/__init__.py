"""Add new records to a corpus one by one."""
