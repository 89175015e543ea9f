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
        "The statement lists conditions, but its position neither requires nor allows any.",
        "Choose a position that has conditions, or drop `conditions`.",
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
        "Evidence has a `speaker`, `said`, `position` or `conditions` only where its source alone "
        "says something other than the statement does.",
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
        "Name the source that was copied, or drop `derived_from` or `via`.",
    ),
    "ST314": Code(
        "refers-to-itself",
        "A record is said to hang together with itself.",
        "Name the other record, or drop the reference.",
    ),
    "ST315": Code(
        "beside-words-of",
        "The words are another statement's, and so is all that is known of how they were said.",
        "Drop the key, or `words_of` if these are other words.",
    ),
    "ST316": Code(
        "occasion-of-another",
        "`same_occasion` ties statements of one official; words spoken jointly are a `words_of`.",
        "Write `words_of`, or drop the reference.",
    ),
    "ST317": Code(
        "ambiguous-role",
        "On the day on which this was said the official can have spoken for several factions, and "
        "the first role listed is taken.",
        "Give the statement its own `role` or `faction`, or correct the dates of the roles.",
        "warning",
    ),
    "ST318": Code(
        "not-acceptable",
        "`accept` silences warnings about words in a stored copy, and this code is none of these.",
        "Correct the code, or drop it.",
    ),
    "ST319": Code(
        "accepted-without-note",
        "A warning is silenced, and nothing says why.",
        "Add a `note` that answers it.",
    ),
    "ST320": Code(
        "dispute-of-other-source",
        "A dispute is between sources that the statement rests on, and this is not one of them.",
        "Correct the id, or add the evidence.",
    ),
    "ST321": Code(
        "dispute-without-sources",
        "Three or more sources are cited, and the dispute does not say between which it is, so one "
        "that was added later would count as settled.",
        "Add `sources: […]` to the dispute.",
        "warning",
    ),
    "ST322": Code(
        "scored-open-position",
        "A position that leaves the question open stands on no scale.",
        "Drop `score` or `open`.",
    ),
    "ST323": Code(
        "marks-around-quote",
        "A `quote` is what stands between quotation marks, without these; with them it is printed "
        "twice in marks.",
        "Drop the outer marks; those within the words stay.",
        "warning",
    ),
    "ST324": Code(
        "own-review",
        "`reviewed_by` is for those who have read what somebody else has coded; here it names the "
        "coder.",
        "Have somebody else review it, and drop the name.",
        "warning",
    ),
}
