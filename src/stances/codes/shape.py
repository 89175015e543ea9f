"""Codes of problems with the keys and values of a record (ST2xx)."""

from stances.codes.entry import Code

SHAPE = {
    "ST201": Code(
        "unknown-key",
        "The record has no such key, so what stands under it would be ignored.",
        "Correct its spelling, or move it to where it belongs.",
    ),
    "ST202": Code(
        "missing-key",
        "The record cannot do without this key.",
        "Add it.",
    ),
    "ST203": Code(
        "wrong-shape",
        "A list, a mapping or a single value stands where one of the others is wanted.",
        "Write it in the shape that the hint names.",
    ),
    "ST204": Code(
        "bad-date",
        "This is not a date as the corpus writes them, so it could be misread.",
        "Write 2014, 2014-06 or 2014-06-18, an interval as A/B, an open one as A/.. or ../B.",
    ),
    "ST205": Code(
        "unknown-word",
        "The key takes one of a few fixed words, and this is none of them.",
        "Use one of the words in the hint.",
    ),
    "ST206": Code(
        "unfit-id",
        "Ids are lower-case ASCII letters and digits, joined by single hyphens.",
        "Write it like `nuclear-deal-first`.",
    ),
    "ST207": Code(
        "several-lines",
        "The text must stand on one line, as words to be found in a source do.",
        "Take the line breaks out, or fold the text with `>-`.",
    ),
    "ST208": Code(
        "bad-number",
        "This is not a number that can stand here.",
        "Write a whole number in digits.",
    ),
    "ST209": Code(
        "not-true-or-false",
        "The key says yes by being `true`, and no by being absent.",
        "Write `true`, or leave the key out.",
    ),
    "ST210": Code(
        "bad-sha256",
        "A checksum that is none cannot show that the stored copy is the one that was read.",
        "Write what `sha256sum FILE` prints.",
    ),
    "ST211": Code(
        "bad-language",
        "This is not a language tag.",
        "Write a tag such as `en`, `fa` or `zh-Hant`.",
    ),
    "ST212": Code(
        "bad-url",
        "This is not a web address, or it holds a user name or a password.",
        "Write it in full, as in https://example.org/page; what stands before an @ is left out.",
    ),
    "ST213": Code(
        "unsupported-version",
        "The corpus is written for another version of this program.",
        "Install the version that the message names, or correct `schema_version`.",
    ),
}
