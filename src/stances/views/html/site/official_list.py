"""The list of all officials, by surname, and by letter if they are many."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.queries.site.officials import MANY, OTHER
from stances.views.html.components import named, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.lists import lines, paged
from stances.views.html.site.page import Head
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.site.officials import Entry, OfficialIndex
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_SPOKEN = 20
"""The most officials of a list of those with the most statements."""


def pages(index: OfficialIndex, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all officials; if they are many, an overview and a list for each letter."""
    title, given = "Officials", index.entries
    if len(given) < MANY:
        intro = joined([element("h1", title), paragraph(_counted(given), class_="lead")])
        yield from _entries(given, pages, places.OFFICIALS, title, intro)
        return
    by_letter = [(letter, [*own]) for letter, own in groupby(given, key=lambda each: each.letter)]
    yield _letters(by_letter, given, pages)
    for letter, own in by_letter:
        told = _letter(letter)
        intro = joined([element("h1", f"{title}: {told}"), paragraph(_counted(own), class_="lead")])
        path = places.officials_by(letter)
        yield from _entries(own, pages, path, f"{title}: {told}", intro)


def _letters(
    by_letter: Sequence[tuple[str, Sequence[Entry]]], given: Sequence[Entry], pages: Pages
) -> tuple[str, str]:
    """Return the path and the page of all letters, and of the officials with most statements."""
    names = pages.names(places.OFFICIALS)
    links = [
        element(
            "li",
            names.link(places.officials_by(letter), _letter(letter)),
            element("span", f" {len(own):,}", class_="quiet"),
        )
        for letter, own in by_letter
    ]
    most = sorted(given, key=lambda each: -each.statements)[:_SPOKEN]
    main = [
        element("h1", "Officials"),
        paragraph(_counted(given), class_="lead"),
        element("nav", element("ul", *links, class_="letters"), aria_label="Letters"),
        element("h2", "Those with the most statements"),
        lines(_entry(each, names) for each in most),
    ]
    told = f"{_counted(given)} By letter."
    return places.OFFICIALS, pages.page(places.OFFICIALS, Head("Officials", told), main)


def _letter(letter: str) -> str:
    return "Other letters" if letter == OTHER else letter.upper()


def _counted(given: Sequence[Entry]) -> str:
    statements = sum(each.statements for each in given)
    said = f"{statements:,} statement{'s' * (statements != 1)}"
    return f"{len(given):,} official{'s' * (len(given) != 1)}, by surname, with {said}."


def _entries(
    given: Sequence[Entry], pages: Pages, path: str, title: str, intro: Markup
) -> Iterator[tuple[str, str]]:
    """Yield officials on as many pages as they need."""
    for each in paged(given, path, pages, _entry, beside=intro, total=len(given)):
        names = pages.names(each.path)
        above = []
        if path != places.OFFICIALS:
            above.append(element("p", names.link(places.OFFICIALS, "Officials"), class_="crumbs"))
        main = [*above, intro, each.lines, each.links]
        yield each.path, pages.page(each.path, Head(title, _counted(given)), main)


def _entry(each: Entry, names: SiteLabels) -> Markup:
    """Return an official as a line, with role, faction and the number of statements."""
    native = element("span", each.native_name, class_="native", dir="auto")
    parts: list[Child] = [named(each.role)] if each.role else []
    if each.faction:
        address = names.faction_address(each.faction)
        parts.append(element("a", named(names.faction(each.faction)), href=address))
    number = plural(each.statements, "statement") if each.statements else "no statement"
    if each.issues > 1:
        number += f" on {plural(each.issues, 'question')}"
    parts.append(number)
    return element(
        "li",
        names.official(each.official),
        *([" ", native] if each.native_name else []),
        " ",
        element("span", joined(parts, " · "), class_="told"),
    )
