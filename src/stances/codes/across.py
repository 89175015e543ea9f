"""Codes of problems across records (ST4xx)."""

from stances.codes.entry import Code

ACROSS = {
    "ST401": Code(
        "ambiguous-alias",
        "One name belongs to two officials, so a query for one would also find the other.",
        "Make the alias longer, or delete it from one of them.",
    ),
    "ST402": Code(
        "said-after-publication",
        "A source cannot report what was said after it appeared.",
        "Correct `said`, or the source's `published`.",
    ),
    "ST403": Code(
        "silent-official",
        (
            "Formerly an error: an official without statements. Such an official now counts as "
            "silent."
        ),
        "Nothing. Silent officials are counted separately.",
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
        "The corpus has fewer records than `assertions` requires, so some may have been lost.",
        "Find the missing records, or lower the `minimum`.",
    ),
    "ST408": Code(
        "too-many-records",
        (
            "The corpus has more records than `assertions` allows, so some may have been added "
            "twice."
        ),
        "Look for duplicate records, or raise the `maximum`.",
        "warning",
    ),
    "ST409": Code(
        "shared-id",
        "Two different things have the same id, so `show` cannot tell which one is meant.",
        "Rename one of the files, or the faction.",
    ),
    "ST410": Code(
        "words-of-words",
        ("`words_of` names a statement that itself has `words_of`, so it has no words of its own."),
        "Name the statement that has the evidence.",
    ),
    "ST411": Code(
        "occasions-apart",
        "`same_occasion` joins two statements that were certainly made on different days.",
        "Correct a date, or delete `same_occasion`.",
    ),
    "ST412": Code(
        "circular-source",
        ("A source is a copy or an edition of itself, directly or through other sources."),
        "Find out which one appeared first, and delete its `copy_of` or `version_of`.",
    ),
    "ST413": Code(
        "only-retracted",
        "All sources of the statement are retracted, so no evidence supports it.",
        "Find another source, or delete the statement.",
        "warning",
    ),
    "ST414": Code(
        "same-address",
        "Two sources have the same `url`, but neither is an edition or a copy of the other.",
        "Add `version_of` or `copy_of` to one of them, or correct a `url`.",
        "warning",
    ),
    "ST415": Code(
        "day-after-publication",
        "The statement was made one day after its source appeared. That is possible only "
        "across time zones.",
        "Check both days.",
        "warning",
    ),
    "ST416": Code(
        "other-calendar",
        "The year is far from that of the source. It is probably a year of another calendar.",
        "Write the same day in the Gregorian calendar.",
        "warning",
    ),
    "ST417": Code(
        "same-question",
        "The same words of one official answer the same issue twice, so they would count twice.",
        "Give the statement the `issue` that it answers, or delete it.",
    ),
    "ST418": Code(
        "too-many-words",
        "Many statements share the words of one statement that has much evidence. Each of "
        "them would get all of it.",
        "Split the statement that has the words, or its evidence.",
    ),
    "ST419": Code(
        "double",
        "Two statements have the same words of the same source, so the words count twice.",
        "Merge the two statements. If both are right, declare how they are related: "
        "`words_of`, or `same_occasion` with another issue, position or conditions. If the "
        "source prints the words twice, add `prefix`, `suffix` or `locator: line N`. "
        "Otherwise add `accept: [ST419]` and a `note`.",
        "warning",
    ),
    "ST420": Code(
        "no-evidence-of-theirs",
        "Every piece of evidence of the statement in `words_of` names another `speaker`, so "
        "no evidence supports this official's statement.",
        "Delete `speaker` at a source that names both officials, or delete the statement.",
    ),
    "ST421": Code(
        "words-changed-since",
        "The evidence has changed since the coder read it, so the coding may be about other words.",
        "Read the words again. Correct the coding. If it is still right, delete its `words`.",
        "warning",
    ),
}
