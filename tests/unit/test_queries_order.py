from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from stances.queries.order import Scored, places, precedes

if TYPE_CHECKING:
    from collections.abc import Sequence

days = st.integers(10, 16).map("2014-06-{}".format)
hours = st.integers(0, 23).map("T{:02}:00:00".format)
values = st.integers(0, 2)
occasions = st.sampled_from((None, None, None, "one", "two"))


@st.composite
def statements(
    draw: st.DrawFn, occasion: st.SearchStrategy[str | None] = occasions
) -> list[Scored]:
    """Statements of one official on one issue, dated in every way."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from("day day interval before after time zone".split()))
        one, other = sorted((draw(days), draw(days)))
        first: str | None = one
        last: str | None = one
        moment = None
        if kind == "interval":
            last = other
        elif kind == "before":
            first = None
        elif kind == "after":
            last = None
        elif kind == "time":
            moment = one + draw(hours)
        elif kind == "zone":
            # The instant may lie on the day before or after the day where it was said.
            moment = draw(days) + draw(hours) + "Z"
        found.append(Scored(f"a/{number}", first, last, moment, draw(occasion), draw(values)))
    return found


def before(each: Scored, every: Sequence[Scored]) -> list[Scored]:
    """What certainly precedes a statement, compared with all others."""
    others = [other for other in every if precedes(other, each)]
    return [o for o in others if o.occasion is None or o.occasion != each.occasion]


def latest(each: Scored, every: Sequence[Scored]) -> list[Scored]:
    """Those of them that precede no other of them."""
    preceding = before(each, every)
    return [one for one in preceding if not any(precedes(one, two) for two in preceding)]


def together(one: Scored, other: Scored) -> bool:
    return one.occasion is not None and one.occasion == other.occasion


def linked(every: Sequence[Scored]) -> set[frozenset[str]]:
    """The groups of statements in no order, found by comparing all pairs again and again."""
    groups = []
    for one, other in combinations([s for s in every if s.first and s.last], 2):
        if one.value == other.value or together(one, other):
            continue
        if not precedes(one, other) and not precedes(other, one):
            groups.append({one.ref, other.ref})
    for _ in groups:
        groups = [set().union(*(other for other in groups if other & one)) for one in groups]
    return {frozenset(group) for group in groups}


@settings(max_examples=400, deadline=None)
@given(statements())
def test_changes_are_those_from_the_latest_that_precede_if_these_agree(
    every: list[Scored],
) -> None:
    found = places(every)
    for each in every:
        preceding = latest(each, every)
        seen = {one.value for one in preceding}
        own = {one.value for one in every if one == each or together(one, each)}
        assert found[each.ref].is_change == (len(seen) == 1 and not seen & own)
        assert (found[each.ref].follows in {one.ref for one in preceding}) == bool(preceding)


@settings(max_examples=400, deadline=None)
@given(statements())
def test_groups_are_what_can_have_been_said_in_any_order_and_differs(every: list[Scored]) -> None:
    groups: dict[str, set[str]] = {}
    for ref, place in places(every).items():
        if place.group:
            groups.setdefault(place.group, set()).add(ref)
    assert {frozenset(group) for group in groups.values()} == linked(every)
    assert all(name in group for name, group in groups.items())


def test_a_change_and_a_group_are_told_apart_from_what_has_an_order() -> None:
    early = Scored("a/1", "2014-06-10", "2014-06-10", None, None, 2)
    late = Scored("a/2", "2014-06-12", "2014-06-12", None, None, -2)
    same_day = Scored("a/3", "2014-06-12", "2014-06-12", None, None, 2)
    found = places([early, late, same_day])
    assert found["a/2"] == ("a/1", True, "a/2")
    assert found["a/3"] == ("a/1", False, "a/2")
    assert found["a/1"] == ("", False, "")
