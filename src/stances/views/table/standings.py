"""Officials by faction and position, with those who leave the question open or are silent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rich.table import Table
from rich.text import Text

from stances.queries.findings import ascending
from stances.views import styles
from stances.views.table.components import score_style
from stances.views.table.grid import Column, Grid, best
from stances.views.table.marks import COUNTED, DOUBTFUL_MEANS, Marks, marks_of
from stances.views.table.means import (
    FEW_MEANS,
    NOTE,
    has_range,
    mean_columns,
    means_block,
    undisputed_told,
)
from stances.views.values import has_mean, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.findings import Finding, Step
    from stances.queries.summary import Figures, Part, Summary
    from stances.views.wording import Wording

_SILENT = "silent"
"""The column of officials without a statement."""
_LINES, _LINES_OF_NAMES = 4, 2
"""The most lines of a cell, with marks and with names; marks are easier to read than many names."""


class _Row(NamedTuple):
    """A row: a faction, several factions without statements, or the total.

    `officials` are by position; those without a statement are at `_SILENT`. `doubtful` officials
    have only disputed statements at a position. `anonymous` counts statements by unnamed officials.
    """

    label: str
    figures: Figures
    officials: dict[str, list[str]]
    doubtful: dict[str, list[str]]
    anonymous: dict[str, int]
    is_total: bool = False

    def words(self, position: str, marks: Marks) -> list[str]:
        """The words of a cell."""
        own = COUNTED if self.is_total else marks
        words = own.words(self.officials.get(position, ()), self.doubtful.get(position, ()))
        count = self.anonymous.get(position, 0)
        return [*words, f"(+{count})"] if count else words


class _Issue:
    """The rows of an issue, and the ways to show them."""

    def __init__(self, part: Part, finding: Finding, wording: Wording, width: int) -> None:
        self._finding, self._width = finding, width
        self.rows = _rows(part, finding, wording)
        spoke = sum(each.figures.statements > 0 for each in self.rows)
        several = [_total(self.rows, part)] if spoke > 1 else []
        self.groups = [*self.rows, *several]

    def blocks(self, marks: Marks) -> Iterator[RenderableType]:
        """The table of the issue; if it does not fit, the rows in words."""
        if not self.rows:
            return
        figures = [(each.label, each.figures) for each in self.groups]
        if full := self.fitted(marks, means=True):
            yield full.table()
        else:
            brief = self.fitted(marks, means=False)
            yield brief.table() if brief else self._in_words(marks)
            yield from means_block(figures, self._width)
        if told := undisputed_told(figures):
            yield Text(told)

    def has_range(self, marks: Marks) -> bool:
        """Whether a table has the range of a mean."""
        shown = [each.figures for each in self.groups if has_mean(each.figures)]
        is_table = len(shown) > FEW_MEANS or self.fitted(marks, means=True)
        return has_range(shown) and bool(is_table)

    def fitted(self, marks: Marks, *, means: bool) -> Grid | None:
        """The table if it fits; positions that nobody takes are shown if they cost no line."""
        choices = ascending(self._finding.choices)
        lines = _LINES_OF_NAMES if marks.are_names else _LINES
        return best(
            Grid(self._columns(own, marks, means=means), self._width, lines)
            for own in (choices, [each for each in choices if self._is_taken(each.id)])
        )

    def _columns(self, choices: Sequence[Step], marks: Marks, *, means: bool) -> list[Column]:
        rows, has_means = self.rows, any(has_mean(each.figures) for each in self.groups)
        if means and self.groups and has_mean(self.groups[-1].figures):
            rows = self.groups
        columns = [Column([], [each.label.split() for each in rows])]
        for choice in choices:
            head = choice.label.split()
            if has_means and choice.score is not None:
                head.append(signed(choice.score))
            cells = [each.words(choice.id, marks) for each in rows]
            columns.append(Column(head, cells, score_style(choice.score), is_number=not marks.of))
        if self._is_taken(_SILENT):
            cells = [each.words(_SILENT, marks) for each in rows]
            columns.append(Column([_SILENT], cells, styles.ASIDE, is_number=not marks.of))
        return columns + (mean_columns([each.figures for each in rows]) if means else [])

    def _is_taken(self, position: str) -> bool:
        return any(
            each.officials.get(position) or each.anonymous.get(position) for each in self.rows
        )

    def _in_words(self, marks: Marks) -> Table:
        labels = {choice.id: choice.label for choice in self._finding.choices}
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(max_width=self._width // 3, overflow="fold")
        table.add_column(overflow="fold")
        for row in self.rows:
            told = [
                f"{label}: {' '.join(words)}"
                for position, label in {**labels, _SILENT: _SILENT}.items()
                if (words := row.words(position, marks))
            ]
            table.add_row(Text(row.label), Text(" · ".join(told)))
        return table


class Standings:
    """The tables of all issues on a page; each official has the same mark in all of them."""

    def __init__(self, summary: Summary, wording: Wording, width: int) -> None:
        self._issues = {
            part.issue: _Issue(part, summary.findings[part.issue], wording, width)
            for part in summary.parts
        }
        named = [id_ for row in self._rows() for ids in row.officials.values() for id_ in ids]
        self._marks = next(
            marks
            for marks in marks_of(named, wording)
            if not marks.are_names
            or all(each.fitted(marks, means=False) for each in self._issues.values())
        )

    @property
    def has_means(self) -> bool:
        """Whether a mean is shown."""
        groups = (row.figures for each in self._issues.values() for row in each.groups)
        return any(map(has_mean, groups))

    def blocks(self, issue: str) -> Iterator[RenderableType]:
        """The table of an issue, and means that do not fit into it."""
        return self._issues[issue].blocks(self._marks)

    def legend(self) -> Iterator[Text]:
        """Explain the marks."""
        if not self._marks.of:
            yield Text("The numbers are of officials.")
        elif not self._marks.are_names:
            yield self._marks.legend()
        if self._marks.of and any(any(row.doubtful.values()) for row in self._rows()):
            yield Text(DOUBTFUL_MEANS)
        if any(row.anonymous for row in self._rows()):
            yield Text("(+1): one statement by somebody who is not named.")
        if any(each.has_range(self._marks) for each in self._issues.values()):
            yield Text(NOTE)

    def _rows(self) -> Iterator[_Row]:
        return (row for each in self._issues.values() for row in each.rows)


def _rows(part: Part, finding: Finding, wording: Wording) -> list[_Row]:
    """A row for each faction with a statement, and one for all others."""
    rows = {
        faction: _Row(wording.faction(faction), figures, defaultdict(list), defaultdict(list), {})
        for (faction,), figures in part.groups.items()
    }
    for standing in finding.standings:
        row = rows[standing.faction]
        for choice in finding.taken(standing):
            row.officials[choice.id].append(standing.official)
            if choice.id in standing.doubtful:
                row.doubtful[choice.id].append(standing.official)
    for each in finding.silent:
        rows[each.faction].officials[_SILENT].append(each.official)
    for (faction, position), count in finding.anonymous.items():
        rows[faction].anonymous[position] = count
    spoke = [row for row in rows.values() if row.figures.statements]
    others = [row for row in rows.values() if not row.figures.statements]
    if spoke and len(others) > 1:
        silent = [official for row in others for official in row.officials[_SILENT]]
        others = [others[0]._replace(label="others", officials={_SILENT: silent})]
    return spoke + others


def _total(rows: Sequence[_Row], part: Part) -> _Row:
    """The total of all rows; an official of two factions counts once."""
    everyone: dict[str, dict[str, None]] = {}
    for row in rows:
        for position, officials in row.officials.items():
            everyone.setdefault(position, {}).update(dict.fromkeys(officials))
    all_ = {position: [*officials] for position, officials in everyone.items()}
    return _Row("all", part.total, all_, {}, {}, is_total=True)
