"""The pages of factions: their positions, their members, and claims about them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from stances.queries.site.factions import FactionIndex
from stances.views.html.components import paragraph, table
from stances.views.html.elements import Markup, element, joined
from stances.views.html.site import places
from stances.views.html.site.issues import latest
from stances.views.html.site.lists import (
    Apart,
    Room,
    apart,
    excerpt,
    lines,
    paged,
    with_minus,
)
from stances.views.html.site.page import Head
from stances.views.html.sources import assessment
from stances.views.report_text import mean_told
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.site.factions import Faction, Member, Stand
    from stances.views.html.elements import Child
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

_MOST_NAMED = 12
"""The most officials who are named at a position; if there are more, their number is shown."""
_MOST_STANDS = 60
"""The most issues on which a faction's page shows its positions."""
_MOST_MEMBERS = 60
"""The most members on the page itself."""
_MOST_ROLES = 12
"""The most roles of a member on the page; the member's own page has all."""
_ROOM_FOR_CLAIMS = 60


def _index(given: Sequence[Faction], pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all factions."""
    heading = element("h1", "Factions")
    told = f"{plural(len(given), 'faction')} that officials speak for."
    if not given:
        told = "There are no factions: codebook.yaml declares none."
        if pages.site.is_part:
            told = "No statement on this site is for a faction."
    for each in paged(given, places.FACTIONS, pages, _entry, beside=heading, total=len(given)):
        main = [heading, paragraph(told, class_="lead"), each.lines, each.links]
        yield each.path, pages.page(each.path, Head("Factions", told), main)


def _entry(faction: Faction, names: SiteLabels) -> Markup:
    label = names.link(places.faction(faction.faction), element("bdi", faction.label))
    counts = f"{_belonging(faction)}, {plural(faction.statements, 'statement')}"
    definition = faction.definition
    told = element("span", excerpt(definition), dir="auto") if definition else None
    head = element("p", element("b", label), " ", element("span", counts, class_="told"))
    return element("li", head, told)


def pages(given: Faction | FactionIndex, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all factions, or the page of one with a list of its members if needed."""
    if isinstance(given, FactionIndex):
        yield from _index(given.factions, pages)
        return
    path = places.faction(given.faction)
    names = pages.names(path)
    definition = element("p", given.definition, dir="auto") if given.definition else None
    main: list[Markup | None] = [
        element("p", names.link(places.FACTIONS, "Factions"), class_="above"),
        element("h1", element("bdi", given.label)),
        paragraph(_lead(given, pages), class_="lead"),
        definition,
    ]
    room = Room(joined(main))
    people = _people(given.members)
    stands = [*_stands(given, names, room)]
    shown = room.first_of(_member(roles, names) for roles in people[:_MOST_MEMBERS])
    claims = [*_claims(given, names, room)]
    main += [*stands, *_members(given, shown, len(people), names)]
    main += latest(given.latest, given.statements, names, room, faction=given.faction)
    main += claims
    told = excerpt(given.definition or _lead(given, pages))
    yield path, pages.page(path, Head(given.label, told), main)
    if len(shown) < len(people):
        yield from _all_members(given, people, pages)


def _belonging(given: Faction) -> str:
    """Return the number of members, and how many of them this site has if these are fewer."""
    here = len({each.official for each in given.members})
    if here < given.belonging:
        return f"{here} of {plural(given.belonging, 'member')} here"
    return plural(here, "member")


def _lead(given: Faction, pages: Pages) -> str:
    people = _belonging(given)
    if not given.statements:
        where = "on this site" if pages.site.is_part else "recorded"
        return f"{people}, and no statement for this faction is {where}."
    on = plural(len(given.stands), "question")
    return f"{plural(given.statements, 'statement')} on {on}; {people}."


def _stands(given: Faction, names: SiteLabels, room: Room) -> Iterator[Markup]:
    """Yield who of the faction takes which position, question by question."""
    if not given.stands:
        return
    rows: list[Sequence[Child]] = []
    heads = ("question", "who takes which position", "no statement", "mean")
    # Narrow screens have no room for columns, so each figure has its own label.
    before = [element("span", f"{head}: ", class_="at") for head in heads]
    for stand in given.stands[:_MOST_STANDS]:
        link = names.question(stand.issue, stand.question)
        taken = [*_taken(given, stand, names)]
        figures = stand.group.figures
        silent = joined([before[2], f"{figures.silent:,}" if figures.silent else "–"])
        mean = joined([before[3], with_minus(mean_told(figures)) or "–"])
        row = (link, element("ul", *taken, class_="plain"), silent, mean)
        if not room.takes(joined(row)):
            break
        rows.append(row)
    whole = table("Question by question", heads, rows, (2,)) if rows else None
    shown = element("div", whole, class_="stands")
    more = len(given.stands) - len(rows)
    told = f"{plural(more, 'further question')}: see the issues." if more > 0 else None
    below = paragraph(names.link(places.ISSUES, told)) if told else None
    yield element("section", element("h2", "Where it stands"), shown, below)


def _taken(given: Faction, stand: Stand, names: SiteLabels) -> Iterator[Markup]:
    """Yield each position that members take, with their names or their number."""
    for position, (statements, officials) in stand.group.counts.items():
        own = [each for each in stand.standings if position in each.positions]
        shown = names.position(stand.issue, position)
        if own and len(own) <= _MOST_NAMED:
            who: Child = joined([names.surname(each.official, stand.issue) for each in own], ", ")
        else:
            filters = {"issue": stand.issue, "faction": given.faction, "position": position}
            number = plural(officials, "official") if officials else "nobody who is named"
            told = f"{number}, {plural(statements, 'statement')}"
            who = names.link(places.search(**filters), told)
        yield element("li", shown, ": ", who)


def _people(members: Sequence[Member]) -> list[list[Member]]:
    """Return the members, each as the list of their roles in the faction."""
    return [[*roles] for _, roles in groupby(members, key=attrgetter("official"))]


def _members(
    given: Faction, shown: Sequence[Markup], total: int, names: SiteLabels
) -> Iterator[Markup]:
    """Yield the members that fit, and a link to all of them if some do not."""
    if total:
        told = f"All {plural(total, 'member')}"
        rest = paragraph(names.link(_listed(given.faction), told)) if len(shown) < total else None
        heading = element("h2", "Members")
        yield element("section", heading, lines(shown) if shown else None, rest)


def _member(roles: Sequence[Member], names: SiteLabels) -> Markup:
    """Return a member with roles; if these are many, the first ones and a link to the others."""
    parts = []
    for each in roles[:_MOST_ROLES]:
        title = element("bdi", each.title) if each.title else None
        days = _days(each, names)
        parts.append(joined([title, ", " if title and days else None, days]))
    official = roles[0].official
    if more := len(roles) - _MOST_ROLES if len(roles) > _MOST_ROLES else 0:
        told_of = f"and {plural(more, 'more role')}"
        address = names.official_address(official, None)
        parts.append(element("a", told_of, href=address) if address else Markup(told_of))
    told = joined([part for part in parts if part], "; ")
    return element("li", names.official(official), ": " if told else None, told)


def _days(member: Member, names: SiteLabels) -> Markup | None:
    """Return when a member had a role, as far as recorded; None if nothing is recorded."""
    parts: list[Child] = ["formerly"] if member.is_former else []
    if member.since:
        parts += ["from ", names.date(member.since)]
    if member.until:
        parts += [" until " if member.since else "until ", names.date(member.until)]
    if member.is_former and len(parts) > 1:
        parts.insert(1, " ")
    return joined(parts) if parts else None


def _listed(faction: str) -> str:
    return places.faction(faction).replace("/index.html", "/members/index.html")


def _all_members(
    given: Faction, people: Sequence[Sequence[Member]], pages: Pages
) -> Iterator[tuple[str, str]]:
    """Yield the pages that list all members of a faction."""
    path = _listed(given.faction)
    label = element("bdi", given.label)
    about = Apart(
        f"Members of {given.label}",
        element("h1", "Members of ", label),
        f"{plural(len(people), 'member')}, by name; former ones last.",
        places.faction(given.faction),
        label,
    )
    yield from apart(people, path, pages, _member, about)


def _claims(given: Faction, names: SiteLabels, room: Room) -> Iterator[Markup]:
    """Yield what sources say of the faction in their own voice."""
    if not given.assessments:
        return
    first = given.assessments[:_ROOM_FOR_CLAIMS]
    shown = room.first_of(assessment(row, names) for row in first)
    told = "These are claims of the sources: no statements of an official, and not scored."
    if more := len(given.assessments) - len(shown):
        told += f" {more:,} more {'is' if more == 1 else 'are'} on the pages of their sources."
    heading = element("h2", "What sources say of it")
    yield element("section", heading, paragraph(told, class_="explained"), *shown)
