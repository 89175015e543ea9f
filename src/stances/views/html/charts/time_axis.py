"""The axis of time of a chart."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.views.date_axis import vague_ends
from stances.views.html.charts.svg import UNSCORED, line, share
from stances.views.html.elements import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


MARGIN = 0.04
"""The share of the width free at both ends, for arrows and half of a mark."""
_BREAK = 0.03
"""The share of the width of a stretch that is left out."""
_WEEK, _EMPTY, _WORTH, _MOST_BREAKS = 7, 3, 2, 6
"""A stretch is left out if it is longer than a week, longer than this many times the usual one of
those that are not, and takes more than this many times the width of a break; so many at most, the
longest ones."""
LABEL, WIDE_LABEL = 0.17, 0.07
"""The share of a chart that the name of a day takes: of the narrowest, and of a wide one."""
_SHORT, _LONG = 62, 1000
"""Stretches of at least so many days name first days of months; longer ones, of years alone."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Tick(NamedTuple):
    """A day named on the axis, its place, and the SVG anchor of its name: start, middle, end.

    One that `is_extra` has room in a wide chart alone.
    """

    at: float
    day: str
    anchor: str
    is_extra: bool = False

    @property
    def lines(self) -> tuple[str, str]:
        """Its name: day and month above the year."""
        year, month, day = self.day.split("-")
        return f"{int(day)} {_MONTHS[int(month) - 1]}", str(int(year))


@dataclass(frozen=True)
class Days:
    """The ordinals of the days on which something begins or ends, each with its place from 0 to 1.

    `breaks` are the indexes of the days after which a stretch is left out.
    """

    days: Sequence[int]
    places: Sequence[float]
    breaks: Sequence[int]

    @classmethod
    def over(cls, bounds: Iterable[str | None]) -> Days:
        """The axis of these days; None is an open end, which has no place."""
        named = {day for day in bounds if day is not None}
        days = sorted(date.fromisoformat(day).toordinal() for day in named)
        gaps = [later - day for day, later in pairwise(days)]
        breaks = _empty(gaps)
        drawn = [0 if number in breaks else gap for number, gap in enumerate(gaps)]
        total = sum(drawn)
        room = 1 - 2 * MARGIN - _BREAK * len(breaks)
        places = [
            MARGIN + (past * room / total if total else 0) + _BREAK * sum(b < at for b in breaks)
            for at, past in enumerate(accumulate(drawn, initial=0))
        ]
        return cls(days, [0.5] if len(days) == 1 else places[: len(days)], breaks)

    def place(self, day: str) -> float:
        """The place of a day between the first and the last."""
        return self._place(date.fromisoformat(day).toordinal())

    def _place(self, day: int) -> float:
        after = bisect_left(self.days, day)
        if self.days[after] == day:
            return self.places[after]
        earlier, later = self.days[after - 1], self.days[after]
        part = (day - earlier) / (later - earlier)
        return self.places[after - 1] + part * (self.places[after] - self.places[after - 1])

    @property
    def left_out(self) -> list[tuple[float, float]]:
        """The places of both ends of each stretch that is left out."""
        return [(self.places[number], self.places[number + 1]) for number in self.breaks]

    @property
    def stretches(self) -> list[tuple[str, str]]:
        """The days at both ends of each stretch that is left out."""
        return [(_iso(self.days[number]), _iso(self.days[number + 1])) for number in self.breaks]

    @cached_property
    def ticks(self) -> Sequence[Tick]:
        """The days that can be named without their names touching, in order."""
        return sorted(self._fitting(self._fitting([], LABEL), WIDE_LABEL))

    def _fitting(self, chosen: Sequence[Tick], width: float) -> list[Tick]:
        """The ticks chosen so far, and those that have room besides, with names of that width."""
        ticks, is_extra = [*chosen], bool(chosen)
        for day in self._named():
            at = self._place(day)
            anchor = "start" if at < LABEL / 2 else "end" if at > 1 - LABEL / 2 else "middle"
            tick = Tick(at, _iso(day), anchor, is_extra)
            left, right = extent(tick, width)
            others = (extent(other, width) for other in ticks)
            if all(right <= begin or end <= left for begin, end in others):
                ticks.append(tick)
        return ticks

    def _named(self) -> Iterator[int]:
        """The days to name if there is room, the most important first."""
        if not self.days:
            return
        yield from (self.days[0], self.days[-1])
        for number in self.breaks:
            yield from (self.days[number + 1], self.days[number])
        starts = [0, *(number + 1 for number in self.breaks)]
        ends = [*self.breaks, len(self.days) - 1]
        for start, end in zip(starts, ends, strict=True):
            yield from _round(self.days[start], self.days[end]) or self.days[start : end + 1]


