"""Records held against each other."""

from stances.codes.entry import Entry

ACROSS = {
    "ST401": Entry(
        "ambiguous-alias",
        "A name leads to two officials, so a question about one would be answered about both.",
        "Make the alias longer, or take it from one of them.",
    ),
    "ST402": Entry(
        "said-after-publication",
        "A source cannot report what was said after it appeared.",
        "Correct `said`, or the source's `published`.",
    ),
    "ST403": Entry(
        "silent-official",
        "The official has no statement, and no evidence names them as its speaker.",
        "Add a statement, or delete the file.",
    ),
    "ST404": Entry(
        "unused-source",
        "No evidence is taken from this source.",
        "Use it, or delete the file.",
        "warning",
    ),
    "ST405": Entry(
        "unused-faction",
        "No role, statement or assessment names this faction.",
        "Use it, or delete it from the codebook.",
        "warning",
    ),
    "ST406": Entry(
        "unused-frame",
        "No statement has this frame.",
        "Use it, or delete it from the codebook.",
        "warning",
    ),
    "ST407": Entry(
        "too-few-records",
        "There are fewer records than `assertions` demands: some may have been lost.",
        "Find out where they went, or lower the `minimum`.",
    ),
    "ST408": Entry(
        "too-many-records",
        "There are more records than `assertions` expects: some may have been added twice.",
        "Look for records that stand twice, or raise the `maximum`.",
        "warning",
    ),
    "ST409": Entry(
        "shared-id",
        "One id is that of two different things, so `show` could not tell which is meant.",
        "Rename one of the files, or the faction.",
    ),
}
