"""The positions of officials on an issue, by faction, and the scale in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.roles import NO_FACTION
from stances.views.html.charts.svg import ornament, share
from stances.views.html.components import listed
from stances.views.html.elements import Markup, element
from stances.views.report_text import are_few, at_positions, steps_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.findings import Finding, Standing, Step
    from stances.queries.report.issues import Issue
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels


_WIDE = 9
"""The most positions in columns; more are below each other."""
_BAR = 8


def standings(issue: Issue, finding: Finding, names: Labels, caption: Child) -> Markup:
    """The officials by faction and position: their names, or their number if there are many.

    Positions without a score that nobody takes are left out.
    """
    places, scale = at_positions(finding), names.scale(issue.issue)
    steps = steps_shown(issue, places)
    silent = any(group.figures.silent for group in issue.groups)
    most = None if are_few(places) else max(map(len, places.values()))
    heads = [element("th", element("span", "Faction", class_="unseen"), scope="col")]
    for step in steps:
        shown = names.position(issue.issue, step.id)
        heads.append(element("th", shown, scope="col", class_=scale.tone(step.id)))
    heads += [element("th", "No statement", scope="col", class_="silent")] if silent else []
    rows = []
    for group in issue.groups:
        label, of = element("bdi", names.faction(group.faction)), group.faction
        place = names.faction_address(of)
        head = element("th", element("a", label, href=place) if place else label, scope="row")
        cells = [
            element(
                "td",
                *_cell(issue, step, places.get((of, step.id), ()), most, names),
                class_=scale.tone(step.id),
            )
            for step in steps
        ]
        if silent:
            count = group.figures.silent
            told = (
                element("span", f"{count:,}", element("span", " without a statement", class_="at"))
                if count
                else None
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
    """The officials at a position, or their number, with a bar relative to `most`.

    The position is repeated for screens that have no room for columns.
    """
    if not own:
        return
    yield element("span", names.position(issue.issue, step.id), class_="at")
    if most:
        bar = element("rect", x=0, y=0, width=share(len(own) / most), height=_BAR, class_="bar")
        address = names.search_address(
            issue=issue.issue, faction=own[0].faction or NO_FACTION, position=step.id
        )
        number = element("b", len(own))
        shown = element("a", number, href=address) if address else number
        yield element("p", shown, ornament(_BAR, bar), class_="many")
    else:
        yield listed([_name(issue, step, each, names) for each in own], "names")


def _name(issue: Issue, step: Step, standing: Standing, names: Labels) -> Markup:
    """The name of an official, with a remark if the position rests on disputed statements alone."""
    name = names.surname(standing.official, issue.issue)
    disputed = step.id in standing.doubtful
    return element(
        "span", name, " (disputed)" if disputed else None, class_=f"one{' doubtful' * disputed}"
    )


def scale_key(issue: str, names: Labels) -> Markup:
    """The positions of an issue as the codebook defines them."""
    items = [
        element(
            "div",
            element("dt", names.position(issue, step.id)),
            element("dd", step.definition, dir="auto"),
        )
        for step in names.scale(issue).defined
    ]
    return element("dl", *items, class_="scale-key")
