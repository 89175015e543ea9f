"""Means of officials, exactly: how many officials have each."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BITS = 2 * 53 + 3
"""Bits of a square whose root is right to the last bit of a float, rounded once."""


class Means:
    """The officials' means of a group, of which many are the same.

    Its length is the number of officials; each different mean is iterated once, from the lowest.
    """

    def __init__(self, officials: Mapping[Fraction, int]) -> None:
        # By floats, whose order is the same where they differ: fractions are slow to compare.
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
        """Their mean; None if there is none."""
        return float(self.total / self._number) if self._number else None

    @cached_property
    def median(self) -> float | None:
        """Their median; None if there is none."""
        if not self._number:
            return None
        return float((self._at((self._number - 1) // 2) + self._at(self._number // 2)) / 2)

    @cached_property
    def spread(self) -> float | None:
        """Their population standard deviation; None if there is none."""
        if not self._number:
            return None
        middle = self.total / self._number
        return _root(self._sum_of(2) / self._number - middle**2)

    def _sum_of(self, power: int) -> Fraction:
        """The sum of a power of all means: those with one denominator are added as integers."""
        sums: Counter[int] = Counter()
        for mean, number in self._officials.items():
            sums[mean.denominator] += mean.numerator**power * number
        return sum((Fraction(over, under**power) for under, over in sums.items()), Fraction(0))

    def _at(self, place: int) -> Fraction:
        """The mean at a place in order, from 0."""
        for mean, number in self._officials.items():  # noqa: B007 - the last, if it is none before
            if place < number:
                break
            place -= number
        return mean


NO_MEANS = Means({})


def _root(square: Fraction) -> float:
    """The square root, rounded once, as `statistics.pstdev` does it."""
    over, under = square.numerator, square.denominator
    shift = (over.bit_length() - under.bit_length() - _BITS) // 2
    if shift >= 0:
        return float(_odd_root(over, under << 2 * shift) << shift)
    return _odd_root(over << -2 * shift, under) / (1 << -shift)


def _odd_root(over: int, under: int) -> int:
    """The root of a fraction, rounded down, and made odd if anything is lost by that."""
    root = isqrt(over // under)
    return root | (root * root * under != over)
