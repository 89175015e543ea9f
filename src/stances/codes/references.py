"""Codes of unknown words and ids (ST1xx)."""

from stances.codes.entry import Code

WORDS = {
    "ST101": Code(
        "unknown-source",
        "A record names a source that has no file in `sources/`.",
        "Correct the id, or add the source.",
    ),
    "ST102": Code(
        "unknown-official",
        "A record names a speaker who has no file in `officials/`.",
        "Correct the id, or add the official; an official needs no statements.",
    ),
    "ST103": Code(
        "unknown-issue",
        "The codebook does not declare this issue.",
        "Correct the id, or declare it in `codebook.yaml`.",
    ),
    "ST104": Code(
        "unknown-faction",
        "The codebook does not declare this faction.",
        "Correct the id, or declare it in `codebook.yaml`.",
    ),
    "ST105": Code(
        "unknown-position",
        "The issue has no such position on its scale.",
        "Correct the id, or declare it in `codebook.yaml`.",
    ),
    "ST106": Code(
        "unknown-frame",
        "The codebook does not declare this frame.",
        "Correct the id, or declare it in `codebook.yaml`.",
    ),
    "ST107": Code(
        "unknown-subject",
        "An assessment is about an id that is neither an official nor a faction.",
        "Correct the id, or add the official or the faction.",
    ),
    "ST108": Code(
        "unknown-role",
        "A statement names a role that its official does not list, so its faction is not known.",
        "Correct the title, add the role to the official, or give the statement a `faction`.",
    ),
    "ST109": Code(
        "unknown-statement",
        "A record refers to a statement that the corpus does not have.",
        "Correct the reference, or add the statement.",
    ),
}
