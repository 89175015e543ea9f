"""Officials on the scale, and those who are not on it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.drawing import axis_lane
from stances.views.html.charts.scale import Scale, scale_lane
from stances.views.html.lanes import drawn, not_drawn
from stances.views.html.markup import Markup, element, joined
from stances.views.html.words import named, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.views.html.names import Names


def placed_section(issue: Issue, names: Names) -> Iterator[Markup]:
    """A lane for each official with a score, and the names of those who have none."""
    yield element("h3", "Officials on the scale")
    placed = drawn([official for official in issue.officials if official.scores])
    if placed:
        yield _placed(issue, placed, names)
    scored = sum(bool(official.scores) for official in issue.officials)
    if scored > len(placed):
        yield paragraph(not_drawn(len(placed), scored), class_="explained")
    absent = [official for official in issue.officials if not official.scores]
    if absent:
        who = joined([names.official(each.official, issue.issue) for each in absent], ", ")
        yield paragraph(
            element("b", "Not on the scale, "), "for want of a scored statement: ", who, "."
        )


def _placed(issue: Issue, placed: Sequence[Official], names: Names) -> Markup:
    scale = Scale(issue.scale)
    lanes = [axis_lane(scale.axis())]
    for faction, members in groupby(placed, key=lambda official: official.faction):
        lanes.append(paragraph(named(names.faction(faction)), class_="group"))
        lanes += [
            scale_lane(scale, each, names.official(each.official, issue.issue)) for each in members
        ]
    caption = element(
        "figcaption",
        "The large dot is an official’s mean; the small ones above it are the scored statements, "
        "hollow with a dashed ring where disputed. At the end of a line stand the mean and, in "
        "brackets, of how many statements it is.",
    )
    return element("figure", caption, *lanes, class_="chart on-scale")
