"""Bars on the lines of a lane, each with its label: inside it, after it, before it or below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from stances.views import styles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.views.date_axis import Bar

GAP = 2
"""The columns between the pieces of a line that do not belong together."""
_UNBROKEN = re.compile("─+")


class Labelled(NamedTuple):
    """A bar with its style, and the label that belongs to it."""

    bar: Bar
    style: str
    label: Text


class _Piece(NamedTuple):
    """A text that begins in a column."""

    column: int
    text: Text

    @property
    def end(self) -> int:
        return self.column + self.text.cell_len


def lane_lines(bars: Sequence[Labelled], width: int) -> list[Text]:
    """Bars on as few lines as have room for them, in their order from above.

    A label that is longer than the lane has a line of its own, which is to be folded.
    """
    lines: list[list[_Piece]] = []
    for each in bars:
        first, *below = _placed(each, width)
        line = next((line for line in lines if not below and _is_free(line, first)), None)
        if line is None:
            lines += [first, *below]
        else:
            line += first
    return [_joined(line) for line in lines]


def _placed(each: Labelled, width: int) -> list[list[_Piece]]:
    """The lines of a bar with its label."""
    bar, label, room = each.bar, each.label, each.label.cell_len + 2
    drawn = Text(bar.drawn, each.style)
    at = _Piece(bar.left, drawn)
    if not label:
        return [[at]]
    longest = max(_UNBROKEN.finditer(bar.drawn), key=lambda run: len(run[0]), default=None)
    if longest and room <= len(longest[0]):
        begin = longest.start() + (room < len(longest[0]))
        inside = Text.assemble(drawn[:begin], " ", label, " ", drawn[begin + room :])
        return [[_Piece(bar.left, inside)]]
    if bar.right + room <= width:
        return [[at, _Piece(bar.right + 2, label)]]
    if room - 1 <= bar.left:
        return [[_Piece(bar.left - room + 1, label), at]]
    return [[at], [_Piece(max(min(bar.left, width - label.cell_len), 0), label)]]


def _is_free(line: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Whether a line has room for pieces that stand side by side."""
    begin, end = pieces[0].column - GAP, pieces[-1].end + GAP
    return all(other.end <= begin or end <= other.column for other in line)


def _joined(pieces: Sequence[_Piece]) -> Text:
    line = Text()
    for piece in sorted(pieces, key=lambda piece: piece.column):
        line.append(" " * (piece.column - line.cell_len)).append_text(piece.text)
    return line


def beside_name(
    name: Text, lines: Sequence[Text], widths: Sequence[int], words: RenderableType | None = None
) -> Iterator[RenderableType]:
    """A lane beside its name, and beside its words if there are any, each in its width.

    Without a width for the name, the lane stands below it.
    """
    room, width, *_ = widths
    if not room:
        yield from filter(None, (name, *lines))
    elif words is None and name.cell_len <= room and max(line.cell_len for line in lines) <= width:
        # A table for each of very many lanes would take long.
        for number, line in enumerate(lines):
            beside = name.copy() if not number else Text()
            beside.append(" " * (room + GAP - beside.cell_len))
            yield beside.append_text(line)
    else:
        columns = [Column(width=each, overflow="fold") for each in widths]
        grid = Table.grid(*columns, padding=(0, GAP, 0, 0))
        grid.add_row(name, Text("\n").join(lines), *([words] if words is not None else []))
        yield grid


def side_by_side(texts: Sequence[str], width: int) -> Text:
    """Short texts on as few lines as have room for them, none of them broken over lines."""
    lines: list[str] = []
    for text in texts:
        beside = f"{lines[-1]}   {text}" if lines else ""
        if lines and cell_len(beside) <= width:
            lines[-1] = beside
        else:
            lines.append(text)
    return Text("\n".join(lines), style=styles.ASIDE)
