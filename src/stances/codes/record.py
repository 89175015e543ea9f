"""Codes of problems within one record (ST3xx)."""

from stances.codes.entry import Code

RECORD = {
    "ST301": Code(
        "missing-condition",
        "The codebook requires conditions for this position, but the statement has none.",
        "Add `conditions`, or use another position.",
    ),
    "ST302": Code(
        "superfluous-condition",
        "The statement has `conditions`, but its position neither requires nor allows them.",
        "Use a position that allows conditions, or delete `conditions`.",
    ),
    "ST303": Code(
        "status-without-dispute",
        "The `status` is not `attested`, but no dispute says why.",
        "Add a dispute that says which sources differ, and on what.",
    ),
    "ST304": Code(
        "probable-without-reason",
        (
            "`match: probable` means that you judge the occasion to be the same, but nothing "
            "says why."
        ),
        "Add a `note` to the evidence, or a dispute to the statement.",
    ),
    "ST305": Code(
        "repeated-evidence",
        "A statement has the same words of the same source twice, so they would count twice.",
        "Delete one of the two.",
    ),
    "ST306": Code(
        "no-evidence",
        "The statement has no evidence.",
        "Add the source and its words, or delete the statement.",
    ),
    "ST307": Code(
        "outside-every-role",
        ("The official held none of the listed roles on any day on which this can have been said."),
        "Correct a date, or give the statement its own `role` and `faction`.",
    ),
    "ST308": Code(
        "overlapping-roles",
        "The same role is listed twice with dates that certainly overlap.",
        "Correct the dates, or delete one of the two.",
    ),
    "ST309": Code(
        "backward-role",
        "A role ends before it begins.",
        "Swap or correct `from` and `until`.",
    ),
    "ST310": Code(
        "needless-override",
        "The evidence repeats a value of its statement. Write `speaker`, `said`, "
        "`position` or `conditions` there only if the source differs from the statement.",
        "Delete the key, or correct it.",
        "warning",
    ),
    "ST311": Code(
        "duplicate-id",
        "The same id is used twice, so a reference does not say which one is meant.",
        "Rename one of them.",
    ),
    "ST312": Code(
        "repeated-item",
        "A list has the same value twice.",
        "Delete one of the two.",
    ),
    "ST313": Code(
        "derived-from-itself",
        "A source cannot have copied from itself.",
        "Name the source that was copied, or delete `derived_from` or `via`.",
    ),
    "ST314": Code(
        "refers-to-itself",
        "A record refers to itself.",
        "Name the other record, or delete the reference.",
    ),
    "ST315": Code(
        "beside-words-of",
        "A statement with `words_of` takes this key from the statement that has the words.",
        "Delete the key, or delete `words_of` if the words are different ones.",
    ),
    "ST316": Code(
        "occasion-of-another",
        (
            "`same_occasion` joins statements of one official, and this one belongs to another "
            "official."
        ),
        "For words spoken jointly use `words_of`; otherwise delete the reference.",
    ),
    "ST317": Code(
        "ambiguous-role",
        "The official had roles of several factions when this was said. The first listed "
        "role is used, which may be wrong.",
        "Give the statement its own `role` or `faction`, or correct the dates of the roles.",
        "warning",
    ),
    "ST318": Code(
        "not-acceptable",
        "`accept` names a code that is not a warning about words in a stored copy.",
        "Correct the code, or delete it.",
    ),
    "ST319": Code(
        "accepted-without-note",
        "`accept` silences a warning, but no note says why.",
        "Add a `note` that answers the warning.",
    ),
    "ST320": Code(
        "dispute-of-other-source",
        "The dispute names a source from which the statement has no evidence.",
        "Correct the id, or add the evidence.",
    ),
    "ST321": Code(
        "dispute-without-sources",
        "The statement cites three or more sources, and the dispute does not say which of "
        "them differ. If you add a source, the dispute would settle its differences too.",
        "Add `sources: […]` to the dispute.",
        "warning",
    ),
    "ST322": Code(
        "scored-open-position",
        "The position has a score, but `open: true` says that it leaves the question open.",
        "Delete `score` or `open`.",
    ),
    "ST323": Code(
        "marks-around-quote",
        "The text of a `quote` includes its outer quotation marks. Output adds them again.",
        "Delete the outer marks, and keep marks inside the words.",
        "warning",
    ),
    "ST324": Code(
        "own-review",
        "`reviewed_by` names the coder, but a review is by somebody else.",
        "Delete the name, and have somebody else review the statement.",
        "warning",
    ),
    "ST325": Code(
        "skipped-with-reading",
        "`skip` means that the coder did not code the statement, but the coding also has a "
        "reading.",
        "Delete `skip`, or delete the position, conditions, frames and day.",
    ),
}
