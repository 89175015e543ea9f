"""Imprecise dates as bars on a text axis.

A bar is never more exact than its date: an approximate or uncertain end is `~`, an open end is an
arrow to the edge. If the axis leaves days out, it is broken there, and so is each bar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.result import Row

_MARGIN = 2
"""Columns for an arrow beyond the first or the last day."""
BREAK = "//"
_BROKEN = len(BREAK) + 2
"""The columns from the day before a break to the day after it."""
_ROUNDING = 1e-6
_APART = 3
"""The distance in columns from which two days can be told apart."""
_SHARE = 0.4
"""The largest share of an axis for breaks that are widened to fit names."""
_TRIED, _CLEARLY, _NEARLY = 30, 1.05, 0.98
"""How many of the longest gaps are tried as breaks; the least gain of a break, as a factor; the
share of the best gain that a longer gap must reach."""
_TIMES, _SEVERAL, _WIDE = 4, 3, 12
"""A gap may be left out if it is `_TIMES` times the mean of at least `_SEVERAL` gaps on one side;
if it has at least `_WIDE` columns, one gap is enough."""


class Marks(NamedTuple):
    """The characters of a bar: single day, both ends of a span, span in one column.

    `doubtful` is a single day that is approximate or uncertain.
    """

    day: str
    doubtful: str
    left: str
    right: str
    short: str


STATED = Marks("●", "○", "├", "┤", "│")
ASSESSED = Marks("◇", "◈", "◇", "◇", "◇")
_LINE, VAGUE, UNTIL, FROM = "─", "~", "◀", "▶"


class Bar(NamedTuple):
    """A drawn date, and its first column on the axis."""

    left: int
    drawn: str

    @property
    def right(self) -> int:
        """The last column."""
        return self.left + len(self.drawn) - 1


class Tick(NamedTuple):
    """A named day: its column, the first column of its name, and the name."""

    at: int
    begin: int
    name: str

    @property
    def end(self) -> int:
        """The column after the name."""
        return self.begin + len(self.name)


class _Naming(NamedTuple):
    """How a day is named: the length of the date, and whether the name is shortened."""

    length: int
    is_short: bool


@dataclass(frozen=True)
class Axis:
    """The column of each day, counted from the left.

    `days` are the ordinals of all days on which a date begins or ends, in order. `breaks` are the
    indexes of the days after which days are left out. `times` counts the dates that begin or end on
    a day. `written` is how exactly a day is named: by year, month or day. If `iso`, days are named
    as in records.
    """

    width: int
    days: Sequence[int]
    columns: Sequence[int]
    breaks: Sequence[int]
    times: Mapping[int, int]
    written: Mapping[int, int]
    iso: bool = False

    @classmethod
    def over(cls, rows: Iterable[Row], width: int, *, iso: bool = False) -> Self:
        """Return the axis that covers all dates of the rows."""
        times: Counter[int] = Counter()
        written: dict[int, int] = {}
        is_open = [False, False]
        for row in rows:
            bounds = row["said_from"], row["said_to"]
            is_open = [open_ or day is None for open_, day in zip(is_open, bounds, strict=True)]
            for day, length in zip(bounds, (_length(row["said"]), _DAY), strict=True):
                if day is not None:
                    number = _ordinal(day)
                    times[number] += 1
                    written[number] = max(written.get(number, 0), length)
        days = sorted(times)
        begin, end = (_MARGIN if each else 0 for each in is_open)
        gaps = [later - day for day, later in pairwise(days)]
        room = max(width - begin - end - 1, 0)
        names = [_iso(day) if iso else _name(day, written[day], None) for day in days]
        breaks = empty_stretches(gaps, room, names)
        if breaks and breaks[-1] == len(gaps) - 1:  # the last day stands alone: its name needs room
            room -= max(map(len, names[-1].split()))
        steps = _steps(gaps, breaks, room, names)
        if len(days) == 1 and begin:  # an arrow needs some room
            begin = (width - 1) // 2
        ends = (int(past + _ROUNDING) for past in accumulate(steps, initial=0.0))
        columns = [min(begin + end, width - 1) for end in ends]
        return cls(width, days, columns[: len(days)], breaks, times, written, iso)

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The days before and after each break."""
        return [(_iso(self.days[n]), _iso(self.days[n + 1])) for n in self.breaks]

    def column(self, day: str) -> int:
        """The column of a day in `days`."""
        return self.columns[bisect_right(self.days, _ordinal(day)) - 1]

    def broken(self, drawn: str, left: int = 0) -> str:
        """A line that begins in column `left`, with a mark at each break."""
        line = list(drawn)
        for index in self.breaks:
            begin = self.columns[index + 1] - _BROKEN + 1
            for column, mark in enumerate(BREAK, begin - left):
                if max(self.columns[index] - left, 0) < column < len(line) - 1:
                    line[column] = mark
        return "".join(line)

    def ruler(self) -> str:
        """The line with the names of days and the breaks."""
        line = list(self.broken(" " * self.width))
        for tick in self.ticks():
            line[tick.begin : tick.end] = tick.name
        return "".join(line).rstrip()

    def ticks(self) -> list[Tick]:
        """The days that can be named so that no two names touch."""
        named: dict[int, _Naming] = {}
        ticks: list[Tick] = []
        for day, length in self._candidates():
            for is_short in (False, True):
                further = {**named, day: _Naming(length, is_short)}
                if day not in named and (found := self._fitting(further)):
                    named, ticks = further, found
        return ticks

    def _fitting(self, days: Mapping[int, _Naming]) -> list[Tick]:
        """The ticks of the days; empty if they do not fit."""
        breaks = self.broken(" " * self.width)
        ticks: list[Tick] = []
        shown: date | None = None
        for day, following in zip_longest(sorted(days), sorted(days)[1:]):
            name = _iso(day) if self.iso else _name(day, days[day].length, shown)
            if days[day].is_short:
                name = name[:_YEAR] if self.iso else _shorter(name, day, following)
            elif not self.iso:
                shown = date.fromordinal(day)
            at = self._at(day)
            tick = Tick(at, min(at, self.width - len(name)), name)
            free = ticks[-1].end + 1 if ticks else 0
            if tick.begin < free or breaks[max(tick.begin - 1, 0) : tick.end + 1].strip():
                return []
            ticks.append(tick)
        return ticks

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """The days to name if there is room, most important first, with the lengths of dates."""
        if not self.days:
            return
        starts = [0, *(index + 1 for index in self.breaks)]
        ends = [*self.breaks, len(self.days) - 1]
        for index in dict.fromkeys((0, ends[-1], *starts, *ends)):
            yield self.days[index], self.written[self.days[index]]
        for start, end in zip(starts, ends, strict=True):
            own = self.days[start : end + 1]
            columns = self.columns[end] - self.columns[start]
            if rounded := _rounded(own[0], own[-1], columns):
                yield from ((day, _ROUND) for day in rounded)
            else:
                busiest = sorted(own, key=lambda day: -self.times[day])
                yield from ((day, self.written[day]) for day in busiest)

    def _at(self, day: int) -> int:
        """The column of any day that is not in a break."""
        after = bisect_left(self.days, day)
        if self.days[after] == day:
            return self.columns[after]
        part = (day - self.days[after - 1]) / (self.days[after] - self.days[after - 1])
        left, right = self.columns[after - 1], self.columns[after]
        return left + int(part * (right - left))


