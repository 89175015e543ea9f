"""The report's section on officials."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import sign
from stances.views.html.components import folded, listed, mark, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import faction_place, official_place
from stances.views.html.statement import statement
from stances.views.values import DECIMALS, counted_told, plural, statement_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.links import Labels

MOST_OPEN = 3
"""The most latest statements that are not folded."""
_MOST_SHIFTS = 20
"""The most shifts of an issue that stand together."""


def officials_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """All officials by faction, one piece each."""
    yield element("h3", "Officials one by one")
    for faction, members in groupby(issue.officials, key=lambda official: official.faction):
        label = element("bdi", names.faction(faction))
        yield element("h4", label, class_="faction", id=faction_place(issue.issue, faction))
        for official in members:
            yield _official(issue, official, names)


def _official(issue: Issue, official: Official, names: Labels) -> Markup:
    native = element("span", official.native_name, class_="native", dir="auto")
    name = [names.official(official.official), *([" ", native] if official.native_name else [])]
    shifts = []
    if items := [*_shift_items(official, issue, names)]:
        shifts = [paragraph(element("b", "Shifts"), class_="between"), listed(items, "shifts")]
    return element(
        "section",
        element(
            "div",
            element("h5", *name),
            element("p", joined(_standing(official), " · "), class_="standing"),
            class_="who",
        ),
        element(
            "div",
            *_latest(issue, official, names),
            *shifts,
            *_attributed(issue, official, names),
            *_others(issue, official, names),
        ),
        class_="official",
        id=official_place(issue.issue, official.official),
    )


def _standing(official: Official) -> Iterator[Markup | str]:
    if official.role:
        yield element("bdi", official.role)
    counted, scored = len(official.counted), plural(len(official.scores), "scored statement")
    yield counted_told(counted, len(official.statements) - counted)
    if official.mean is not None and len(official.scores) > 1:
        mean = element("b", sign(round(official.mean, DECIMALS)))
        yield joined(["mean ", mean, f" over {scored}"])
    elif official.scores and official.is_unnamed:
        yield f"{scored}, and no mean: somebody who is not named may be several people"


def _latest(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    """The latest statements: those that take a position, then folded those that take none.

    Between them the latest with a score, if none of the others has one.
    """
    scale = names.scale(issue.issue)
    stated = [row for row in official.foremost if not scale.is_open(row["position"])]
    leaving = [row for row in official.foremost if scale.is_open(row["position"])]
    yield from (statement(row, names, official.role) for row in stated[:MOST_OPEN])
    if rest := stated[MOST_OPEN:]:
        yield _folded(f"{len(rest)} more that may be the latest", rest, official, names)
    if official.latest_scored:
        yield paragraph("The latest position on the scale:", class_="between")
        scored = reversed(official.latest_scored)
        yield from (statement(row, names, official.role) for row in scored)
    if leaving:
        leaves = "leaves" if len(leaving) == 1 else "leave"
        count = plural(len(leaving), "statement")
        yield _folded(f"{count} that {leaves} the question open", leaving, official, names)
    if official.later:
        count = plural(official.later, "statement")
        yield paragraph(f"Later, and not asked for here: {count}.", class_="between")


def _folded(title: str, rows: Sequence[Row], official: Official, names: Labels) -> Markup:
    return folded(title, *(statement(row, names, official.role) for row in rows))


def _attributed(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    if not official.attributed:
        return
    items = []
    for each in official.attributed:
        sources = joined([names.source(source) for source in each.sources], ", ")
        parts = [
            names.position(issue.issue, each.position),
            names.date(each.said),
            names.statement(each.ref),
            joined(["recorded with ", names.official(each.official)]),
            joined(["attributed by ", sources]),
        ]
        items.append(joined(parts, " · "))
    head = "Attributed to them by a source, recorded with another, and counted with that other"
    yield paragraph(element("b", head), class_="between")
    yield listed(items, "plain")


def _others(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    """The statements without their words, one line each."""
    if not official.others:
        return
    items = []
    for said in official.others:
        parts = [names.position(issue.issue, said.position), names.date(said.said)]
        parts.append(element("code", said.ref))
        parts += map(mark, statement_marks(said._asdict(), names.wording))
        items.append(joined(parts, " · "))
    title = plural(len(items), "earlier or parallel statement")
    yield folded(title, listed(items, "plain"))


def shifts_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """The changes on an issue, and what is in no known order; very many are with the officials."""
    count = sum(len(each.changes) + len(each.unordered) for each in issue.officials)
    if not 0 < count <= _MOST_SHIFTS:
        return
    yield element("h3", "Shifts")
    items = [
        joined([element("b", names.official(official.official, issue.issue)), ": ", item])
        for official in issue.officials
        for item in _shift_items(official, issue, names)
    ]
    yield listed(items, "shifts")


def _shift_items(official: Official, issue: Issue, names: Labels) -> Iterator[Markup]:
    """The changes, and what differs and can have been said in any order, which is no change."""
    for row in official.changes:
        yield _shift_item(row, issue, names)
    for group in official.unordered:
        stands = [_stand(issue, row["position"], row["said"], row["ref"], names) for row in group]
        yield joined([joined(stands, "; "), ": ", "in no known order"])


def _stand(issue: Issue, position: str, said: str, ref: str, names: Labels) -> Markup:
    """A position with its date, which leads to the statement."""
    when = names.statement(ref, names.date(said))
    return joined([names.position(issue.issue, position), " (", when, ")"])


def _shift_item(row: Row, issue: Issue, names: Labels) -> Markup:
    """A change on one line, with the conditions gained and dropped."""
    before = (row["previous_position"], row["previous_said"], row["previous"])
    after = (row["position"], row["said"], row["ref"])
    stands = [_stand(issue, *each, names) for each in (before, after)]
    pieces: list[Markup | str] = [joined(stands, " → ")]
    if row["score"] == row["previous_score"]:
        pieces.append(", conditions alone")
    if row["disputed"]:
        pieces += [" ", element("span", "rests on a disputed statement", class_="mark")]
    conditions = [("new condition: ", each) for each in row["gained"]]
    conditions += [("no longer: ", each) for each in row["dropped"]]
    items = [joined([label, element("span", each, dir="auto")]) for label, each in conditions]
    return joined([*pieces, listed(items) if items else None])
