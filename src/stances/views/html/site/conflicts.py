"""The pages of conflicts: open ones first, each with the words of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.conflict_text import WORDINGS, in_a_sentence
from stances.views.html.components import paragraph
from stances.views.html.conflicts import whole
from stances.views.html.elements import Markup, element
from stances.views.html.site import places
from stances.views.html.site.lists import Room, between
from stances.views.html.site.page import Head
from stances.views.values import grouped, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.result import Row
    from stances.queries.site.conflicts import ConflictPage
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages


_WORDINGS = 10
"""The most wordings of a statement in one piece of a page."""


def pages(given: ConflictPage, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield a page of conflicts, in several parts if one page has no room for their words."""
    site = pages.site
    # Workers have the background of the site already, so conflicts are sent without it.
    found = given.conflicts._replace(background=site.background)
    counted = in_a_sentence(found)
    within = plural(site.about.within, "day")
    told = (
        f"Where sources differ about a statement, or an official takes opposite positions within "
        f"{within}. Those that are open come first."
    )
    waiting = [*_apart(found.rows)]
    part = 1
    while waiting or part == 1:
        path = _path(given.number, part)
        names = pages.names(path)
        pieces = (whole(rows, found, names, given.others) for rows in waiting)
        fitting = Room().first_of(pieces, at_least=1)
        waiting = waiting[len(fitting) :]
        title = "Conflicts" if given.number == part == 1 else f"Conflicts, page {given.number}"
        title += f", part {part}" if part > 1 else ""
        main = [
            element("h1", title),
            paragraph(counted, class_="lead"),
            paragraph(told, class_="explained"),
            element("h2", "One by one", class_="unseen") if found.rows else None,
            *fitting,
            *_links(given, part, names, is_last=not waiting),
        ]
        yield path, pages.page(path, Head(title, counted), main)
        part += 1


def _apart(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield lists of conflicts of the same statements; many wordings make several lists."""
    for own in grouped(rows, ("ref", "other")):
        wordings = grouped(own, WORDINGS)
        for at in range(0, len(wordings), _WORDINGS):
            yield [row for some in wordings[at : at + _WORDINGS] for row in some]


def _path(number: int, part: int) -> str:
    """Return the path of a page of conflicts or of a further part: `conflicts/page/3-2.html`."""
    if part == 1:
        return places.further(places.CONFLICTS, number)
    return places.CONFLICTS.replace("index.html", f"page/{number}-{part}.html")


def _links(given: ConflictPage, part: int, names: SiteLabels, *, is_last: bool) -> Iterator[Markup]:
    """Yield the links to the pages before and after, if there are any."""
    number = given.number
    before = _path(number, part - 1) if part > 1 else _path(number - 1, 1) if number > 1 else None
    after = None if is_last and number == given.of else _path(number, part + 1)
    if is_last and after:
        after = _path(number + 1, 1)
    if not (before or after):
        return
    told = f"Page {number} of {given.of}" + (f", part {part}" if part > 1 else "")
    yield between(before, told, after, names)
