"""A diff as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.text import Escapes, backslash_u
from stances.views import styles
from stances.views.diff.history import outlined
from stances.views.diff.wording import line
from stances.views.styles import painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.diff import Diff
    from stances.queries.history import History
    from stances.views.diff.wording import Line, Piece, Style
    from stances.views.formats import ViewOptions

STYLES: dict[Style, str] = {
    "": "",
    "ref": styles.REFERENCE,
    "strong": styles.STRONG,
    "won": styles.GAINED,
    "lost": styles.LOST,
    "warning": styles.WARNING,
}
visible = Escapes(backslash_u, {"\n": " ↵ ", "\r": "\\r", "\t": "\\t"})
"""Makes words fit on one line: they cannot move the cursor or change the text direction."""


def text(diff: Diff | History, options: ViewOptions) -> Iterator[str]:
    """The lines of the diff, not wrapped."""
    for depth, pieces in lines(diff):
        shown = "  " * depth
        for words, style in pieces:
            shown += painted(words, STYLES[style]) if options.color else words
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
