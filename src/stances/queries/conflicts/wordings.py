"""Sources that print the same passage of one statement in different words.

Words are compared as searches compare them: case, marks, accents and a space within a word do not
matter. Only a difference within the part that both print is reported, since either source may begin
or end anywhere, or mark a gap. Passages are found by the pairs of adjacent words that they share,
without comparing each passage with each other.
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
"""The fewest words that two passages must share; nine tenths of the shorter one must be shared."""
PLACES = 16
"""How many passages, and places in one passage, are remembered for each pair of words."""
TRIED = 8
"""How many passages each one is compared with: those that share most with it."""
_OFFSETS = 3
"""How many offsets between two passages are tried: those with most in common."""
_MOST_CHANGES = 64
_MOST_PARTS = 8
"""The most parts in which one word may be written, as in `U.S.A.`."""

# Paraphrases are not the speaker's words; translations are the translator's.
_VERBATIM = """
    SELECT e.ref, e.number, e.source, e.form, e."match", e.derived_from, e.text, e.lang
    FROM evidence AS e JOIN statements AS s ON s.ref = e.ref
    WHERE s.sources LIKE '%,%' AND e.form <> 'paraphrase' AND e.original_lang IS NULL
        AND {clause} ORDER BY e.ref, e.number"""
_IN_MARKS = re.compile('[“„«"]([^“”„«»"]+)[”“»"]')


class Differences(NamedTuple):
    """A statement, and the pairs of its evidence that differ.

    In each pair, the evidence that the record rests on comes first.
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
        """For each two adjacent words, with their language: where they begin."""
        places: dict[Pair, list[int]] = {}
        for at, (one, other) in enumerate(pairwise(self.words)):
            places.setdefault((self.lang, one, other), []).append(at)
        return places


def differences(index: sqlite3.Connection, clause: Clause) -> Iterator[Differences]:
    """Yield statements whose sources, of different origins, print a passage in different words.

    Evidence that differs from several others is paired with the first of them.
    """
    # Imported here: views have no index, but import the names of conflicts.
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
    """Yield pairs of numbers: of evidence, and of earlier evidence that it differs from.

    Evidence that the caller has added to `paired` is not compared again. A source that prints both
    wordings differs from no source with one of them.
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
    """Whether two passages share any two adjacent words: a quick test that few statements pass."""
    known: set[tuple[str, str]] = set()
    for passage in passages:
        pairs = {*pairwise(passage.words)}
        if not known.isdisjoint(pairs):
            return True
        known |= pairs
    return False


def _passages(piece: Row) -> Iterator[list[str]]:
    """Yield the folded words of each passage without a gap, if there are enough to compare.

    Of a partial quote, only the words in quotation marks count, if there are any.
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
    """Whether nine tenths of the shorter passage are in the other, in the same order."""
    short, long = sorted((one, other), key=lambda passage: len(passage.words))
    if len(short.words) < FEWEST:
        return False
    return short.text in long.text or _nearly_all(short, long) is not None


def _nearly_all(short: Passage, long: Passage) -> _Aligned | None:
    """Align two passages; None if they do not share nearly all of the shorter one."""
    # Each shared pair of words votes for an offset between the passages, and anchors it.
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
    """How many words two passages share, and how many words only one of them has."""

    same: int
    changes: int

    def is_nearly_all(self, words: int) -> bool:
        return self.same >= FEWEST and self.same * 10 >= words * 9


def _aligned(short: Sequence[str], at: int, long: Sequence[str], there: int) -> _Aligned | None:
    """Align two passages from one place in each, in both directions, until either ends."""
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
    """Align two passages from their beginnings, until either ends; None if too much differs.

    At most `most_missing` words of the shorter may be missing in the other, and `most_changes`
    words may differ in all. For each number of changes and each offset, only the way that gets
    furthest is continued.
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
    """Return the next place in each passage where the words differ."""
    while x < len(short) and y < len(long) and (step := _alike(short, x, long, y)):
        x, y = x + step[0], y + step[1]
    return x, y


def _alike(short: Sequence[str], x: int, long: Sequence[str], y: int) -> tuple[int, int] | None:
    """Return how many words of each are equal here, of which one may be written apart."""
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
