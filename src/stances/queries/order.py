"""Which of an official's statements certainly came first: changes, and unordered statements."""

from __future__ import annotations

from bisect import bisect_left
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    Edge = tuple[str, str]
    """A day, and a time on that day: "" sorts before all times, "~" after them."""

_START, _END = "", "~"
_FIRST = ("", "")


class Scored(NamedTuple):
    """A statement with a score; `value` is what a change compares.

    `first` and `last` are the days between which it was said; None means open. `moment` is the
    time, with `Z` appended if the zone is known. Statements of one `occasion` have no order.
    """

    ref: str
    first: str | None
    last: str | None
    moment: str | None
    occasion: str | None
    value: Hashable

    @property
    def has_zone(self) -> bool:
        """Whether its time can be compared with times of other zones."""
        return self.moment is not None and self.moment.endswith("Z")

    @property
    def begin(self) -> Edge:
        """The earliest day and time at which it can have been said."""
        return self.first or "", self.moment if self.moment and not self.has_zone else _START

    @property
    def end(self) -> Edge:
        """The latest day and time at which it can have been said."""
        return self.last or "~", self.moment if self.moment and not self.has_zone else _END


def precedes(one: Scored, other: Scored) -> bool:
    """Whether one certainly came before the other, by their times or else by their days."""
    if one.has_zone and other.has_zone:
        return str(one.moment) < str(other.moment)
    return one.end < other.begin


def follows(statements: Sequence[Scored]) -> Callable[[Scored], bool]:
    """Return a test whether a statement certainly came after one of these, in constant time."""
    ends = min((each.end for each in statements), default=None)
    plain = min((each.end for each in statements if not each.has_zone), default=None)
    instant = min((str(each.moment) for each in statements if each.has_zone), default=None)

    def test(other: Scored) -> bool:
        if not other.has_zone:
            return ends is not None and ends < other.begin
        is_later = instant is not None and instant < str(other.moment)
        return is_later or (plain is not None and plain < other.begin)

    return test


def latest(statements: Sequence[Scored]) -> list[Scored]:
    """Return an official's statements on an issue that no other one certainly follows.

    An open date certainly follows none, and none certainly follows it.
    """
    plain = max((each.begin for each in statements if not each.has_zone), default=_FIRST)
    zoned = [each for each in statements if each.has_zone]
    begun = max((each.begin for each in zoned), default=_FIRST)
    instant = max(map(_moment, zoned), default="")

    def is_last(each: Scored) -> bool:
        end = each.end
        if plain > end:
            return False
        return _moment(each) >= instant if each.has_zone else begun <= end

    return [*filter(is_last, statements)]


class Place(NamedTuple):
    """The place of a statement among those of the same official and issue.

    `follows` is the last of the latest statements that certainly precede it. It is a `change` if
    these all have one value that no statement of its own occasion has. `group` is the first
    reference of a group of statements that differ and whose order is unknown. `follows` and `group`
    are "" if there is none.
    """

    follows: str
    is_change: bool
    group: str


NOWHERE = Place("", is_change=False, group="")
"""The place of a statement that follows none and is in no group."""


def places(statements: Sequence[Scored]) -> dict[str, Place]:
    """Return the places of an official's statements on an issue, by reference."""
    if ordered := _one_by_one(statements):
        found = {ordered[0].ref: NOWHERE}
        for one, each in pairwise(ordered):
            found[each.ref] = Place(one.ref, one.value != each.value, "")
        return found
    before, groups = _Before(statements), _groups(statements)
    said: dict[Hashable, set[Hashable]] = {}
    for each in statements:
        said.setdefault(_occasion(each), set()).add(each.value)
    found = {}
    for each in statements:
        latest = before.latest(each)
        values = {other.value for other in latest}
        is_change = len(values) == 1 and said[_occasion(each)].isdisjoint(values)
        follows = latest[-1].ref if latest else ""
        found[each.ref] = Place(follows, is_change, groups.get(each.ref, ""))
    return found


def _one_by_one(statements: Sequence[Scored]) -> list[Scored]:
    """Return the statements in order if each certainly precedes the next by its day; else [].

    Most officials have such an order: nothing else has to be searched then.
    """
    ordered = sorted(statements, key=lambda each: each.first or "")
    if any(each.moment or each.occasion or not (each.first and each.last) for each in ordered):
        return []
    follow = all(str(one.last) < str(each.first) for one, each in pairwise(ordered))
    return ordered if follow else []


