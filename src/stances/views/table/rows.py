"""Any rows as a plain table: one column a key."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from stances.queries.result import column, shown_keys
from stances.views.values import cell, plural, signed, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.queries.summary import Figures
    from stances.views.formats import ViewOptions


def rows_table(result: Result, options: ViewOptions) -> RenderableType:
    """A table of the keys asked for, or of those worth a column; row by row if it is too wide."""
    keys = options.columns or shown_keys(result)
    found = list(result.rows)
    rows = [{key: cell(key, row[key]) for key in keys} for row in found]
    if not rows:
        return Text()
    figures = {key for key in keys if all(isinstance(row[key], int | float) for row in found)}
    table = empty_table()
    for key in keys:
        if column(key).is_number or key in figures:
            table.add_column(key, justify="right", no_wrap=True)
        else:
            table.add_column(key, no_wrap=column(key).is_whole, overflow="fold", min_width=len(key))
    for row in rows:
        table.add_row(*(Text(text) for text in row.values()))
    return table if measured(table).minimum <= options.width else _row_by_row(rows)


def _row_by_row(rows: Sequence[Mapping[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for row in rows:
        for key, text in row.items():
            grid.add_row(Text(key, style="dim"), Text(text))
        grid.add_row()
    return grid


def measured(table: RenderableType) -> Measurement:
    """The widths between which a table is whole."""
    console = Console(width=10_000, file=StringIO(), _environ={})
    return Measurement.get(console, console.options, table)


def empty_table() -> Table:
    """A table with a line below its head and no other lines."""
    return Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")


def told_of(found: Figures, *, whole: bool = False) -> Iterator[str]:
    """What there is to tell of a group, or of the whole, besides its counts and its mean."""
    if whole or is_corroborated(found):
        yield _from_several_sources(found)
    if told := without_disputed(found):
        yield told


def is_corroborated(found: Figures) -> bool:
    """Whether any of the statements rests on two sources or more, certain or probable."""
    return bool(found.corroborated or found.probably_corroborated)


def without_disputed(found: Figures) -> str:
    """The mean without the disputed statements, and what it then rests on; empty if none is."""
    rest = found.undisputed
    if rest is None:
        return ""
    head = f"without the {found.disputed} disputed: "
    if rest.mean is None:
        return f"{head}no mean"
    over = plural(len(rest.means), "official")
    return f"{head}mean {signed(rest.mean)} of {rest.scored} scored, over {over}"


def corroborated_cell(found: Figures) -> str:
    """How many rest on two sources or more, where there is no room for a sentence."""
    return with_probable(found.corroborated, found.probably_corroborated)


def sentence(text: str) -> str:
    """The same as a sentence of its own."""
    return f"{text[0].upper()}{text[1:]}."


def _from_several_sources(found: Figures) -> str:
    certain, probable, all_ = found.corroborated, found.probably_corroborated, found.statements
    if certain:
        told = f"{certain} of {all_}" + (f", probably {probable} more" if probable else "")
    else:
        told = f"probably {probable} of {all_}" if probable else f"none of {all_}"
    return f"two or more sources: {told}"