def bar(axis: Axis, row: Row, marks: Marks = STATED) -> Bar:
    """The bar of a row's date."""
    begin, end = row["said_from"], row["said_to"]
    vague_begin, vague_end = vague_ends(row["said"])
    left = 0 if begin is None else axis.column(begin)
    right = axis.width - 1 if end is None else axis.column(end)
    if begin == end:
        return Bar(left, marks.doubtful if vague_begin or vague_end else marks.day)
    if left == right:
        return Bar(left, VAGUE if vague_begin or vague_end else marks.short)
    first = UNTIL if begin is None else VAGUE if vague_begin else marks.left
    last = FROM if end is None else VAGUE if vague_end else marks.right
    return Bar(left, axis.broken(first + _LINE * (right - left - 1) + last, left))


def vague_ends(said: str) -> tuple[bool, bool]:
    """Whether each end of a date is marked as approximate or uncertain."""
    begin, _, end = said.partition("/")
    return begin.endswith(("~", "?", "%")), (end or begin).endswith(("~", "?", "%"))


def empty_stretches(gaps: Sequence[int], room: int, names: Sequence[str]) -> list[int]:
    """The indexes of the gaps that an axis with `room` columns leaves out.

    With each break, clearly more days can be told apart. `names` are the names that days have after
    a break.
    """
    longest = sorted(range(len(gaps)), key=lambda index: -gaps[index])[:_TRIED]
    breaks: list[int] = []
    told = _told_apart(_steps(gaps, breaks, room, names))
    while True:
        steps = _steps(gaps, breaks, room, names)
        tried = {}
        for index in longest:
            if _stands_out(gaps, breaks, index, is_wide=steps[index] >= _WIDE):
                further = sorted([*breaks, index])
                tried[index] = _told_apart(_steps(gaps, further, room, names)), further
        best = max((apart for apart, _ in tried.values()), default=0)
        if best <= told * _CLEARLY:
            return breaks
        told, breaks = next(each for each in tried.values() if each[0] >= best * _NEARLY)