class _Greatest:
    """The greatest key of the first n statements, with or without those of one occasion."""

    def __init__(
        self, statements: Iterable[Scored], key: Callable[[Scored], Any], least: Edge | str
    ) -> None:
        best: tuple[Any, Hashable] = (least, None)
        other = best  # best key of another occasion than the best one's
        self._two = [(best, other)]
        for each in statements:
            one = (key(each), _occasion(each))
            if one[1] == best[1]:
                best = one if one[0] > best[0] else best
            elif one[0] >= best[0]:
                best, other = one, best
            elif one[0] > other[0]:
                other = one
            self._two.append((best, other))

    def of(self, count: int, without: Hashable) -> Any:  # noqa: ANN401 - what the key is
        """Return the greatest key of the first `count` statements that are not of an occasion."""
        best, other = self._two[count]
        return other[0] if best[1] == without else best[0]


class _Zoned:
    """Statements with a zone, sorted by a key, with the latest day and instant up to each."""

    def __init__(self, statements: Iterable[Scored], key: Callable[[Scored], Any]) -> None:
        ordered = sorted(statements, key=key)
        self.keys = [*map(key, ordered)]
        self.days = _Greatest(ordered, lambda each: each.begin, _FIRST)
        self.moments = _Greatest(ordered, _moment, "")


class _Before:
    """Finds the latest statements that certainly precede one, without comparing all pairs.

    Statements are sorted by end, so those that precede one are the first n. Statements with a zone
    are compared with each other by instant, and with others by day. Of many statements only a few
    are kept: for each value and occasion, the last statement with another value and occasion.
    """

    def __init__(self, statements: Sequence[Scored]) -> None:
        plain = sorted((each for each in statements if not each.has_zone), key=_by_end)
        self._ends = [each.end for each in plain]
        self._begun = _Greatest(plain, lambda each: each.begin, _FIRST)
        self._last: list[list[Scored]] = [[]]
        for each in plain:
            self._last.append(_needed([each, *self._last[-1]]))
        zoned = [each for each in statements if each.has_zone]
        self._by_day = _Zoned(zoned, lambda each: each.end)
        self._by_instant = _Zoned(zoned, _moment)
        self._at: dict[str, dict[Edge, list[Scored]]] = {}
        for each in zoned:
            days = self._at.setdefault(_moment(each), {})
            days[each.end] = _needed([*days.get(each.end, ()), each])

    def latest(self, statement: Scored) -> list[Scored]:
        """Return the latest statements that precede one, except those of its occasion.

        Of many, only some are returned: one of each value is enough to see whether they agree.
        """
        own = _occasion(statement)
        end = bisect_left(self._ends, statement.begin)
        begun = self._begun.of(end, own)
        key: Any = statement.moment if statement.has_zone else statement.begin
        zoned = self._by_instant if statement.has_zone else self._by_day
        at = bisect_left(zoned.keys, key)
        since = max(begun, zoned.days.of(at, own))
        last = [each for each in self._last[end] if each.end >= since and _occasion(each) != own]
        found = last[:1] + [each for each in last if each.value != last[0].value][:1]
        for together in self._at.get(zoned.moments.of(at, own), {}).values():
            found += [
                each
                for each in together
                if _occasion(each) != own and each.end >= begun and precedes(each, statement)
            ]
        return sorted(found, key=_by_end)


def _moment(statement: Scored) -> str:
    return str(statement.moment)


def _needed(statements: Iterable[Scored]) -> list[Scored]:
    """For any value and occasion, keep the first statement with another value and occasion."""
    kept: list[Scored] = []
    for each in statements:
        if _is_needed(each, kept):
            kept.append(each)
    return kept


def _by_end(statement: Scored) -> tuple[Edge, Edge, str]:
    return statement.end, statement.begin, statement.ref


def _groups(statements: Sequence[Scored]) -> dict[str, str]:
    """Return the group of each statement that is in one, by reference."""
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
    """Yield enough pairs that differ and have no known order to form the groups.

    Two statements with a zone have no order if they are of the same instant; others, if their days
    overlap.
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
    """Statements not yet ended when the next one begins, by value and by occasion.

    Of statements that are already in one group, only a few are kept: for any next statement, the
    last to end of those that it is linked with.
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
        """Return the statements of another value and occasion; keep only a few of them."""
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
        kept = {each.ref for each in _needed(found)}
        for one in found:
            if one.ref not in kept:
                self.drop(one)
        return found


def _is_needed(one: Scored, kept: Sequence[Scored]) -> bool:
    """Whether some statement could be linked with `one` and with none of those kept."""
    if not kept:
        return True
    pairs = [(each.value, _occasion(each)) for each in (one, *kept)]
    for own, first, *others in (pairs, [pair[::-1] for pair in pairs]):
        # A statement that is linked with none of those kept shares with each its value or its
        # occasion: one of the two with the first, so the other one with all that differ from it.
        rest = {other[1] for other in others if other[0] != first[0]}
        if own[0] != first[0] and len(rest) < 2 and own[1] not in rest:  # noqa: PLR2004 - all one
            return True
    return False


def _occasion(each: Scored) -> Hashable:
    """Return the occasion of a statement; without one, it is an occasion of its own."""
    return each.occasion or (each.ref,)
