"""Codes of problems that `stances verify` finds in evidence (ST5xx)."""

from stances.codes.entry import Code

EVIDENCE = {
    "ST501": Code(
        "words-not-found",
        "The stored copy of the source does not have these words.",
        "Copy them from the source again, letter by letter; `[…]` stands for what is left out.",
    ),
    "ST502": Code(
        "ambiguous-words",
        "These words stand in several places of the source, and nothing says which is meant.",
        "Add the words next to them as `prefix` or `suffix`, or `locator: line N`.",
    ),
    "ST503": Code(
        "changed-copy",
        "The stored copy is not the one whose checksum was recorded, so it proves nothing.",
        "Restore that copy; or see what has changed, and then correct `sha256`.",
    ),
    "ST504": Code(
        "piece-too-short",
        "A piece of a quotation between omissions is so short that it stands almost anywhere.",
        "Quote more of it, or leave the piece out.",
    ),
    "ST505": Code(
        "quote-outside-marks",
        "A `quote` is what a source prints in quotation marks, and these words are not.",
        "Choose `partial-quote` or `paraphrase`, or quote only what stands in the marks.",
        "warning",
    ),
    "ST506": Code(
        "paraphrase-inside-marks",
        "A `paraphrase` is the source's own wording, and it prints these words as a quotation.",
        "Choose `quote`.",
        "warning",
    ),
    "ST507": Code(
        "misplaced-words",
        "The words stand in the source, but not where `prefix`, `suffix` or `locator` say.",
        "Correct or drop these keys.",
        "warning",
    ),
    "ST508": Code(
        "unchecked-words",
        "Nothing proves these words, and `--require-all` asks for proof of all.",
        "Store the copy that is missing, or mend what the message names.",
    ),
    "ST509": Code(
        "unfit-copy",
        "The stored copy is no file of its folder, such as a link that leads out, or it takes too "
        "much time or memory to read.",
        "Put the text itself in its place, as a `.txt`.",
    ),
    "ST510": Code(
        "needless-accept",
        "A warning is accepted that the words do not get, or not any more.",
        "Drop the code from `accept`.",
        "warning",
    ),
}