def _empty(gaps: Sequence[int]) -> list[int]:
    """The indexes of the stretches that leave the others too little room."""
    ordered = sorted(range(len(gaps)), key=lambda index: gaps[index])
    rest = sum(gaps)
    stretches: list[int] = []
    while len(ordered) > 1 and len(stretches) < _MOST_BREAKS:
        longest, usual = gaps[ordered[-1]], gaps[ordered[(len(ordered) - 1) // 2]]
        if longest <= max(_WEEK, _EMPTY * usual, _WORTH * _BREAK * rest):
            break
        stretches.append(ordered.pop())
        rest -= longest
    return sorted(stretches)


def _round(first: int, last: int) -> list[int]:
    """The first days of years or months in a stretch; none if it is too short."""
    if last - first < _SHORT:
        return []
    begin, end = date.fromordinal(first), date.fromordinal(last)
    months = (1,) if last - first > _LONG else (1, 7, 4, 10, 2, 3, 5, 6, 8, 9, 11, 12)
    years = range(begin.year, end.year + 1)
    days = [date(year, month, 1) for month in months for year in years]
    return [day.toordinal() for day in days if begin < day < end]


def extent(tick: Tick, width: float = LABEL) -> tuple[float, float]:
    """The places of both ends of the name of a day, which takes that share of the chart."""
    before = {"start": 0.0, "middle": width / 2, "end": width}[tick.anchor]
    return tick.at - before, tick.at - before + width


def _iso(number: int) -> str:
    return date.fromordinal(number).isoformat()


HALO = 9
"""The pixels around a point that nothing else may take."""
FADE = 0.06
"""The share of the width in which an open end fades."""
_POINT, _THIN, _CAP = 5, 3.5, 5


class Span(NamedTuple):
    """A date on the axis: the places of its ends, and whether they are vague or open."""

    left: float
    right: float
    vague: tuple[bool, bool] = (False, False)
    open: tuple[bool, bool] = (False, False)

    @classmethod
    def of(cls, days: Days, said: str, first: str | None, last: str | None) -> Span:
        """The place of a date; an open end lies at the edge."""
        left = 0.0 if first is None else days.place(first)
        right = 1.0 if last is None else days.place(last)
        return cls(left, right, vague_ends(said), (first is None, last is None))


def date_shape(span: Span, middle: float, colour: str) -> Markup:
    """A point for a day, a bar with two ends for a longer date."""
    if span.left == span.right:
        hollow = " hollow" if any(span.vague) else ""
        r = _THIN if colour == UNSCORED else _POINT
        class_ = f"point {colour}{hollow}"
        return element("circle", cx=share(span.left), cy=middle, r=r, class_=class_)
    ends = []
    for at, vague, open_ in zip((span.left, span.right), span.vague, span.open, strict=True):
        if vague and not open_:
            hollow = f"point hollow {colour}"
            ends.append(element("circle", cx=share(at), cy=middle, r=_THIN, class_=hollow))
        elif not open_:
            ends.append(line(at, at, middle - _CAP, middle + _CAP, class_=f"cap {colour}"))
    return joined([bar(span, middle, colour), *ends, arrows(span, middle, colour)])


def bar(span: Span, middle: float, colour: str) -> Markup:
    """The line of a span; towards an open end it is dotted."""
    left = min(FADE if span.open[0] else span.left, span.right)
    right = max(1 - FADE if span.open[1] else span.right, left)
    pieces = [line(left, right, middle, middle, class_=f"span {colour}")]
    if span.open[0]:
        pieces.append(line(0, left, middle, middle, class_=f"span fading {colour}"))
    if span.open[1]:
        pieces.append(line(right, 1, middle, middle, class_=f"span fading {colour}"))
    return joined(pieces)


def arrows(span: Span, middle: float, colour: str) -> Markup:
    """The heads of arrows at the open ends, each in an inner SVG at the edge."""
    heads = []
    for at, open_, dx in zip((span.left, span.right), span.open, (1, -1), strict=True):
        if open_:
            ends = (middle - _CAP, middle + _CAP)
            points = [{"x1": dx, "x2": 9 * dx, "y1": middle, "y2": end} for end in ends]
            lines = [element("line", **each, class_=f"cap {colour}") for each in points]
            heads.append(element("svg", *lines, x=share(at), overflow="visible"))
    return joined(heads)


def frame(span: Span, middle: float) -> Markup:
    """A dashed frame around a disputed statement."""
    top, height = middle - HALO + 0.5, 2 * HALO - 1
    if span.left != span.right:
        x, width = share(span.left), share(span.right - span.left)
        return element("rect", x=x, y=top, width=width, height=height, rx=4, class_="disputed")
    around = element("rect", x=-HALO, y=top, width=2 * HALO, height=height, rx=4, class_="disputed")
    return element("svg", around, x=share(span.left), overflow="visible")
