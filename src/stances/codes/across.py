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
        "The official has no statement, and no evidence names them as its speaker.",
        "Add a statement, or delete the file.",
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
}
