"""The table of `coverage`, and stored copies with marks that are visible without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.text import brief, visible
from stances.views import styles
from stances.views.direction import laid_out
from stances.views.reading import left_told, paragraphs, sentence, sentences
from stances.views.values import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.evidence.coverage import Passage
    from stances.queries.coverage import Coverage, Readings, SourceCoverage
    from stances.views.formats import ViewOptions
    from stances.views.reading import Kind, Paragraph

_SHOWN_OF_A_PARAGRAPH = 160
_STYLES: dict[Kind, str] = {
    "coded": styles.GAINED,
    "uncoded": styles.NOTE,
    "left": styles.URGENT,
}
_KEY = (
    "[1: …:1]: in evidence or declared uncoded; the line below the paragraph says which. [!: "
    "…:!]: a quotation that is left, with ! before its line. ?: a paragraph that names an "
    "official and has no evidence. Numbers before paragraphs are lines of the copy."
)


def coverage_page(found: Coverage, _: ViewOptions) -> RenderableType:
    """A sentence for each source, then the passages of each that are not covered, in order."""
    if not found.sources:
        return Text()
    parts: list[RenderableType] = []
    for source, line in zip([*found.sources, None], sentences(found), strict=False):
        is_complete = source is None or source.unchecked or source.covered == source.quotations
        parts.append(Text(line, style="" if is_complete else styles.STRONG))
        notices = source.notices if source else ()
        parts += (Padding(Text(f"({each})", style=styles.ASIDE), (0, 0, 0, 2)) for each in notices)
    for source in found.sources:
        left = [each for each in source.passages if not each.is_covered]
        if left:
            heading = Text.assemble((source.source, styles.HEADING), f"  {source.title}")
            parts += [Text(), heading, *_left(left, found)]
    return Group(*parts)


def _left(left: Sequence[Passage], found: Coverage) -> list[RenderableType]:
    quotations, paragraphs, skipped = _places(), _places(), _places()
    for each in left:
        spot = Text(str(each.spot), style=styles.REFERENCE)
        if each.kind == "quotation":
            quotations.add_row(spot, _quotation(each, found))
        else:
            told = f"names {_who(each, found)}"
            text = Text.assemble((told, styles.MARK), f": {_begun(each.text)}")
            (skipped if each.result == "skipped" else paragraphs).add_row(spot, text)
    parts: list[RenderableType] = []
    if quotations.row_count:
        parts.append(Padding(quotations, (0, 0, 0, 2)))
    for heading, grid in (
        ("Paragraphs that name an official and have no evidence", paragraphs),
        ("Paragraphs that name an official, in which a passage was skipped", skipped),
    ):
        if grid.row_count:
            title = Text(heading, style=styles.STRONG)
            parts += [Padding(title, (1 if parts else 0, 0, 0, 2)), Padding(grid, (0, 0, 0, 2))]
    return parts


def _places() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _quotation(passage: Passage, found: Coverage) -> Text:
    text = Text.assemble(f"“{brief(passage.text)}” ", (left_told(passage), styles.MARK))
    if passage.result == "in-part":
        text.append(f"; left: {brief(passage.left)}")
    if passage.mentions:
        text.append(f" (its paragraph names {_who(passage, found)})", style=styles.ASIDE)
    return text


def _who(passage: Passage, found: Coverage) -> str:
    return named([laid_out(found.people.get(id_, id_)) for id_ in passage.mentions])


def _begun(text: str) -> str:
    """The beginning of a paragraph."""
    if len(text) <= _SHOWN_OF_A_PARAGRAPH:
        return text
    return text[:_SHOWN_OF_A_PARAGRAPH].rpartition(" ")[0] + " …"


def reading_page(readings: Readings, _: ViewOptions) -> RenderableType:
    """Each copy with its title, its coverage, and its text."""
    parts: list[RenderableType] = []
    for source in readings.coverage.sources:
        parts += [
            Text(source.title, style=styles.HEADING),
            Text(sentence(source), style=styles.STRONG),
        ]
        parts += (Text(f"({notice})", style=styles.ASIDE) for notice in source.notices)
        if source.reading:
            parts += [Text(_KEY, style=styles.ASIDE), Text(), _copy(source, readings.coverage)]
        parts.append(Text())
    return Group(*parts[:-1])


def _copy(source: SourceCoverage, found: Coverage) -> Table:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(overflow="fold")
    for paragraph in paragraphs(source, found.people):
        if grid.row_count:
            grid.add_row()
        signs = f"{'!' * paragraph.is_left}{'?' * bool(paragraph.names)}"
        margin = Text(signs, style=_STYLES["left"])
        page, line = paragraph.spot.page, paragraph.spot.line
        place = Text(f"{page}:{line}" if page else str(line), style=styles.ASIDE)
        grid.add_row(margin, place, _words(paragraph))
        for note in _notes_of(paragraph):
            grid.add_row("", "", Padding(note, (0, 0, 0, 2)))
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


def _notes_of(paragraph: Paragraph) -> Iterator[Text]:
    for note in paragraph.notes:
        yield Text(f"{note.sign} {note.text}", style=_STYLES[note.kind])
    if paragraph.names:
        yield Text(f"? {paragraph.names}", style=_STYLES["left"])
