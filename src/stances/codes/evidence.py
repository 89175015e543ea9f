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
    "ST511": Code(
        "speaker-not-named",
        "Nothing near the words says that the official spoke: another speaks there, or nobody in "
        "that paragraph and the two before it.",
        "See who says it, and record it there; or give the official the `aliases` of this source.",
        "warning",
    ),
    "ST512": Code(
        "negation-left-out",
        "What `[…]` leaves out of the speaker's own words holds a negation.",
        "Quote all of it.",
        "warning",
    ),
    "ST513": Code(
        "negation-put-in",
        "An insertion in brackets holds a negation that the source does not print.",
        "Quote the speaker's own words; say what they mean in `summary`.",
        "warning",
    ),
    "ST514": Code(
        "negation-beside",
        "A negation, or a denial, stands right before the words or right behind them.",
        "Quote the words together with it.",
        "warning",
    ),
    "ST515": Code(
        "long-omission",
        "`[…]` leaves more than four of the speaker's own words out.",
        "Quote all of it, or make two pieces of evidence.",
        "warning",
    ),
    "ST516": Code(
        "long-insertion",
        "An insertion in brackets has more than four words.",
        "Say it in `summary` or in a `note`.",
        "warning",
    ),
    "ST517": Code(
        "speakers-joined",
        "The words are pieced together from what several speakers say.",
        "Record what each of them says by itself.",
        "warning",
    ),
    "ST518": Code(
        "paragraphs-joined",
        "The words are pieced together from several paragraphs, items of a list, or rows of a "
        "table.",
        "Quote from one of them, or make a piece of evidence of each.",
        "warning",
    ),
    "ST519": Code(
        "hidden-words",
        "The page has these words, and hides them from its readers.",
        "See whether a reader of the page sees them; quote what is seen.",
        "warning",
    ),
    "ST520": Code(
        "struck-words",
        "The page has struck these words out.",
        "Quote what stands there now; or record the edition that had them, with its own copy.",
        "warning",
    ),
    "ST521": Code(
        "document-of-article",
        "A `document` is the official's own text; a source of this `kind` reports it.",
        "Choose `quote`, `partial-quote` or `paraphrase`, or correct the source's `kind`.",
        "warning",
    ),
    "ST522": Code(
        "unfit-language-list",
        "A file in `languages/` of the corpus cannot be read.",
        "Write a kind of word to a line, as in `negation: not never`.",
    ),
    "ST523": Code(
        "condition-cut-off",
        "A condition belongs to the words, stands beside them or in what is left out, and the "
        "record has none.",
        "Name it in `conditions`, or quote it too.",
        "warning",
    ),
    "ST524": Code(
        "question-cut-off",
        "The words are the end of a question, without its beginning and its mark.",
        "Quote the whole question.",
        "warning",
    ),
    "ST525": Code(
        "main-clause-cut-off",
        "The words begin behind a `that`, and what governs it does not say that they are so.",
        "Quote them together with what they depend on.",
        "warning",
    ),
}
