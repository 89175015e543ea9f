"""The page of figures by several codings: as decided, with the lowest and highest value."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group as Lines
from rich.constrain import Constrain
from rich.text import Text

from stances.queries.result import column
from stances.views import styles
from stances.views.as_coded_text import all_told
from stances.views.table.grid import Column, Grid
from stances.views.values import ENOUGH, cell, cell_in_words, signed
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.as_coded import Ranges
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions

_WIDEST = 120
"""Longer lines are hard to read."""
_LINES = 3
_NAMED = 8
"""The most codings that are named."""
_DISTANCE = "distance"
"""The figure that is the same in all rows of an issue."""
_FIRST = "weight fit mean scored statements officials silent open disputed".split()
"""The most important figures, whose columns come first."""
_UNCOMPARED = (_DISTANCE, "median", "low", "high")
"""The figures without a column: less important, or shown in a line of their own."""
_ACTORS = ("one", "other")
_OF_MEANS = ("mean", "median", "low", "high", "spread")
_SIGNED = ("mean", "median", "low", "high")
_MISSING = {"faction": "no faction", "month": "not within one month"}
_FACTION = "faction:"
_ALL = "*"
"""The name of the row for all factions together; no id can be `*`."""


def ranges_table(result: Ranges, options: ViewOptions) -> RenderableType:
    """A table for each issue, or one for all rows if they have no issue, and how to read it."""
    if not result.groups:
        return Text()
    page = _Page(result, options)
    return Constrain(Lines(*page.blocks(), Text(), Text(page.legend())), page.width)


class _Page:
    """The tables of all groups."""

    def __init__(self, result: Ranges, options: ViewOptions) -> None:
        self._result, self.width = result, min(options.width, _WIDEST)
        self._wording = Wording.of(result.background, options)
        rest = (key for key in result.shown_figures if key not in _UNCOMPARED)
        self._figures = [*dict.fromkeys((*(k for k in _FIRST if k in result.figures), *rest))]
        self._has_issues = result.names[:1] == ["issue"]
        self._names = result.names[1:] if self._has_issues else result.names
        self._is_without = False

    def blocks(self) -> Iterator[RenderableType]:
        """The question of each issue, and its table."""
        every = [
            (dict(zip(self._result.names, group, strict=True)), rows)
            for group, rows in self._result.groups.items()
        ]
        if not self._has_issues:
            yield self._table(every)
            return
        for issue, together in groupby(every, key=lambda each: each[0]["issue"] or ""):
            of_issue = [*together]
            if rows := self._result.totals.get(issue):
                of_issue.append(({"issue": issue, self._names[0]: _ALL}, rows))
            title = self._wording.issue(issue) if issue else "All issues together"
            yield _heading(title, self.width)
            if len(self._result.codings) > 1 and not self._differs(of_issue):
                yield Text(f"All {len(self._result.codings)} codings give the same figures.")
                continue
            yield self._table(of_issue)
            if _DISTANCE in self._result.figures:
                told = self._cell(_DISTANCE, of_issue[0][1]) or ["none"]
                yield Text(f"Distance: {' '.join(told)}")

    def _differs(self, groups: Sequence[tuple[Row, Sequence[Row | None]]]) -> bool:
        """Whether the figures of codings differ."""
        rows = (row for _, by_coding in groups for row in by_coding)
        if any(row is None for row in rows):
            return True
        return any(
            row and by_coding[0] and row[key] != by_coding[0][key]
            for _, by_coding in groups
            for row in by_coding
            for key in self._result.figures
        )

    def _table(self, groups: Sequence[tuple[Row, Sequence[Row | None]]]) -> RenderableType:
        """The table, with the first figures that fit beside the names."""
        labels = [[self._label(key, names) for key in self._names] for names, _ in groups]
        own = [
            Column([key] if len(self._names) > 1 else [], [each[at].split() for each in labels])
            for at, key in enumerate(self._names)
        ]
        cells = {key: [self._cell(key, rows) for _, rows in groups] for key in self._figures}
        kept = [key for key in self._figures if any(cells[key])]
        while kept:
            columns = [Column([key], cells[key], is_number=True) for key in kept]
            grid = Grid([*own, *columns], self.width, _LINES)
            if grid.fits:
                return grid.table()
            kept.pop()
        lines = (
            f"{' · '.join(each)}: "
            + "; ".join(f"{key} {' '.join(cells[key][at])}" for key in cells)
            for at, each in enumerate(labels)
        )
        return Text("\n".join(lines))

    def _label(self, key: str, names: Row) -> str:
        value = names[key]
        if value in (None, _ALL):
            return _MISSING.get(key, f"no {key}") if value is None else "all"
        if key == "official":
            return self._wording.official(value)
        if key in _ACTORS:
            return self._wording.subject(value)
        if key == "month":
            return self._wording.date(value)
        if key == "side" and value.startswith(_FACTION):
            return self._wording.faction(value.removeprefix(_FACTION))
        return self._wording.official(value) if key == "side" else self._in_words(key, names)

    def _in_words(self, key: str, names: Row) -> str:
        return cell_in_words(key, names, self._wording)

    def _cell(self, key: str, rows: Sequence[Row | None]) -> list[str]:
        """A figure as decided, with the lowest and highest value; empty if no coding has one."""
        told = [_shown(key, row) for row in rows]
        found = [value for value in told if value is not None]
        if not found:
            return []
        low, high = _number(key, min(found)), _number(key, max(found))
        decided = _number(key, told[0]) if told[0] is not None else "none"
        if low == high and len(found) == len(told):
            return [decided]
        none = ", or none" if told[0] is not None and len(found) < len(told) else ""
        self._is_without = self._is_without or len(found) < len(told)
        return [decided, f"({low if low == high else f'{low} to {high}'}{none})"]

    def legend(self) -> str:
        """Explain the cells."""
        codings = self._result.codings
        if len(codings) == 1:
            return "There are no codings: all figures are as decided."
        more = len(codings) - _NAMED
        named = ", ".join(codings[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        told = (
            "Each figure uses the decided readings. Where codings differ, the lowest and the "
            f"highest figure of all {len(codings)} follow: {named}."
        )
        none = " None: there is none, or too few officials for a mean." if self._is_without else ""
        return f"{told}{none} Of these, {all_told(self._result.readings)}."


def _shown(key: str, row: Row | None) -> Any:  # noqa: ANN401 - a number, or None
    """A figure as shown to people; None for means of too few officials."""
    if row is None or (key in _OF_MEANS and (row.get("means") or ENOUGH) < ENOUGH):
        return None
    return row[key]


def _number(key: str, value: Any) -> str:  # noqa: ANN401 - a number
    if key in _SIGNED or column(key).kind == "score":
        return signed(value)
    return cell(key, value)


def _heading(question: str, width: int) -> Text:
    """A question as a heading that is visible without colour."""
    line = "─" * (width - cell_len(question) - 4)
    return Text.assemble("── ", (question, styles.STRONG), f" {line}" if line else "")
