"""The report's section on one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.svg import ornament, share
from stances.views.html.components import listed, paragraph, sentence
from stances.views.html.elements import Markup, element
from stances.views.html.report.figures import figures_section
from stances.views.html.report.officials import officials_section, shifts_section
from stances.views.html.report.timeline import timeline_section
from stances.views.report_text import (
    are_few,
    at_positions,
    found,
    led_by,
    notes,
    standings_of,
    steps_shown,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.findings import Finding, Standing, Step
    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels


_WIDE = 9
"""The most positions that stand side by side; more of them stand below each other."""
_BAR = 8


def standings(issue: Issue, finding: Finding, names: Labels, caption: Child) -> Markup:
    """Officials on the scale by faction: the names of few, the number of many.

    Positions beside the scale that nobody takes are left out.
    """
    places, scale = at_positions(finding), names.scale(issue.issue)
    steps = steps_shown(issue, places)
    silent = any(group.figures.silent for group in issue.groups)
    most = None if are_few(places) else max(map(len, places.values()))
    heads = [element("th", element("span", "Faction", class_="unseen"), scope="col")]
    for step in steps:
        shown = names.position(issue.issue, step.id)
        heads.append(element("th", shown, scope="col", class_=scale.tone(step.id)))
    heads += [element("th", "Silent", scope="col", class_="silent")] if silent else []
    rows = []
    for group in issue.groups:
        head = element("th", element("bdi", names.faction(group.faction)), scope="row")
        cells = [
            element(
                "td",
                *_cell(issue, step, places.get((group.faction, step.id), ()), most, names),
                class_=scale.tone(step.id),
            )
            for step in steps
        ]
        if silent:
            count = group.figures.silent
            told = (
                element("span", count, element("span", " silent", class_="at")) if count else None
            )
            cells.append(element("td", told, class_="silent"))
        rows.append(element("tr", head, *cells))
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="standings" if len(steps) <= _WIDE else "standings stacked",
    )
    return element("figure", table, class_="chart picture")


def _cell(
    issue: Issue, step: Step, own: Sequence[Standing], most: int | None, names: Labels
) -> Iterator[Markup]:
    """Who takes a position, or how many of the `most`.

    The position stands there too where there is no room for columns.
    """
    if not own:
        return
    yield element("span", names.position(issue.issue, step.id), class_="at")
    if most:
        bar = element("rect", x=0, y=0, width=share(len(own) / most), height=_BAR, class_="bar")
        yield element("p", element("b", len(own)), ornament(_BAR, bar), class_="many")
    else:
        yield listed([_name(issue, step, each, names) for each in own], "names")


def _name(issue: Issue, step: Step, standing: Standing, names: Labels) -> Markup:
    """An official; it is said if the position rests on disputed statements alone."""
    name = names.surname(standing.official, issue.issue)
    disputed = step.id in standing.doubtful
    return element(
        "span", name, " (disputed)" if disputed else None, class_=f"one{' doubtful' * disputed}"
    )


def issue_section(report: Report, issue: Issue, names: Labels) -> Iterator[Markup]:
    """The pieces of an issue's section, in order."""
    if names.several or issue is not led_by(report):  # else that is how the page begins
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
