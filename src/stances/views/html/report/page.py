"""The page of the report: head, style and sections."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stances.views.html.components import head
from stances.views.html.elements import Markup, element
from stances.views.html.links import ReportLabels, faction_place, issue_place
from stances.views.html.report.conflicts import conflicts_section
from stances.views.html.report.figures import backing_section
from stances.views.html.report.index import index_section
from stances.views.html.report.issue import issue_section
from stances.views.html.report.method import about_section, method_section
from stances.views.html.report.network import network_section
from stances.views.html.report.opening import opening
from stances.views.html.report.sources import assessments_section, sources_section
from stances.views.report_text import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.views.formats import ViewOptions
    from stances.views.html.links import Labels


def html(report: Report, options: ViewOptions) -> Iterator[str]:
    """The document in pieces."""
    names = ReportLabels(report, options)
    sections = _sections(report, names)
    questions = {issue_place(issue.issue): issue.question for issue in report.issues}
    yield '<!DOCTYPE html>\n<html lang="en">\n'
    yield f"{head(report.about.title)}\n<body>\n"
    yield element("a", "Skip to the report", href="#report", class_="skip") + "\n"
    yield _contents(report, names, [*sections]) + "\n"
    yield '<main id="report">\n' + opening(report, names) + "\n"
    for place, pieces in sections.items():
        # In pieces, because a section may be too long to hold in memory at once.
        begin, end = element("section", id=place).split("><")
        heading = element("bdi", questions[place]) if place in questions else TITLES[place]
        yield f"{begin}>\n{element('h2', heading)}\n"
        yield from (f"{piece}\n" for piece in pieces)
        yield f"<{end}\n"
    yield "</main>\n</body>\n</html>\n"


def _sections(report: Report, names: Labels) -> dict[str, Iterable[Markup]]:
    """The sections by their places; sections without content are left out."""
    sections: dict[str, Iterable[Markup]] = {}
    if report.issues:
        sections["officials"] = index_section(report, names)
    for issue in report.issues:
        sections[issue_place(issue.issue)] = issue_section(report, issue, names)
    if report.issues:
        sections["network"] = network_section(report, names)
        sections["conflicts"] = conflicts_section(report, names)
    if report.assessments:
        sections["assessments"] = assessments_section(report, names)
    if report.sources:
        backing = backing_section(report, names)
        sections["sources"] = chain(backing, sources_section(report, names))
    if report.issues:
        sections["method"] = method_section(report, names)
    return sections | {"about": about_section(report, names)}


def _contents(report: Report, names: Labels, places: Iterable[str]) -> Markup:
    """The table of contents, with factions if there is a single issue; folded on small screens."""
    inside = {issue_place(issue.issue): issue for issue in report.issues}
    items = [_entry("found", TITLES["found"])] if report.issues else []
    for place in places:
        issue = inside.get(place)
        title = element("bdi", issue.question) if issue else TITLES[place]
        below = None
        if issue and not names.several:
            factions = dict.fromkeys(official.faction for official in issue.officials)
            links = [
                _entry(faction_place(issue.issue, each), element("bdi", names.faction(each)))
                for each in factions
            ]
            below = element("ol", *links)
        items.append(_entry(place, title, below))
    folded = element("details", element("summary", "Contents"), element("ol", *items))
    return element("nav", folded, aria_label="Contents")


def _entry(place: str, title: str, below: Markup | None = None) -> Markup:
    return element("li", element("a", title, href=f"#{place}"), below)
