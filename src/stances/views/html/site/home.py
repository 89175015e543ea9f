"""The first page: the findings on all issues, what they rest on, and links to other pages."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from stances.views.camps_text import finding as camps_found
from stances.views.direction import unmarked
from stances.views.html.about import asked
from stances.views.html.components import listed, mark, paragraph, sentence
from stances.views.html.elements import Markup, element, joined
from stances.views.html.network import pairs, plot_of
from stances.views.html.site import places
from stances.views.html.site.issues import picture, told_of
from stances.views.html.site.lists import Room
from stances.views.html.site.news import news_section
from stances.views.html.site.page import Head
from stances.views.report_text import TITLES, counts_told, relations_read, rests_on
from stances.views.values import and_hearsay, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.site import Site
    from stances.queries.site.home import Home
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_PICTURED = 12
"""The most issues with a picture on the first page; each issue's page has its own."""
_FINDINGS = Fraction(3, 4)
"""The part of the page for the findings."""


def pages(given: Home, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the first page with its path."""
    about, path = pages.site.about, places.HOME
    names = pages.names(path)
    heard = sum(each.issue.hearsay for each in given.questions)
    counts = counts_told(about.answer)
    total = f"{counts[0]} by {counts[1]}, from {counts[2]}{and_hearsay(heard)}"
    described = about.description or f"What was found in {total}."
    main = [
        element("h1", element("bdi", about.title)),
        element("p", about.description, dir="auto", class_="lead") if about.description else None,
        *_asked(pages),
        *_found(given, pages, names),
        *_rests(given, total, names),
        _news(pages.site, names),
        *_with_whom(given, names),
        *_further(given, pages, names),
    ]
    yield path, pages.page(path, Head(about.title, unmarked(described)), main)


def _asked(pages: Pages) -> Iterator[Markup]:
    """Yield notes if the site has only a part of the corpus, or if records are left out."""
    about = pages.site.about
    if options := asked(about):
        told = pages.part()
        part = f"A part of the corpus: {told} (" if told else "Filters ("
        yield paragraph(part, options, ").", class_="asked")
    if about.left_out:
        link = element("a", "what is wrong with it", href=f"{places.ABOUT}#problems")
        told = mark(f"{about.left_out} with errors")
        yield paragraph("Left out: ", told, "; ", link, ".", class_="asked")


def _found(given: Home, pages: Pages, names: SiteLabels) -> Iterator[Markup]:
    """Yield a sentence for each issue, with a picture if there is room."""
    recorded = [each for each in given.questions if each.finding or each.issue.groups]
    if not recorded:
        yield paragraph(_nothing(given, pages), class_="nothing-found")
        return
    yield element("h2", TITLES["found"], class_="label", id="found")
    room, items = Room(share=_FINDINGS), []
    for number, each in enumerate(recorded):
        link = names.question(each.issue.issue, each.issue.question)
        told = element("h3", link), element("p", sentence(told_of(each, names)))
        ways = [element("section", *told, class_="finding")]
        if number < _PICTURED:
            drawn = picture(each, names, element("span", "Who takes which position"))
            ways.insert(0, element("section", *told, *drawn, class_="finding"))
        item = next(filter(room.takes, ways), None)
        if item is None:
            break
        items.append(item)
    yield from items
    rest = len(given.questions) - len(items)
    if rest:
        yield paragraph(
            names.link(places.ISSUES, f"All {plural(len(given.questions), 'question')}")
        )


def _nothing(given: Home, pages: Pages) -> str:
    site = pages.site
    if site.is_part:
        number = plural(site.about.corpus.statements, "statement")
        return f"Nothing matches: none of {number} in the corpus passes the filters."
    if site.about.left_out:
        return f"No statement can be shown: {site.about.left_out} with errors are left out."
    if site.about.misattributed:
        return "No statement can be shown: all are marked as misattributed."
    if not given.questions:
        return (
            "Nothing is recorded yet: codebook.yaml has no issues, and statements need one that "
            "they are about."
        )
    return (
        f"Nothing is recorded yet: there is no statement on any of the "
        f"{plural(len(given.questions), 'question')} of the codebook."
    )


def _rests(given: Home, total: str, names: SiteLabels) -> Iterator[Markup]:
    """Yield the numbers of statements, officials, sources and conflicts."""
    if not given.conflicts.among:
        return
    issues = [each.issue for each in given.questions]
    yield element("h2", TITLES["rests"], class_="label", id="rests")
    told = [element("b", total), ".", *(f" {each}" for each in rests_on(issues, given.conflicts))]
    yield paragraph(*told, class_="basis")
    if given.conflicts.states:
        link = names.link(places.CONFLICTS, "The conflicts, with the words on both sides")
        yield paragraph(link)


def _with_whom(given: Home, names: SiteLabels) -> Iterator[Markup]:
    """Yield who stands with whom over all issues, if camps were found."""
    if not given.camps:
        return
    drawn = []
    if given.network:
        drawn = [
            pairs(plot_of(given.network, given.camps)),
            paragraph(relations_read(given.camps), class_="explained"),
        ]
    yield element(
        "section",
        element("h2", TITLES["network"], id="network"),
        paragraph(sentence(camps_found(given.camps, names.wording))),
        *drawn,
    )


def _news(site: Site, names: SiteLabels) -> Markup | None:
    """Return the newest changes, or why there is no history; None for a part of the corpus."""
    if site.without_history:
        return paragraph(site.without_history, class_="explained")
    return news_section(site.news, names) if site.has_feed else None


def _further(given: Home, pages: Pages, names: SiteLabels) -> Iterator[Markup]:
    """Yield the links to other pages."""
    site = pages.site
    ways = [
        (places.ISSUES, plural(len(given.questions), "issue"), "who takes which position"),
        (places.OFFICIALS, plural(len(site.officials), "official"), "what each said, and when"),
        (places.FACTIONS, plural(len(site.factions), "faction"), "where each stands"),
        (places.SOURCES, plural(len(site.sources), "source"), "what rests on each"),
        (places.COMPARE, "Compare", "any two officials, side by side"),
        (places.SEARCH, "Search", "all words, with filters"),
        (places.ABOUT, "About", "how it was made, the codebook, and the data to download"),
    ]
    items = [joined([names.link(path, name), f": {told}"]) for path, name, told in ways]
    yield element("h2", "Where to go on", class_="label", id="further")
    yield listed(items, "ways")
