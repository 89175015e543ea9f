"""Looks for quoted words in the stored copies of sources, and at what they mean there.

`copies` finds a copy and extracts its text. `folding` ignores typography. `locate` splits a
quotation at its omissions, `matching` finds the pieces, and `quotation_marks` knows which words are
quoted there. `nearest` finds the passage to show when words are not found.

`meaning` asks of words that are found what they mean where they stand. `prose` has the sentences of
a text, `attributions` reads who each says speaks, and `speakers` finds out whose words are;
`turning` finds what negates or limits them; `languages` has the words for all this. `coverage`
reads a copy the other way round: what of it is in evidence.
"""
