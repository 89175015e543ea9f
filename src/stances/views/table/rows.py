"""Any rows as a plain table: one column a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from stances.views.cells import cell
from stances.views.columns import shown_keys

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.views.options import ViewOptions

_FIGURES = frozenset(
    "score statements officials scored unstated disputed mean spread attributed assessments "
    "match_certain match_probable".split()
)
_WHOLE = frozenset("ref said said_from said_to published official source id kind".split())
"""Keys whose cells are not to be broken over lines."""


def rows_table(result: Result, options: ViewOptions) -> RenderableType:
    """A table of the keys asked for, or of those worth a column."""
    keys = options.columns or shown_keys(result)
    table = empty_table()
    for key in keys:
        if key in _FIGURES:
            table.add_column(key, justify="right", no_wrap=True)
        else:
            table.add_column(key, no_wrap=key in _WHOLE, overflow="fold", min_width=len(key))
    for row in result.rows:
        table.add_row(*(Text(cell(key, row[key])) for key in keys))
    return table if table.row_count else Text()


def empty_table() -> Table:
    """A table with a line below its head and no other lines."""
    return Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
