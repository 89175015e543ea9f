"""Looks for quoted words in the stored copies of sources, and checks who says them there and how.

`copies` finds a copy and extracts its text. `folding` ignores typography. `locate` splits a
quotation at its omissions, `matching` finds the pieces, and `quotation_marks` knows which words are
quoted there. `nearest` finds the most similar passage if the words are not found.

`meaning` checks what found words mean in their context. `prose` splits a text into sentences,
`attributions` finds who speaks in each sentence, and `speakers` decides who spoke the words.
`turning` finds words that negate or limit others. `languages` has the word lists for all this.
`coverage` works the other way round: it finds which parts of a copy are in evidence.
"""
