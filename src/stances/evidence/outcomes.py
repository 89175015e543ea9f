"""What looking for words in a copy can come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from stances.evidence.marks import Marks, Span
    from stances.evidence.nearest import Passage

Hint = Literal["prefix", "suffix", "line"]


class Found(NamedTuple):
    """The words stand in the copy: once, or once where the hints say.

    `start` and `end` are offsets in the copy's text, `spans` those of each piece where words were
    left out. `line` and `column` are counted from 1, for HTML in its source and for a PDF on its
    `page`. `printed` are the words as they stand there, on one line, with ` […] ` between pieces.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    line: int
    column: int
    page: int | None
    printed: str
    marks: Marks
    insertions: tuple[str, ...] = ()
    """What was sought in square brackets and is not in the copy."""
    compounds: tuple[str, ...] = ()
    """Hyphenated words of which only a part was sought, such as `non-cooperation`."""
    unfit: tuple[Hint, ...] = ()
    """Hints that point elsewhere; they decided nothing, because the words stand only here."""


class NotFound(NamedTuple):
    """The copy does not have the words."""

    nearest: Passage | None
    apart: bool = False
    """Whether it has each of several pieces, but not in this order, or too far apart."""


class Ambiguous(NamedTuple):
    """The words stand in several places, in order; `more` if there are more than are listed."""

    places: tuple[Found, ...]
    more: bool = False


class TooShort(NamedTuple):
    """A piece between omissions is too short to mean something; empty if no words are sought."""

    piece: str


Outcome = Found | NotFound | Ambiguous | TooShort
