"""The pages of sources: the record of each, and everything that rests on it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.site.sources import SourceIndex
from stances.views.html.components import in_language, mark, paragraph, quotation
from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.lists import (
    OLDEST_FIRST,
    Room,
    excerpt,
    lines,
    misattributed,
    paged,
    statement_line,
)
from stances.views.html.site.page import Head
from stances.views.html.sources import assessment, facts, imprint, passage
from stances.views.html.statement import place_told
from stances.views.values import denial_told, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stances.queries.result import Row
    from stances.queries.site.sources import Source
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_HEADS = ("Source", "Publisher", "Published", "Statements", "Claims", "Read, not coded", "Notices")
_NUMBERS = (3, 4, 5)
_BESIDE = Fraction(1, 3)
"""The part of a page for claims, denials and passages; statements get the rest."""
_TITLE = 160


def _index(given: Sequence[Row], pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the table of all sources, in order of publication."""
    heading = element("h1", "Sources")
    cited = sum(bool(row["statements"]) for row in given)
    told = f"{plural(len(given), 'source')}; statements rest on {cited:,} of them."
    if not given:
        told = "No source is recorded yet: `stances add source` adds the first."
        if pages.site.is_part:
            told = "No statement on this site rests on a source."
    heads = [
        element("th", head, scope="col", class_="number" if at in _NUMBERS else None)
        for at, head in enumerate(_HEADS)
    ]
    for each in paged(given, places.SOURCES, pages, _entry, beside=heading, total=len(given)):
        content = element(
            "table",
            element("caption", "Sources in order of publication", class_="unseen"),
            element("thead", element("tr", *heads)),
            element("tbody", *each.items),
            class_="sortable",
        )
        table = element(
            "div", content, class_="scroll", role="region", tabindex=0, aria_label="Sources"
        )
        main = [heading, paragraph(told, class_="lead"), table if each.items else None, each.links]
        head = Head("Sources", told, scripts=(places.SORTING,))
        yield each.path, pages.page(each.path, head, main)


def _entry(row: Row, names: SiteLabels) -> Markup:
    title = in_language("bdi", excerpt(row["title"], _TITLE), row["lang"])
    kinds = dict.fromkeys(each["kind"] for each in row["notices"])
    cells = [
        element("bdi", row["publisher"]) if row["publisher"] else None,
        names.date(row["published"]) if row["published"] else None,
        str(row["statements"]),
        str(row["assessments"]),
        str(len(row["uncoded"])),
        joined([mark(kind) for kind in kinds], " "),
    ]
    return element(
        "tr",
        element("th", names.link(places.source(row["source"]), title), scope="row"),
        *(
            element("td", cell, class_="number" if at in _NUMBERS else None)
            for at, cell in enumerate(cells, 1)
        ),
    )


