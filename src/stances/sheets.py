r"""Writes texts into the cells of sheets so that they are read back unchanged.

In TSV, tabs, line ends and backslashes are `\t`, `\n`, `\r` and `\\`, and characters that no record
may hold are `\x1b` or `\u202e`.

In a workbook, a character that XML cannot hold is `_x000B_`, so a text that looks like this becomes
`_x005F_x000B_`.

A text that a spreadsheet could read as a formula gets an apostrophe, at the beginning of a cell and
wherever a cell could begin. If semicolons separate cells, a program splits even quoted texts at
them.
"""

from __future__ import annotations

import re
from functools import cache

from stances.text import Escapes, backslash_x

CODEBOOK_TAB = "stances codebook"
"""The tab of a workbook that defines the words in its rows; it is not read back."""
SEPARATORS = {"csv": ";\t\n", "tsv": ";,"}
"""Characters after which a program may begin another cell: ones that quotation marks do not
protect, and ones that a format without quotation marks does not escape."""
_FORMULA = "[=+@＝＋－＠-]"  # noqa: RUF001 - as typed on keyboards in East Asia
_AROUND = r"\s\"'"
"""Characters that a program may strip from the beginning of a cell."""

_ESCAPES = Escapes(backslash_x, {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(
    rf"\\(?:x({_HEX}{{2}})|u({_HEX}{{4}})|U(00(?:0{_HEX}|10){_HEX}{{4}})|(.?))", re.DOTALL
)
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def escaped(text: str) -> str:
    """Escape a text for TSV."""
    return text.translate(_ESCAPES)


class NoEscape(ValueError):
    """A backslash that is not an escape in TSV, with the character after it."""


def unescaped(cell: str) -> str:
    """Decode the text in a cell of TSV. Raises `NoEscape`."""

    def meant(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2] or escape[3]
        if code is None and escape[4] not in _MEANT:
            raise NoEscape(escape[0])
        return chr(int(code, 16)) if code else _MEANT[escape[4]]

    return _ESCAPE.sub(meant, cell) if "\\" in cell else cell


@cache
def _before_formulas(separators: str) -> re.Pattern[str]:
    """The pattern of a place for a formula, with everything before it where a cell could begin."""
    around = f"[{_AROUND}{separators}]"
    # Possessive, and from its first character on, so that no run is read twice.
    return re.compile(rf"(?:\A|(?<!{around})(?={around})){around}*+(?={_FORMULA})")


@cache
def _begins_formulas(separators: str) -> re.Pattern[str]:
    """The pattern of the first character of a possible formula, which most texts do not have."""
    # The characters come first in the pattern, because they are found much faster than places.
    return re.compile(rf"{_FORMULA}(?<![^{_AROUND}{separators}].)")


def safe(text: str, separators: str) -> str:
    """Change a text so that no program reads a formula in it."""
    if not _begins_formulas(separators).search(text):
        return text

    def marked(run: re.Match[str]) -> str:
        begun = "" if run.start() else "'"
        return begun + re.sub(f"[{separators}]", r"\g<0>'", run[0])

    return _before_formulas(separators).sub(marked, text)


def is_like_a_formula(text: str) -> bool:
    """Whether a program could read the beginning of a text as a formula."""
    return _before_formulas("").match(text) is not None


def as_it_was(text: str, separators: str) -> str:
    """Undo `safe`; other texts also lose their apostrophes in these places."""

    def bare(run: re.Match[str]) -> str:
        begun = run[0] if run.start() else run[0].removeprefix("'")
        return re.sub(f"([{separators}])'", r"\1", begun)

    return _before_formulas(separators).sub(bare, text)


_IN_WORKBOOK = re.compile(f"_x({_HEX}{{4}})_")
_LIKE_IN_WORKBOOK = re.compile(f"_(?=x{_HEX}{{4}}_)")


def for_workbook(text: str) -> str:
    """Escape a text for a workbook, if XML can hold all of its characters."""
    return _LIKE_IN_WORKBOOK.sub("_x005F_", text) if "_x" in text else text


def from_workbook(text: str) -> str:
    """Decode the text in a cell of a workbook."""
    if "_x" not in text:
        return text
    meant = _IN_WORKBOOK.sub(lambda escape: chr(int(escape[1], 16)), text)
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
