"""Exact means of officials, and how many officials have each."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BITS = 2 * 53 + 3
"""The bits of a square that make its root, rounded once, right to a float's last bit."""


class Means:
    """The means of a group's officials, many of which are equal.

    Its length is the number of officials. It iterates over the different means, from the lowest.
    """

    def __init__(self, officials: Mapping[Fraction, int]) -> None:
        # Sorted by floats first: comparing fractions is slow, and different floats sort alike.
        self._officials = dict(sorted(officials.items(), key=lambda each: (float(each[0]), each)))
        self._number = sum(officials.values())

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Fraction]:
        return iter(self._officials)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Means) and self._officials == other._officials

    def __repr__(self) -> str:
        listed = ", ".join(f"{mean}: {number}" for mean, number in self._officials.items())
        return f"{type(self).__name__}({{{listed}}})"

    __hash__ = None  # type: ignore[assignment]  # as of a mapping

    @cached_property
    def total(self) -> Fraction:
        """The sum of the means of all officials."""
        return self._sum_of(1)

    @cached_property
    def mean(self) -> float | None:
        """The mean of the means; None if there are none."""
        return float(self.total / self._number) if self._number else None

    @cached_property
    def median(self) -> float | None:
        """The median of the means; None if there are none."""
        if not self._number:
            return None
        return float((self._at((self._number - 1) // 2) + self._at(self._number // 2)) / 2)

    @cached_property
    def spread(self) -> float | None:
        """The population standard deviation of the means; None if there are none."""
        if not self._number:
            return None
        middle = self.total / self._number
        return _root(self._sum_of(2) / self._number - middle**2)

    def _sum_of(self, power: int) -> Fraction:
        """Return the sum of a power of all means, adding those of equal denominator as integers."""
        sums: Counter[int] = Counter()
        for mean, number in self._officials.items():
            sums[mean.denominator] += mean.numerator**power * number
        return sum((Fraction(over, under**power) for under, over in sums.items()), Fraction(0))

    def _at(self, place: int) -> Fraction:
        """Return the mean at a place in order, from 0."""
        for mean, number in self._officials.items():  # noqa: B007 - the last, if it is none before
            if place < number:
                break
            place -= number
        return mean


NO_MEANS = Means({})


def _root(square: Fraction) -> float:
    """Return the square root, rounded once, as `statistics.pstdev` does it."""
    over, under = square.numerator, square.denominator
    shift = (over.bit_length() - under.bit_length() - _BITS) // 2
    if shift >= 0:
        return float(_odd_root(over, under << 2 * shift) << shift)
    return _odd_root(over << -2 * shift, under) / (1 << -shift)


def _odd_root(over: int, under: int) -> int:
    """Return the integer root of a fraction; made odd if it was rounded down."""
    root = isqrt(over // under)
    return root | (root * root * under != over)
