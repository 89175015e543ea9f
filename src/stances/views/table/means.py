"""Means of groups, shown only if a group has enough officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from stances.views.table.grid import Column, Grid
from stances.views.values import ENOUGH, has_mean, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.summary import Figures

FEW_MEANS = 3
"""The most groups whose means are a sentence; more are a table."""
_LINES = 4
NOTE = "Range: the mean if all others stood at one end of the scale, or at the other."


def _is_shown(figures: Figures, *, of_one: bool) -> bool:
    """Whether the mean of a group, or of a single official (`of_one`), is shown."""
    return bool(figures.means) if of_one else has_mean(figures)


def mean_columns(groups: Sequence[Figures], *, of_one: bool = False) -> list[Column]:
    """The columns of means; for single officials, only the mean; empty if no mean is shown."""
    shown = [each if _is_shown(each, of_one=of_one) else None for each in groups]
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


def means_block(groups: Iterable[tuple[str, Figures]], width: int) -> Iterator[RenderableType]:
    """The means of named groups: in words if there are few, else in a table."""
    shown = [(name, figures) for name, figures in groups if has_mean(figures)]
    names = Column([], [name.split() for name, _ in shown])
    grid = Grid([names, *mean_columns([figures for _, figures in shown])], width, _LINES)
    if shown and (len(shown) <= FEW_MEANS or not grid.fits):
        yield Text(_in_words(shown))
    elif shown:
        yield from (Text(), grid.table())


def _in_words(groups: Sequence[tuple[str, Figures]]) -> str:
    told: list[str] = []
    for name, figures in groups:
        statements = figures.scored if told else plural(figures.scored, "scored statement")
        own = [f"{statements} by {len(figures.means)}", f"median {signed(figures.median)}"]
        if _range(figures):
            own.append(f"{_range(figures)}{' if all others stood at one end' * (not told)}")
        told.append(f"{name} {signed(figures.mean)} ({'; '.join(own)})")
    return f"Mean: {', '.join(told)}."


def undisputed_told(groups: Iterable[tuple[str, Figures]], *, of_one: bool = False) -> str:
    """The shown means without disputed statements; empty if no statement is disputed."""
    told = []
    for name, figures in groups:
        rest = figures.undisputed
        if rest is not None and _is_shown(figures, of_one=of_one):
            counts = "" if of_one else f" ({rest.scored} by {len(rest.means)})"
            none = "none" if of_one else f"none (fewer than {ENOUGH} officials)"
            has_rest = _is_shown(rest, of_one=of_one)
            told.append(f"{name} {signed(rest.mean)}{counts}" if has_rest else f"{name} {none}")
    return f"Mean without the disputed: {', '.join(told)}." if told else ""


def has_range(groups: Iterable[Figures]) -> bool:
    """Whether a group with a shown mean has a range."""
    return any(has_mean(each) and _range(each) for each in groups)


def _range(figures: Figures) -> str:
    if figures.low is None or figures.high is None:
        return ""
    return f"{signed(figures.low)} to {signed(figures.high)}"
