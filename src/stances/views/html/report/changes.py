"""Who changed what they said, from what to what, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.components import dated, listed, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report.issues import Issue
    from stances.queries.result import Row
    from stances.views.html.links import Names

_SURE = {
    "certain": "certain: the dates do not overlap",
    "possible": "possible: the dates overlap, so the order is not sure",
}


def shifts_section(issue: Issue, names: Names) -> Iterator[Markup]:
    """All changes on an issue, or that there is none, and in what they were looked for."""
    yield element("h3", "Shifts")
    found = [(official, row) for official in issue.officials for row in official.shifts]
    scored = [official for official in issue.officials if official.scores]
    among = plural(sum(len(official.scores) for official in scored), "scored statement")
    among += f" by {plural(len(scored), 'official')}"
    if not found:
        yield paragraph(f"No official is known to have changed position: {among}.")
        return
    yield paragraph(f"{plural(len(found), 'change')} in {among}.", class_="explained")
    items = [
        joined(
            [
                element("b", names.official(official.official, issue.issue)),
                ": ",
                shift_item(row, issue, names),
            ]
        )
        for official, row in found
    ]
    yield listed(items, "shifts")


def shift_item(row: Row, issue: Issue, names: Names) -> Markup:
    """A change in one line, with the conditions that came or went."""
    before = names.position(issue.issue, row["previous_position"])
    after = names.position(issue.issue, row["position"])
    told = [
        joined(
            [before, " (", dated(row["previous_said"]), ", ", names.statement(row["previous"]), ")"]
        ),
        " → ",
        joined([after, " (", dated(row["said"]), ", ", names.statement(row["ref"]), ")"]),
        ", ",
        element("span", _SURE[row["change"]], class_=row["change"]),
    ]
    if row["disputed"]:
        told += [" ", element("span", "rests on a disputed statement", class_="mark")]
    conditions = [("new condition: ", each) for each in row["gained"]]
    conditions += [("no longer: ", each) for each in row["dropped"]]
    items = [joined([what, element("span", each, dir="auto")]) for what, each in conditions]
    return joined([*told, listed(items) if items else None])
