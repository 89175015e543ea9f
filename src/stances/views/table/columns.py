"""Blocks of lines side by side, laid out at once, so that a table begins before its last row."""

from __future__ import annotations

from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from stances.views.table.console import PageConsole

    Line = Sequence[Segment]
    Block = Sequence[Line]


class Lines:
    """A page that is made line by line, while the rows of a result are read."""

    def lines(self, console: PageConsole) -> Iterator[Line]:
        """The lines, none wider than the console."""
        raise NotImplementedError


def block(console: PageConsole, texts: Iterable[Text], width: int) -> Block:
    """Texts below each other, wrapped at words; the width of a wide letter is the least."""
    return [line for text in texts for line in _lines(console, text, max(width, 2))]


def _lines(console: PageConsole, text: Text, width: int) -> Iterator[Line]:
    """The lines of a text; rich wraps and styles all, but takes its time where most is simple."""
    text = console.with_marks(text)
    style, plain = console.get_style(text.style) if text.style else None, text.plain
    if "\n" in plain or not (plain.isascii() or text.cell_len == len(plain)):
        lines: Iterable[Text] = text.wrap(console, width, overflow="fold")
    elif text.spans:
        lines = text.divide([*_ends(plain, width)])
    else:
        start = 0
        for end in (*_ends(plain, width), len(plain)):
            yield [Segment(plain[start:end].rstrip(), style)]
            start = end
        return
    for line in lines:
        line.rstrip()
        yield [*Segment.apply_style(line.render(console), style)]


def _ends(plain: str, width: int) -> Iterator[int]:
    """Where the lines of a text of narrow letters end, but for the last."""
    end = 0
    while len(plain) - end > width:
        blank = plain.rfind(" ", end, end + width + 1)
        end = blank + 1 if blank > end else end + width
        yield end


def beside(blocks: Sequence[Block], widths: Sequence[int]) -> Block:
    """Blocks beside each other; the widths are those from the beginning of one to the next."""
    starts = [0, *accumulate(widths)]
    lines = []
    for row in zip_longest(*blocks, fillvalue=()):
        line: list[Segment] = []
        for pieces, start in zip(row, starts, strict=True):
            if pieces and start:
                before = sum(piece.cell_length for piece in line)
                line.append(Segment(" " * (start - before)))
            line += pieces
        lines.append(line)
    return lines


def indented(lines: Block, by: int) -> Block:
    """A block with blanks before each line."""
    blanks = Segment(" " * by)
    return [[blanks, *line] for line in lines]
