"""Finds words in the text of a stored copy."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from stances.evidence.damage import Damage
from stances.evidence.folding import DASHES, UNSEEN, Folded, fold_text
from stances.evidence.locate import readings_of
from stances.evidence.nearest import Passages
from stances.evidence.quotation_marks import Quotations
from stances.evidence.running_text import running_text, without_asides
from stances.evidence.unspaced import may_cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.evidence.locate import Quotation
    from stances.evidence.nearest import Passage
    from stances.evidence.quotation_marks import Span

    Line = Callable[[int], int]

MAX_GAP = 400
"""The most characters between two pieces of a quotation: three long sentences. Pieces further apart
are two quotations."""
MOST_PLACES = 100
"""The most places that are listed if no hint names one."""
_BLOCK = 16
_JOINERS = "\u200c\u200d"
_BINDS = "\u200d"
_BOUND = frozenset("\u200d\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
"""Characters that join two emoji into one sign, or belong to the emoji before them."""
_JOINED = re.compile(r"[^\W\d_]'[^\W\d_]|\d[.,\u066b\u066c]\d")  # `don't` and `3.5` are words too


class Hints(NamedTuple):
    """What a record says about the place of its words: the text next to them, and their line.

    `quoted`: of several places, prefer the one where exactly these words are in quotation marks.
    """

    prefix: str | None = None
    suffix: str | None = None
    line: int | None = None
    quoted: bool = False

    @property
    def names_place(self) -> bool:
        """Whether it has more than `quoted` to say about the place."""
        return any(self[:3])


class Found(NamedTuple):
    """The words are in the copy: each piece in one of the `spans` of its text.

    `insertions` are the words in brackets that the copy does not have. `misplaced`: this is the
    only place of the words, but the hints name another. `damage` describes what a PDF has lost of
    the words.
    """

    spans: tuple[Span, ...]
    insertions: tuple[str, ...] = ()
    misplaced: bool = False
    damage: tuple[str, ...] = ()


class NotFound(NamedTuple):
    """The copy does not have the words; `apart`: it has all pieces, but not in order and near."""

    apart: bool = False


class Ambiguous(NamedTuple):
    """The words are in several places: the offsets of their beginnings in the copy's text.

    If there are more than `MOST_PLACES`, some may be missing.
    """

    places: tuple[int, ...]


class TooShort(NamedTuple):
    """A piece between omissions is too short to identify anything."""

    piece: str


Outcome = Found | NotFound | Ambiguous | TooShort


class Searchable:
    """The text of a copy, prepared once for finding many words in it.

    `line` returns the line number of an offset. `asides` are parts that interrupt the text, such as
    figures. The text of a PDF may be damaged.
    """

    def __init__(
        self, text: str, line: Line, asides: Sequence[Span] = (), *, is_pdf: bool = False
    ) -> None:
        self.text = text
        self._line = line
        self._asides = asides
        self._is_pdf = is_pdf
        self._printed = _Text(text, line)
        self.folded = self._printed.folded

    @cached_property
    def quotations(self) -> Quotations:
        """The parts of the text in quotation marks."""
        return Quotations(self.text, self._asides)

    @cached_property
    def running(self) -> str:
        """The running text; the remaining characters keep their offsets."""
        return running_text(self._flow, self.quotations)

    def around(self, spans: Sequence[Span]) -> str:
        """The text around spans, with asides blanked, unless the spans are in an aside."""
        return self._flow if self.quotations.aside_of(spans) is None else self.text

    @cached_property
    def _flow(self) -> str:
        return without_asides(self.text, self._asides)

    def nearest(self, words: str) -> Passage | None:
        """The passage most similar to words that were not found, if possible of running text."""
        found = self._running_passages and self._running_passages.nearest(words)
        return found or self._printed_passages.nearest(words)

    @cached_property
    def _printed_passages(self) -> Passages:
        return Passages(self.text, self.folded)

    @cached_property
    def _running_passages(self) -> Passages | None:
        return Passages(self.text, self._running.folded) if self._running else None

    @cached_property
    def _running(self) -> _Text | None:
        return _Text(self.running, self._line) if self.running != self.text else None

    def find(self, words: str, hints: Hints, gap: float = MAX_GAP) -> Outcome:
        """Find the words, with at most `gap` characters for each omission.

        Searches the text as printed, then the running text, and last, in a PDF, for damaged words.
        """
        outcome = self._printed.find(words, hints, gap)
        if isinstance(outcome, Found | Ambiguous):
            return outcome
        for other in self._read_otherwise(words, hints, gap):
            if isinstance(other, Found | Ambiguous):
                return other
            if isinstance(outcome, NotFound) and other == NotFound(apart=True):
                outcome = other
        return outcome

    def _read_otherwise(self, words: str, hints: Hints, gap: float) -> Iterator[Outcome]:
        if self._running:
            yield self._running.find(words, hints, gap)
        if self._is_pdf:
            yield (self._running or self._printed).find_damaged(words, hints, gap)


class _Text:
    """A text to find words in; see `Searchable`."""

    def __init__(self, text: str, line: Line) -> None:
        self.line = line
        self.folded = fold_text(text)
        self._first, self._others = _blocks(self.folded.text)

    def find(self, words: str, hints: Hints, gap: float) -> Outcome:
        """Find the words, by the first of their readings that is found."""
        outcome: Outcome = NotFound()
        for reading in self._readings(words):
            short = reading.short_piece if reading.pieces else words
            if short is not None:
                return TooShort(short)
            needles = [_needle(piece) for piece in reading.pieces]
            outcome = self._find(needles, reading.insertions, hints, gap)
            if not isinstance(outcome, NotFound):
                break
        return outcome

    def find_damaged(self, words: str, hints: Hints, gap: float) -> Outcome:
        """Find the words as a PDF may have damaged them."""
        for reading, turned in product(self._readings(words), (False, True)):
            if reading.short_piece or not reading.pieces:
                continue
            found: list[Found] = []
            needles = [_needle(piece) for piece in reading.pieces]
            damaged = [self._damage.readings(needle.folded, turned=turned) for needle in needles]
            for ways in islice(product(*damaged), MOST_PLACES):
                pieces = [
                    needle._replace(folded=way.folded)
                    for needle, way in zip(needles, ways, strict=True)
                ]
                outcome = self._find(pieces, reading.insertions, hints, gap)
                if isinstance(outcome, Found):
                    damage = dict.fromkeys(told for way in ways for told in way.damage)
                    found.append(outcome._replace(damage=tuple(damage)))
                elif not isinstance(outcome, NotFound):
                    return outcome
            fitting = [each for each in found if not each.misplaced] or found
            if len(fitting) > 1:
                return Ambiguous(tuple(sorted(each.spans[0][0] for each in fitting)))
            if fitting:
                return fitting[0]
        return NotFound()

    def _readings(self, words: str) -> Iterator[Quotation]:
        return readings_of(words, lambda part: fold_text(part).text.strip() in self.folded.text)

    @cached_property
    def _damage(self) -> Damage:
        return Damage(self.folded.text)

    def _find(
        self, needles: Sequence[_Needle], insertions: tuple[str, ...], hints: Hints, gap: float
    ) -> Outcome:
        # Very frequent words without a hint to their place are not all listed.
        most = None if len(needles) > 1 or hints.names_place else MOST_PLACES + 1
        places = [list(islice(self._places(needle), most)) for needle in needles]
        lengths = [len(needle.folded.text) for needle in needles]
        fitting = _ways(self._hinted(places, lengths[-1], hints), lengths, gap)
        chosen = fitting or _ways(places, lengths, gap)
        if hints.quoted and len(chosen) > 1 and len(needles) == 1:
            quoted = [(at,) for at in islice(self._quoted(needles[0]), most)]
            hinted = set(chosen)
            chosen = [way for way in quoted if most or way in hinted] or chosen
        if not chosen:
            return NotFound(apart=len(needles) > 1 and all(places))
        if len(chosen) > 1:
            return Ambiguous(tuple(self.folded.span(way[0], way[0] + 1)[0] for way in chosen))
        return Found(
            tuple(
                self.folded.span(at, at + length)
                for at, length in zip(chosen[0], lengths, strict=True)
            ),
            insertions,
            misplaced=not fitting,
        )

    def _places(self, needle: _Needle) -> Iterator[int]:
        """The offsets of a piece, in order; it never begins or ends within a word."""
        length = len(needle.folded.text)
        for at in self._candidates(needle.folded.text):
            if (
                self.folded.has_dashes_of(needle.folded, at)
                and not self._cuts_word(at)
                and not self._cuts_word(at + length)
                and (not needle.begins_with_dash or self._is_dashed(at, -1))
                and (not needle.ends_with_dash or self._is_dashed(at + length, 1))
            ):
                yield at

    def _quoted(self, needle: _Needle) -> Iterator[int]:
        """The offsets where exactly the words of a piece are in quotation marks, in order."""
        whole, length = self.folded.text, len(needle.folded.text)
        marked = re.compile(rf"([\"'])(?={re.escape(needle.folded.text)}(?:[.,;:!?…،؛؟]*)\1)")
        for match in marked.finditer(whole):
            at = match.end()
            if (
                self.folded.has_dashes_of(needle.folded, at)
                and not self._cuts_word(at)
                and not self._cuts_word(at + length)
            ):
                yield at

    def _is_dashed(self, at: int, side: int) -> bool:
        """Whether a dash is next to an offset, before it (-1) or after it (1)."""
        text = self.folded.text
        beside = text[max(at - 2, 0) : at].rstrip() if side < 0 else text[at : at + 2].lstrip()
        return self.folded.has_dash(at) or beside[-1 if side < 0 else 0 :][:1] == "-"

    def _candidates(self, text: str) -> Iterator[int]:
        """The offsets where a text occurs literally, in order."""
        whole = self.folded.text
        if len(text) < 2 * _BLOCK:
            at = whole.find(text)
            while at >= 0:
                yield at
                at = whole.find(text, at + 1)
            return
        # A text of twice a block's length contains a whole block that starts within its first
        # `_BLOCK` characters.
        blocks = ((text[shift : shift + _BLOCK], shift) for shift in range(_BLOCK))
        yield from sorted(
            at - shift
            for block, shift in blocks
            if block in self._first
            for at in (self._first[block], *self._others.get(block, ()))
            if at >= shift and whole.startswith(text, at - shift)
        )

    def _cuts_word(self, at: int) -> bool:
        """Whether a cut before the character at `at` would split a word or a number."""
        text = self.folded.text
        if self.folded.has_dash(at) or at in (0, len(text)):
            return False
        before, after = text[at - 1], text[at]
        if " " in (before, after):
            return False
        if _is_letter(before) and _is_letter(after):
            return not may_cut(before, after)
        if after in _BOUND or before == _BINDS:
            return True
        joined = (_JOINED.match(text, max(start, 0)) for start in (at - 2, at - 1))
        return any(match and not may_cut(match[0][0], match[0][2]) for match in joined)

    def _hinted(self, places: list[list[int]], last: int, hints: Hints) -> list[list[int]]:
        """The places of each piece that the hints allow; `last` is the length of the last piece."""
        hinted = list(places)
        if hints.prefix:
            prefix = fold_text(hints.prefix).text.strip()
            exactly = [at for at in hinted[0] if self._is_before(at, prefix)]
            hinted[0] = exactly or [at for at in hinted[0] if self._follows(at, prefix)]
        if hints.line is not None:
            starts = ((at, self.folded.span(at, at + 1)[0]) for at in hinted[0])
            hinted[0] = [at for at, start in starts if self.line(start) == hints.line]
        if hints.suffix:
            suffix = fold_text(hints.suffix).text.strip()
            exactly = [at for at in hinted[-1] if self._is_after(at + last, suffix)]
            hinted[-1] = exactly or [at for at in hinted[-1] if self._precedes(at + last, suffix)]
        return hinted

    def _is_before(self, at: int, prefix: str) -> bool:
        """Whether exactly this text comes before an offset, with or without a space between."""
        end = at - (self.folded.text[at - 1 : at] == " ")
        begins = end - len(prefix)
        return self.folded.text.endswith(prefix, 0, end) and not self._cuts_word(begins)

    def _is_after(self, at: int, suffix: str) -> bool:
        """Whether exactly this text comes after an offset, with or without a space between."""
        start = at + (self.folded.text[at : at + 1] == " ")
        ends = start + len(suffix)
        return self.folded.text.startswith(suffix, start) and not self._cuts_word(ends)

    def _follows(self, at: int, prefix: str) -> bool:
        """Whether these words come before an offset; marks and spaces in between are ignored."""
        text, end = self.folded.text, len(prefix)
        while at and not _is_letter(text[at - 1]):
            at -= 1
        while end and not _is_letter(prefix[end - 1]):
            end -= 1
        return text.endswith(prefix[:end], 0, at) and not self._cuts_word(at - end)

    def _precedes(self, at: int, suffix: str) -> bool:
        """Whether these words come after an offset; marks and spaces in between are ignored."""
        text, start = self.folded.text, 0
        while at < len(text) and not _is_letter(text[at]):
            at += 1
        while start < len(suffix) and not _is_letter(suffix[start]):
            start += 1
        words = suffix[start:]
        return text.startswith(words, at) and not self._cuts_word(at + len(words))


class _Needle(NamedTuple):
    """A piece to search for, without the dashes at its ends; the copy must have dashes there."""

    folded: Folded
    begins_with_dash: bool
    ends_with_dash: bool


def _needle(piece: str) -> _Needle:
    bare = " ".join(piece.split()).strip(f"{UNSEEN} ")
    folded = fold_text(bare.strip(f"{DASHES}{UNSEEN} "))
    return _Needle(folded, bare[:1] in DASHES, bare[-1:] in DASHES)


def _is_letter(char: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, a joiner or a combining mark."""
    return char.isalnum() or (
        bool(char) and not char.isascii() and (char in _JOINERS or category(char)[0] == "M")
    )


def _ways(
    places: Sequence[Sequence[int]], lengths: Sequence[int], gap: float
) -> list[tuple[int, ...]]:
    """The ways to place all pieces in order and near each other.

    Each place of a piece is combined with the next place of the following piece.
    """
    ways: list[tuple[int, ...]] = [(place,) for place in places[-1]]
    for preceding, length in zip(places[-2::-1], lengths[-2::-1], strict=True):
        starts = [way[0] for way in ways]
        following = ((place, bisect_left(starts, place + length)) for place in preceding)
        ways = [
            (place, *ways[number])
            for place, number in following
            if number < len(ways) and starts[number] - place - length <= gap
        ]
    return ways


def _blocks(text: str) -> tuple[dict[str, int], dict[str, list[int]]]:
    """The first place of each block of a text, and its other places.

    This makes a thousand searches in a long text several times as fast.
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
