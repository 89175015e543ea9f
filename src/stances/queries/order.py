"""Which of an official's statements certainly came first: changes, and statements in no order."""

from __future__ import annotations

from bisect import bisect_left
from heapq import heappop, heappush
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    Edge = tuple[str, str]
    """A day and a time of it: "" comes before all times, "~" after."""

_START, _END = "", "~"
_FIRST = ("", "")


class Scored(NamedTuple):
    """A statement with a score. `value` is what a change is a change of.

    `first` and `last` are the days between which it was said, None where open; `moment` is the
    time, with a `Z` behind it if the zone is known. Statements of one `occasion` are in no order.
    """

    ref: str
    first: str | None
    last: str | None
    moment: str | None
    occasion: str | None
    value: Hashable

    @property
    def has_zone(self) -> bool:
        """Whether its time can be compared with times elsewhere."""
        return self.moment is not None and self.moment.endswith("Z")

    @property
    def begin(self) -> Edge:
        """The earliest time at which it can have been said."""
        return self.first or "", self.moment if self.moment and not self.has_zone else _START

    @property
    def end(self) -> Edge:
        """The latest one."""
        return self.last or "~", self.moment if self.moment and not self.has_zone else _END


def precedes(one: Scored, other: Scored) -> bool:
    """Whether one certainly came before the other: by their times, or else by their days."""
    if one.has_zone and other.has_zone:
        return str(one.moment) < str(other.moment)
    return one.end < other.begin


def follows(statements: Sequence[Scored]) -> Callable[[Scored], bool]:
    """A test whether another certainly came after one of some, without comparing it with all."""
    ends = min((each.end for each in statements), default=None)
    plain = min((each.end for each in statements if not each.has_zone), default=None)
    instant = min((str(each.moment) for each in statements if each.has_zone), default=None)

    def test(other: Scored) -> bool:
        if not other.has_zone:
            return ends is not None and ends < other.begin
        is_later = instant is not None and instant < str(other.moment)
        return is_later or (plain is not None and plain < other.begin)

    return test


class Place(NamedTuple):
    """Where a statement stands among the others of its official and issue.

    It `follows` another one, the last of the latest that certainly precede it; it is a `change` if
    these have one value, and it has another. `group` is the reference of the first of those that
    can have been said in any order and differ; "" if it is in no such group.
    """

    follows: str
    is_change: bool
    group: str


NOWHERE = Place("", is_change=False, group="")
"""The place of a statement with none before it, whose order with the others is known."""


def places(statements: Sequence[Scored]) -> dict[str, Place]:
    """The places of an official's statements on an issue, by reference."""
    before, groups = _Before(statements), _groups(statements)
    found = {}
    for each in statements:
        latest = before.latest(each)
        values = {other.value for other in latest}
        is_change = len(values) == 1 and each.value not in values
        follows = latest[-1].ref if latest else ""
        found[each.ref] = Place(follows, is_change, groups.get(each.ref, ""))
    return found


class _Zoned:
    """Statements with a zone in some order, with the latest day and instant up to each."""

    def __init__(self, statements: Sequence[Scored], keys: Sequence[Any]) -> None:
        order = sorted(range(len(statements)), key=lambda n: keys[n])
        self.keys = [keys[n] for n in order]
        self.days = [*accumulate((statements[n].begin for n in order), max)]
        self.moments = [*accumulate((str(statements[n].moment) for n in order), max)]


class _Before:
    """Finds the latest of what certainly precedes a statement, without comparing all pairs.

    Sorted by their ends, those that precede one are the beginning of a list. Those with a zone are
    compared with each other by instants, and with the rest by days.
    """

    def __init__(self, statements: Sequence[Scored]) -> None:
        self._all = statements
        self._plain = sorted((each for each in statements if not each.has_zone), key=_by_end)
        self._ends = [each.end for each in self._plain]
        self._begun = [*accumulate((each.begin for each in self._plain), max)]
        # For each, where the run of equal values that it ends begins.
        self._runs: list[int] = []
        for number, each in enumerate(self._plain):
            is_same = number > 0 and self._plain[number - 1].value == each.value
            self._runs.append(self._runs[-1] if is_same else number)
        occasions: dict[str | None, list[Scored]] = {}
        for each in statements:
            if each.occasion:
                occasions.setdefault(each.occasion, []).append(each)
        self._occasions = {occasion: follows(own) for occasion, own in occasions.items()}
        self._without: dict[str | None, _Before] = {}
        zoned = [each for each in statements if each.has_zone]
        self._at: dict[str, list[Scored]] = {}
        for each in zoned:
            self._at.setdefault(str(each.moment), []).append(each)
        self._by_day = _Zoned(zoned, [each.end for each in zoned])
        self._by_instant = _Zoned(zoned, [str(each.moment) for each in zoned])

    def latest(self, statement: Scored) -> list[Scored]:
        """The latest that precede it, without those of its occasion.

        Of many with few values, some: one of each value is enough to tell whether they agree.
        """
        own = statement.occasion
        if own in self._occasions and self._occasions[own](statement):
            if own not in self._without:
                self._without[own] = _Before([each for each in self._all if each.occasion != own])
            return self._without[own].latest(statement)
        end = bisect_left(self._ends, statement.begin)
        begun = self._begun[end - 1] if end else _FIRST
        key: Any = statement.moment if statement.has_zone else statement.begin
        zoned = self._by_instant if statement.has_zone else self._by_day
        at = bisect_left(zoned.keys, key)
        found: list[Scored] = []
        start = bisect_left(self._ends, max(begun, zoned.days[at - 1] if at else _FIRST))
        if start < end:
            run = self._runs[end - 1]
            found += [self._plain[run - 1]] if run > start else []
            found.append(self._plain[end - 1])
        if at:
            last = self._at[zoned.moments[at - 1]]
            found += [each for each in last if each.end >= begun and precedes(each, statement)]
        return sorted(found, key=_by_end)


