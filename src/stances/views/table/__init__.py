"""Tables on a terminal; the only package that imports rich.

Kinds of results without a page of their own are plain tables of rows.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from rich.segment import Segment

from stances.views.table.console import Lines, PageConsole, written
from stances.views.table.rows import rows_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions
    from stances.views.table.console import Line

    Page = Callable[[Any, ViewOptions], RenderableType | Lines]

_PAGES = {
    "agreement": ("agreement", "agreement_page"),
    "case": ("case", "case_page"),
    "camps": ("camps", "camps_page"),
    "camp-terms": ("camps", "terms_page"),
    "codebook": ("codebook", "codebook_page"),
    "coding-task": ("coding", "coding_page"),
    "comparison": ("comparison", "comparison_table"),
    "conflicts": ("conflicts", "conflicts_page"),
    "confusion": ("agreement", "confusion_page"),
    "coverage": ("coverage", "coverage_page"),
    "difference": ("difference", "difference_page"),
    "disagreements": ("agreement", "disagreements_page"),
    "explanation": ("agreement", "explanation_page"),
    "history": ("difference", "difference_page"),
    "listing": ("listing", "listing_table"),
    "ranges": ("ranges", "ranges_table"),
    "network": ("network", "network_page"),
    "network-terms": ("network", "terms_page"),
    "reading": ("coverage", "reading_page"),
    "records": ("records", "records_page"),
    "review": ("review", "review_page"),
    "search": ("listing", "search_table"),
    "summary": ("summary", "summary_table"),
    "timeline": ("timeline", "timeline_table"),
}
"""The module and function of each kind of result with a page of its own."""


def table(result: Result, options: ViewOptions) -> Iterator[str]:
    """Return the lines of a result for people, wrapped to the width of the terminal."""
    page: Page = rows_table
    if result.kind in _PAGES:
        module, function = _PAGES[result.kind]
        page = getattr(import_module(f"stances.views.table.{module}"), function)
    console = PageConsole(options.width, color=options.color)
    for line in _lines(console, page(result, options)):
        yield written(line, color=options.color) + "\n"


def _lines(console: PageConsole, page: RenderableType | Lines) -> Iterable[Line]:
    """The lines of a page, as texts or segments."""
    if isinstance(page, Lines):
        return page.lines(console)
    segments = console.render(page, console.options.update(overflow="fold"))
    return Segment.split_and_crop_lines(segments, console.width, pad=False, include_new_lines=False)
