"""The report's index of officials: their positions by question, with links."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.views.html.components import fields, folded, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.views.html.links import Labels

_MOST = 40
"""The most officials whose index is not folded."""


class _Entry(NamedTuple):
    """An official with the faction on the first of their issues, and the data on each issue."""

    official: str
    faction: str | None
    issues: dict[str, Official]


def index_section(report: Report, names: Labels) -> Iterator[Markup]:
    """A table of officials by issue, or for a single issue by faction, with links to the words."""
    entries = _entries(report)
    if names.several:
        table = _by_issue(report, entries, names)
        told = "question by question. Where nothing stands, nothing is recorded"
        yield paragraph(f"The positions that each takes, {told}.", class_="explained")
    else:
        table = _by_faction(report.issues[0], entries, names)
    if len(entries) > _MOST:
        yield folded(f"All {plural(len(entries), 'official')}", table)
    else:
        yield table


def _by_issue(report: Report, entries: Sequence[_Entry], names: Labels) -> Markup:
    heads = [element("th", "Official", scope="col")]
    for issue in report.issues:
        link = names.question(issue.issue, issue.question)
        heads.append(element("th", link, scope="col"))
    groups = []
    for faction, members in groupby(entries, key=attrgetter("faction")):
        label = element("bdi", names.faction(faction))
        head = element("th", label, scope="rowgroup", colspan=len(heads), class_="group")
        rows = [element("tr", head), *(_row(report, each, names) for each in members)]
        groups.append(element("tbody", *rows))
    return element(
        "table",
        element("caption", "Officials by question", class_="unseen"),
        element("thead", element("tr", *heads)),
        *groups,
        class_="index",
    )


def _by_faction(issue: Issue, entries: Sequence[_Entry], names: Labels) -> Markup:
    rows = []
    for faction, members in groupby(entries, key=attrgetter("faction")):
        links = [names.official(each.official, issue.issue) for each in members]
        rows.append((element("bdi", names.faction(faction)), joined(links, ", ")))
    return fields(rows)


def _entries(report: Report) -> list[_Entry]:
    """All officials, ordered by faction and name."""
    entries: dict[str, _Entry] = {}
    for issue in report.issues:
        for official in issue.officials:
            new = _Entry(official.official, official.faction, {})
            entries.setdefault(official.official, new).issues[issue.issue] = official
    known = report.background.names()
    ranks = {faction: rank for rank, faction in enumerate(known.factions)}
    name = known.officials
    return sorted(
        entries.values(),
        key=lambda each: (ranks.get(each.faction or "", len(ranks)), name[each.official]),
    )


def _row(report: Report, entry: _Entry, names: Labels) -> Markup:
    head = element("th", names.official(entry.official), scope="row")
    cells = (_cell(issue, entry.issues.get(issue.issue), names) for issue in report.issues)
    return element("tr", head, *cells)


def _cell(issue: Issue, official: Official | None, names: Labels) -> Markup:
    """The positions taken; those that leave the question open only if there are no others."""
    if official is None:
        return element("td")
    scale = names.scale(issue.issue)
    taken = dict.fromkeys(said.position for said in official.counted)
    stated = [each for each in taken if not scale.is_open(each)]
    address = names.official_address(official.official, issue.issue)
    at = element("span", element("bdi", issue.question), class_="at")
    links = [
        element("a", names.position(issue.issue, each), href=address) for each in stated or taken
    ] or [element("a", "hearsay" if official.statements else "named by a source", href=address)]
    return element("td", at, joined(links, " "))
