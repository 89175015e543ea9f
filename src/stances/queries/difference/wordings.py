"""Texts of sources in two states of one record: which is which, and which words were altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.evidence.alteration import likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from stances.queries.result import Row

ALIKE = 0.4
"""From this likeness on, two texts in different forms are taken for one that was altered."""
_MANY = 2_000
"""Pairs up to which it is worth the time to look which are the nearest."""

Slot = tuple["Callable[[Row], Hashable]", float]
Pairs = tuple[list[tuple[int, int]], list[int], list[int]]
"""Places of pairs in the two lists, and the places of those that are in only one of them."""


def paired(old: Sequence[Row], new: Sequence[Row], slots: Sequence[Slot]) -> Pairs:
    """Pair texts: those that are the same, then the nearest within each of the `slots` in turn.

    A slot says what two texts must have in common, and how like each other they must be.
    """
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(old))), list(range(len(new)))
    for common, least in slots:
        fitting = [(a, b) for a in left for b in right if common(old[a]) == common(new[b])]
        candidates = [
            (likeness(old[a]["text"], new[b]["text"]) if len(fitting) <= _MANY else 1.0, -a, -b)
            for a, b in fitting
        ]
        for alike, a, b in sorted(candidates, reverse=True):
            if alike >= least and -a in left and -b in right:
                pairs.append((-a, -b))
                left.remove(-a)
                right.remove(-b)
    return sorted(pairs, key=lambda pair: pair[1]), left, right
