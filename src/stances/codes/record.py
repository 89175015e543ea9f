"""Codes of problems within one record (ST3xx)."""

from stances.codes.entry import Code

RECORD = {
    "ST301": Code(
        "missing-condition",
        "The codebook says that this position names its conditions, and the statement has none.",
        "Add `conditions`, or choose the position that the words take.",
    ),
    "ST302": Code(
        "superfluous-condition",
        "The statement lists conditions, but its position is not one that has any.",
        "Choose the conditional position, or drop `conditions`.",
    ),
    "ST303": Code(
        "status-without-dispute",
        "A statement is marked as other than attested, and nothing says why.",
        "Add a dispute that says who differs and on what.",
    ),
    "ST304": Code(
        "probable-without-reason",
        "That two sources report the same occasion is a judgement, and nothing says why.",
        "Add a `note` to the evidence, or a dispute to the statement.",
    ),
    "ST305": Code(
        "repeated-evidence",
        "The same words of the same source stand twice under one statement.",
        "Delete one of the two.",
    ),
    "ST306": Code(
        "no-evidence",
        "A statement rests on nothing.",
        "Add the source and its words, or delete the statement.",
    ),
    "ST307": Code(
        "outside-every-role",
        "On no day on which this can have been said can the official have held a listed role.",
        "Correct a date, or give the statement its own `role` and `faction`.",
    ),
    "ST308": Code(
        "overlapping-roles",
        "One office is listed twice for what is certainly the same time.",
        "Correct the dates, or delete one of the two.",
    ),
    "ST309": Code(
        "backward-role",
        "A role ends before it begins.",
        "Exchange or correct `from` and `until`.",
    ),
    "ST310": Code(
        "needless-override",
        "Evidence has a `speaker`, `said` or `position` only where its source alone says something "
        "other than the statement does.",
        "Drop the key, or correct it.",
        "warning",
    ),
    "ST311": Code(
        "duplicate-id",
        "An id is given twice, so it does not say which of the two is meant.",
        "Rename one of them.",
    ),
    "ST312": Code(
        "repeated-item",
        "The same word stands twice in one list.",
        "Delete one of the two.",
    ),
    "ST313": Code(
        "derived-from-itself",
        "A source cannot have copied from itself.",
        "Name the source that was copied, or drop `derived_from`.",
    ),
}
