"""All places at which words stand in a text, whatever its typography."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from stances.evidence.folding import HYPHENS, NO_DASH, Folded, fold
from stances.evidence.marks import Quotations
from stances.evidence.words import inside_word, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.evidence.places import PlacedText

_BLOCK = 16
"""Characters to a block of the index: half the length of a short clause."""


class Searchable:
    """The text of a copy, prepared once so that many words can be looked for in it.

    Positions are offsets in `folded.text`; `quotations` is what stands in quotation marks.
    """

    def __init__(self, placed: PlacedText) -> None:
        self.placed = placed
        self.text = placed.text
        self.folded = fold(placed.text)
        self.quotations = Quotations(placed.text)
        self._first, self._others = _index(self.folded.text)

    def occurrences(self, needle: Folded) -> list[int]:
        """Where the words begin, in order; never inside a word, and not ending inside one."""
        return [at for at in self._candidates(needle.text) if self._fits(needle, at)]

    def stands(self, needle: Folded, at: int) -> bool:
        """Whether just this stands at a position, be it inside a word or not."""
        here = at >= 0 and self.folded.text.startswith(needle.text, at)
        return here and self._dashes_agree(needle, at)

    def printed(self, needle: Folded, at: int) -> tuple[int, int]:
        """Where in the text the words that begin at `at` were printed: an offset and its end."""
        length = len(needle.text)
        start, end = self.folded.span(at, at + length)
        if needle.dash_at and needle.dash_at[0] == 0:
            start = self.folded.dash_span(self._dash(at))[0]
        if needle.dash_at and needle.dash_at[-1] == length:
            end = self.folded.dash_span(self._dash(at + length))[1]
        return start, end

    def hyphenated(self, needle: Folded, at: int) -> list[int]:
        """At which ends of the words a hyphen joins them to more: offsets of it in the text."""
        ends = [(at, 0), (at + len(needle.text), len(needle.text))]
        return [
            offset
            for position, own in ends
            if own not in needle.dash_at and (offset := self._hyphen(position)) is not None
        ]

    def _candidates(self, text: str) -> Iterator[int]:
        """Where the text stands letter by letter, in order."""
        if not text:
            return iter(())
        # A block lies wholly within any text of twice its length, at one of its first places.
        return self._listed(text) if len(text) >= 2 * _BLOCK else self._scanned(text)

    def _scanned(self, text: str) -> Iterator[int]:
        at = self.folded.text.find(text)
        while at >= 0:
            yield at
            at = self.folded.text.find(text, at + 1)

    def _listed(self, text: str) -> Iterator[int]:
        found = []
        for shift in range(_BLOCK):
            block = text[shift : shift + _BLOCK]
            if block in self._first:
                starts = [self._first[block], *self._others.get(block, ())]
                found += [at - shift for at in starts if at >= shift]
        return iter(sorted(at for at in found if self.folded.text.startswith(text, at)))

    def _fits(self, needle: Folded, at: int) -> bool:
        end = at + len(needle.text)
        return self._dashes_agree(needle, at) and not (self._cut(at) or self._cut(end))

    def _cut(self, at: int) -> bool:
        """Whether a word is cut in two here; a dash always divides two."""
        return inside_word(self.folded.text, at) and self._dash(at) < 0

    def _dash(self, at: int) -> int:
        """The number of the dash before the character at `at`, or -1."""
        number = bisect_left(self.folded.dash_at, at)
        found = number < len(self.folded.dash_at) and self.folded.dash_at[number] == at
        return number if found else -1

    def _hyphen(self, at: int) -> int | None:
        """The offset of a hyphen that stands here with a letter on either side, if one does."""
        number = self._dash(at)
        if number < 0 or not 0 < at < len(self.folded.text):
            return None
        offset = self.folded.dash_span(number)[0]
        tight = "-" in self.folded.dash_forms[number] and self.text[offset] in HYPHENS
        between = is_word(self.folded.text[at - 1]) and is_word(self.folded.text[at])
        return offset if tight and between else None

    def _dashes_agree(self, needle: Folded, at: int) -> bool:
        """Whether the dashes in the text at `at` can be read as those of the needle."""
        length, folded = len(needle.text), self.folded
        low = bisect_left(folded.dash_at, at)
        high = bisect_left(folded.dash_at, at + length + 1, low)
        if low == high:
            return not needle.dash_at
        ours = dict(zip(needle.dash_at, needle.dash_forms, strict=True))
        theirs = {folded.dash_at[n] - at: folded.dash_forms[n] for n in range(low, high)}
        return all(_agree(ours, theirs, where, length) for where in {*ours, *theirs})


def _index(text: str) -> tuple[dict[str, int], dict[str, list[int]]]:
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


def _agree(
    ours: dict[int, tuple[str, ...]], theirs: dict[int, tuple[str, ...]], where: int, length: int
) -> bool:
    """Whether two dashes can be the same; one just outside the words need not be theirs."""
    mine, other = ours.get(where, NO_DASH), theirs.get(where, NO_DASH)
    if 0 < where < length:
        return not set(mine).isdisjoint(other)
    if where not in ours:
        return True
    # The words end in a dash, so the space beyond it is not theirs either.
    beyond = str.lstrip if where == 0 else str.rstrip
    return any(beyond(form) in mine for form in other)
