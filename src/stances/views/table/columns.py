"""Blocks of lines side by side, laid out at once, so that a table begins before its last row."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    Line = Sequence[Segment]
    Block = Sequence[Line]


class Lines:
    """A page that is made line by line, while the rows of a result are read."""

    def lines(self, console: Console) -> Iterator[Line]:
        """The lines, none wider than the console."""
        raise NotImplementedError


def block(console: Console, texts: Iterable[Text], width: int) -> Block:
    """Texts below each other, wrapped at words; the width of a wide letter is the least."""
    return [line for text in texts for line in _lines(console, text, max(width, 2))]


def _lines(console: Console, text: Text, width: int) -> Iterator[Line]:
    style = console.get_style(text.style) if text.style else None
    for line in _wrapped(console, text, width):
        line.rstrip()
        yield [*Segment.apply_style(line.render(console), style)]


def _wrapped(console: Console, text: Text, width: int) -> Iterable[Text]:
    """The lines of a text; as rich wraps it, which takes its time where most texts are simple."""
    plain = text.plain
    if "\n" in plain or text.cell_len != len(plain):
        return text.wrap(console, width, overflow="fold")
    ends, end = [], 0
    while len(plain) - end > width:
        blank = plain.rfind(" ", end, end + width + 1)
        end = blank + 1 if blank > end else end + width
        ends.append(end)
    return text.divide(ends) if ends else [text]


def beside(blocks: Sequence[Block], widths: Sequence[int]) -> Block:
    """Blocks beside each other; the widths are those from the beginning of one to the next."""
    lines = []
    for row in zip_longest(*blocks, fillvalue=()):
        line: list[Segment] = []
        missing = 0
        for pieces, width in zip(row, widths, strict=True):
            if pieces:
                line += [Segment(" " * missing), *pieces] if missing else pieces
                missing = -sum(piece.cell_length for piece in pieces)
            missing += width
        lines.append(line)
    return lines


def indented(lines: Block, by: int) -> Block:
    """A block with blanks before each line."""
    blanks = Segment(" " * by)
    return [[blanks, *line] for line in lines]
