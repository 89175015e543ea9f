"""A diff as text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from stances.views.diff.outline import outline
from stances.views.diff.wording import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.diff import Diff
    from stances.views.diff.wording import Line, Piece, Style
    from stances.views.formats import ViewOptions

COLORS: dict[Style, dict[str, object]] = {
    "ref": {"fg": "cyan"},
    "strong": {"bold": True},
    "won": {"fg": "green"},
    "lost": {"fg": "red"},
    "warning": {"fg": "yellow", "bold": True},
}
_INDENT = "  "
_JOINERS = "\u200c\u200d"
"""No printable characters, but they belong to how Persian is written."""


def text(found: Diff, options: ViewOptions) -> Iterator[str]:
    """The lines, as long as they are."""
    for depth, pieces in lines(found):
        words = "".join(_styled(piece, color=options.color) for piece in pieces)
        yield f"{_INDENT * depth}{words}".rstrip() + "\n"


def lines(found: Diff) -> Iterator[tuple[int, Sequence[Piece]]]:
    """All lines, each with how deep it is indented; an empty one before each section."""
    told = outline(found)
    yield 0, [(visible(told.headline), "strong")]
    for note in told.notes:
        yield 0, [(visible(note), "")]
    for section in told.sections:
        yield 0, []
        yield from _lines(line((section.heading, "strong"), below=section.lines), 0)


def _lines(one: Line, depth: int) -> Iterator[tuple[int, Sequence[Piece]]]:
    yield depth, [(visible(words), style) for words, style in one.pieces]
    for below in one.below:
        yield from _lines(below, depth + 1)


def _styled(piece: Piece, *, color: bool) -> str:
    words, style = piece
    return click.style(words, **COLORS[style]) if color and style else words  # type: ignore[arg-type]


def visible(words: str) -> str:
    """Words on one line that can neither move the cursor nor turn the text round."""
    if words.isprintable():
        return words
    return "".join(map(_visible, words))


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs":
        return char
    return {"\n": " ↵ ", "\t": "\\t"}.get(char) or f"\\u{ord(char):04x}"
