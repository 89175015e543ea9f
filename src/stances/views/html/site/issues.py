"""The pages of issues: the finding, who takes which position, and the newest statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.site.issues import IssueIndex
from stances.roles import NO_FACTION
from stances.views.direction import unmarked
from stances.views.html.components import paragraph, sentence
from stances.views.html.elements import Markup, element, joined
from stances.views.html.network import pairs, plot_of
from stances.views.html.over_time import FEWEST, chart
from stances.views.html.report.officials import shifts_section
from stances.views.html.site import places
from stances.views.html.site.lists import (
    BY_POSITION,
    NEWEST_FIRST,
    Apart,
    Room,
    apart,
    lines,
    paged,
    statement_line,
    with_minus,
)
from stances.views.html.site.page import Head
from stances.views.html.standings import scale_key, standings
from stances.views.report_text import are_few, at_positions, found_on, notes
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.findings import Standing
    from stances.queries.result import Row
    from stances.queries.site.issues import IssuePage, Question
    from stances.views.html.site.labels import SiteLabels
    from stances.views.html.site.page import Pages

MOST_FACTIONS = 40
"""The most factions in one picture; those with the most statements are kept."""
_READ = (
    "Each cell is for two officials on this question. It is filled if they agree more than they "
    "conflict, and hatched if they conflict more. The darker it is, the clearer that is."
)
_KEY = "A point is a day. A bar is a period: the statement was made on some day in it. See "


def _index(given: Sequence[Question], pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all issues, each with the finding on it."""
    title = "Issues"
    intro = [
        element("h1", title),
        paragraph(
            f"{plural(len(given), 'question')} on which statements take a position.", class_="lead"
        ),
    ]
    beside = joined(intro)
    for each in paged(given, places.ISSUES, pages, _entry, beside=beside, total=len(given)):
        first = intro if each.number == 1 else [element("h1", f"{title}, page {each.number}")]
        main = [*first, element("ul", *each.items, class_="findings only"), each.links]
        told = f"The questions of {pages.site.about.title}, each with what was found."
        yield each.path, pages.page(each.path, Head(title, told), main)


def _entry(question: Question, names: SiteLabels) -> Markup:
    link = names.question(question.issue.issue, question.issue.question)
    return element("li", element("b", link), " ", sentence(told_of(question, names)))


def told_of(question: Question, names: SiteLabels) -> str:
    """Return the finding on an issue, or that nothing is recorded."""
    issue = question.issue
    if question.finding or issue.groups or issue.officials:
        return with_minus(found_on(question.finding, names.wording))
    return "Nothing is recorded on this yet."


