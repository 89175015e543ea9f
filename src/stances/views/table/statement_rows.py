"""Statements as rows of a table whose columns depend only on the width of the terminal."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple, Self

from rich.cells import cell_len
from rich.text import Text

from stances.views import styles
from stances.views.table.components import (
    NO_SCORE,
    brief_marks,
    brief_remarks,
    conditions_text,
    differences,
    joined,
    quote_piece,
    score_style,
    source_lines,
)
from stances.views.table.console import Piece, beside, block, indented
from stances.views.values import circumstances, signed, sources_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.queries.result import Row
    from stances.views.table.console import Block, PageConsole
    from stances.views.wording import Wording

_LAYOUTS = ((180, 22, 24, 44), (140, 22, 18, 36), (110, 15, 16, 26), (70, 15, 15, 0))
"""The least width of each layout, then the widths of date, position and sources."""
_GAP = 2
_SCORE = 3
"""The width of a score and the blank after it."""


class Cells(NamedTuple):
    """The cells of a statement, as texts that are not wrapped yet."""

    said: Piece
    score: Piece
    position: Piece
    marks: Sequence[Piece]
    words: Sequence[Text | Piece]
    sources: Sequence[Text | Piece]
    ref: Piece

    @classmethod
    def of(
        cls,
        row: Row,
        wording: Wording,
        words: Callable[[Row], Text | Piece] = quote_piece,
        *,
        whole: bool = False,
    ) -> Self:
        """Return the cells of a row of `list`; with `whole`, all marks and sources.

        `words` returns the words shown.
        """
        style = score_style(row["score"])
        score = NO_SCORE if row["score"] is None else signed(row["score"])
        if whole:
            remarks = [Text(each, style=styles.MARK) for each in circumstances(row, wording)]
            below = [*remarks, *differences(row, wording)]
            sources: Sequence[Text | Piece] = source_lines(row, wording)
        else:
            below = [*brief_remarks(row, wording)]
            sources = [Piece(sources_in_short(row, wording), styles.ASIDE)]
        return cls(
            Piece(wording.date(row["said"])),
            Piece(f"{score:>2}", style),
            Piece(wording.position(row["issue"], row["position"]), style),
            [*brief_marks(row)],
            [words(row), *conditions_text(row), *below],
            sources,
            Piece(row["ref"], styles.ASIDE),
        )


class Layout(NamedTuple):
    """The widths of columns; if they are 0, all cells are below each other.

    If only `sources` is 0, sources are below the words.
    """

    width: int
    said: int = 0
    position: int = 0
    sources: int = 0

    @classmethod
    def of(cls, width: int) -> Self:
        """Return the layout for a terminal of this width."""
        for least, *widths in _LAYOUTS:
            if width >= least:
                return cls(width, *widths)
        return cls(width)

    @property
    def _left(self) -> int:
        """The width of everything before the words."""
        return self.said + _GAP + _SCORE + self.position

    @property
    def _words(self) -> int:
        """The width of the words."""
        sources = _GAP + self.sources if self.sources else 0
        return self.width - _GAP - self._left - _GAP - sources

    def heads(self, console: PageConsole) -> Block:
        """The names of the columns, and a line below them; empty without columns."""
        if not self.said:
            return []
        said, position, words, sources = (
            Piece(head, styles.STRONG) for head in ("when", "position", "words", "sources")
        )
        cells = Cells(
            said, Piece(""), position, [], [words], [sources] * bool(self.sources), Piece("")
        )
        return [self.row(console, cells)[0], *block(console, [Text("─" * self.width)], self.width)]

    def row(self, console: PageConsole, cells: Cells) -> Block:
        """The lines of a statement."""
        if not self.said:
            return self._stacked(console, cells)
        left = self._before_words(console, cells)
        if self.sources:
            words = block(console, cells.words, self._words)
            sources = block(console, cells.sources, self.sources)
            widths = [self._left + _GAP, self._words + _GAP]
            return beside([left, words, sources], widths, _GAP)
        words = block(console, [*cells.words, *cells.sources], self._words)
        return beside([left, words], [self._left + _GAP], _GAP)

    def _before_words(self, console: PageConsole, cells: Cells) -> Block:
        """Date and position, with marks and reference below, where there is room."""
        columns = [
            block(console, [_folded(cells.said, self.said)], self.said),
            block(console, [cells.score], _SCORE),
            block(console, [cells.position], self.position),
        ]
        marks = [joined([*cells.marks], " ")] if cells.marks else []
        below = block(console, [*marks, _folded(cells.ref, self._left)], self._left)
        return [*beside(columns, [self.said + _GAP, _SCORE]), *below]

    def _stacked(self, console: PageConsole, cells: Cells) -> Block:
        """All cells below the date and the position."""
        stance = joined([cells.score, cells.position], " ")
        head = joined([cells.said, stance, *cells.marks], "  ")
        below = [*cells.words, *cells.sources, cells.ref]
        lines = block(console, below, self.width - _GAP)
        return [*block(console, [head], self.width), *indented(lines, _GAP)]


def _folded(text: Piece, width: int) -> Text | Piece:
    """A reference or date, broken only where it can be read on."""
    plain = text.plain
    if " " in plain or cell_len(plain) <= width:
        return text
    parts = re.split("(?<=[/T])", plain)
    return Text("\n".join(line for part in parts for line in wrap(part, width)), style=text.style)
