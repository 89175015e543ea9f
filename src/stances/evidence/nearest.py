"""The passage of a copy that comes nearest to words that it does not have."""

from __future__ import annotations

import re
from heapq import nsmallest
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from stances.evidence.chains import MAX_GAP
from stances.evidence.differing import Difference, Part, compare
from stances.evidence.folding import fold
from stances.evidence.sought import OMISSION
from stances.evidence.words import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.evidence.places import Spot
    from stances.evidence.searching import Searchable

_TERM = re.compile(rf"[{UNSPACED}]{{2,4}}|[^\W_{UNSPACED}]{{2,}}")
_TERMS = 12  # of the words sought, the rarest show the place
_PLACES = 5000  # that these have all together, or the first has alone
_BUCKET = 24  # characters by which the words before a word may have changed in length
_TRIED = 4  # places for which most of them speak
_MARGIN = 64  # characters on either side, and a quarter of the words sought


class Passage(NamedTuple):
    """A passage of a copy, from an offset to its end, and how it differs from the words sought."""

    start: int
    end: int
    spot: Spot
    parts: tuple[Part, ...]


def nearest(sought: str, copy: Searchable) -> Passage | None:
    """The passage nearest to the words sought, if a third of them are there at all."""
    wanted = fold(sought).text
    found = _best(sought, wanted, copy, copy.folded.text)
    # Only words sought in another case than any in the copy make this second look worth its time.
    found = found or _best(sought, _lower(wanted), copy, _lower(copy.folded.text))
    if found is None:
        return None
    return Passage(found.start, found.end, copy.placed.spot(found.start), found.parts)


def _best(sought: str, wanted: str, copy: Searchable, text: str) -> Difference | None:
    """The likest of the passages where words of `wanted` stand in `text`, which are both folded."""
    windows = _windows(wanted, text, len(OMISSION.findall(sought)))
    spans = (_to_words(copy.text, *copy.folded.span(*window)) for window in windows)
    compared = (compare(sought, copy.text, *span) for span in spans)
    return max(filter(None, compared), key=lambda difference: difference.likeness, default=None)


def _windows(wanted: str, text: str, omissions: int) -> Iterator[tuple[int, int]]:
    """The parts of the text, from offset to end, for which the rare words speak, likeliest first.

    Each word votes for where the passage would begin if nothing before the word were different.
    """
    votes: dict[int, float] = {}
    for term, offset, count in _rarest(wanted, text):
        for bucket in {max(at - offset, 0) // _BUCKET for at in _places(term, text)}:
            votes[bucket] = votes.get(bucket, 0) + log2(1 + len(text) / count)
    # The words of one passage may vote for either side of a border between two buckets.
    best = nsmallest(_TRIED, votes, key=lambda at: (-votes[at] - votes.get(at + 1, 0), at))
    margin = _MARGIN + len(wanted) // 4 + MAX_GAP * omissions
    for bucket in best:
        begin = max(bucket * _BUCKET - margin, 0)
        yield begin, min((bucket + 2) * _BUCKET + len(wanted) + margin, len(text))


def _rarest(wanted: str, text: str) -> Iterator[tuple[str, int, int]]:
    """The rarest of the words sought: each with its offset among them and how often it occurs."""
    terms: dict[str, int] = {}
    for found in _TERM.finditer(wanted):
        terms.setdefault(found[0], found.start())
    longest = sorted(terms, key=lambda term: (-len(term), terms[term]))[: 2 * _TERMS]
    counts = sorted((text.count(term), terms[term], term) for term in longest)
    left = _PLACES
    for count, offset, term in [counted for counted in counts if counted[0]][:_TERMS]:
        if count > left < _PLACES:
            return
        left -= count
        yield term, offset, count


def _places(term: str, text: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + len(term))


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a part of a text to whole words, unless they are longer than words are."""
    for _ in range(_MARGIN):
        start -= start > 0 and not text[start - 1].isspace()
        end += end < len(text) and not text[end].isspace()
    return start, end


def _lower(text: str) -> str:
    """Text in lower case, each character in its place."""
    # The only letter that has two characters in lower case.
    return text.replace("\u0130", "i").lower()
