"""Reads Excel workbooks (.xlsx) that strangers may have made, in a process with limits."""
