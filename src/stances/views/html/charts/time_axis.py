"""The time axis of a chart."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from stances.views.date_axis import vague_ends
from stances.views.html.charts.svg import UNSCORED, line, pixels, share
from stances.views.html.elements import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


MARGIN = 0.04
"""The share of the width that is free at each end, for arrows and half a mark."""
_BREAK = 0.03
"""The share of the width for a stretch that is left out."""
_WEEK, _EMPTY, _WORTH, _MOST_BREAKS = 7, 3, 2, 6
"""A stretch is left out if it is longer than a week, longer than `_EMPTY` times the median stretch,
and wider than `_WORTH` times a break; at most `_MOST_BREAKS` are left out, the longest ones."""
LABEL, WIDE_LABEL = 0.17, 0.07
"""The share of a chart that the name of a day takes, in the narrowest and in a wide chart."""
_SHORT, _LONG = 62, 1000
"""The least length of a stretch, in days, that names first days of months; longer ones than the
second name only first days of years."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Tick(NamedTuple):
    """A day named on the axis, its place, and the SVG anchor of its name: start, middle, end.

    An `is_extra` tick is shown only in wide charts.
    """

    at: float
    day: str
    anchor: str
    is_extra: bool = False

    @property
    def lines(self) -> tuple[str, str]:
        """The name in two lines: day and month, then the year."""
        year, month, day = self.day.split("-")
        return f"{int(day)} {_MONTHS[int(month) - 1]}", str(int(year))


@dataclass(frozen=True)
class Days:
    """The ordinals of the days on which a date begins or ends, each with its place from 0 to 1.

    `breaks` are the indexes of the days after which a stretch is left out.
    """

    days: Sequence[int]
    places: Sequence[float]
    breaks: Sequence[int]

    @classmethod
    def over(cls, bounds: Iterable[str | None]) -> Days:
        """Return the axis of these days; None, an open end, has no place."""
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
        """The place of a day between the first and the last day."""
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
        """The days that can be named so that no two names touch, in order."""
        return sorted(self._fitting(self._fitting([], LABEL), WIDE_LABEL))

    def _fitting(self, chosen: Sequence[Tick], width: float) -> list[Tick]:
        """The chosen ticks, and further ones that fit if names take this width."""
        ticks, is_extra = [*chosen], bool(chosen)
        taken = [extent(tick, width) for tick in chosen]
        for day in self._named:
            at = self._place(day)
            anchor = "start" if at < LABEL / 2 else "end" if at > 1 - LABEL / 2 else "middle"
            left, right = _extent(at, anchor, width)
            for begin, end in taken:
                if begin < right and left < end:
                    break
            else:
                taken.append((left, right))
                ticks.append(Tick(at, _iso(day), anchor, is_extra))
        return ticks

    @cached_property
    def _named(self) -> Sequence[int]:
        """The days to name if there is room, the most important first."""
        if not self.days:
            return ()
        named = [self.days[0], self.days[-1]]
        for number in self.breaks:
            named += (self.days[number + 1], self.days[number])
        starts = [0, *(number + 1 for number in self.breaks)]
        ends = [*self.breaks, len(self.days) - 1]
        for start, end in zip(starts, ends, strict=True):
            named += _round(self.days[start], self.days[end]) or self.days[start : end + 1]
        return named


def _empty(gaps: Sequence[int]) -> list[int]:
    """The indexes of stretches that are so long that the others would have too little room."""
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
    """The first days of years or months in a stretch; empty if it is too short."""
    if last - first < _SHORT:
        return []
    begin, end = date.fromordinal(first), date.fromordinal(last)
    months = (1,) if last - first > _LONG else (1, 7, 4, 10, 2, 3, 5, 6, 8, 9, 11, 12)
    years = range(begin.year, end.year + 1)
    days = [date(year, month, 1) for month in months for year in years]
    return [day.toordinal() for day in days if begin < day < end]


def extent(tick: Tick, width: float = LABEL) -> tuple[float, float]:
    """Both ends of the name of a day whose width is this share of the chart."""
    return _extent(tick.at, tick.anchor, width)


def _extent(at: float, anchor: str, width: float) -> tuple[float, float]:
    left = at - (width / 2 if anchor == "middle" else width if anchor == "end" else 0.0)
    return left, left + width


def _iso(number: int) -> str:
    return date.fromordinal(number).isoformat()


HALO = 9
"""The free radius around a point, in pixels."""
FADE = 0.06
"""The share of the width over which an open end fades."""
_POINT, _THIN, _CAP = 5, 3.5, 5


class Span(NamedTuple):
    """A date on the axis: the places of its ends, and whether they are vague or open."""

    left: float
    right: float
    vague: tuple[bool, bool] = (False, False)
    open: tuple[bool, bool] = (False, False)

    @classmethod
    def of(cls, days: Days, said: str, first: str | None, last: str | None) -> Span:
        """Return the span of a date; an open end is at the edge."""
        left = 0.0 if first is None else days.place(first)
        right = 1.0 if last is None else left if last == first else days.place(last)
        return cls(left, right, vague_ends(said), (first is None, last is None))


def date_shape(span: Span, middle: float, colour: str) -> Markup:
    """The shape of a date: a point for a day, else a bar with two ends."""
    if span.left == span.right:
        hollow = " hollow" if any(span.vague) else ""
        r = _THIN if colour == UNSCORED else _POINT
        return _circle(span.left, middle, r, f"point {colour}{hollow}")
    ends = []
    for at, vague, open_ in zip((span.left, span.right), span.vague, span.open, strict=True):
        if vague and not open_:
            ends.append(_circle(at, middle, _THIN, f"point hollow {colour}"))
        elif not open_:
            ends.append(line(at, at, middle - _CAP, middle + _CAP, class_=f"cap {colour}"))
    return joined([bar(span, middle, colour), *ends, arrows(span, middle, colour)])


def _circle(at: float, middle: float, r: float, class_: str) -> Markup:
    place = f'cx="{share(at)}" cy="{pixels(middle)}" r="{pixels(r)}"'
    return Markup(f'<circle {place} class="{class_}"></circle>')


def bar(span: Span, middle: float, colour: str) -> Markup:
    """The line of a span; it is dotted towards an open end."""
    left = min(FADE if span.open[0] else span.left, span.right)
    right = max(1 - FADE if span.open[1] else span.right, left)
    pieces = [line(left, right, middle, middle, class_=f"span {colour}")]
    if span.open[0]:
        pieces.append(line(0, left, middle, middle, class_=f"span fading {colour}"))
    if span.open[1]:
        pieces.append(line(right, 1, middle, middle, class_=f"span fading {colour}"))
    return joined(pieces)


def arrows(span: Span, middle: float, colour: str) -> Markup:
    """The arrowheads at open ends, each in an inner SVG at the edge."""
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
