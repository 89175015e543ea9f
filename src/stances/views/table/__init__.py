"""Tables on a terminal; the only package that imports rich.

A kind of result without a page of its own is a plain table of rows.
"""

from __future__ import annotations

from importlib import import_module
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.segment import Segment

from stances.text import one_line
from stances.views.direction import isolates
from stances.views.table.rows import rows_table
from stances.views.table.whole_texts import MarkingConsole, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions

    Page = Callable[[Any, ViewOptions], RenderableType]

_PAGES = {
    "comparison": ("comparison", "comparison_table"),
    "conflicts": ("conflicts", "conflicts_page"),
    "coverage": ("coverage", "coverage_page"),
    "difference": ("difference", "difference_page"),
    "history": ("difference", "difference_page"),
    "listing": ("listing", "listing_table"),
    "reading": ("coverage", "reading_page"),
    "records": ("records", "records_page"),
    "search": ("listing", "search_table"),
    "summary": ("summary", "summary_table"),
    "timeline": ("timeline", "timeline_table"),
}
"""The module and function of each kind of result with a page of its own."""


def table(result: Result, options: ViewOptions) -> Iterator[str]:
    """The result for people, wrapped to the width of the terminal."""
    page: Page = rows_table
    if result.kind in _PAGES:
        module, function = _PAGES[result.kind]
        page = getattr(import_module(f"stances.views.table.{module}"), function)
    console = MarkingConsole(
        file=StringIO(),
        width=options.width,
        force_terminal=options.color,
        color_system="standard" if options.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    segments = console.render(page(result, options), console.options.update(overflow="fold"))
    lines = Segment.split_and_crop_lines(
        segments, options.width, pad=False, include_new_lines=False
    )
    for pieces in lines:
        yield _line(pieces, color=options.color) + "\n"


def _line(pieces: Sequence[Segment], *, color: bool) -> str:
    """A line without blanks at its end, with what belongs together between isolates."""
    shown = [*pieces]
    while shown and not shown[-1].text.strip():
        shown.pop()
    if shown:
        shown[-1] = Segment(shown[-1].text.rstrip(), shown[-1].style)
    line = ""
    for number, group in groupby(shown, number_of):
        together = [*group]
        text = "".join(_styled(piece, color=color) for piece in together)
        if number:
            opening, closing = isolates("".join(piece.text for piece in together))
            text = f"{opening}{text}{closing}"
        line += text
    return line


def _styled(piece: Segment, *, color: bool) -> str:
    """A piece in its style, as the terminal is to obey it, of a text that it obeys nowhere."""
    text = one_line(piece.text)
    if not (color and piece.style):
        return text
    return piece.style.render(text, color_system=ColorSystem.STANDARD)
