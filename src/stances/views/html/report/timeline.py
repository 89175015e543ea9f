"""The report's timeline of an issue; for many officials, a picture by months comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import folded, paragraph
from stances.views.html.elements import Markup, element
from stances.views.html.heat_map import heat_map
from stances.views.html.over_time import FEWEST, MOST_MARKS, chart, days_of, lanes, shown
from stances.views.report_text import TITLES
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.charts.svg import Lane
    from stances.views.html.links import Labels

MOST_LANES = 150
"""The most officials that are drawn; those with the most statements are kept."""
MANY = 24
"""The most officials for whom the timeline by days comes first."""
_MOST_CLAIMS = 100


def timeline_section(report: Report, issue: Issue, names: Labels) -> Iterator[Markup]:
    """Statements day by day; if many officials speak, month by month first."""
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
    """The officials with statements that the chart draws, in their order."""
    speaking = [official for official in officials if official.statements]
    ranked = sorted(speaking, key=lambda official: -len(official.statements))
    chosen = {official.official for official in ranked[:MOST_LANES]}
    return [official for official in speaking if official.official in chosen]


def _timeline(
    report: Report, issue: Issue, officials: Sequence[Official], names: Labels
) -> Iterator[Markup]:
    """The chart, with notes on what it leaves out."""
    # Claims of sources are about officials, not issues: drawn only if there is a single issue.
    claims = [] if names.several else _claims(report, issue)
    figure, stretches = chart(issue.issue, officials, claims, names, *_KEY)
    yield figure
    notes = [*_officials_not_drawn(issue, officials)]
    if not names.several:
        notes += _claims_not_drawn(report, claims)
    if notes := [*notes, *stretches]:
        yield paragraph(" ".join(notes), class_="explained")


def lanes_of(report: Report, issue: Issue, names: Labels) -> list[Lane]:
    """The lanes in the chart of an issue; empty if nobody spoke on it."""
    officials = _drawn(issue.officials)
    claims = [] if names.several else _claims(report, issue)
    if not officials:
        return []
    return [*lanes(days_of(officials, claims), issue.issue, officials, claims, names)]


def _claims(report: Report, issue: Issue) -> list[Row]:
    """The dated claims about officials who speak on the issue, or about their factions."""
    subjects = {official.official for official in issue.officials}
    subjects |= {statement.faction for statement in issue.statements if statement.faction}
    dated = (row for row in report.assessments if row["when"])
    return [row for row in dated if subjects.intersection(row["about"])][:_MOST_CLAIMS]


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
    if rest := total - sum(len(shown(official)) for official in officials):
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
