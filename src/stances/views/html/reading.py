"""Stored copies as a page, with marks on words that records have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import direction, fields, head, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.reading import paragraphs, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.coverage import Coverage, Readings, SourceCoverage
    from stances.views.formats import ViewOptions
    from stances.views.reading import Kind, Paragraph, Piece

_MEANINGS: dict[Kind, str] = {
    "coded": "In evidence, or said by the author of others: the note below says whose words, and "
    "which position.",
    "uncoded": "Declared uncoded: read, and no statement; or skipped for later. The note says "
    "which.",
    "left": "A quotation that is left: its words, or some of them, are in no record.",
}
_NAMED = ("?", "Below a paragraph that names an official and has no evidence.")
_RANK: tuple[Kind, ...] = ("coded", "uncoded", "left")


def html(readings: Readings, _: ViewOptions) -> Iterator[str]:
    """The page, in pieces."""
    found = readings.coverage
    titles = [source.title for source in found.sources]
    title = titles[0] if len(titles) == 1 else "Stored copies"
    yield '<!DOCTYPE html>\n<html lang="en">\n'
    yield f"{head(title)}\n<body>\n"
    yield element("a", "Skip to the text", href="#text", class_="skip") + "\n"
    yield element(
        "header",
        paragraph("Stored copies with what is coded", class_="kicker"),
        element("h1", element("bdi", title)),
        paragraph("For reading, not for publishing: the text belongs to whoever published it."),
        fields([*((_example(kind), meaning) for kind, meaning in _MEANINGS.items()), _NAMED]),
    )
    yield '\n<main id="text">\n'
    for source in found.sources:
        yield from (f"{piece}\n" for piece in _source(source, found, alone=len(titles) == 1))
    yield "</main>\n</body>\n</html>\n"


def _example(kind: Kind) -> Markup:
    sign = "!" if kind == "left" else "1"
    return joined([element("mark", "words", class_=kind), element("sup", sign)])


def _source(source: SourceCoverage, found: Coverage, *, alone: bool) -> Iterator[Markup]:
    yield Markup("<section>")
    if not alone:
        yield element("h2", element("bdi", source.title))
    yield paragraph(sentence(source), class_="standing")
    yield from (paragraph(notice, class_="quiet") for notice in source.notices)
    for each in paragraphs(source, found.people):
        yield _paragraph(each, source.lang)
    yield Markup("</section>")


def _paragraph(found: Paragraph, lang: str) -> Markup:
    page, line = found.spot.page, found.spot.line
    place = f"page {page}, line {line}" if page else f"line {line}"
    words = [_piece(piece) for piece in found.pieces]
    notes = [
        element("li", element("b", note.sign), " ", element("bdi", note.text), class_=note.kind)
        for note in found.notes
    ]
    if found.names:
        notes.append(element("li", element("b", "?"), " ", found.names, class_="named"))
    signs = " left" * found.is_left + " named" * bool(found.names)
    return element(
        "div",
        element("span", place, class_="quiet place"),
        element("p", *words, lang=lang, dir=direction(lang), class_="words"),
        element("ul", *notes, class_="plain notes") if notes else None,
        class_=f"paragraph{signs}",
    )


def _piece(piece: Piece) -> Markup:
    """Words in the most important of their marks, and the signs of the marks that end with them."""
    kinds = {mark.kind for mark in piece.inside}
    kind = next((each for each in _RANK if each in kinds), None)
    signs = ", ".join(dict.fromkeys(mark.sign for mark in piece.ends))
    words = element("mark", piece.text, class_=kind) if kind else piece.text
    return joined([words, element("sup", signs) if signs else None])
