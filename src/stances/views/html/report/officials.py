"""The report's section on officials."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.components import folded, listed, mark, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import faction_place, official_place
from stances.views.html.officials import attributed, shift_items, standing
from stances.views.html.statement import statement
from stances.views.values import plural, statement_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.links import Labels

MOST_OPEN = 3
"""The most latest statements of an official that are not folded."""
_MOST_SHIFTS = 20
"""The most shifts of an issue that are listed together."""


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
    if items := [*shift_items(official, issue.issue, names)]:
        shifts = [paragraph(element("b", "Shifts"), class_="between"), listed(items, "shifts")]
    return element(
        "section",
        element(
            "div",
            element("h5", *name),
            element("p", joined(standing(official), " · "), class_="standing"),
            class_="who",
        ),
        element(
            "div",
            *_latest(issue, official, names),
            *shifts,
            *attributed(issue.issue, official, names),
            *_others(issue, official, names),
        ),
        class_="official",
        id=official_place(issue.issue, official.official),
    )


def _latest(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    """The latest statements with a position, then, folded, those that leave the question open.

    Between them is the latest statement with a score, if none of the others has one.
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


def shifts_section(issue: Issue, names: Labels, level: str = "h3") -> Iterator[Markup]:
    """The shifts on an issue; if there are too many, none, because each official has their own."""
    count = sum(len(each.changes) + len(each.unordered) for each in issue.officials)
    if not 0 < count <= _MOST_SHIFTS:
        return
    yield element(level, "Shifts")
    items = [
        joined([element("b", names.official(official.official, issue.issue)), ": ", item])
        for official in issue.officials
        for item in shift_items(official, issue.issue, names)
    ]
    yield listed(items, "shifts")
