"""The report's section on officials."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import sign
from stances.views.html.components import dated, listed, mark, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import official_place
from stances.views.html.statement import statement
from stances.views.values import counted_told, plural, statement_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.links import Labels

MOST_OPEN = 3
"""The most latest statements that are not folded."""


def officials_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """All officials by faction, one piece each."""
    apart = ", hearsay apart," if issue.hearsay else ""
    yield element("h3", "Officials one by one")
    yield paragraph(
        f"Each with the latest statement: the one that no other{apart} certainly follows, or all "
        "of them where the dates do not tell which came last.",
        class_="explained",
    )
    for faction, members in groupby(issue.officials, key=lambda official: official.faction):
        yield element("h4", element("bdi", names.faction(faction)), class_="faction")
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
        element("h5", *name),
        element("p", joined(_standing(official), " · "), class_="standing"),
        *_latest(official, names),
        *shifts,
        *_attributed(issue, official, names),
        *_others(issue, official, names),
        class_="official",
        id=official_place(issue.issue, official.official),
    )


def _standing(official: Official) -> Iterator[Markup | str]:
    if official.role:
        yield element("bdi", official.role)
    counted, scored = len(official.counted), plural(len(official.scores), "scored statement")
    yield counted_told(counted, len(official.statements) - counted)
    if official.mean is not None:
        mean = element("b", sign(round(official.mean, 2)))
        yield joined(["mean ", mean, f" over {scored}"])
    elif official.scores:
        yield f"{scored}, and no mean: somebody who is not named may be several people"
    elif counted:
        yield "none with a score"


def _latest(official: Official, names: Labels) -> Iterator[Markup]:
    """The latest statements, those beyond `MOST_OPEN` folded.

    After them the latest with a score, and the number of later ones that the filters leave out.
    """
    shown, rest = official.foremost[:MOST_OPEN], official.foremost[MOST_OPEN:]
    yield from (statement(row, names) for row in shown)
    if rest:
        title = f"{len(rest)} more that may be the latest"
        yield element(
            "details", element("summary", title), *(statement(row, names) for row in rest)
        )
    if official.latest_scored:
        yield paragraph("Takes no position on the scale; the latest that does:", class_="between")
        yield from (statement(row, names) for row in reversed(official.latest_scored))
    if official.later:
        count = plural(official.later, "statement")
        yield paragraph(f"Later, and not asked for here: {count}.", class_="between")


def _attributed(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    if not official.attributed:
        return
    items = []
    for each in official.attributed:
        sources = joined([names.source(source) for source in each.sources], ", ")
        parts = [
            names.position(issue.issue, each.position),
            dated(each.said),
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
        parts = [names.position(issue.issue, said.position), dated(said.said)]
        parts.append(element("code", said.ref))
        parts += map(mark, statement_marks(said._asdict(), names.wording))
        items.append(joined(parts, " · "))
    title = element("summary", f"{plural(len(items), 'earlier or parallel statement')}")
    yield element("details", title, listed(items, "plain"))


def shifts_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """All changes on an issue, with the number of statements searched for them."""
    yield element("h3", "Shifts")
    scored = [official for official in issue.officials if official.mean is not None]
    among = plural(sum(len(official.scores) for official in scored), "scored statement")
    among += f" by {plural(len(scored), 'official')}"
    items = []
    for official in issue.officials:
        name = element("b", names.official(official.official, issue.issue))
        items += [joined([name, ": ", item]) for item in _shift_items(official, issue, names)]
    changes = sum(len(official.changes) for official in issue.officials)
    if not changes:
        yield paragraph(f"No official is known to have changed position: {among}.")
    else:
        yield paragraph(f"{plural(changes, 'change')} in {among}.", class_="explained")
    if items:
        yield listed(items, "shifts")


def _shift_items(official: Official, issue: Issue, names: Labels) -> Iterator[Markup]:
    """The changes, and what differs and can have been said in any order, which is no change."""
    for row in official.changes:
        yield _shift_item(row, issue, names)
    for group in official.unordered:
        stands = [
            joined(
                [
                    names.position(issue.issue, row["position"]),
                    " (",
                    dated(row["said"]),
                    ", ",
                    names.statement(row["ref"]),
                    ")",
                ]
            )
            for row in group
        ]
        yield joined(
            [
                joined(stands, "; "),
                ": ",
                element("span", "in no known order", class_="unordered"),
            ]
        )


def _shift_item(row: Row, issue: Issue, names: Labels) -> Markup:
    """A change on one line, with the conditions gained and dropped."""
    before, after = (
        joined([names.position(issue.issue, id_), " (", dated(said), ", ", ref, ")"])
        for id_, said, ref in (
            (row["previous_position"], row["previous_said"], names.statement(row["previous"])),
            (row["position"], row["said"], names.statement(row["ref"])),
        )
    )
    pieces = [before, " → ", after]
    if row["score"] == row["previous_score"]:
        pieces.append(", conditions alone")
    if row["disputed"]:
        pieces += [" ", element("span", "rests on a disputed statement", class_="mark")]
    conditions = [("new condition: ", each) for each in row["gained"]]
    conditions += [("no longer: ", each) for each in row["dropped"]]
    items = [joined([label, element("span", each, dir="auto")]) for label, each in conditions]
    return joined([*pieces, listed(items) if items else None])
