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
"""So many statements of one official are drawn at most, the last ones."""
_MOST_CLAIMS = 100


def timeline_section(
    report: Report, issue: Issue, officials: Sequence[Official], names: Labels
) -> Iterator[Markup]:
    """The chart, with a sentence on all that is not drawn in it."""
    yield element("h3", "Over time")
    if not officials:
        yield paragraph("There is no statement to draw.")
        return
    shown = {each.official: each.statements[-MOST_MARKS:] for each in officials}
    claims = _claims(report, issue)
    said = [(each.said_from, each.said_to) for each in chain.from_iterable(shown.values())]
    claimed = [(row["when_from"], row["when_to"]) for row in claims]
    days = Days.over(chain.from_iterable([*said, *claimed]))
    lanes = [axis_lane(axis(days))]
    for faction, members in groupby(officials, key=lambda official: official.faction):
        lanes.append(paragraph(named(names.faction(faction)), class_="group"))
        lanes += [_lane(days, issue, each, shown[each.official], names) for each in members]
    lanes += _assessed(days, claims, names)
    yield element("figure", element("figcaption", _key()), *lanes, class_="chart over-time")
    told = [*_officials_not_drawn(issue, officials, shown), *_claims_not_drawn(report, claims)]
    if told := [*told, *_left_out(days)]:
        yield paragraph(" ".join(told), class_="explained")


def _lane(
    days: Days, issue: Issue, official: Official, shown: Sequence[StatementSummary], names: Labels
) -> Markup:
    changes = {row["ref"]: row["change"] for row in official.shifts}
    reach = names.reach(issue.issue)
    marks = [
        Mark(
            said,
            Span.of(days, said.said, said.said_from, said.said_to),
            tone(said.score, reach),
            changes.get(said.ref),
        )
        for said in shown
    ]
    label = names.official(official.official, issue.issue)
    return timeline_lane(days, official.name, marks, label)


def _claims(report: Report, issue: Issue) -> list[Row]:
    """The dated claims about those who speak on the issue, or about their factions."""
    speaking = {official.official for official in issue.officials}
    speaking |= {said.faction for said in issue.statements if said.faction}
    dated = (row for row in report.assessments if row["when"])
    return [row for row in dated if speaking.intersection(row["about"])][:_MOST_CLAIMS]


def _assessed(days: Days, claims: Sequence[Row], names: Labels) -> Iterator[Markup]:
    """A lane for each source, under a heading of their own."""
    if claims:
        yield paragraph("In the sources’ own voice", class_="group")
    for source in dict.fromkeys(row["source"] for row in claims):
        own = [row for row in claims if row["source"] == source]
        marks = [
            (
                f"{row['when']}: on {', '.join(row['about'])}: {row['text']}",
                Span.of(days, row["when"], row["when_from"], row["when_to"]),
            )
            for row in own
        ]
        yield assessed_lane(days, marks, names.source(source))


def _key() -> str:
    certain, possible = CHANGES.values()
    return (
        "A point is a day, a bar some day within it. A round, hollow end is approximate or "
        "uncertain, an arrow is open, a dashed frame is disputed. The sign is that of the "
        f"position; what has no score is thin and has no sign. {certain} is a certain change, "
        f"{possible} a possible one; ◇ is a claim of a source in its own voice."
    )


def _officials_not_drawn(
    issue: Issue, officials: Sequence[Official], shown: Mapping[str, Sequence[StatementSummary]]
) -> Iterator[str]:
    speaking = sum(bool(official.statements) for official in issue.officials)
    if speaking > len(officials):
        yield not_drawn(len(officials), speaking)
    there = sum(len(official.statements) for official in officials)
    if rest := there - sum(map(len, shown.values())):
        yield (
            f"Of an official, the last {MOST_MARKS} statements are drawn: {rest} earlier ones "
            "stand under “Officials one by one”."
        )


def _claims_not_drawn(report: Report, claims: Sequence[Row]) -> Iterator[str]:
    undated = sum(not row["when"] for row in report.assessments)
    rest = len(report.assessments) - len(claims) - undated
    told = [f"{undated} without a date"] if undated else []
    told += [f"{rest} about others than these, or beyond the first {_MOST_CLAIMS}"] if rest else []
    if told:
        yield (
            f"Claims of sources that are not drawn: {' and '.join(told)}. "
            "All stand under “The sources’ own assessments”."
        )


def _left_out(days: Days) -> Iterator[str]:
    for first, last in days.stretches:
        yield f"Shaded: from {first} to {last} nothing begins or ends, and the axis leaves it out."