def _stands_out(gaps: Sequence[int], breaks: Sequence[int], index: int, *, is_wide: bool) -> bool:
    """Whether a gap is long compared with several gaps on one side; if wide, with a single one."""
    if index in breaks:
        return False
    start = max((each + 1 for each in breaks if each < index), default=0)
    end = min((each for each in breaks if each > index), default=len(gaps))
    return any(
        len(own) >= (1 if is_wide else _SEVERAL) and gaps[index] * len(own) >= _TIMES * sum(own)
        for own in (gaps[start:index], gaps[index + 1 : end])
    )


def _told_apart(steps: Sequence[float]) -> float:
    """How many days can be told apart from the next one; days with little room count in part."""
    return sum(min(step / _APART, 1) for step in steps)


def _steps(
    gaps: Sequence[int], breaks: Sequence[int], room: int, names: Sequence[str] = ()
) -> list[float]:
    """The columns of each gap.

    Days between two breaks are drawn to scale; stretches with more dates get a larger scale. If
    there is room, a break is widened so that the name or year of the day that begins the stretch
    before it fits.
    """
    wide = dict.fromkeys(breaks, float(_BROKEN))
    steps = _shares(gaps, wide, room)
    start = 0
    for index in breaks:
        for length in (len(names[start]), _YEAR) if names else ():
            wanted = length + _BROKEN + 1 - sum(steps[start:index])
            if wanted > wide[index] and sum(wide.values()) - _BROKEN + wanted <= room * _SHARE:
                wide[index] = wanted
                break
        start = index + 1
    return _shares(gaps, wide, room)


def _shares(gaps: Sequence[int], wide: Mapping[int, float], room: int) -> list[float]:
    """The columns of each gap, if breaks have the widths in `wide`."""
    free, drawn = max(room - sum(wide.values()), 0), len(gaps) - len(wide)
    steps: list[float] = []
    for start, end in pairwise([-1, *wide, len(gaps)]):
        own = gaps[start + 1 : end]
        scale = free * len(own) / (drawn * sum(own)) if own else 0
        steps += [gap * scale for gap in own]
        steps += [wide[end]] if end in wide else []
    return steps


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ROUND, _YEAR, _MONTH, _DAY = 0, 4, 7, 10
"""The lengths of dates as written; `_ROUND` is a first day of a month or year."""
_SHORT = 62
"""The least length in days of a stretch that names first days of months or years."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAYS_A_MONTH, _NAME = 30, 6
"""The days of a month; the columns of a name and the gap after it."""


def _name(day: int, length: int, shown: date | None) -> str:
    """The name of a day with `length` characters of its date, without parts that `shown` has."""
    own = date.fromordinal(day)
    year = "" if shown and shown.year == own.year else str(own.year)
    if length == _YEAR or (length == _ROUND and own.month == 1 and year):
        return str(own.year)
    month = "" if shown and not year and shown.month == own.month else _MONTHS[own.month - 1]
    if length != _DAY:
        return f"{_MONTHS[own.month - 1]} {year}".rstrip()
    return " ".join(filter(None, (str(own.day), month, year)))


def _shorter(name: str, day: int, following: int | None) -> str:
    """A short name of a day: its year, or its month if the next day is in the same year."""
    words = name.split()
    if following and date.fromordinal(day).year == date.fromordinal(following).year:
        return words[len(words) // 2]
    return words[-1]


def _rounded(first: int, last: int, columns: int) -> list[int]:
    """The first days of months to name in a stretch; empty if it is too short."""
    length = last - first
    if length < _SHORT or columns < 2 * _NAME:
        return []
    begin, end = date.fromordinal(first), date.fromordinal(last)
    fitting = (step for step in _STEPS if columns * step * _DAYS_A_MONTH >= _NAME * length)
    step = next(fitting, _STEPS[-1])
    years = max(step // 12, 1)
    days = [
        date(year, month, 1)
        for year in range(-(-begin.year // years) * years, end.year + 1, years)
        for month in range(1, 13, min(step, 12))
    ]
    return [day.toordinal() for day in days if begin < day < end]


def _length(said: str) -> int:
    """How exactly the beginning of a date is written, in characters."""
    return min(len(said.partition("/")[0].rstrip("~?%")), _DAY)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
