"""Changes, statements in no order, and contradictions."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from recount.days import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recount.statement import Record, Statement


def latest_of(said: Sequence[Statement]) -> list[Statement]:
    return [each for each in said if each.unnamed or not any(each.precedes(o) for o in said)]


def places(run: Sequence[Statement]) -> dict[str, Record]:
    groups = _groups(run)
    places = {}
    for each in run:
        before = [o for o in run if o.precedes(each) and not o.same_occasion(each)]
        latest = sorted(latest_of(before), key=lambda other: other.ref)
        readings = {other.reading for other in latest}
        own = {each.reading} | {other.reading for other in run if other.same_occasion(each)}
        is_change = len(readings) == 1 and not readings & own
        group = groups.get(each.ref)
        places[each.ref] = {
            "change": "certain" if is_change else "unordered" if group else None,
            "group": group,
            "latest": [other.ref for other in latest],
            "gained": _new(each, latest) if is_change else None,
            "dropped": _gone(each, latest) if is_change else None,
        }
    return places


def _new(each: Statement, latest: Sequence[Statement]) -> list[list[str]]:
    """The conditions that are new, for each statement that it may follow."""
    return [[c for c in each.conditions if c not in other.conditions] for other in latest]


def _gone(each: Statement, latest: Sequence[Statement]) -> list[list[str]]:
    return [[c for c in other.conditions if c not in each.conditions] for other in latest]


def _groups(run: Sequence[Statement]) -> dict[str, str]:
    """The groups of those that differ and are in no order, by the first of each."""
    groups = {each.ref: {each.ref} for each in run}
    for one, other in combinations([each for each in run if each.first and each.last], 2):
        ordered = one.precedes(other) or other.precedes(one) or one.same_occasion(other)
        if not ordered and one.reading != other.reading:
            both = groups[one.ref] | groups[other.ref]
            groups |= dict.fromkeys(both, both)
    order = sorted(run, key=_by_moment)
    return {
        ref: next(each.ref for each in order if each.ref in group)
        for ref, group in groups.items()
        if len(group) > 1
    }


def _by_moment(each: Statement) -> tuple[str, str, str, str, str]:
    """First those that can have been said first; of a day, times without a zone as written."""
    time = each.said.partition("T")[2] if (at := moment(each.said)) and not at.tzinfo else ""
    return each.first or "", time, each.last or "~", time or "~", each.ref


def apart(one: Statement, other: Statement) -> int:
    """The days between two statements; 0 where they can have been said on one day."""
    gaps = [0]
    for before, after in pairwise((one, other, one)):
        if before.last and after.first:
            gap = date.fromisoformat(after.first) - date.fromisoformat(before.last)
            gaps.append(gap.days)
    return max(gaps)


def in_tension(one: Statement, other: Statement) -> bool:
    return other.position["id"] in one.position.get("tension_with", []) or one.position[
        "id"
    ] in other.position.get("tension_with", [])


def kind_of(kind: str, one: Statement, other: Statement) -> str:
    uneven = (one.certain >= 2) is not (other.certain >= 2)
    return "uncorroborated" if uneven and kind == "opposite" else kind
