"""Agreement in percent, and Cohen's kappa of pairs of coders, exactly.

For each coder and value, an integer has one bit for each unit that the coder gave this value. So
the readings that two coders share are counted in one step, whatever the number of units.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.queries.agreement.alpha import Counts, Value

    Readings = Mapping[str, Value]
    """The values that coders gave to a unit."""
    Masks = dict[str, dict[Value, int]]
    """For each coder and value, the units that have it, as bits."""


class Chance(NamedTuple):
    """Counts of the units that two coders both read: all, alike, and alike by chance."""

    units: int
    alike: int
    by_chance: Fraction


def percent(units: Iterable[Counts]) -> Fraction | None:
    """Return the share of equal pairs among pairs of readings of one unit; None without pairs."""
    pairs = alike = 0
    for unit in units:
        size = sum(unit.values())
        pairs += size * (size - 1)
        alike += sum(number * (number - 1) for number in unit.values())
    return Fraction(alike, pairs) if pairs else None


def kappa(
    groups: Iterable[Sequence[Readings]], coder: str | None = None
) -> tuple[Fraction | None, int]:
    """Return the mean of Cohen's kappa over the pairs of coders (Light's kappa), and their number.

    For several groups of units, the agreement expected by chance is computed within each. A pair
    has no kappa, and is skipped, if no unit was read by both or all their readings have one value.
    The mean is None if no pair has a kappa. With a `coder`, only the pairs with this coder count.
    """
    of_pairs: dict[tuple[str, str], list[Chance]] = {}
    for units in groups:
        masks = _masks(units)
        for pair in combinations(sorted(masks), 2):
            if coder is None or coder in pair:
                found = _chance(masks[pair[0]], masks[pair[1]])
                of_pairs.setdefault(pair, []).append(found)
    kappas = [each for each in map(_kappa, of_pairs.values()) if each is not None]
    mean = sum(kappas, Fraction(0)) / len(kappas) if kappas else None
    return mean, len(kappas)


def _masks(units: Sequence[Readings]) -> Masks:
    """Return the readings as bits."""
    digits: dict[str, dict[Value, bytearray]] = {}
    length = len(units) // 8 + 1
    for number, unit in enumerate(units):
        byte, bit = number >> 3, 1 << (number & 7)
        for coder, value in unit.items():
            of_coder = digits.setdefault(coder, {})
            if value not in of_coder:
                of_coder[value] = bytearray(length)
            of_coder[value][byte] |= bit
    return {
        coder: {value: int.from_bytes(mask, "little") for value, mask in of_coder.items()}
        for coder, of_coder in digits.items()
    }


def _chance(one: Mapping[Value, int], other: Mapping[Value, int]) -> Chance:
    """Count what two coders have in common in a group."""
    both = _union(one) & _union(other)
    units = both.bit_count()
    alike = products = 0
    for value, mask in one.items():
        if mask_of_other := other.get(value):
            alike += (mask & mask_of_other).bit_count()
            products += (mask & both).bit_count() * (mask_of_other & both).bit_count()
    return Chance(units, alike, Fraction(products, units) if units else Fraction(0))


def _union(masks: Mapping[Value, int]) -> int:
    union = 0
    for mask in masks.values():
        union |= mask
    return union


def _kappa(found: Sequence[Chance]) -> Fraction | None:
    """Return Cohen's kappa of a pair of coders; None if it is undefined."""
    units, alike, by_chance = (sum(column) for column in zip(*found, strict=True))
    return (alike - by_chance) / (units - by_chance) if units != by_chance else None
