"""Imprecise dates as bars on a text axis.

A bar never says more than its date: an end that is approximate or uncertain is drawn dashed, one
that is open is an arrow to the edge.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.queries.result import Row

_MARGIN = 2
"""Columns for an arrow beyond the first or the last day."""
_EMPTY = 5
"""A gap is left out if it is longer than this many times the rest."""
_BREAK = "//"
_BREAK_WIDTH = len(_BREAK) + 1


class Marks(NamedTuple):
    """The characters of a bar: a single day, both ends of a span, a span too short for two.

    `doubtful` is a single day that is approximate or uncertain; such an end of a span is dashed.
    """

    day: str
    doubtful: str
    left: str
    right: str
    short: str


STATED = Marks("●", "○", "├", "┤", "│")
ASSESSED = Marks("◇", "◈", "◇", "◇", "◇")
_LINE, _DASH, _BEFORE, _AFTER = "─", "╌", "◀", "▶"


@dataclass(frozen=True)
class Axis:
    """The column of each day, counted from the left.

    `days` are the ordinals of all days on which something begins or ends, in order; `breaks` are
    the indexes of the days after which a gap is left out.
    """

    width: int
    days: Sequence[int]
    columns: Sequence[int]
    breaks: Sequence[int]

    @classmethod
    def over(cls, rows: Iterable[Row], width: int) -> Axis:
        """The axis of the bounds of all dates of the rows."""
        bounds = [(row["said_from"], row["said_to"]) for row in rows]
        days = sorted({_ordinal(day) for pair in bounds for day in pair if day is not None})
        begin = _MARGIN if any(first is None for first, _ in bounds) else 0
        end = _MARGIN if any(last is None for _, last in bounds) else 0
        gaps = [later - day for day, later in pairwise(days)]
        breaks = empty_stretches(gaps)
        room = max(width - begin - end - 1 - _BREAK_WIDTH * len(breaks), 0)
        drawn = [0 if index in breaks else gap for index, gap in enumerate(gaps)]
        steps = [past * room // (sum(drawn) or 1) for past in accumulate(drawn, initial=0)]
        skipped = [_BREAK_WIDTH * sum(at < n for at in breaks) for n in range(len(days))]
        if len(days) == 1:  # nothing to measure by: in the middle
            begin = (width - 1) // 2
        columns = [min(begin + n + m, width - 1) for n, m in zip(steps, skipped, strict=True)]
        return cls(width, days, columns, breaks)

    @property
    def first(self) -> str:
        """The first day; empty if no date has a bound."""
        return _day(self.days[0]) if self.days else ""

    @property
    def last(self) -> str:
        """The last day."""
        return _day(self.days[-1]) if self.days else ""

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The days on both sides of each gap that is left out."""
        return [(_day(self.days[n]), _day(self.days[n + 1])) for n in self.breaks]

    def column(self, day: str) -> int:
        """The column of one of the days."""
        return self.columns[bisect_right(self.days, _ordinal(day)) - 1]

    def ruler(self) -> str:
        """The line of the axis, with a mark where a gap is left out."""
        line = list(_LINE * self.width)
        for index in self.breaks:
            at = self.columns[index] + 1
            line[at : at + len(_BREAK)] = _BREAK
        return "".join(line)[: self.width]

    def heading(self) -> str:
        """The first and the last day, above their ends of the axis."""
        if self.first == self.last:
            return self.first.center(self.width).rstrip()
        return f"{self.first}  {self.last.rjust(self.width - len(self.first) - 2)}"


def bar(axis: Axis, row: Row, marks: Marks = STATED) -> str:
    """A row's date below the axis, indented to its column."""
    begin, end = row["said_from"], row["said_to"]
    vague_begin, vague_end = vague_ends(row["said"])
    left = 0 if begin is None else axis.column(begin)
    right = axis.width - 1 if end is None else axis.column(end)
    if begin == end:
        mark = marks.doubtful if vague_begin or vague_end else marks.day
    elif left == right:
        mark = _DASH if vague_begin or vague_end else marks.short
    else:
        first = _BEFORE if begin is None else _DASH if vague_begin else marks.left
        last = _AFTER if end is None else _DASH if vague_end else marks.right
        mark = first + _LINE * (right - left - 1) + last
    return " " * left + mark


def vague_ends(said: str) -> tuple[bool, bool]:
    """Whether the ends of a date are marked as approximate or uncertain."""
    begin, _, end = said.partition("/")
    return begin.endswith(("~", "?", "%")), (end or begin).endswith(("~", "?", "%"))


def empty_stretches(gaps: Sequence[int]) -> list[int]:
    """The indexes of the gaps that would leave no room for anything else."""
    stretches: list[int] = []
    rest = sum(gaps)
    for index in sorted(range(len(gaps)), key=lambda index: -gaps[index]):
        rest -= gaps[index]
        if rest == 0 or gaps[index] <= _EMPTY * rest:
            break
        stretches.append(index)
    return sorted(stretches)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
