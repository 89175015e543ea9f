"""Codes of problems that `stances verify` finds in evidence (ST5xx)."""

from stances.codes.entry import Code

EVIDENCE = {
    "ST501": Code(
        "words-not-found",
        "The stored copy of the source does not have these words.",
        "Copy the words from the source again, exactly. Write `[…]` for omitted words.",
    ),
    "ST502": Code(
        "ambiguous-words",
        (
            "The source has these words in several places, and the record does not say which "
            "place is meant."
        ),
        "Add the words next to them as `prefix` or `suffix`, or `locator: line N`.",
    ),
    "ST503": Code(
        "changed-copy",
        (
            "The checksum of the stored copy differs from the recorded one, so this copy proves "
            "nothing."
        ),
        "Restore the recorded copy, or compare the two and then correct `sha256`.",
    ),
    "ST504": Code(
        "piece-too-short",
        (
            "A piece of the quotation between `[…]` is so short that it could be found almost "
            "anywhere."
        ),
        "Quote more words, or delete the piece.",
    ),
    "ST505": Code(
        "quote-outside-marks",
        (
            "The `form` is `quote`, but the source does not print all these words in quotation "
            "marks."
        ),
        "Use `partial-quote` or `paraphrase`, or quote only the words inside the marks.",
        "warning",
    ),
    "ST506": Code(
        "paraphrase-inside-marks",
        "The `form` is `paraphrase`, but the source prints these words in quotation marks.",
        "Use `quote`.",
        "warning",
    ),
    "ST507": Code(
        "misplaced-words",
        "The source has the words, but not where `prefix`, `suffix` or `locator` says.",
        "Correct or delete these keys.",
        "warning",
    ),
    "ST508": Code(
        "unchecked-words",
        (
            "No readable stored copy has these words, and `--require-all` requires one for every "
            "text."
        ),
        "Store the missing copy, or correct the problem that the message names.",
    ),
    "ST509": Code(
        "unfit-copy",
        "The stored copy cannot be read safely: it is not an ordinary file, or reading it "
        "takes too much time or memory.",
        "Replace it with the text as a `.txt` file.",
    ),
    "ST510": Code(
        "needless-accept",
        "`accept` names a warning that these words do not have, or no longer have.",
        "Delete the code from `accept`.",
        "warning",
    ),
    "ST511": Code(
        "speaker-not-named",
        "The source does not show near the words that the official said them. Another "
        "speaker is named, or none in this paragraph and the two before it.",
        (
            "Find out who says it, and move the statement to that official. Or add the name that "
            "this source uses to the official's `aliases`."
        ),
        "warning",
    ),
    "ST512": Code(
        "negation-left-out",
        "The words that `[…]` omits contain a negation, so the quotation may mean the opposite.",
        "Quote the omitted words too.",
        "warning",
    ),
    "ST513": Code(
        "negation-put-in",
        "An insertion in brackets contains a negation that the source does not have.",
        "Quote the speaker's own words, and explain them in `summary`.",
        "warning",
    ),
    "ST514": Code(
        "negation-beside",
        "The source has a negation or a denial directly before or after the words.",
        "Quote the words together with the negation.",
        "warning",
    ),
    "ST515": Code(
        "long-omission",
        "`[…]` omits more than four of the speaker's own words.",
        "Quote all the words, or record two pieces of evidence.",
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
        "The quotation joins words of several speakers.",
        "Record the words of each speaker separately.",
        "warning",
    ),
    "ST518": Code(
        "paragraphs-joined",
        "The quotation joins words from several paragraphs, list items or table rows.",
        "Quote from one of them, or record a piece of evidence for each.",
        "warning",
    ),
    "ST519": Code(
        "hidden-words",
        "The page contains these words but hides them from its readers.",
        "Check what a reader of the page sees, and quote that.",
        "warning",
    ),
    "ST520": Code(
        "struck-words",
        "The page shows these words as deleted.",
        "Quote the current words. Or record the edition that had them, with its own copy.",
        "warning",
    ),
    "ST521": Code(
        "document-of-article",
        (
            "The `form` is `document`, which means the official's own text, but the `kind` of "
            "the source says that it reports on others."
        ),
        "Choose `quote`, `partial-quote` or `paraphrase`, or correct the source's `kind`.",
        "warning",
    ),
    "ST522": Code(
        "unfit-language-list",
        (
            "A file in the `languages/` folder of the corpus cannot be read, so its words are "
            "not used."
        ),
        "Write one kind of word on each line, such as `negation: not never`.",
    ),
    "ST523": Code(
        "condition-cut-off",
        "The source has a condition next to the words or in the omitted words, but the "
        "record has no `conditions`.",
        "Add the condition to `conditions`, or quote it too.",
        "warning",
    ),
    "ST524": Code(
        "question-cut-off",
        "The words are the end of a question, quoted without its beginning and question mark.",
        "Quote the whole question.",
        "warning",
    ),
    "ST525": Code(
        "main-clause-cut-off",
        "The words follow a `that`, and the words before it do not state them as a fact.",
        "Quote them together with the words before `that`.",
        "warning",
    ),
}
