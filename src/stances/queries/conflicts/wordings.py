"""Sources that print the same passage of one statement, and not in the same words.

Words are compared as searches compare them, so that case, marks and accents do not matter, nor
whether a word is written apart. What leads to a row is a difference within what both print: either
may begin or end anywhere, or leave something out where it says so. All is found by the pairs of
words that two passages share, and not by comparing every two.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.locate import kept
from stances.queries.conflicts.rows import STATEMENT, ranked
from stances.queries.listing import row_of
from stances.text import fold_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Clause
    from stances.queries.result import Row

    Pair = tuple[str, str, str]

FEWEST = 4
"""Words that two passages must have in common, as nine tenths of the shorter one must be."""
PLACES = 16
"""So many passages, and places in one of them, are remembered for each pair of words."""
TRIED = 8
"""With so many of the passages that share most with it, each is compared."""
_OFFSETS = 3
"""Offsets between two passages at which they are compared, those with most in common."""
_MOST_CHANGES = 64
_MOST_PARTS = 8
"""Parts in which one word may be written, as in `U.S.A.`."""

# A paraphrase is nobody's words, and a translation those of its translator.
_VERBATIM = """
    SELECT e.ref, e.number, e.source, e.form, e."match", e.derived_from, e.text, e.lang
    FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    WHERE s.sources LIKE '%,%' AND e.form <> 'paraphrase' AND e.original_lang IS NULL
        AND {clause} ORDER BY e.ref, e.number"""
_IN_MARKS = re.compile('[“„«"]([^“”„«»"]+)[”“»"]')


class Differences(NamedTuple):
    """A statement, and the pairs of its evidence that differ.

    Of each pair, what the record rests on first comes first.
    """

    statement: Row
    pairs: Sequence[tuple[Row, Row]]


class Passage:
    """Words of a piece of evidence, and their language."""

    def __init__(self, piece: Row, words: Sequence[str]) -> None:
        self.number: int = piece["number"]
        self.source: str = piece["source"]
        self.lang = (piece["lang"] or "").partition("-")[0].casefold()
        self.words = words
        self.text = f" {' '.join(words)} "

    @cached_property
    def places(self) -> Mapping[Pair, Sequence[int]]:
        """Where each two words begin that stand next to each other, with their language."""
        places: dict[Pair, list[int]] = {}
        for at, (one, other) in enumerate(pairwise(self.words)):
            places.setdefault((self.lang, one, other), []).append(at)
        return places


def differences(index: sqlite3.Connection, clause: Clause) -> Iterator[Differences]:
    """The statements of which sources of different origins print a passage in different words.

    Evidence that differs from several others is paired with the first of them.
    """
    # Views know no index, and import what conflicts are called.
    from stances.index.origins import Origins, editions  # noqa: PLC0415

    sources = cache(editions)
    rows = index.execute(_VERBATIM.format(clause=clause.sql), clause.values)
    for ref, together in groupby(rows, key=lambda row: str(row["ref"])):
        pieces = [*together]
        if len({piece["source"] for piece in pieces}) == 1:
            continue
        paired: dict[int, int] = {}
        found = _differing(ranked(pieces), paired)
        first = next(found, None)
        if first is None:
            continue
        statement = row_of(index, ref, STATEMENT)
        evidence = statement["evidence"]
        origins = [*map(Origins(evidence, sources(index)).of, evidence)]
        for number, other in chain([first], found):
            if origins[number - 1] != origins[other - 1]:
                paired.setdefault(number, other)
        if paired:
            pairs = [(evidence[b - 1], evidence[a - 1]) for a, b in sorted(paired.items())]
            yield Differences(statement, pairs)


def _differing(pieces: Iterable[Row], paired: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The numbers of evidence that differs from other before it, and of that.

    Nothing more is looked for of evidence that is `paired` by then. A source that prints both
    wordings differs from nobody who has one of them.
    """
    passages = [Passage(piece, words) for piece in pieces for words in _passages(piece)]
    printed: dict[str, set[str]] = {}
    for passage in passages:
        printed.setdefault(passage.source, set()).add(passage.text)
    known: list[Passage] = []
    having: dict[Pair, list[int]] = {}
    for passage in passages if _share_words(passages) else ():
        votes = Counter(n for pair in passage.places for n in having.get(pair, ()))
        tried = [known[n] for n in sorted(n for n, _ in votes.most_common(TRIED))]
        for other in tried:
            if (
                passage.number not in paired
                and passage.text not in printed[other.source]
                and other.text not in printed[passage.source]
                and _differs(passage, other)
            ):
                yield passage.number, other.number
        if not any(passage.text in other.text for other in tried):
            for pair in passage.places:
                numbers = having.setdefault(pair, [])
                if len(numbers) < PLACES:
                    numbers.append(len(known))
            known.append(passage)


def _share_words(passages: Iterable[Passage]) -> bool:
    """Whether two words that stand next to each other in a passage do so in another: few do."""
    known: set[tuple[str, str]] = set()
    for passage in passages:
        pairs = {*pairwise(passage.words)}
        if not known.isdisjoint(pairs):
            return True
        known |= pairs
    return False


