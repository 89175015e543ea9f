"""Krippendorff's alpha, exactly: any number of coders, missing readings, three levels.

A group is the set of units whose values are compared with each other: the statements on one issue.
Within a group, alpha is computed from the coincidences of values, as Krippendorff defines it. For
several groups, each group's observed and expected disagreement are computed first, then summed.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Value = str | int
    Counts = Mapping[Value, int]
    """How many coders gave each value to a unit, or to all units of a group."""
    Pair = tuple[Value, Value]
    """Two different values, the lesser first."""
    Distance = Callable[[Any, Any], int]

Level = Literal["nominal", "ordinal", "interval"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")
TWO = 2
"""The fewest readings of a unit that can agree or differ."""


class Coincidences(NamedTuple):
    """How often values occur together in the units of a group with two or more readings.

    `counts` is the number of readings of each value. `pairs` is, for two different values, the
    number of ordered pairs of readings with these values; each unit's pairs are divided by its
    number of readings less one. To stay integers, they are given as multiples of `1 / unit`.
    """

    counts: Counts
    pairs: Mapping[Pair, int]
    unit: int = 1


class Group(NamedTuple):
    """The units whose values are compared with each other, and the width of their scale.

    At the level `interval` values are numbers, and `width` is the declared difference of the
    scale's ends. At `ordinal` values are numbers of which only the order counts.
    """

    units: Sequence[Counts]
    width: int = 1


class Disagreement(NamedTuple):
    """The observed disagreement and that expected by chance, of equally many readings."""

    observed: Fraction
    expected: Fraction

    @property
    def alpha(self) -> Fraction | None:
        """Krippendorff's alpha; None if all values are the same, which leaves it undefined."""
        return 1 - self.observed / self.expected if self.expected else None


def alpha(groups: Iterable[Group], level: Level) -> Fraction | None:
    """Return Krippendorff's alpha of one or several groups; None if it is undefined."""
    return total(disagreement(coincidences(group.units), level, group.width) for group in groups)


def total(disagreements: Iterable[Disagreement]) -> Fraction | None:
    """Return the alpha of several groups; None if it is undefined."""
    observed = expected = Fraction(0)
    for each in disagreements:
        observed, expected = observed + each.observed, expected + each.expected
    return Disagreement(observed, expected).alpha


def counted(readings: Iterable[Value | None]) -> Counts:
    """Count how many coders gave each value to a unit; None means no reading."""
    counts = Counter(readings)
    counts.pop(None, None)
    return counts  # type: ignore[return-value]  # as above


def coincidences(units: Iterable[Counts]) -> Coincidences:
    """Return the coincidences of values in units, ignoring units with fewer than two readings."""
    counts: dict[Value, int] = {}
    by_size: dict[int, dict[Pair, int]] = {}
    for unit in units:
        if (size := sum(unit.values())) < TWO:
            continue
        for value, number in unit.items():
            counts[value] = counts.get(value, 0) + number
        pairs = by_size.setdefault(size, {})
        if len(unit) > 1:
            add_pairs(unit, pairs)
    whole = lcm(*(size - 1 for size in by_size))
    together: dict[Pair, int] = {}
    for size, pairs in by_size.items():
        for pair, number in pairs.items():
            together[pair] = together.get(pair, 0) + number * (whole // (size - 1))
    return Coincidences(counts, together, whole)


def add_pairs(unit: Counts, pairs: dict[Pair, int]) -> None:
    """Add a unit's ordered pairs of different readings to the counts in `pairs`."""
    ordered: list[Any] = sorted(unit.items())  # values of one unit are all texts or all numbers
    while ordered:
        other, others = ordered.pop()
        for one, number in ordered:
            pair = one, other
            pairs[pair] = pairs.get(pair, 0) + 2 * number * others


def disagreement(found: Coincidences, level: Level, width: int = 1) -> Disagreement:
    """Return the observed and the expected disagreement of a group."""
    distances, whole = measured(found.counts, level, width)
    observed = sum(number * distances(*pair) for pair, number in found.pairs.items())
    by_chance = sum(number * distances(*pair) for pair, number in met_by_chance(found))
    others = sum(found.counts.values()) - 1
    return Disagreement(
        Fraction(observed, found.unit * whole),
        Fraction(by_chance, others * whole) if by_chance else Fraction(0),
    )


def met_by_chance(found: Coincidences) -> Iterator[tuple[Pair, int]]:
    """Yield how often two values would meet by chance, times (the group's readings less one)."""
    ordered: list[Any] = sorted(found.counts.items())
    for (one, number), (other, others) in combinations(ordered, 2):
        yield (one, other), 2 * number * others


def measured(counts: Counts, level: Level, width: int = 1) -> tuple[Distance, int]:
    """Return a function for the squared distance of two different values, and its unit.

    All nominal values are equally far apart. The distance of ordinal values is the share of the
    group's readings between them, plus half of their own. The distance of interval values is their
    difference as a share of the scale. The divisor matters only when several groups are added up.
    """
    if level == "nominal":
        return lambda *_: 1, 1
    if level == "interval":
        return lambda one, other: (one - other) ** 2, (width or 1) ** 2
    middle: dict[Any, int] = {}
    below = 0
    for value, number in sorted(counts.items()):
        middle[value] = 2 * below + number
        below += number
    return lambda one, other: (middle[one] - middle[other]) ** 2, (2 * below or 1) ** 2
