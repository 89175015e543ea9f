"""Tables whose columns share the width so that rows need few lines and no word is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from stances.views import styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Words = Sequence[str]

GAP = 2
"""The blanks between two columns."""
_MOST_SHARED = 200
"""The most rows among which room is shared row by row; in longer tables, a line less hardly helps.
"""


class Column(NamedTuple):
    """A column: its head and its cells as words, which are never broken."""

    head: Words
    cells: Sequence[Words]
    style: str = ""
    is_number: bool = False


class Grid:
    """Columns of a table within a width, with at most `most` lines in a cell."""

    def __init__(self, columns: Sequence[Column], width: int, most: int) -> None:
        self._columns = columns
        every = [(column.head, *column.cells) for column in columns]
        self._rows = [*zip(*every, strict=True)]
        self._widths = [max(_narrowest(words, most) for words in cells) for cells in every]
        self._room = width - sum(self._widths) - GAP * (len(columns) - 1)
        whole = [max(_narrowest(words, 1) for words in cells) for cells in every]
        if sum(whole) - sum(self._widths) <= self._room:
            self._widths = whole
        elif len(self._rows) > _MOST_SHARED:
            for number, wanted in enumerate(whole):
                more = max(0, min(self._room, wanted - self._widths[number]))
                self._widths[number] += more
                self._room -= more
        else:
            self._share()

    @property
    def fits(self) -> bool:
        """Whether the columns fit into the width."""
        return self._room >= 0

    @property
    def height(self) -> int:
        """The number of lines, with the head."""
        return sum(map(self._height, self._rows))

    def table(self) -> Table:
        """Return the table for rich."""
        table = Table.grid(padding=(0, GAP, 0, 0))
        for column, width in zip(self._columns, self._widths, strict=True):
            table.add_column(
                width=width,
                no_wrap=True,
                justify="right" if column.is_number else "left",
                style=column.style,
            )
        for number, row in enumerate(self._rows):
            lines = (_wrapped(*each) for each in zip(row, self._widths, strict=True))
            style = "" if number else styles.STRONG
            table.add_row(*(Text("\n".join(own), style=style) for own in lines))
        return table

    def _share(self) -> None:
        """Widen columns, first for the rows that need the least width to save a line."""
        while self._room > 0:
            wider = [
                [max(width, _narrowest(words, lines - 1)) for words, width in self._cells(row)]
                for row in self._rows
                if (lines := self._height(row)) > 1
            ]
            best = min(wider, key=sum, default=self._widths)
            cost = sum(best) - sum(self._widths)
            if not 0 < cost <= self._room:
                break
            self._widths, self._room = best, self._room - cost

    def _height(self, row: Sequence[Words]) -> int:
        return max(1, *(len(_wrapped(words, width)) for words, width in self._cells(row)))

    def _cells(self, row: Sequence[Words]) -> list[tuple[Words, int]]:
        return [*zip(row, self._widths, strict=True)]


def best(grids: Iterable[Grid]) -> Grid | None:
    """The lowest of the grids that fit; the first of equal ones; None if none fits."""
    return min((each for each in grids if each.fits), key=lambda grid: grid.height, default=None)


def _narrowest(words: Words, most: int) -> int:
    """The least width at which the words take at most `most` lines."""
    if len(words) < 2:  # noqa: PLR2004 - most cells have one word, or none
        return sum(map(cell_len, words))
    indent = _indent(words)
    lengths = [cell_len(word) + (indent if number else 0) for number, word in enumerate(words)]
    breaks = most - 1  # each break replaces a blank
    width = max(*lengths, -((breaks - cell_len(" ".join(words))) // most))
    while len(_wrapped(words, width)) > most:
        width += 1
    return width


def _wrapped(words: Words, width: int) -> list[str]:
    """The words on lines of a width, all with the indentation of the first word."""
    lines: list[str] = []
    indent, room = " " * _indent(words), -1
    for word in words:
        length = cell_len(word)
        if room >= length + 1:
            lines[-1] += f" {word}"
            room -= length + 1
        else:
            lines.append(indent + word if lines else word)
            room = width - cell_len(lines[-1])
    return lines


def _indent(words: Words) -> int:
    return len(words[0]) - len(words[0].lstrip(" ")) if words else 0
