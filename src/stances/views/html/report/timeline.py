"""The report's timeline of an issue."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import axis_lane, tone
from stances.views.html.charts.time_axis import Days, Span
from stances.views.html.charts.timeline import (
    CHANGES,
    Mark,
    assessed_lane,
    axis,
    timeline_lane,
)
from stances.views.html.components import named, not_drawn, paragraph
from stances.views.html.elements import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.result import Row
    from stances.views.html.links import Labels

MOST_MARKS = 40
"""The most statements of one official that are drawn, the last ones."""
_MOST_CLAIMS = 100


def timeline_section(
    report: Report, issue: Issue, officials: Sequence[Official], names: Labels
) -> Iterator[Markup]:
    """The chart, with notes on what it leaves out."""
    yield element("h3", "Over time")
    if not officials:
        yield paragraph("There is no statement to draw.")
        return
    shown = {each.official: each.statements[-MOST_MARKS:] for each in officials}
    claims = _claims(report, issue)
    said = [(each.said_from, each.said_to) for each in chain.from_iterable(shown.values())]
    claimed = [(row["when_from"], row["when_to"]) for row in claims]
    days = Days.over(chain.from_iterable([*said, *claimed]))
    reach = names.reach(issue.issue)
    lanes = [axis_lane(axis(days))]
    for faction, members in groupby(officials, key=lambda official: official.faction):
        lanes.append(paragraph(named(names.faction(faction)), class_="group"))
        for official in members:
            changes = {row["ref"]: row["change"] for row in official.shifts}
            marks = []
            for each in shown[official.official]:
                span = Span.of(days, each.said, each.said_from, each.said_to)
                marks.append(Mark(each, span, tone(each.score, reach), changes.get(each.ref)))
            label = names.official(official.official, issue.issue)
            lanes.append(timeline_lane(days, official.name, marks, label))
    lanes += _assessed(days, claims, names)
    yield element("figure", element("figcaption", _KEY), *lanes, class_="chart over-time")
    notes = [*_officials_not_drawn(issue, officials, shown), *_claims_not_drawn(report, claims)]
    notes += [
        f"Shaded: from {first} to {last} nothing begins or ends, and the axis leaves it out."
        for first, last in days.stretches
    ]
    if notes:
        yield paragraph(" ".join(notes), class_="explained")


def _claims(report: Report, issue: Issue) -> list[Row]:
    """The dated claims about those who speak on the issue, or about their factions."""
    subjects = {official.official for official in issue.officials}
    subjects |= {statement.faction for statement in issue.statements if statement.faction}
    dated = (row for row in report.assessments if row["when"])
    return [row for row in dated if subjects.intersection(row["about"])][:_MOST_CLAIMS]


def _assessed(days: Days, claims: Sequence[Row], names: Labels) -> Iterator[Markup]:
    """A lane for each source, below a heading."""
    if claims:
        yield paragraph("In the sources’ own voice", class_="group")
    for source in dict.fromkeys(row["source"] for row in claims):
        marks = [
            (
                f"{row['when']}: on {', '.join(row['about'])}: {row['text']}",
                Span.of(days, row["when"], row["when_from"], row["when_to"]),
            )
            for row in claims
            if row["source"] == source
        ]
        yield assessed_lane(days, marks, names.source(source))


_KEY = (
    "A point is a day, a bar some day within it. A round, hollow end is approximate or uncertain, "
    "an arrow is open, a dashed frame is disputed. The sign is that of the position, in brackets "
    f"of hearsay; what has no score is thin and has no sign. {CHANGES['certain']} is a change, "
    f"{CHANGES['unordered']} in no known order with another that differs; ◇ is a claim of a source "
    "in its own voice."
)


def _officials_not_drawn(
    issue: Issue, officials: Sequence[Official], shown: Mapping[str, Sequence[StatementSummary]]
) -> Iterator[str]:
    speaking = sum(bool(official.statements) for official in issue.officials)
    if speaking > len(officials):
        yield not_drawn(len(officials), speaking)
    total = sum(len(official.statements) for official in officials)
    if rest := total - sum(map(len, shown.values())):
        yield (
            f"Of an official, the last {MOST_MARKS} statements are drawn: {rest} earlier ones "
            "stand under “Officials one by one”."
        )


def _claims_not_drawn(report: Report, claims: Sequence[Row]) -> Iterator[str]:
    undated = sum(not row["when"] for row in report.assessments)
    rest = len(report.assessments) - len(claims) - undated
    parts = [f"{undated} without a date"] if undated else []
    parts += [f"{rest} about others than these, or beyond the first {_MOST_CLAIMS}"] if rest else []
    if parts:
        yield (
            f"Claims of sources that are not drawn: {' and '.join(parts)}. "
            "All stand under “The sources’ own assessments”."
        )
