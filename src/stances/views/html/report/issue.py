"""The report's section on one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import paragraph, sentence
from stances.views.html.elements import Markup, element
from stances.views.html.report.figures import figures_section
from stances.views.html.report.officials import officials_section, shifts_section
from stances.views.html.report.timeline import timeline_section
from stances.views.html.standings import standings
from stances.views.report_text import found, led_by, notes, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.views.html.links import Labels


def issue_section(report: Report, issue: Issue, names: Labels) -> Iterator[Markup]:
    """The pieces of an issue's section, in order."""
    if names.several or issue is not led_by(report):  # otherwise the page begins with it
        yield paragraph(sentence(found(report, issue, names.wording)), class_="lead")
    finding = standings_of(report, issue)
    if finding and issue is not led_by(report):
        caption = element("span", "Who takes which position", class_="unseen")
        yield standings(issue, finding, names, caption)
    if told := [*notes(issue)]:
        yield paragraph(" ".join(told), class_="explained")
    yield from shifts_section(issue, names)
    yield from officials_section(issue, names)
    yield from timeline_section(report, issue, names)
    yield from figures_section(issue, names)
