"""Statements grouped by keys other than faction alone, e.g. official, source or two keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stances.views import styles
from stances.views.direction import laid_out
from stances.views.table.components import score_style
from stances.views.table.grid import Column, Grid, best
from stances.views.table.means import mean_columns, means_block, undisputed_told
from stances.views.values import named, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.findings import Step
    from stances.queries.summary import Figures, Group, Part, Summary
    from stances.views.wording import Wording

_BLOCK = "█"
_LONGEST_BAR = 10
_LINES = 4
_MISSING = {
    "faction": "no faction",
    "month": "not within one month",
    "frame": "no frame",
    "source": "no source",
}
_SEVERAL = {
    "frame": "A statement counts once under each of its frames.",
    "source": "A statement counts once under each of its sources.",
}


class Groups:
    """The tables of all issues on a page: a row for each group with statements."""

    def __init__(self, summary: Summary, wording: Wording, width: int) -> None:
        self._parts = {part.issue: part for part in summary.parts}
        self._by, self._wording, self._width = summary.by, wording, width
        self._of_one = "official" in summary.by
        self._is_distribution = "position" in summary.by
        self._has_positions = len(summary.by) == 1 and not self._is_distribution

    @property
    def has_means(self) -> bool:
        """Whether means are shown."""
        return not self._is_distribution

    def blocks(self, issue: str) -> Iterator[RenderableType]:
        """The table of an issue, or its groups in words, and means without a column."""
        part = self._parts[issue]
        groups = {group: own for group, own in part.groups.items() if own.statements}
        names = [" · ".join(self._labels(part, group)) for group in groups]
        figures = [*zip(names, groups.values(), strict=True)]
        means: Iterable[RenderableType] = ()
        if not self._is_distribution:
            means = means_block(figures, self._width)
        for has_means, layouts in self._layouts(part, groups) if groups else ():
            if grid := best(Grid(columns, self._width, _LINES) for columns in layouts):
                yield grid.table()
                means = () if has_means else means
                break
        else:
            for name, own in figures:
                counts = plural(own.statements, "statement")
                counts += "" if self._of_one else f" by {plural(own.officials, 'official')}"
                yield Text(f"{name}: {counts}")
        yield from means
        told = undisputed_told(figures, of_one=self._of_one)
        if told and not self._is_distribution:
            yield Text(told)
        if self._of_one and part.silent:
            yield Text(
                f"silent: {named([laid_out(each.name) for each in part.silent])}",
                style=styles.ASIDE,
            )

    def legend(self) -> Iterator[Text]:
        """Explain the numbers."""
        if self._has_positions:
            yield Text("The numbers are of statements.")
        yield from (Text(_SEVERAL[key]) for key in self._by if key in _SEVERAL)

    def _layouts(
        self, part: Part, groups: Mapping[Group, Figures]
    ) -> Iterator[tuple[bool, tuple[list[Column], ...]]]:
        """The possible layouts of columns, the fullest first, and whether they contain means.

        Of layouts in one item, the lowest table is best.
        """
        labels = [self._labels(part, group) for group in groups]
        own = [
            Column([key] if len(self._by) > 1 else [], [each[place].split() for each in labels])
            for place, key in enumerate(self._by)
        ]
        figures = [*groups.values()]
        counts = [_numbers("statements", [each.statements for each in figures])]
        if not self._of_one:
            counts.append(_numbers("officials", [each.officials for each in figures]))
        means = [] if self._is_distribution else mean_columns(figures, of_one=self._of_one)
        if not self._has_positions:
            bars = _bars(figures)
            yield True, ([*own, *counts, *means, bars],)
            yield True, (own + counts + means,)
            yield False, (own + counts,)
            return
        used = {position for group in groups for position in part.counts[group]}
        taken = self._positions(part, groups, [each for each in part.scale if each.id in used])
        if not self._of_one:
            whole = self._positions(part, groups, part.scale)
            yield True, (own + whole + counts + means, own + taken + counts + means)
        yield True, (own + taken + means,)
        yield False, (own + taken,)

    def _positions(
        self, part: Part, groups: Mapping[Group, Figures], steps: Sequence[Step]
    ) -> list[Column]:
        """A column for each position in `steps`, with the numbers of statements."""
        columns = []
        for step in steps:
            numbers = [part.counts[group].get(step.id, (0, 0))[0] for group in groups]
            head = [*step.label.split(), *filter(None, [signed(step.score)])]
            cells = [[str(number)] if number else [] for number in numbers]
            columns.append(Column(head, cells, score_style(step.score)))
        return columns

    def _labels(self, part: Part, group: Group) -> list[str]:
        """The readable names of a group's values, key by key."""
        return [
            self._label(part, key, value) if value else _MISSING.get(key, "none")
            for key, value in zip(self._by, group, strict=True)
        ]

    def _label(self, part: Part, key: str, value: str) -> str:
        wording = self._wording
        if key == "position":
            [score] = [step.score for step in part.scale if step.id == value]
            return f"{signed(score)} {wording.position(part.issue, value)}".strip()
        called = {
            "faction": wording.faction,
            "official": wording.official,
            "source": wording.source,
            "frame": wording.frame,
            "month": wording.date,
        }
        return called[key](value)


def _numbers(head: str, numbers: Sequence[int]) -> Column:
    return Column([head], [[str(number)] for number in numbers], is_number=True)


def _bars(groups: Sequence[Figures]) -> Column:
    """A bar for each group, proportional to its number of statements."""
    most = max((own.statements for own in groups), default=1)
    bars = [_BLOCK * max(1, round(_LONGEST_BAR * own.statements / most)) for own in groups]
    return Column([], [[bar] for bar in bars])
