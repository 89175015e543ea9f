"""An official on an issue: figures, changes, and statements recorded with other officials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.svg import sign
from stances.views.html.components import listed, mark, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.values import DECIMALS, counted_told, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.links import Labels


def standing(official: Official) -> Iterator[Markup | str]:
    """The role, the number of statements, and the mean of their scores."""
    if official.role:
        yield element("bdi", official.role)
    counted, scored = len(official.counted), plural(len(official.scores), "scored statement")
    yield counted_told(counted, len(official.statements) - counted)
    if official.mean is not None and len(official.scores) > 1:
        mean = element("b", sign(round(official.mean, DECIMALS)))
        yield joined(["mean ", mean, f" over {scored}"])
    elif official.scores and official.is_unnamed:
        yield f"{scored}, and no mean: somebody who is not named may be several people"


def attributed(issue: str, official: Official, names: Labels) -> Iterator[Markup]:
    """Statements that a source attributes to the official, but that are recorded with another."""
    if not official.attributed:
        return
    items = []
    for each in official.attributed:
        sources = joined([names.source(source) for source in each.sources], ", ")
        parts = [
            names.position(issue, each.position),
            names.date(each.said),
            names.statement(each.ref),
            joined(["recorded with ", names.official(each.official)]),
            joined(["attributed by ", sources]),
        ]
        items.append(joined(parts, " · "))
    head = "A source attributes this to them. It is recorded, and counted, with another official."
    yield paragraph(element("b", head), class_="between")
    yield listed(items, "plain")


def shift_items(official: Official, issue: str, names: Labels) -> Iterator[Markup]:
    """The changes, and groups of differing statements in no known order, which are no changes."""
    for row in official.changes:
        yield _shift_item(row, issue, names)
    for group in official.unordered:
        stands = [_stand(issue, row["position"], row["said"], row["ref"], names) for row in group]
        yield joined([joined(stands, "; "), ": ", "in no known order"])


def _stand(issue: str, position: str, said: str, ref: str, names: Labels) -> Markup:
    """A position with its date, linked to the statement."""
    when = names.statement(ref, names.date(said))
    return Markup(f"{names.position(issue, position)} ({when})")


def _shift_item(row: Row, issue: str, names: Labels) -> Markup:
    """A change on one line, with the conditions gained and dropped."""
    before = (row["previous_position"], row["previous_said"], row["previous"])
    after = (row["position"], row["said"], row["ref"])
    told = " → ".join([_stand(issue, *each, names) for each in (before, after)])
    if row["score"] == row["previous_score"]:
        told += ", conditions alone"
    if row["disputed"]:
        told += f" {mark('rests on a disputed statement')}"
    conditions = [("new condition: ", each) for each in row["gained"]]
    conditions += [("no longer: ", each) for each in row["dropped"]]
    items = [joined([label, element("span", each, dir="auto")]) for label, each in conditions]
    return Markup(f"{told}{listed(items) if items else ''}")