def _passages(piece: Row) -> Iterator[list[str]]:
    """The folded words that evidence prints without a gap, where they are enough to be compared.

    Of a partial quote these are what stands in marks, if anything does.
    """
    text = piece["text"]
    quoted = _IN_MARKS.findall(text) if piece["form"] == "partial-quote" else ()
    for passage in (passage for part in quoted or (text,) for passage in kept(part)):
        words = fold_words(passage).split()
        if len(words) >= FEWEST:
            yield words


def _differs(one: Passage, other: Passage) -> bool:
    """Whether two passages are nearly the same, and differ within what both print."""
    short, long = sorted((one, other), key=lambda passage: len(passage.words))
    if short.text in long.text:
        return False
    aligned = _nearly_all(short, long)
    return aligned is not None and aligned.changes > 0


def are_nearly_the_same(one: Passage, other: Passage) -> bool:
    """Whether nine tenths of the shorter of two passages are in the other, in the same order."""
    short, long = sorted((one, other), key=lambda passage: len(passage.words))
    if len(short.words) < FEWEST:
        return False
    return short.text in long.text or _nearly_all(short, long) is not None


def _nearly_all(short: Passage, long: Passage) -> _Aligned | None:
    """What two passages have in common, if that is nearly all of the shorter one."""
    # Each pair of words that both have votes for an offset between them, and shows where it is.
    both = [pair for pair in short.places if pair in long.places]
    if sum(min(len(long.places[pair]), PLACES) for pair in both) * 3 < len(short.words) - 1:
        return None
    votes: Counter[int] = Counter()
    anchors: dict[int, int] = {}
    for pair in both:
        at = short.places[pair][0]
        for place in long.places[pair][:PLACES]:
            votes[place - at] += 1
            anchors.setdefault(place - at, at)
    for offset, _ in votes.most_common(_OFFSETS):
        at = anchors[offset]
        aligned = _aligned(short.words, at, long.words, at + offset)
        if aligned and aligned.is_nearly_all(len(short.words)):
            return aligned
    return None


class _Aligned(NamedTuple):
    """Words of the shorter passage that the other has, and how many words only one of them has."""

    same: int
    changes: int

    def is_nearly_all(self, words: int) -> bool:
        return self.same >= FEWEST and self.same * 10 >= words * 9


def _aligned(short: Sequence[str], at: int, long: Sequence[str], there: int) -> _Aligned | None:
    """What two passages have in common from a place in each on, both ways, until either ends."""
    reach = 2 * len(short) + _MOST_CHANGES
    most = len(short) // 10, min(len(short), _MOST_CHANGES)
    after = _onwards(short[at:], long[there : there + reach], *most)
    if after is None:
        return None
    head = long[max(there - reach, 0) : there]
    before = _onwards(_backwards(short[:at]), _backwards(head), *most)
    return before and _Aligned(before.same + after.same, before.changes + after.changes)


def _backwards(words: Sequence[str]) -> list[str]:
    return [word[::-1] for word in reversed(words)]


def _onwards(
    short: Sequence[str], long: Sequence[str], most_missing: int, most_changes: int
) -> _Aligned | None:
    """What two passages have in common from their beginnings on, until either ends.

    So many words of the shorter may be missing in the other, and so many be changed in all. Of the
    ways with as many changes, the one that is furthest goes on from each offset between the two.
    """
    ways = {0: (0, 0, 0)}  # by offset: words of the shorter done, of these alike, missing
    for changes in range(most_changes + 1):
        ended: list[int] = []
        further: dict[int, tuple[int, int, int]] = {}
        for offset, (begun, before, missing) in ways.items():
            x, y = _alongside(short, begun, long, begun + offset)
            same = before + x - begun
            if x >= len(short) or y >= len(long):
                ended.append(same)
                continue
            steps = {y + 1 - x: (x, same, missing)}
            if missing < most_missing:
                steps[y - x - 1] = x + 1, same, missing + 1
            for key, way in steps.items():
                further[key] = max(further.get(key, way), way)
        if ended:
            return _Aligned(max(ended), changes)
        ways = further
    return None


def _alongside(short: Sequence[str], x: int, long: Sequence[str], y: int) -> tuple[int, int]:
    """The first words from two places on that are not alike."""
    while x < len(short) and y < len(long) and (step := _alike(short, x, long, y)):
        x, y = x + step[0], y + step[1]
    return x, y


def _alike(short: Sequence[str], x: int, long: Sequence[str], y: int) -> tuple[int, int] | None:
    """How many words of each are the same here, one of them perhaps written apart."""
    one, other = short[x], long[y]
    start, there = x, y
    while one != other:
        if one and other.startswith(one) and x - start < _MOST_PARTS and x + 1 < len(short):
            x += 1
            one += short[x]
        elif other and one.startswith(other) and y - there < _MOST_PARTS and y + 1 < len(long):
            y += 1
            other += long[y]
        else:
            return None
    return x + 1 - start, y + 1 - there
