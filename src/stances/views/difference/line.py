"""What an outline is made of: lines of styled pieces, with lines below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Style = Literal["", "ref", "strong", "won", "lost", "warning"]
Piece = tuple[str, Style]


class Line(NamedTuple):
    """A line of words, and what belongs to it."""

    pieces: Sequence[Piece]
    below: Sequence[Line] = ()

    def total(self) -> int:
        """How many lines it is with all that belongs to it."""
        return 1 + sum(line.total() for line in self.below)


class Section(NamedTuple):
    """A heading with its lines."""

    heading: str
    lines: Sequence[Line]


class Outline(NamedTuple):
    """The headline, what must be said of the states as such, and the sections."""

    headline: str
    notes: Sequence[str]
    sections: Sequence[Section]


def line(*pieces: str | Piece, below: Sequence[Line] = ()) -> Line:
    """A line; a text alone is a piece without style."""
    styled: Iterator[Piece] = (
        (each, "") if isinstance(each, str) else each for each in pieces if each
    )
    return Line([*styled], below)
