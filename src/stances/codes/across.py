"""Codes of problems across records (ST4xx)."""

from stances.codes.entry import Code

ACROSS = {
    "ST401": Code(
        "ambiguous-alias",
        "A name leads to two officials, so a question about one would be answered about both.",
        "Make the alias longer, or take it from one of them.",
    ),
    "ST402": Code(
        "said-after-publication",
        "A source cannot report what was said after it appeared.",
        "Correct `said`, or the source's `published`.",
    ),
    "ST403": Code(
        "silent-official",
        "An official without statements was once an error. Now it is one who was silent.",
        "Nothing; the silent are counted beside the others.",
        retired=True,
    ),
    "ST404": Code(
        "unused-source",
        "No evidence is taken from this source.",
        "Use it, or delete the file.",
        "warning",
    ),
    "ST405": Code(
        "unused-faction",
        "No role, statement or assessment names this faction.",
        "Use it, or delete it from the codebook.",
        "warning",
    ),
    "ST406": Code(
        "unused-frame",
        "No statement has this frame.",
        "Use it, or delete it from the codebook.",
        "warning",
    ),
    "ST407": Code(
        "too-few-records",
        "There are fewer records than `assertions` demands: some may have been lost.",
        "Find out where they went, or lower the `minimum`.",
    ),
    "ST408": Code(
        "too-many-records",
        "There are more records than `assertions` expects: some may have been added twice.",
        "Look for records that stand twice, or raise the `maximum`.",
        "warning",
    ),
    "ST409": Code(
        "shared-id",
        "One id is that of two different things, so `show` could not tell which is meant.",
        "Rename one of the files, or the faction.",
    ),
    "ST410": Code(
        "words-of-words",
        "`words_of` names a statement whose words are another's too, so it has none of its own.",
        "Name the statement that has the evidence.",
    ),
    "ST411": Code(
        "occasions-apart",
        "Statements of one occasion were certainly made on different days.",
        "Correct a date, or drop `same_occasion`.",
    ),
    "ST412": Code(
        "circular-source",
        "A source cannot be a copy or an edition of itself, nor of what is one of it.",
        "Find out which came first, and drop its `copy_of` or `version_of`.",
    ),
    "ST413": Code(
        "only-retracted",
        "All sources of the statement have been retracted.",
        "Look for another source, or delete the statement.",
        "warning",
    ),
    "ST414": Code(
        "same-address",
        "Two sources have one address, and are neither editions nor copies of each other.",
        "Add `version_of` or `copy_of` to one of them, or correct a `url`.",
        "warning",
    ),
    "ST415": Code(
        "day-after-publication",
        "This was said one day after the source appeared, which can only be where days begin "
        "earlier.",
        "Check both days.",
        "warning",
    ),
    "ST416": Code(
        "other-calendar",
        "The year is far from that of the source, as years of another calendar are.",
        "Write the same day in the Gregorian calendar.",
        "warning",
    ),
    "ST417": Code(
        "same-question",
        "The same words of one official answer one question twice.",
        "Give the statement the `issue` that it answers, or delete it.",
    ),
    "ST418": Code(
        "too-many-words",
        "Very many statements have the words of one with very much evidence, which all of them "
        "would have.",
        "Divide the statement that has the words, or its evidence.",
    ),
    "ST419": Code(
        "double",
        "Two statements have the same words of one source, so that these count twice.",
        "Make one statement of them. If both are right, say how they hang together: `words_of`, or "
        "`same_occasion` with another issue, position or conditions. Where the source prints the "
        "words twice, add `prefix`, `suffix` or `locator: line N`; else `accept: [ST419]` and a "
        "`note`.",
        "warning",
    ),
    "ST420": Code(
        "no-evidence-of-theirs",
        "All evidence of the statement that `words_of` names has a `speaker`, and none this "
        "official, so that the statement rests on nothing.",
        "Take `speaker` from a source that names both, or delete the statement.",
    ),
}
