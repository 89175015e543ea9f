"""The page on how the site was made: corpus, codebook, coders, problems, downloads."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from stances.queries.site.making import MOST_READINGS
from stances.views.html.about import about_fields
from stances.views.html.components import code, fields, folded, listed, paragraph, table
from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.lists import Room, excerpt
from stances.views.html.site.page import Head
from stances.views.html.standings import scale_key
from stances.views.report_text import counts_told, left_out, meanings
from stances.views.values import decimal, percent, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.problems import Problem
    from stances.queries.site.making import AboutPage, Term
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_TITLE = "How this site was made"
_PART = Fraction(1, 4)
"""The part of the page for problems, and for issues; factions and frames get half of it each."""
_MOST_DEFINED = 400
"""The most characters that are shown of the definition of a faction or a frame."""


def pages(given: AboutPage, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the page with its path."""
    about, path = pages.site.about, places.ABOUT
    names = pages.names(path)
    # Officials without a statement have pages too, so this is not the number of all of them.
    counts = "{} by {}, in {}".format(*counts_told(about.answer))
    left = "; ".join(left_out(about))
    lead = f"{counts}; left out: {left or 'nothing'}."
    if pages.site.is_part:
        more = f"; also left out: {left}" if left else ""
        part = f"A part of the corpus: {pages.part()}"
        lead = f"{part}. {counts}, of {', '.join(counts_told(about.corpus))}{more}."
    licence = element("bdi", given.licence) if given.licence else "not said"
    history = pages.site.without_history or None
    if pages.site.is_part and not history:
        history = "News and the feed are left out: they tell of the whole corpus."
    further: list[tuple[Child, Child]] = [
        ("Licence", licence),
        ("History", history),
        ("Quotations", _verified(given)),
    ]
    main = [
        element("h1", _TITLE),
        paragraph(lead, class_="lead"),
        about_fields(about, ("On this site", counts), names, *further),
    ]
    main += Room().fitting(_pieces(given, pages, names))
    yield path, pages.page(path, Head(_TITLE, lead), main)


def _verified(given: AboutPage) -> str:
    """Return how many quotations are in the stored copies of their sources."""
    if given.verified is None:
        return "This site does not say whether they are in the stored copies of their sources."
    results = [
        f"{count:,} {result.replace('-', ' ')}" for result, count in given.verified.items() if count
    ]
    return f"Looked for in the stored copies of their sources: {', '.join(results) or 'none'}."


def _pieces(given: AboutPage, pages: Pages, names: SiteLabels) -> Iterator[Markup]:
    """Yield the sections; if the page is too long, a later one is left out."""
    yield _downloads(given, pages, names)
    yield _cited(pages, names)
    if given.problems:
        yield _problems(given)
    yield _section("terms", "How to read it", fields(meanings(iso=names.is_iso).items()))
    yield _coders(given, pages, names)
    yield _codebook(given, pages, names)


def _section(place: str, title: str, *pieces: Child) -> Markup:
    return element("section", element("h2", title), *pieces, id=place)


def _downloads(given: AboutPage, pages: Pages, names: SiteLabels) -> Markup:
    """Return the section of files to download."""
    files = [
        (places.CSV, "CSV", "a row for each statement, for spreadsheets"),
        (places.JSON, "JSON", "the same rows with all that they hold, for programs"),
    ]
    if not pages.site.is_part:
        files.append((places.SQLITE, "SQLite", "the whole corpus, with all of its tables"))
    items = [
        joined([names.link(path, name), f"{_size(given.sizes.get(path))}: {told}"])
        for path, name, told in files
    ]
    licence = (
        joined(["Licence: ", element("bdi", given.licence), "."])
        if given.licence
        else "The corpus does not say under which licence it may be used: ask those who made it."
    )
    without = None
    if pages.site.is_part:
        without = paragraph("There is no SQLite file, which would have the whole corpus.")
    return _section("downloads", "Downloads", listed(items), without, paragraph(licence))


def _size(number: int | None) -> str:
    """Return the size of a file in parentheses; empty if unknown."""
    if number is None:
        return ""
    size, unit = max(1, round(number / 1000)), "kB"
    if size >= 1000:  # noqa: PLR2004 - kB in a MB
        size, unit = round(number / 1_000_000), "MB"
    return f" ({size:,} {unit})"


def _cited(pages: Pages, names: SiteLabels) -> Markup:
    """Return how to cite the corpus. Each statement has its own citation on its page."""
    site = pages.site
    parts: list[Child] = [element("bdi", site.about.title)]
    if commit := site.about.commit:
        parts.append(joined(["commit ", code(commit.name), " of ", names.date(commit.day)]))
    if site.base:
        parts.append(element("a", site.base, href=site.base))
    told = "Each statement has a citation of its own at the end of its page."
    return _section("cite", "Cite this", paragraph(joined(parts, ", "), "."), paragraph(told))


