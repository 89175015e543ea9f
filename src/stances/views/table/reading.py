"""Stored copies to be read on a terminal, with marks that do without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.text import visible
from stances.views.coverage_text import sentence
from stances.views.reading import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.coverage import Coverage, Readings, SourceCoverage
    from stances.views.formats import ViewOptions
    from stances.views.reading import Kind, Paragraph

_STYLES: dict[Kind, str] = {"coded": "green", "uncoded": "cyan", "left": "bold magenta"}
_KEY = (
    "[1: …:1] is in evidence, or declared uncoded, as the line below the paragraph says. "
    "[!: …:!] is a quotation that is left, with ! before its line. ? is before a paragraph that "
    "names an official and has no evidence. Numbers before paragraphs are lines of the copy."
)


def reading_page(readings: Readings, _: ViewOptions) -> RenderableType:
    """Each copy with its title, the sentence about it, and its text."""
    parts: list[RenderableType] = []
    for source in readings.coverage.sources:
        parts += [Text(source.title, style="bold underline"), Text(sentence(source), style="bold")]
        parts += (Text(f"({notice})", style="dim") for notice in source.notices)
        if source.reading:
            parts += [Text(_KEY, style="dim"), Text(), _text(source, readings.coverage)]
        parts.append(Text())
    return Group(*parts[:-1])


def _text(source: SourceCoverage, found: Coverage) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(overflow="fold")
    for paragraph in paragraphs(source, found.people):
        signs = f"{'!' * paragraph.is_left}{'?' * bool(paragraph.names)}"
        margin = Text(signs, style=_STYLES["left"])
        page, line = paragraph.spot.page, paragraph.spot.line
        place = Text(f"{page}:{line}" if page else str(line), style="dim")
        grid.add_row(margin, place, _words(paragraph))
        for note in _notes(paragraph):
            grid.add_row("", "", Padding(note, (0, 0, 0, 2)))
        grid.add_row()
    return grid


def _words(paragraph: Paragraph) -> Text:
    text = Text()
    for piece in paragraph.pieces:
        for mark in piece.begins:
            text.append(f"[{mark.sign}:", style=_STYLES[mark.kind])
        kinds = {mark.kind for mark in piece.inside}
        kind = next((each for each in _STYLES if each in kinds), None)
        text.append(visible(piece.text), style=_STYLES[kind] if kind else "")
        for mark in piece.ends:
            text.append(f":{mark.sign}]", style=_STYLES[mark.kind])
    return text


def _notes(paragraph: Paragraph) -> Iterator[Text]:
    for note in paragraph.notes:
        yield Text(f"{note.sign} {note.text}", style=_STYLES[note.kind])
    if paragraph.names:
        yield Text(f"? {paragraph.names}", style=_STYLES["left"])
