"""Looks for quoted words in the stored copies of sources.

`copies` finds a copy and extracts its text. `folding` ignores typography. `locate` splits a
quotation at its omissions, `matching` finds the pieces, and `quotation_marks` knows which words are
quoted there. `nearest` finds the passage to show when words are not found.
"""
