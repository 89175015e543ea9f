"""Figures of some statements."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from statistics import median, pstdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from recount.statement import Record, Statement


def mean_of(said: Sequence[Statement]) -> Fraction:
    scores = [each.score for each in said if each.score is not None]
    return Fraction(sum(scores), len(scores))


def means_of(said: Sequence[Statement]) -> list[Fraction]:
    """The officials' means of their scored statements."""
    officials: dict[str, list[Statement]] = defaultdict(list)
    for each in said:
        if each.score is not None and not each.unnamed:
            officials[each.official].append(each)
    return [mean_of(own) for own in officials.values()]


def figures(said: Sequence[Statement]) -> Record:
    """The figures of a group; `means` is the number of officials who have one."""
    means = means_of(said)
    return {
        "statements": len(said),
        "officials": len({each.official for each in said if not each.unnamed}),
        "silent": None,
        "open": sum(each.position.get("open") == "true" for each in said),
        "unscored": sum(each.score is None for each in said),
        "scored": sum(each.score is not None and not each.unnamed for each in said),
        "disputed": sum(each.disputed for each in said),
        "mean": float(sum(means) / len(means)) if means else None,
        "median": float(median(means)) if means else None,
        "low": None,
        "high": None,
        "spread": float(pstdev(means)) if means else None,
        "means": len(means),
    }


def reach(said: Sequence[Statement], others: int, least: int, most: int) -> Record:
    means = means_of(said)
    number = len(means) + others
    if not number:
        return {}
    ends = {"low": least, "high": most}
    return {key: float((sum(means) + end * others) / number) for key, end in ends.items()}


def distance(sides: Mapping[str, Mapping[str, Record]], issue: str) -> float | None:
    means = [own[issue]["mean"] for own in sides.values()]
    return None if None in means else max(means) - min(means)


def positions(said: Sequence[Statement]) -> dict[str, tuple[int, int]]:
    """Statements and officials by position."""
    found: dict[str, tuple[int, int]] = {}
    for each in said:
        alike = [other for other in said if other.position is each.position]
        officials = {other.official for other in alike if not other.unnamed}
        found[each.position["id"]] = (len(alike), len(officials))
    return found


def backed(said: Sequence[Statement]) -> tuple[int, int]:
    """Statements with two certain sources or more, and with their probable ones."""
    certain = sum(each.certain >= 2 for each in said)
    return certain, sum(each.certain < 2 <= each.certain + each.probable for each in said)


def corroboration(said: Sequence[Statement]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for each in said:
        alike = [other for other in said if other.position is each.position]
        found[each.position["id"]] = (
            len(alike),
            sum(other.certain == 0 for other in alike),
            sum(other.certain == 1 for other in alike),
            sum(other.certain >= 2 for other in alike),
            backed(alike)[1],
        )
    return found