def _by_end(statement: Scored) -> tuple[Edge, Edge, str]:
    return statement.end, statement.begin, statement.ref


def _groups(statements: Sequence[Scored]) -> dict[str, str]:
    """The group of each statement that is in one, by reference."""
    dated = [each for each in statements if each.first and each.last]
    parents: dict[str, str] = {}

    def root(ref: str) -> str:
        while (parent := parents.get(ref, ref)) != ref:
            parents[ref] = parents.get(parent, parent)
            ref = parent
        return ref

    for one, other in _unordered(dated):
        parents.setdefault(one.ref, one.ref)
        parents.setdefault(other.ref, other.ref)
        parents[root(one.ref)] = root(other.ref)
    firsts: dict[str, str] = {}
    for each in sorted(dated, key=lambda each: (each.begin, each.end, each.ref)):
        if each.ref in parents:
            firsts.setdefault(root(each.ref), each.ref)
    return {ref: firsts[root(ref)] for ref in parents}


def _unordered(dated: Sequence[Scored]) -> Iterator[tuple[Scored, Scored]]:
    """Pairs that differ and can have been said in either order, enough of them to tell the groups.

    Two with a zone are so at one instant alone, and others wherever their days overlap.
    """
    plain, zoned = _Reaching(), _Reaching()
    instants: dict[str | None, _Reaching] = {}
    ends: list[tuple[Edge, int, Scored]] = []
    for number, each in enumerate(sorted(dated, key=lambda each: (each.begin, each.ref))):
        while ends and ends[0][0] < each.begin:
            *_, ended = heappop(ends)
            (zoned if ended.has_zone else plain).drop(ended)
        tables = [plain, zoned]
        if each.has_zone:
            tables[1] = instants.setdefault(each.moment, _Reaching())
            tables[1].add(each)
        yield from ((other, each) for table in tables for other in table.linked(each))
        (zoned if each.has_zone else plain).add(each)
        heappush(ends, (each.end, number, each))


class _Reaching:
    """Statements that reach into the next one, by their values and by their occasions.

    Of those that are of one group already, only some are kept: for whatever comes next, the last
    to end of those that it is linked with.
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, dict[Hashable, dict[str, Scored]]] = {}
        self._occasions: dict[Hashable, dict[Hashable, dict[str, Scored]]] = {}
        self._numbers: dict[tuple[str, Hashable], int] = {}

    def add(self, each: Scored) -> None:
        """Keep a statement until it is dropped."""
        value, occasion = each.value, _occasion(each)
        cell = self._values.setdefault(value, {}).setdefault(occasion, {})
        self._occasions.setdefault(occasion, {})[value] = cell
        cell[each.ref] = each
        self._count(each, 1)

    def drop(self, each: Scored) -> None:
        """Drop a statement, if it is kept."""
        value, occasion = each.value, _occasion(each)
        cell = self._values.get(value, {}).get(occasion, {})
        if cell.pop(each.ref, None):
            self._count(each, -1)
            if cell:
                return
            for table, row, column in (
                (self._values, value, occasion),
                (self._occasions, occasion, value),
            ):
                del table[row][column]
                if not table[row]:
                    del table[row]

    def _count(self, each: Scored, by: int) -> None:
        for key in (("all", None), ("value", each.value), ("occasion", _occasion(each))):
            self._numbers[key] = self._numbers.get(key, 0) + by

    def linked(self, each: Scored) -> list[Scored]:
        """Those of other values and occasions; all but a few of them are dropped."""
        numbers = self._numbers.get
        alike = numbers(("value", each.value), 0) + numbers(("occasion", _occasion(each)), 0)
        both = len(self._values.get(each.value, {}).get(_occasion(each), ()))
        if alike - both == numbers(("all", None), 0):
            return []
        tables = (self._values, each.value, _occasion(each))
        if len(self._occasions) < len(self._values):
            tables = (self._occasions, _occasion(each), each.value)
        table, row, column = tables
        rows = (cells for key, cells in table.items() if key != row)
        cells = (cell for of in rows for key, cell in of.items() if key != column)
        found = sorted((one for cell in cells for one in cell.values()), key=_by_end, reverse=True)
        kept: list[Scored] = []
        for one in found:
            if _is_needed(one, kept):
                kept.append(one)
            else:
                self.drop(one)
        return found


def _is_needed(one: Scored, kept: Sequence[Scored]) -> bool:
    """Whether something can be linked with a statement, and with none of those that are kept."""
    if not kept:
        return True
    pairs = [(each.value, _occasion(each)) for each in (one, *kept)]
    for own, first, *others in (pairs, [pair[::-1] for pair in pairs]):
        # What is linked with none of them has the value of the first, or its occasion, and with
        # each other one the other of the two in common.
        rest = {other[1] for other in others if other[0] != first[0]}
        if own[0] != first[0] and len(rest) < 2 and own[1] not in rest:  # noqa: PLR2004 - all one
            return True
    return False


def _occasion(each: Scored) -> Hashable:
    """The occasion of a statement, which may be its own."""
    return each.occasion or (each.ref,)
