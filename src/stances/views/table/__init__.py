"""Tables on a terminal; the only package that imports rich.

A kind of result without a page of its own is a plain table of rows.
"""

from __future__ import annotations

import re
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment

from stances.text import one_line
from stances.views.table.columns import Lines
from stances.views.table.rows import rows_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from rich.console import RenderableType

    from stances.queries.result import Result
    from stances.views.formats import ViewOptions
    from stances.views.table.columns import Line

    Page = Callable[[Any, ViewOptions], RenderableType | Lines]

_PAGES = {
    "codebook": ("codebook", "codebook_page"),
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

# Words from right to left with the text and styles between them, so that a bold word does not split
# a sentence; two spaces are a gap between columns.
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_STYLE = "\x1b\\[[0-9;]*m"
_BETWEEN = f"(?:{_STYLE}|(?! (?:{_STYLE})* )[^A-Za-z\x1b])*"
_RIGHT_TO_LEFT = re.compile(f"{_LETTER}{_BETWEEN}{_LETTER}|{_LETTER}")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def table(result: Result, options: ViewOptions) -> Iterator[str]:
    """The result for people, wrapped to the width of the terminal."""
    page: Page = rows_table
    if result.kind in _PAGES:
        module, function = _PAGES[result.kind]
        page = getattr(import_module(f"stances.views.table.{module}"), function)
    console = Console(
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
    for pieces in _lines(console, page(result, options)):
        line = "".join(_styled(piece, color=options.color) for piece in pieces)
        yield _RIGHT_TO_LEFT.sub(f"{_ISOLATE}\\g<0>{_END_ISOLATE}", line.rstrip()) + "\n"


def _lines(console: Console, page: RenderableType | Lines) -> Iterable[Line]:
    """The lines of a page, as the segments that they are made of."""
    if isinstance(page, Lines):
        return page.lines(console)
    segments = console.render(page, console.options.update(overflow="fold"))
    return Segment.split_and_crop_lines(segments, console.width, pad=False, include_new_lines=False)


def _styled(piece: Segment, *, color: bool) -> str:
    """A piece in its style, as the terminal is to obey it, of a text that it obeys nowhere."""
    text = one_line(piece.text)
    if not (color and piece.style):
        return text
    return piece.style.render(text, color_system=ColorSystem.STANDARD)
