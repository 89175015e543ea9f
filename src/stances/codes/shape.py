"""Codes of problems with the keys and values of a record (ST2xx)."""

from stances.codes.entry import Code

SHAPE = {
    "ST201": Code(
        "unknown-key",
        "This key does not exist in this kind of record, so its value would be ignored.",
        "Correct the spelling of the key, or move it to the right record.",
    ),
    "ST202": Code(
        "missing-key",
        "A required key is missing.",
        "Add it.",
    ),
    "ST203": Code(
        "wrong-shape",
        (
            "The value has the wrong shape: a list, a mapping or a single value where another "
            "one is required."
        ),
        "Write the value in the shape that the hint names.",
    ),
    "ST204": Code(
        "bad-date",
        "The date is not in the format of the corpus, so it could be misread.",
        "Write 2014, 2014-06 or 2014-06-18, an interval as A/B, an open one as A/.. or ../B.",
    ),
    "ST205": Code(
        "unknown-word",
        "The value is not one of the fixed words of this key.",
        "Use one of the words in the hint.",
    ),
    "ST206": Code(
        "unfit-id",
        "Ids are lower-case ASCII letters and digits, joined by single hyphens.",
        "Write it like `nuclear-deal-first`.",
    ),
    "ST207": Code(
        "several-lines",
        "The text has a line break, but this key takes a single line.",
        "Remove the line breaks, or fold the text with `>-`.",
    ),
    "ST208": Code(
        "bad-number",
        "The value is not a number that this key allows.",
        "Write a whole number in digits.",
    ),
    "ST209": Code(
        "not-true-or-false",
        "The key takes only `true`. To say no, leave the key out.",
        "Write `true`, or leave the key out.",
    ),
    "ST210": Code(
        "bad-sha256",
        "The value is not a SHA-256 checksum, so the stored copy cannot be checked against it.",
        "Write what `sha256sum FILE` prints.",
    ),
    "ST211": Code(
        "bad-language",
        "The value is not a language tag.",
        "Write a tag such as `en`, `fa` or `zh-Hant`.",
    ),
    "ST212": Code(
        "bad-url",
        "The value is not a web address, or it contains a user name or password.",
        "Write it in full, such as https://example.org/page, without a user name and password.",
    ),
    "ST213": Code(
        "unsupported-version",
        "The corpus has the format of another version of stances.",
        "Install the version that the message names, or correct `schema_version`.",
    ),
    "ST214": Code(
        "bad-digest",
        "An item of `words` is not a digest of words. Only the program writes this key.",
        "Leave `words` out.",
    ),
}