def pages(given: Source | SourceIndex, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the table of all sources, or the page of one with its further pages."""
    if isinstance(given, SourceIndex):
        yield from _index(given.rows, pages)
        return
    row = given.row
    path = places.source(row["source"])
    names = pages.names(path)
    title = in_language("bdi", row["title"], row["lang"])
    head = Head(excerpt(row["title"], _TITLE), _described(given), kind="article")
    above = element("p", names.link(places.SOURCES, "Sources"), class_="above")
    opening = [
        above,
        element("h1", title),
        imprint(row, names, _taken(given)),
        *_ties(given, names),
        *facts(row, names, without=("version_of", "copy_of")),
        *_coverage(given),
        *_beside_figures(given, names),
    ]
    beside, cut = _beside(given, names)
    whole = joined(opening)
    statements = paged(
        given.words,
        path,
        pages,
        lambda each, here: statement_line(each, here, source=row["source"]),
        beside=joined([whole, *beside]),
        total=len(given.words),
    )
    for each in statements:
        here = pages.names(each.path)
        if each.number == 1:
            main: list[Child] = [whole, *_rests(each.items, each.links, given), *beside]
        else:
            back = here.link(path, title)
            heading = element("h1", title, f", page {each.number}")
            main = [element("p", back, class_="above"), heading, each.lines, each.links]
        yield each.path, pages.page(each.path, head, main)
    for section in cut:
        yield from _listed(given, section, pages)


def _described(given: Source) -> str:
    row = given.row
    parts = [row["publisher"], row["published"], _taken(given)]
    return " · ".join(part for part in parts if part)


def _taken(given: Source) -> str:
    counts = plural(given.row["statements"], "statement"), plural(len(given.assessments), "claim")
    return f"{', '.join(counts)} taken from it"


def _ties(given: Source, names: SiteLabels) -> Iterator[Markup]:
    """Yield links to the editions and copies that a source is, or has."""
    row = given.row
    for told, ids in (
        ("A later edition of ", [row["version_of"]] if row["version_of"] else []),
        ("A copy of ", [row["copy_of"]] if row["copy_of"] else []),
        ("Later editions: ", given.related.get("editions", ())),
        ("Copies of it: ", given.related.get("copies", ())),
    ):
        if ids:
            yield element("p", told, joined(map(names.source, ids), "; "), class_="ties")


def _coverage(given: Source) -> Iterator[Markup]:
    """Yield how much of the source is coded, according to the records."""
    coded, read = len(given.words), given.uncoded
    if not (coded or read):
        yield paragraph("Nothing is taken from it yet, and no passage is declared as read.")
        return
    skipped = sum(bool(each["skipped"]) for each in read)
    told = f"{plural(coded, 'passage')} of it coded"
    told += f"; {plural(len(read) - skipped, 'passage')} read and not coded"
    told += f"; {skipped} skipped for now" if skipped else ""
    yield paragraph(f"Coverage, as recorded: {told}.", class_="explained")


def _beside_figures(given: Source, names: SiteLabels) -> Iterator[Markup]:
    """Yield the coverage of the stored copy, and links to statements that are in no figure."""
    covered, every = given.quotations or (0, 0)
    if every:
        told = f"The records have {covered:,} of {plural(every, 'quotation')} in its stored copy."
        yield paragraph(told, class_="explained")
    if links := misattributed(given.misattributed, names, who=True):
        yield links


def _rests(items: Sequence[Markup], links: Markup | None, given: Source) -> Iterator[Markup]:
    if not items:
        yield paragraph("No statement rests on it.", class_="explained")
        return
    heading = element("h2", "What rests on it", id="statements")
    told = "Each with the words of this source."
    if len(given.words) > 1:
        told += f" {OLDEST_FIRST}"
    if len(given.words) > given.row["statements"]:
        told += " A statement is listed once for each of its passages here."
    yield element("section", heading, paragraph(told, class_="explained"), lines(items), links)


class _Section(NamedTuple):
    """Other content of a source: its name in addresses, its title, and its rows.

    `made` turns a row into markup.
    """

    name: str
    title: str
    rows: Sequence[Row]
    made: Callable[[Row, SiteLabels], Markup]


def _sections(given: Source) -> list[_Section]:
    claims, denials, passages = given.assessments, given.denials, given.uncoded
    of_claims = f"{plural(len(claims), 'claim')} in its own voice"
    of_denials = f"{plural(len(denials), 'denial')} or correction{'s' * (len(denials) != 1)}"
    of_passages = f"{plural(len(passages), 'passage')} read and not coded"

    def read(each: Row, names: SiteLabels) -> Markup:
        return element("div", passage(each, given.row, names), class_="passage")

    return [
        _Section("claims", of_claims, claims, assessment),
        _Section("denials", of_denials, denials, _denial),
        _Section("passages", of_passages, passages, read),
    ]


def _beside(given: Source, names: SiteLabels) -> tuple[list[Markup], list[_Section]]:
    """Return the other sections as far as they fit, and the sections that are cut."""
    room, found, cut = Room(share=_BESIDE), [], []
    for section in _sections(given):
        pieces = room.first_of(section.made(each, names) for each in section.rows)
        below = None
        if len(pieces) < len(section.rows):
            cut.append(section)
            below = paragraph(names.link(_own(given, section.name), f"All {section.title}"))
        if section.rows:
            heading = element("h2", section.title, id=section.name)
            found.append(element("section", heading, *pieces, below))
    return found, cut


def _own(given: Source, name: str) -> str:
    return places.source(given.row["source"]).replace("/index.html", f"/{name}/index.html")


def _listed(given: Source, section: _Section, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the pages of a section that the source's page has no room for."""
    path, row = _own(given, section.name), given.row
    heading = element("h1", section.title)
    title = f"{section.title}: {excerpt(row['title'], _TITLE)}"
    total = len(section.rows)
    for each in paged(section.rows, path, pages, section.made, beside=heading, total=total):
        name = in_language("bdi", row["title"], row["lang"])
        above = pages.names(each.path).link(places.source(row["source"]), name)
        main = [element("p", above, class_="above"), heading, *each.items, each.links]
        yield each.path, pages.page(each.path, Head(title, section.title), main)


def _denial(row: Row, names: SiteLabels) -> Markup:
    """Return the words of a denial or a correction, with a link to the disputed statement."""
    told = denial_told(row, names.wording)
    return element(
        "div",
        element("p", element("bdi", f"{told[0].upper()}{told[1:]}:"), class_="side"),
        quotation(row["text"], "quote", names.language(row["source"])),
        paragraph("Of ", names.official(row["official"]), ": ", names.statement(row["ref"])),
        *(paragraph(place, class_="credit") for place in place_told(row)),
        class_="dispute",
    )
