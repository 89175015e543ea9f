"""Rows of any result as a plain table."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from stances.queries.background import background_of
from stances.queries.result import column, shown_keys
from stances.text import visible
from stances.views import styles
from stances.views.values import cell_in_words
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Result, Row
    from stances.views.formats import ViewOptions


_ROOM = 1.25
"""The terminal must be wider by this factor than the least width of a table with all columns."""


def rows_table(result: Result, options: ViewOptions) -> RenderableType:
    """A table of the keys asked for, or the most useful ones; key by key if it is too wide."""
    keys = options.columns or shown_keys(result)
    roomy = options.columns or shown_keys(result, roomy=True)
    values = list(result.rows)
    wording = Wording.of(background_of(result), options)
    rows = [{key: visible(cell_in_words(key, row, wording)) for key in roomy} for row in values]
    if not rows:
        return Text()
    for choice, room in ((roomy, _ROOM), (keys, 1)):
        table = _table(choice, values, rows)
        if measured(table).minimum * room <= options.width:
            return table
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for row in rows:
        for key, text in row.items():
            if text or key in keys:
                grid.add_row(Text(visible(key), style=styles.ASIDE), Text(text))
        grid.add_row()
    return grid


def _table(keys: Sequence[str], values: Sequence[Row], rows: Sequence[Mapping[str, str]]) -> Table:
    """A table of the `keys` of rows; `values` are the rows, `rows` their texts."""
    table = empty_table()
    for key in keys:
        name = visible(key)
        if column(key).is_number or all(isinstance(row[key], int | float) for row in values):
            table.add_column(name, justify="right", no_wrap=True)
        else:
            whole = column(key).kind == "word"
            table.add_column(name, no_wrap=whole, overflow="fold", min_width=len(name))
    for row in rows:
        table.add_row(*(Text(row[key]) for key in keys))
    return table


def measured(table: RenderableType) -> Measurement:
    """The least and the full width of a table."""
    console = Console(width=10_000, file=StringIO(), _environ={})
    return Measurement.get(console, console.options, table)


def empty_table() -> Table:
    """An empty table with a line below its head and no other lines."""
    return Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=styles.STRONG)
