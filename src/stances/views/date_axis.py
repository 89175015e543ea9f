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
"""Room for an arrow beyond the first or the last day."""
_EMPTY = 5
"""How many times all the rest a stretch must last to be left out, if nothing begins or ends."""
_BREAK = "//"
_BROKEN = len(_BREAK) + 1
"""How many columns stand for a stretch that is left out."""


class Marks(NamedTuple):
    """The characters of a bar: a day alone, both ends of a span, and a span too short for two.

    `doubtful` is a day alone that is approximate or uncertain; such an end of a span is dashed.
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
    """Where each of some days stands, so many columns from the left.

    `days` are all days on which something begins or ends, in order; `breaks` are the numbers of
    those behind which a stretch is left out.
    """

    width: int
    days: Sequence[int]
    columns: Sequence[int]
    breaks: Sequence[int]

    @classmethod
    def over(cls, rows: Iterable[Row], width: int) -> Axis:
        """The axis of all bounds that the rows' dates have."""
        found = list(rows)
        bounds = [row[key] for row in found for key in ("said_from", "said_to")]
        days = sorted({_number(day) for day in bounds if day is not None})
        begin = _MARGIN if any(row["said_from"] is None for row in found) else 0
        end = _MARGIN if any(row["said_to"] is None for row in found) else 0
        gaps = [later - day for day, later in pairwise(days)]
        breaks = empty_stretches(gaps)
        room = max(width - begin - end - 1 - _BROKEN * len(breaks), 0)
        drawn = [0 if number in breaks else gap for number, gap in enumerate(gaps)]
        steps = [past * room // (sum(drawn) or 1) for past in accumulate(drawn, initial=0)]
        left_out = [_BROKEN * sum(each < n for each in breaks) for n in range(len(days))]
        if len(days) == 1:  # nothing to measure by: in the middle
            begin = (width - 1) // 2
        columns = [min(begin + n + m, width - 1) for n, m in zip(steps, left_out, strict=True)]
        return cls(width, days, columns, breaks)

    @property
    def first(self) -> str:
        """The first day; empty if no date has any."""
        return _day(self.days[0]) if self.days else ""

    @property
    def last(self) -> str:
        """The last day."""
        return _day(self.days[-1]) if self.days else ""

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """The days between which nothing begins or ends, and which are drawn next to each other."""
        return [(_day(self.days[n]), _day(self.days[n + 1])) for n in self.breaks]

    def column(self, day: str) -> int:
        """Where one of the days stands."""
        return self.columns[bisect_right(self.days, _number(day)) - 1]

    def ruler(self) -> str:
        """The axis itself, with a mark where a stretch is left out."""
        line = list(_LINE * self.width)
        for number in self.breaks:
            at = self.columns[number] + 1
            line[at : at + len(_BREAK)] = _BREAK
        return "".join(line)[: self.width]

    def heading(self) -> str:
        """The first and the last day, above their ends of the axis."""
        if self.first == self.last:
            return self.first.center(self.width).rstrip()
        return f"{self.first}  {self.last.rjust(self.width - len(self.first) - 2)}"


def bar(axis: Axis, row: Row, marks: Marks = STATED) -> str:
    """A row's date over the axis, with the blanks before it."""
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
    """The numbers of the gaps that would leave no room for anything else."""
    found: list[int] = []
    rest = sum(gaps)
    for number in sorted(range(len(gaps)), key=lambda number: -gaps[number]):
        rest -= gaps[number]
        if rest == 0 or gaps[number] <= _EMPTY * rest:
            break
        found.append(number)
    return sorted(found)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _day(number: int) -> str:
    return date.fromordinal(number).isoformat()
