"""The uncertainty of an alpha: a bootstrap interval from 1,000 resamples of its units.

Each resample draws whole statements, with all their readings: with replacement, as many as there
are. A resample whose values are all the same has no alpha. If more than 5 in 100 resamples have
none, there is no interval: the others would say too little.
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from math import lcm
from operator import mul
from random import Random
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from stances.queries.agreement.alpha import (
    TWO,
    Coincidences,
    Disagreement,
    add_pairs,
    disagreement,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from stances.queries.agreement.alpha import Counts, Level, Pair, Value

    Unit = tuple[int, Counts]
    """The number of its group, and its readings."""

_Key = TypeVar("_Key")
RESAMPLES = 1000


class Interval(NamedTuple):
    """The two values between which 95 of 100 resamples have their alpha.

    Both are None if `undefined`, the number of resamples without an alpha, is too high.
    """

    low: Fraction | None
    high: Fraction | None
    undefined: int


def interval(  # noqa: PLR0913 - what is drawn, and how, each by its name
    statements: Sequence[Sequence[Unit]],
    widths: Sequence[int],
    level: Level,
    seed: int,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    resamples: int = RESAMPLES,
) -> Interval:
    """Compute the interval of the alpha of some statements, each given by its units.

    `widths` are the widths of the groups' scales.
    """
    kinds: dict[object, int] = {}
    of_kind = []
    kind_of = []
    for units in statements:
        key = tuple((group, tuple(sorted(counts.items()))) for group, counts in units)
        if key not in kinds:
            kinds[key] = len(kinds)
            of_kind.append(units)
        kind_of.append(kinds[key])
    columns = [_Columns(of_kind, group) for group in range(len(widths))]
    number, random = len(kind_of), Random(seed).random  # noqa: S311 - no secret
    alphas = []
    for done in range(resamples):
        drawn = Counter([kind_of[int(random() * number)] for _ in repeat(None, number)])
        weights = [drawn[kind] for kind in range(len(kinds))]
        found = (
            each.disagreement(weights, level, width)
            for each, width in zip(columns, widths, strict=True)
        )
        if (alpha := total(found)) is not None:
            alphas.append(alpha)
        progress(done + 1, resamples)
    undefined = resamples - len(alphas)
    if undefined > resamples // 20:
        return Interval(None, None, undefined)
    alphas.sort(key=float)
    outside = len(alphas) // 40
    return Interval(alphas[outside], alphas[-1 - outside], undefined)


class _Columns:
    """The coincidences of a group, with one number for each kind of statement."""

    def __init__(self, of_kind: Sequence[Sequence[Unit]], group: int) -> None:
        own = [
            [unit for number, unit in units if number == group and sum(unit.values()) >= TWO]
            for units in of_kind
        ]
        self._whole = lcm(*(sum(unit.values()) - 1 for units in own for unit in units))
        self._counts: dict[Value, list[int]] = {}
        self._pairs: dict[Pair, list[int]] = {}
        for kind, units in enumerate(own):
            for unit in units:
                weight = self._whole // (sum(unit.values()) - 1)
                for value, number in unit.items():
                    self._counts.setdefault(value, [0] * len(own))[kind] += number
                pairs: dict[Pair, int] = {}
                add_pairs(unit, pairs)
                for pair, number in pairs.items():
                    self._pairs.setdefault(pair, [0] * len(own))[kind] += number * weight

    def disagreement(self, weights: Sequence[int], level: Level, width: int) -> Disagreement:
        """Return the disagreement if each kind of statement occurs `weights` times."""
        counts = {value: sum(map(mul, weights, each)) for value, each in self._counts.items()}
        pairs = {pair: sum(map(mul, weights, each)) for pair, each in self._pairs.items()}
        return disagreement(Coincidences(_there(counts), _there(pairs), self._whole), level, width)


def _there(numbers: dict[_Key, int]) -> dict[_Key, int]:
    return {key: number for key, number in numbers.items() if number}
