"""Statements over time, with a lane for each official, and the claims of sources below."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import heading
from stances.views.html.charts.time_axis import Days, Span
from stances.views.html.charts.timeline import Mark, assessed_lane, axis, timeline_lane
from stances.views.html.elements import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.result import Row
    from stances.views.html.charts.svg import Lane
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels

FEWEST = 3
"""The least number of statements for a chart."""
MOST_MARKS = 40
"""The most statements of one official that are drawn; earlier ones are left out."""


def chart(
    issue: str, officials: Sequence[Official], claims: Sequence[Row], names: Labels, *key: Child
) -> tuple[Markup, list[str]]:
    """The chart of an issue with its legend, and sentences on gaps left out of its axis."""
    days = days_of(officials, claims)
    drawn = lanes(days, issue, officials, claims, names)
    figure = element("figure", *drawn, element("figcaption", *key), class_="chart over-time")
    if not days.stretches:
        return figure, []
    spans = (names.wording.date(f"{first}/{last}") for first, last in days.stretches)
    return figure, [f"Shaded, and left out since nothing begins or ends in it: {'; '.join(spans)}."]


def days_of(officials: Sequence[Official], claims: Sequence[Row]) -> Days:
    """The axis of all statements and claims that are drawn."""
    drawn = chain.from_iterable(map(shown, officials))
    said = [(each.said_from, each.said_to) for each in drawn]
    claimed = [(row["when_from"], row["when_to"]) for row in claims]
    return Days.over(chain.from_iterable([*said, *claimed]))


def shown(official: Official) -> Sequence[StatementSummary]:
    """The statements of an official that are drawn."""
    return official.statements[-MOST_MARKS:]


def lanes(
    days: Days, issue: str, officials: Sequence[Official], claims: Sequence[Row], names: Labels
) -> Iterator[Lane]:
    """The axis, the officials by faction, and the sources in their own voice."""
    yield axis(days)
    for faction, members in groupby(officials, key=lambda official: official.faction):
        yield heading(names.faction(faction))
        for official in members:
            own = marks(days, issue, official, shown(official), names)
            label = names.official(official.official, issue)
            yield timeline_lane(days, official.name, own, label)
    yield from _assessed(days, claims, names)


def marks(
    days: Days,
    issue: str,
    official: Official,
    own: Sequence[StatementSummary],
    names: Labels,
) -> list[Mark]:
    """The marks of statements of an official on an issue."""
    changes = {row["ref"]: row["change"] for row in official.shifts}
    scale = names.scale(issue)
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
        for each in own
    ]


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