def pages(given: IssuePage | IssueIndex, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all issues, or the page of one with a list of its officials if needed."""
    if isinstance(given, IssueIndex):
        yield from _index(given.questions, pages)
        return
    issue = given.question.issue
    path = places.issue(issue.issue)
    names = pages.names(path)
    told = told_of(given.question, names)
    main = [
        element("p", names.link(places.ISSUES, "Issues"), class_="above"),
        element("h1", element("bdi", issue.question)),
        paragraph(sentence(told), class_="lead"),
        *_pieces(given, names),
    ]
    head = Head(issue.question, unmarked(told), kind="article")
    yield path, pages.page(path, head, main)
    if not _are_few(given):
        yield from _officials(given, pages)


def _are_few(given: IssuePage) -> bool:
    finding = given.question.finding
    return finding is None or are_few(at_positions(finding))


def _pieces(given: IssuePage, names: SiteLabels) -> Iterator[Markup]:
    """Yield the parts of the page below the finding that fit; statements get the rest."""
    room = Room()
    above = room.fitting((*_standings(given, names), *_over_time(given, names)))
    below = room.fitting((*_with_whom(given), *_defined(given, names)))
    yield from above
    issue = given.question.issue.issue
    yield from latest(given.latest, given.statements, names, room, issue=issue)
    yield from below


def _standings(given: IssuePage, names: SiteLabels) -> Iterator[Markup]:
    """Yield a picture of who takes which position, with notes on what it leaves out."""
    yield from picture(given.question, names, "Who takes which position")
    issue = given.question.issue
    told = [*notes(given.issue if given.is_whole else issue)] if issue.groups else []
    if not _are_few(given):
        every = "All officials who take a position, by faction"
        yield paragraph(names.link(_listed(issue.issue), every))
    if told:
        yield paragraph(with_minus(" ".join(told)), class_="explained")
    if given.is_whole:
        yield from section(shifts_section(given.issue, names, "h2"))
    elif given.statements:
        yield paragraph("Changes of position stand with each official.", class_="explained")


def section(pieces: Iterable[Markup]) -> Iterator[Markup]:
    """Yield some pieces as one section, if there are any."""
    if found := joined(pieces):
        yield element("section", found)


def picture(question: Question, names: SiteLabels, caption: str) -> Iterator[Markup]:
    """Yield officials by faction and position, for at most `MOST_FACTIONS` factions."""
    issue, finding = question.issue, question.finding
    if not (finding and finding.standings):
        return
    shown = issue.groups
    if len(shown) > MOST_FACTIONS:
        ranked = sorted(shown, key=lambda group: -group.figures.statements)[:MOST_FACTIONS]
        chosen = {group.faction for group in ranked}
        shown = [group for group in shown if group.faction in chosen]
    fewer = issue.with_groups(shown)
    yield standings(fewer, finding, names, caption)
    if len(shown) < len(issue.groups):
        yield paragraph(
            f"Shown are {len(shown)} of {len(issue.groups):,} factions, those with the most "
            "statements.",
            class_="explained",
        )


def _defined(given: IssuePage, names: SiteLabels) -> Iterator[Markup]:
    issue = given.question.issue.issue
    yield element("section", element("h2", "The positions"), scale_key(issue, names))


def _over_time(given: IssuePage, names: SiteLabels) -> Iterator[Markup]:
    """Yield a chart of statements over time, of the officials with the most statements."""
    drawn = [each for each in given.issue.officials if each.statements]
    shown = sum(len(each.statements) for each in drawn)
    if shown >= FEWEST:
        key = (_KEY, names.link(f"{places.ABOUT}#terms", "how to read it"), ".")
        figure, told = chart(given.issue.issue, drawn, (), names, *key)
        if len(drawn) < given.speaking:
            told.insert(
                0,
                f"Drawn are {len(drawn)} of {plural(given.speaking, 'official')}, those with the "
                "most statements.",
            )
        below = paragraph(" ".join(told), class_="explained") if told else None
        yield element("section", element("h2", "Over time"), figure, below)


def _with_whom(given: IssuePage) -> Iterator[Markup]:
    """Yield who agrees with whom on the issue, if few officials speak of it."""
    if given.network and len(given.network.whole.cells.actors) > 1:
        plot = plot_of(given.network)
        if plot.ties:
            heading = element("h2", "Who stands with whom")
            read = paragraph(_READ, class_="explained")
            yield element("section", heading, pairs(plot), read)


def latest(
    rows: Sequence[Row], total: int, names: SiteLabels, room: Room, **filters: str
) -> Iterator[Markup]:
    """Yield the newest statements that fit, and a link to all of them.

    `filters` are those of the search that finds all. With an `issue`, the statements are listed by
    position.
    """
    issue = filters.get("issue")
    items = room.first_of(statement_line(row, names, issue=not issue) for row in rows)
    shown = [row["position"] for row in rows[: len(items)]]
    if not items:
        return
    is_whole = len(items) == total
    title = "Statements" if is_whole else f"The newest {plural(len(items), 'statement')}"
    if is_whole:
        told = "Search and filter them"
    else:
        told = f"All {plural(total, 'statement')}, to search and to filter"
    link = paragraph(names.link(places.search(**filters), told))
    listed = [*_by_position(items, shown, issue, names)] if issue else [lines(items)]
    order = BY_POSITION if len(listed) > 1 else NEWEST_FIRST
    read = paragraph(order, class_="explained") if len(items) > 1 else None
    yield element("section", element("h2", title), read, *listed, link)


def _by_position(
    items: Sequence[Markup], positions: Sequence[str], issue: str, names: SiteLabels
) -> Iterator[Markup]:
    """Yield lists of statements under their positions, in the order of the scale."""
    by_position: dict[str, list[Markup]] = {}
    for position, item in zip(positions, items, strict=True):
        by_position.setdefault(position, []).append(item)
    for step in names.scale(issue).defined:
        if own := by_position.get(step.id):
            count = element("span", len(own), class_="quiet")
            yield element("h3", names.position(issue, step.id), " ", count)
            yield lines(own)


class _Member(NamedTuple):
    """An official with the positions taken on an issue."""

    standing: Standing
    issue: str


def _listed(issue: str) -> str:
    return places.issue(issue).replace("/index.html", "/officials/index.html")


def _officials(given: IssuePage, pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of all officials who speak of an issue, by faction."""
    issue, finding = given.question.issue, given.question.finding
    if finding is None:
        return
    path = _listed(issue.issue)
    members = [_Member(each, issue.issue) for each in finding.standings]
    # Who spoke for several factions is listed with each.
    people = plural(len({each.official for each in finding.standings}), "official")
    question = element("bdi", issue.question)
    about = Apart(
        f"Officials on: {issue.question}",
        element("h1", "Officials on: ", question),
        f"{people} with the positions that each takes, by faction.",
        places.issue(issue.issue),
        question,
    )
    yield from apart(members, path, pages, _member, about)


def _member(member: _Member, names: SiteLabels) -> Markup:
    """Return an official with faction and positions, and a link to the statements."""
    own, issue = member.standing, member.issue
    faction = own.faction
    label = element("bdi", names.faction(faction))
    place = names.faction_address(faction)
    where = element("a", label, href=place) if place else label
    taken = joined([names.position(issue, each) for each in own.positions], " ")
    search = places.search(issue=issue, official=own.official, faction=faction or NO_FACTION)
    parts = [names.official(own.official, issue), where, taken]
    return element("li", joined(parts, " · "), " ", names.link(search, "statements", "quiet"))
