"""Looking for words in the text of a stored copy."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.folding import DASHES, UNSEEN, Folded, fold
from stances.evidence.marks import Quotations
from stances.evidence.sought import readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stances.evidence.marks import Span
    from stances.evidence.sought import Reading

    Line = Callable[[int], int]

MAX_GAP = 400
"""Characters between two pieces of a quotation at most: three long sentences. What lies further
apart are two quotations."""
_BLOCK = 16
_JOINTS = ("", " ", "-", " -", "- ", " - ")  # between words and what a record says is next to them
_JOINERS = "\u200c\u200d"
_JOINED = re.compile(r"[^\W\d_]'[^\W\d_]|\d[.,\u066b\u066c]\d")  # `don't` and `3.5` are words, too


class Hints(NamedTuple):
    """What a record says of the place of its words: what is next to them, and their line."""

    prefix: str | None = None
    suffix: str | None = None
    line: int | None = None


class Found(NamedTuple):
    """The words stand in the copy, each piece of them in one of the `spans` of its text.

    `insertions` are the words in brackets that it does not have; `misplaced` says that they stand
    in this one place, and that it is not where the hints say.
    """

    spans: tuple[Span, ...]
    insertions: tuple[str, ...] = ()
    misplaced: bool = False


class NotFound(NamedTuple):
    """The copy does not have the words; `apart`: it has each piece, but not in order and near."""

    apart: bool = False


class Ambiguous(NamedTuple):
    """The words stand in several places: the offsets in the copy's text at which they begin."""

    places: tuple[int, ...]


class TooShort(NamedTuple):
    """A piece between omissions is too short to mean something."""

    piece: str


Outcome = Found | NotFound | Ambiguous | TooShort


class Searchable:
    """The text of a copy, prepared once so that many words can be looked for in it.

    `line` gives the number of the line on which an offset stands.
    """

    def __init__(self, text: str, line: Line) -> None:
        self.text = text
        self.line = line
        self.folded = fold(text)
        self._first, self._others = _blocks(self.folded.text)

    @cached_property
    def quotations(self) -> Quotations:
        """What stands in quotation marks."""
        return Quotations(self.text)

    def find(self, words: str, hints: Hints) -> Outcome:
        """Where the words stand, with what they leave out left out."""
        outcome: Outcome = NotFound()
        for reading in readings(words, lambda part: fold(part).text.strip() in self.folded.text):
            short = reading.short_piece if reading.pieces else words
            if short is not None:
                return TooShort(short)
            outcome = self._find(reading, hints)
            if not isinstance(outcome, NotFound):
                break
        return outcome

    def _find(self, reading: Reading, hints: Hints) -> Outcome:
        needles = [_needle(piece) for piece in reading.pieces]
        places = [self._places(needle) for needle in needles]
        lengths = [len(needle.text) for needle in needles]
        fitting = _ways(self._hinted(places, lengths[-1], hints), lengths)
        chosen = fitting or _ways(places, lengths)
        if not chosen:
            return NotFound(apart=len(needles) > 1 and all(places))
        if len(chosen) > 1:
            return Ambiguous(tuple(self.folded.span(way[0], way[0] + 1)[0] for way in chosen))
        spans = zip(chosen[0], needles, strict=True)
        return Found(
            tuple(self.folded.span(at, at + len(needle.text)) for at, needle in spans),
            reading.insertions,
            misplaced=not fitting,
        )

    def _places(self, needle: Folded) -> list[int]:
        """Where the words of a piece begin, in order; never within a word, nor ending in one."""
        return [
            at
            for at in self._candidates(needle.text)
            if self.folded.has_dashes_of(needle, at)
            and not self._cuts_word(at)
            and not self._cuts_word(at + len(needle.text))
        ]

    def _candidates(self, text: str) -> Sequence[int]:
        """Where a text stands letter by letter, in order."""
        whole = self.folded.text
        if len(text) < 2 * _BLOCK:
            found, at = [], whole.find(text)
            while at >= 0:
                found.append(at)
                at = whole.find(text, at + 1)
            return found
        # One block lies wholly within any text of twice its length, at one of its first places.
        return sorted(
            at - shift
            for shift in range(_BLOCK)
            for at in self._starts(text[shift : shift + _BLOCK])
            if at >= shift and whole.startswith(text, at - shift)
        )

    def _starts(self, block: str) -> Sequence[int]:
        first = self._first.get(block)
        return () if first is None else (first, *self._others.get(block, ()))

    def _cuts_word(self, at: int) -> bool:
        """Whether a cut before the character at `at` goes through a word or a number."""
        if self.folded.has_dash(at) or at == 0:
            return False
        text = self.folded.text
        if _is_letter(text[at - 1]) and _is_letter(text[at : at + 1]):
            return True
        return any(_JOINED.match(text, max(start, 0)) for start in (at - 2, at - 1))

    def _hinted(self, places: list[list[int]], last: int, hints: Hints) -> list[list[int]]:
        """The places of pieces, the last of them so long, without those that hints rule out."""
        text, hinted = self.folded.text, list(places)
        if hints.prefix:
            prefix = _needle(hints.prefix).text
            hinted[0] = [at for at in hinted[0] if _ends_with(text, at, prefix)]
        if hints.line is not None:
            starts = ((at, self.folded.span(at, at + 1)[0]) for at in hinted[0])
            hinted[0] = [at for at, start in starts if self.line(start) == hints.line]
        if hints.suffix:
            suffix = _needle(hints.suffix).text
            hinted[-1] = [at for at in hinted[-1] if _begins_with(text, at + last, suffix)]
        return hinted


def _needle(piece: str) -> Folded:
    """A piece folded, without the dashes, the spaces and what nobody sees at its ends."""
    return fold(" ".join(piece.split()).strip(f"{DASHES}{UNSEEN} "))


def _is_letter(char: str) -> bool:
    return char.isalnum() or (bool(char) and char in _JOINERS)


def _ends_with(text: str, end: int, words: str) -> bool:
    return text.endswith(tuple(f"{words}{joint}" for joint in _JOINTS), 0, end)


def _begins_with(text: str, start: int, words: str) -> bool:
    return text.startswith(tuple(f"{joint}{words}" for joint in _JOINTS), start)


def _ways(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> list[tuple[int, ...]]:
    """The ways from a place of the first piece to one of the last, in order and near each other.

    Each place is reached from the last one before it; of ways from the same place, the shortest.
    """
    ways: list[tuple[int, ...]] = [(place,) for place in places[0]]
    for following, length in zip(places[1:], lengths, strict=False):
        ends = [way[-1] + length for way in ways]
        nearest = ((place, bisect_right(ends, place) - 1) for place in following)
        ways = [
            (*ways[number], place)
            for place, number in nearest
            if number >= 0 and place - ends[number] <= MAX_GAP
        ]
    return list({way[0]: way for way in reversed(ways)}.values())[::-1]


def _blocks(text: str) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Where each block of a text stands first, and where else.

    A thousand scans of a long text would take several times as long as this and its use.
    """
    starts = range(0, len(text), _BLOCK)
    blocks = [text[at : at + _BLOCK] for at in starts]
    first = dict(zip(reversed(blocks), reversed(starts), strict=True))
    others: dict[str, list[int]] = {}
    if len(first) < len(blocks):
        for block, at in zip(blocks, starts, strict=True):
            if first[block] != at:
                others.setdefault(block, []).append(at)
    return first, others
