"""A diff as text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from stances.views.diff.history import outlined
from stances.views.diff.wording import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.diff import Diff
    from stances.queries.history import History
    from stances.views.diff.wording import Line, Piece, Style
    from stances.views.formats import ViewOptions

COLORS: dict[Style, dict[str, object]] = {
    "ref": {"fg": "cyan"},
    "strong": {"bold": True},
    "won": {"fg": "green"},
    "lost": {"fg": "red"},
    "warning": {"fg": "yellow", "bold": True},
}
_JOINERS = "\u200c\u200d"
"""Not printable, but Persian is written with them."""


def text(diff: Diff | History, options: ViewOptions) -> Iterator[str]:
    """The lines, not wrapped."""
    for depth, pieces in lines(diff):
        shown = "  " * depth
        for words, style in pieces:
            shown += click.style(words, **COLORS[style]) if options.color and style else words  # type: ignore[arg-type]
        yield shown.rstrip() + "\n"


def lines(diff: Diff | History) -> Iterator[tuple[int, Sequence[Piece]]]:
    """All lines, each with its depth; an empty line before each section."""
    parts = outlined(diff)
    yield 0, [(visible(parts.headline), "strong")]
    for note in parts.notes:
        yield 0, [(visible(note), "")]
    for section in parts.sections:
        yield 0, []
        yield from _lines(line((section.heading, "strong"), below=section.lines), 0)


def _lines(one: Line, depth: int) -> Iterator[tuple[int, Sequence[Piece]]]:
    yield depth, [(visible(words), style) for words, style in one.pieces]
    for below in one.below:
        yield from _lines(below, depth + 1)


def visible(words: str) -> str:
    """Words on one line that can neither move the cursor nor change the direction of the text."""
    return words if words.isprintable() else "".join(map(_visible, words))


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs":
        return char
    return {"\n": " ↵ ", "\t": "\\t"}.get(char) or f"\\u{ord(char):04x}"
