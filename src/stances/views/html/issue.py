"""What was said on one issue: the scale, the pictures with their tables, and who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.distribution import on_scale
from stances.views.html.corroboration import corroboration_section
from stances.views.html.factions import factions_section
from stances.views.html.lanes import drawn
from stances.views.html.markup import Markup, element, joined
from stances.views.html.officials import officials_section
from stances.views.html.over_time import timeline_section
from stances.views.html.placed import placed_section
from stances.views.html.shifts import shifts_section
from stances.views.html.words import listed, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.views.html.names import Names


def issue_section(report: Report, issue: Issue, names: Names) -> Iterator[Markup]:
    """The pieces of an issue's section, in order."""
    yield element("h2", element("bdi", issue.question))
    yield from _scale_key(issue, names)
    yield from factions_section(issue)
    yield from placed_section(issue, names)
    yield from timeline_section(report, issue, drawn(issue.officials), names)
    yield from shifts_section(issue, names)
    yield from _conditions(issue, names)
    yield from officials_section(issue, names)
    yield from corroboration_section(issue, names)


def _scale_key(issue: Issue, names: Names) -> Iterator[Markup]:
    yield element("h3", "The scale")
    scored, unscored = on_scale(issue.scale)
    for steps in (list(reversed(scored)), unscored):
        items = [
            element(
                "div",
                element("dt", names.position(issue.issue, step.id)),
                element("dd", step.definition, dir="auto"),
            )
            for step in steps
        ]
        if items:
            yield element("dl", *items, class_="scale-key")


def _conditions(issue: Issue, names: Names) -> Iterator[Markup]:
    rows = [
        row
        for official in issue.officials
        for row in (*official.latest, *official.latest_scored)
        if row["conditions"]
    ]
    if not rows:
        return
    yield element("h3", "Conditions")
    yield paragraph("What the latest statements make their position depend on.", class_="explained")
    items = []
    for row in rows:
        who = names.official(row["official"], issue.issue)
        what = joined([element("span", each, dir="auto") for each in row["conditions"]], ", ")
        told = [element("b", who), ": ", what, " · ", names.statement(row["ref"])]
        items.append(joined(told))
    yield listed(items, "plain")
