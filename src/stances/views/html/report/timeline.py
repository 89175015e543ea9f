"""The report's timeline of an issue; of many officials, a picture by months before that."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import heading
from stances.views.html.charts.time_axis import Days, Span
from stances.views.html.charts.timeline import Mark, assessed_lane, axis, timeline_lane
from stances.views.html.components import folded, paragraph
from stances.views.html.elements import Markup, element
from stances.views.html.report.heat_map import heat_map
from stances.views.report_text import TITLES
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.result import Row
    from stances.views.html.charts.svg import Lane
    from stances.views.html.links import Labels

MOST_LANES = 150
"""The most officials that are drawn, those with the most statements."""
FEWEST = 3
"""From so many statements on, there is something to draw."""
MANY = 24
"""From more officials than these on, months come before days."""
MOST_MARKS = 40
"""The most statements of one official that are drawn, the last ones."""
_MOST_CLAIMS = 100


def timeline_section(report: Report, issue: Issue, names: Labels) -> Iterator[Markup]:
    """Statements day by day; where many officials speak, month by month before that."""
    officials = _drawn(issue.officials)
    if sum(len(official.statements) for official in officials) < FEWEST:
        return
    yield element("h3", "Over time")
    timeline = _timeline(report, issue, officials, names)
    if len(officials) > MANY and (months := heat_map(issue, officials, names)):
        yield months
        yield folded("Day by day", *timeline)
    else:
        yield from timeline


def _drawn(officials: Sequence[Official]) -> list[Official]:
    """The officials that the chart draws, in their order; only those with statements."""
    speaking = [official for official in officials if official.statements]
    ranked = sorted(speaking, key=lambda official: -len(official.statements))
    chosen = {official.official for official in ranked[:MOST_LANES]}
    return [official for official in speaking if official.official in chosen]


def _timeline(
    report: Report, issue: Issue, officials: Sequence[Official], names: Labels
) -> Iterator[Markup]:
    """The chart, with notes on what it leaves out."""
    # What sources say themselves is of officials, and of no one issue.
    claims = [] if names.several else _claims(report, issue)
    days = _days(officials, claims)
    lanes = _lanes(days, issue, officials, claims, names)
    yield element("figure", *lanes, element("figcaption", *_KEY), class_="chart over-time")
    notes = [*_officials_not_drawn(issue, officials)]
    if not names.several:
        notes += _claims_not_drawn(report, claims)
    if days.stretches:
        spans = (names.wording.date(f"{first}/{last}") for first, last in days.stretches)
        notes.append(
            f"Shaded, and left out since nothing begins or ends in it: {'; '.join(spans)}."
        )
    if notes:
        yield paragraph(" ".join(notes), class_="explained")


def lanes_of(report: Report, issue: Issue, names: Labels) -> list[Lane]:
    """The lanes of the chart of an issue; none if nobody spoke on it."""
    officials = _drawn(issue.officials)
    claims = [] if names.several else _claims(report, issue)
    if not officials:
        return []
    return [*_lanes(_days(officials, claims), issue, officials, claims, names)]


def _days(officials: Sequence[Official], claims: Sequence[Row]) -> Days:
    drawn = chain.from_iterable(map(_shown, officials))
    said = [(each.said_from, each.said_to) for each in drawn]
    claimed = [(row["when_from"], row["when_to"]) for row in claims]
    return Days.over(chain.from_iterable([*said, *claimed]))


def _shown(official: Official) -> Sequence[StatementSummary]:
    """The statements that are drawn."""
    return official.statements[-MOST_MARKS:]


def _lanes(
    days: Days, issue: Issue, officials: Sequence[Official], claims: Sequence[Row], names: Labels
) -> Iterator[Lane]:
    """The axis, the officials faction by faction, and the sources in their own voice."""
    yield axis(days)
    for faction, members in groupby(officials, key=lambda official: official.faction):
        yield heading(names.faction(faction))
        for official in members:
            marks = _marks(days, issue, official, _shown(official), names)
            label = names.official(official.official, issue.issue)
            yield timeline_lane(days, official.name, marks, label)
    yield from _assessed(days, claims, names)


def _marks(
    days: Days,
    issue: Issue,
    official: Official,
    shown: Sequence[StatementSummary],
    names: Labels,
) -> list[Mark]:
    changes = {row["ref"]: row["change"] for row in official.shifts}
    scale = names.scale(issue.issue)
    return [
        Mark(
            each,
            names.wording.date(each.said),
            Span.of(days, each.said, each.said_from, each.said_to),
            scale.sign(each.position),
            scale.label(each.position),
            scale.tone(each.position),
            changes.get(each.ref),
        )
        for each in shown
    ]


def _claims(report: Report, issue: Issue) -> list[Row]:
    """The dated claims about those who speak on the issue, or about their factions."""
    subjects = {official.official for official in issue.officials}
    subjects |= {statement.faction for statement in issue.statements if statement.faction}
    dated = (row for row in report.assessments if row["when"])
    return [row for row in dated if subjects.intersection(row["about"])][:_MOST_CLAIMS]


def _assessed(days: Days, claims: Sequence[Row], names: Labels) -> Iterator[Lane]:
    """A lane for each source, below a heading."""
    if claims:
        yield heading("In the sources’ own voice")
    for source in dict.fromkeys(row["source"] for row in claims):
        marks = [
            (
                f"{names.wording.date(row['when'])}: on {_about(row, names)}: {row['text']}",
                Span.of(days, row["when"], row["when_from"], row["when_to"]),
            )
            for row in claims
            if row["source"] == source
        ]
        yield assessed_lane(days, marks, names.source(source), names.wording.source(source))


def _about(row: Row, names: Labels) -> str:
    wording = names.wording
    officials = wording.background.names().officials
    return ", ".join(officials.get(id_) or wording.faction(id_) for id_ in row["about"])


_KEY = (
    "A point is a day, a bar some day within it; ",
    element("a", "how to read it", href="#method"),
    ".",
)


def _officials_not_drawn(issue: Issue, officials: Sequence[Official]) -> Iterator[str]:
    speaking = sum(bool(official.statements) for official in issue.officials)
    if speaking > len(officials):
        yield (
            f"Drawn are {len(officials)} of {plural(speaking, 'official')}, those with the most "
            "statements; the others stand under “Officials one by one”."
        )
    total = sum(len(official.statements) for official in officials)
    if rest := total - sum(len(_shown(official)) for official in officials):
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
            f"All stand under “{TITLES['assessments']}”."
        )
