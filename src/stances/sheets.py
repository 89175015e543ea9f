r"""How texts stand in the cells of sheets, so that they are read back as they were.

In TSV, tabs, line ends and backslashes are `\t`, `\n`, `\r` and `\\`, and characters that no record
may hold are `\x1b` or `\u202e`.

In a workbook, a character that XML cannot hold is `_x000B_`, and so a text that looks like that is
`_x005F_x000B_`.

What a spreadsheet could take for a formula gets an apostrophe, at the beginning of a cell and
wherever one could begin: where semicolons separate cells, a program cuts quoted texts there too.
"""

from __future__ import annotations

import re
from functools import cache

from stances.text import Escapes, backslash_x

SEPARATORS = {"csv": ";\t\n", "tsv": ";,"}
"""Characters after which a program may begin another cell: those that quotation marks do not keep
from it, and those that a format without them does not escape."""
_FORMULA = "[=+@＝＋－＠-]"  # noqa: RUF001 - as keyboards of East Asia have them
_AROUND = r"\s\"'"
"""What a program may take away from the beginning of a cell."""

_ESCAPES = Escapes(backslash_x, {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(
    rf"\\(?:x({_HEX}{{2}})|u({_HEX}{{4}})|U(00(?:0{_HEX}|10){_HEX}{{4}})|(.?))", re.DOTALL
)
_MEANT = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def escaped(text: str) -> str:
    """A text as it stands in TSV."""
    return text.translate(_ESCAPES)


class NoEscape(ValueError):
    """A backslash that TSV does not know, with what follows it."""


def unescaped(cell: str) -> str:
    """The text that a cell of TSV stands for. Raises `NoEscape`."""

    def meant(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2] or escape[3]
        if code is None and escape[4] not in _MEANT:
            raise NoEscape(escape[0])
        return chr(int(code, 16)) if code else _MEANT[escape[4]]

    return _ESCAPE.sub(meant, cell) if "\\" in cell else cell


@cache
def _before_formulas(separators: str) -> re.Pattern[str]:
    """Where a formula could begin, with all before it at which a cell could."""
    around = f"[{_AROUND}{separators}]"
    # Possessive, and from its first character on, so that no run is read twice.
    return re.compile(rf"(?:\A|(?<!{around})(?={around})){around}*+(?={_FORMULA})")


def safe(text: str, separators: str) -> str:
    """A text of which no program makes a formula."""

    def marked(run: re.Match[str]) -> str:
        begun = "" if run.start() else "'"
        return begun + re.sub(f"[{separators}]", r"\g<0>'", run[0])

    return _before_formulas(separators).sub(marked, text)


def is_like_a_formula(text: str) -> bool:
    """Whether a program could take the beginning of a text for a formula."""
    return _before_formulas("").match(text) is not None


def as_it_was(text: str, separators: str) -> str:
    """The text of which `safe` made this; any other text without the apostrophes alike."""

    def bare(run: re.Match[str]) -> str:
        begun = run[0] if run.start() else run[0].removeprefix("'")
        return re.sub(f"([{separators}])'", r"\1", begun)

    return _before_formulas(separators).sub(bare, text)


_IN_WORKBOOK = re.compile(f"_x({_HEX}{{4}})_")
_LIKE_IN_WORKBOOK = re.compile(f"_(?=x{_HEX}{{4}}_)")


def for_workbook(text: str) -> str:
    """A text as it stands in a workbook, if XML can hold all of its characters."""
    return _LIKE_IN_WORKBOOK.sub("_x005F_", text) if "_x" in text else text


def from_workbook(text: str) -> str:
    """The text that stands in a workbook like this."""
    if "_x" not in text:
        return text
    meant = _IN_WORKBOOK.sub(lambda escape: chr(int(escape[1], 16)), text)
    return meant.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
