"""Tables for people, as wide as the terminal: only in this package is rich imported.

One module for each kind of answer; whatever has no module of its own is a plain table of rows.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from stances.queries.comparison import Comparison
from stances.queries.conflicts import Conflicts
from stances.queries.listing import Listing
from stances.queries.records import Records
from stances.queries.search import Search
from stances.queries.summary import Summary
from stances.queries.timeline import Timeline
from stances.views.table.comparison import comparison_table
from stances.views.table.conflicts import conflicts_page
from stances.views.table.listing import listing_table
from stances.views.table.records import records_page
from stances.views.table.rows import rows_table
from stances.views.table.search import search_table
from stances.views.table.summary import summary_table
from stances.views.table.timeline import timeline_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.views.options import ViewOptions

_PAGES: dict[type, Callable[[Any, ViewOptions], RenderableType]] = {
    Comparison: comparison_table,
    Conflicts: conflicts_page,
    Listing: listing_table,
    Records: records_page,
    Search: search_table,
    Summary: summary_table,
    Timeline: timeline_table,
}


# Words from right to left, with what stands between them; two spaces are a gap between columns.
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_RIGHT_TO_LEFT = re.compile(f"{_LETTER}(?:(?!  )[^A-Za-z\x1b])*{_LETTER}|{_LETTER}")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def table(result: Result, options: ViewOptions) -> Iterator[str]:
    """The result as a person wants to read it."""
    page = _PAGES.get(type(result), rows_table)(result, options)
    buffer = StringIO()
    console = Console(
        file=buffer,
        width=options.width,
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(page, overflow="fold")
    for line in buffer.getvalue().splitlines():
        yield _RIGHT_TO_LEFT.sub(f"{_ISOLATE}\\g<0>{_END_ISOLATE}", line.rstrip()) + "\n"