def _problems(given: AboutPage) -> Markup:
    """Return the problems in the files of the corpus, as many as fit."""
    items = Room(share=_PART).first_of(map(_problem, given.problems))
    more = given.found - len(items)
    told = "What an error concerns is on no page of this site; a warning leaves out nothing."
    rest = paragraph(f"{more} more: ", code("stances check"), " says all.") if more else None
    return _section("problems", "Problems of the corpus", paragraph(told), listed(items), rest)


def _problem(problem: Problem) -> Markup:
    place = code(f"{problem.path}:{problem.line}")
    hint = joined([" — ", element("span", problem.hint, dir="auto")]) if problem.hint else None
    message = element("span", problem.message, dir="auto")
    return joined([f"{problem.severity} ", code(problem.code), " in ", place, ": ", message, hint])


def _coders(given: AboutPage, pages: Pages, names: SiteLabels) -> Markup:
    """Return the coders, and how far they agree."""
    items = []
    for each in given.coders:
        parts = [plural(each.statements, "statement")] if each.statements else []
        parts += [plural(each.codings, "reading") + " beside these"] if each.codings else []
        items.append(joined([element("b", element("bdi", each.name)), f": {', '.join(parts)}"]))
    coder = element("bdi", pages.site.about.coder)
    told = paragraph(
        "Coders are those who read the sources and recorded what was said, by the names that the "
        "records give them. Where a record names none, it is ",
        coder,
        ".",
    )
    readers = listed(items) if items else None
    return _section("coders", "Coders", told, readers, *_agreed(given, names))


def _agreed(given: AboutPage, names: SiteLabels) -> Iterator[Markup]:
    """Yield how far coders agree on the same statements, as in `stances agreement`."""
    if given.readings > MOST_READINGS:
        told = f"Of {given.readings:,} readings, ", code("stances agreement"), " says how far"
        yield paragraph(*told, " coders agree.", class_="explained")
    if not given.agreement:
        return
    rows: list[list[Child]] = []
    for issue, of in given.agreement:
        same = "" if of.agreement is None else percent(of.agreement)
        figures = [str(of.units), str(of.readings), same, decimal(of.alpha) or "undefined"]
        question = names.question(issue, names.wording.issue(issue)) if issue else "all questions"
        rows.append([question, *figures])
    heads = ("Question", "Statements", "Readings", "Agree", "Alpha")
    yield table("How far coders agree on positions", heads, rows, (1, 2, 3, 4))
    yield paragraph(
        "Agree: pairs of readings that are the same. Alpha is Krippendorff's: 1 is agreement, 0 is "
        "what chance would give; it is undefined where all readings are the same.",
        class_="explained",
    )


def _codebook(given: AboutPage, pages: Pages, names: SiteLabels) -> Markup:
    """Return the issues with their positions, and the factions and frames with definitions."""
    room, issues = Room(share=_PART), []
    for issue, question in pages.site.names.issues.items():
        link = names.question(issue, question)
        key = folded(joined(["Positions on: ", element("bdi", question)]), scale_key(issue, names))
        alone = paragraph(element("b", link))
        item = next(filter(room.takes, (element("div", alone, key), alone)), None)
        if item is None:
            break
        issues.append(item)
    return _section(
        "codebook",
        "Codebook",
        element("h3", "Issues"),
        *issues,
        *_terms("Factions", given.factions, names, is_faction=True),
        *_terms("Frames", given.frames, names, is_faction=False),
    )


def _terms(
    title: str, terms: Sequence[Term], names: SiteLabels, *, is_faction: bool
) -> Iterator[Markup]:
    """Yield factions or frames with their definitions, as many as fit."""
    if not terms:
        return

    def row(each: Term) -> Markup:
        label = element("bdi", each.label)
        if is_faction:
            address = names.faction_address(each.id)
            label = element("a", label, href=address) if address else label
        count = element("span", f" ({plural(each.statements, 'statement')})", class_="quiet")
        told = excerpt(each.definition or "", _MOST_DEFINED)
        return element("div", element("dt", label, count), element("dd", told, dir="auto"))

    rows = Room(share=_PART / 2).first_of(map(row, terms))
    yield element("h3", title)
    yield element("dl", *rows, class_="scale-key")
    if more := len(terms) - len(rows):
        yield paragraph(f"{more} more are in codebook.yaml.", class_="explained")
