"""The means of groups, which need officials enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.table.grid import Column
from stances.views.values import plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.queries.summary import Figures

_LEAST = 3
"""The fewest scored officials of a group whose mean people are shown."""
NOTE = "Range: the mean if all others stood at one end of the scale, or at the other."


def has_mean(figures: Figures, *, of_one: bool = False) -> bool:
    """Whether the mean of a group is shown, or that `of_one` official."""
    return len(figures.means) >= (1 if of_one else _LEAST)


def mean_columns(groups: Sequence[Figures], *, of_one: bool = False) -> list[Column]:
    """The columns of means, of one official without what they rest on; none if none is shown."""
    shown = [each if has_mean(each, of_one=of_one) else None for each in groups]
    if not any(shown):
        return []
    columns = [_numbers("mean", [signed(each.mean) if each else "" for each in shown])]
    if of_one:
        return columns
    columns.append(_numbers("median", [signed(each.median) if each else "" for each in shown]))
    if has_range(groups):
        columns.append(_numbers("range", [_range(each) if each else "" for each in shown]))
    officials = [str(len(each.means)) if each else "" for each in shown]
    statements = [str(each.scored) if each else "" for each in shown]
    columns.append(_numbers("scored officials", officials))
    return [*columns, _numbers("scored statements", statements)]


def _numbers(head: str, cells: Iterable[str]) -> Column:
    return Column(head.split(), [[cell] if cell else [] for cell in cells], is_number=True)


def means_told(groups: Iterable[tuple[str, Figures]]) -> str:
    """The means of groups with a name in words; empty if none is shown."""
    told: list[str] = []
    for name, figures in groups:
        if has_mean(figures):
            statements = plural(figures.scored, "scored statement") if not told else figures.scored
            own = [f"{statements} by {len(figures.means)}", f"median {signed(figures.median)}"]
            if _range(figures):
                own.append(f"{_range(figures)}{' wherever the others stand' * (not told)}")
            told.append(f"{name} {signed(figures.mean)} ({'; '.join(own)})")
    return f"Mean: {', '.join(told)}." if told else ""


def has_range(groups: Iterable[Figures]) -> bool:
    """Whether a group whose mean is shown has a range too."""
    return any(has_mean(each) and _range(each) for each in groups)


def _range(figures: Figures) -> str:
    if figures.low is None or figures.high is None:
        return ""
    return f"{signed(figures.low)} to {signed(figures.high)}"
