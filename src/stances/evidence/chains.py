"""Pieces of one quotation, one behind the other in a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_GAP = 400
"""Characters between two pieces at most: three long sentences, as much as an interruption by the
narrator or a cut takes up; pieces further apart are two quotations."""

Chain = tuple[int, ...]
"""Where each piece begins, in order."""


def chains(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> Iterator[Chain]:
    """All ways to go from a place of the first piece to one of the last, in order.

    `places[k]` are the offsets, in order, at which piece `k` of `lengths[k]` characters stands.
    """
    leading = _leading(places, lengths)
    ways: list[Chain] = [(place,) for place in reversed(leading[0])]
    while ways:
        way = ways.pop()
        done = len(way)
        if done == len(leading):
            yield way
        else:
            following = _within(leading[done], way[-1] + lengths[done - 1])
            ways += [(*way, place) for place in reversed(following)]


def _leading(places: Sequence[Sequence[int]], lengths: Sequence[int]) -> list[Sequence[int]]:
    """The places of each piece that lead on to the last, so that no way is tried in vain."""
    kept: list[Sequence[int]] = [places[-1]]
    for here, length in zip(reversed(places[:-1]), reversed(lengths[:-1]), strict=True):
        kept.append([place for place in here if _within(kept[-1], place + length)])
    return kept[::-1]


def _within(places: Sequence[int], end: int) -> Sequence[int]:
    """Those of the places at which a piece can begin if the one before it ends at `end`."""
    return places[bisect_left(places, end) : bisect_right(places, end + MAX_GAP)]
