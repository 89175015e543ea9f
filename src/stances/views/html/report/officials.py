"""The report's section on officials."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import sign
from stances.views.html.components import dated, listed, named, paragraph
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import official_place
from stances.views.html.statement import statement
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report.issues import Issue
    from stances.queries.report.officials import Official
    from stances.queries.result import Row
    from stances.views.html.links import Labels

MOST_OPEN = 3
"""So many of the latest statements stand open on the page."""


def officials_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """Faction by faction; a piece for each official, for there may be very many."""
    yield element("h3", "Officials one by one")
    yield paragraph(
        "Each with the latest statement: the one that no other certainly follows, or all of them "
        "where the dates do not tell which came last.",
        class_="explained",
    )
    for faction, members in groupby(issue.officials, key=lambda official: official.faction):
        yield element("h4", element("bdi", names.faction(faction)), class_="faction")
        for official in members:
            yield _official(issue, official, names)


def _official(issue: Issue, official: Official, names: Labels) -> Markup:
    return element(
        "section",
        element("h5", *_called(official)),
        element("p", joined(_standing(official), " · "), class_="standing"),
        *_latest(official, names),
        *_shifts(issue, official, names),
        *_attributed(issue, official, names),
        *_others(issue, official, names),
        class_="official",
        id=official_place(issue.issue, official.official),
    )


def _called(official: Official) -> Iterator[Markup | str]:
    yield named(official.name)
    if official.native_name:
        yield " "
        yield element("span", official.native_name, class_="native", dir="auto")


def _standing(official: Official) -> Iterator[Markup | str]:
    if official.role:
        yield element("bdi", official.role)
    yield plural(len(official.statements), "statement")
    if official.mean is None:
        yield "none with a score"
    else:
        mean = element("b", sign(round(official.mean, 2)))
        yield joined(["mean ", mean, f" over {plural(len(official.scores), 'scored statement')}"])


def _latest(official: Official, names: Labels) -> Iterator[Markup]:
    """The latest statements, the foremost first; of very many, the rest wait to be asked.

    Then the latest with a score, and how many are later that were not asked for.
    """
    shown, rest = official.foremost[:MOST_OPEN], official.foremost[MOST_OPEN:]
    yield from (statement(row, names) for row in shown)
    if rest:
        title = f"{len(rest)} more that may be the latest"
        told = (statement(row, names) for row in rest)
        yield element("details", element("summary", title), *told)
    if official.latest_scored:
        yield paragraph("Takes no position on the scale; the latest that does:", class_="between")
        yield from (statement(row, names) for row in reversed(official.latest_scored))
    if official.later:
        what = plural(official.later, "statement")
        yield paragraph(f"Later, and not asked for here: {what}.", class_="between")


def _shifts(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    if official.shifts:
        items = [_shift_item(row, issue, names) for row in official.shifts]
        yield paragraph(element("b", "Shifts"), class_="between")
        yield listed(items, "shifts")


def _attributed(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    if not official.attributed:
        return
    items = []
    for each in official.attributed:
        sources = joined([names.source(source) for source in each.sources], ", ")
        told = [
            names.position(issue.issue, each.position),
            dated(each.said),
            names.statement(each.ref),
            joined(["recorded with ", named(each.name)]),
            joined(["attributed by ", sources]),
        ]
        items.append(joined(told, " · "))
    head = "Attributed to them by a source, recorded with another, and counted with that other"
    yield paragraph(element("b", head), class_="between")
    yield listed(items, "plain")


def _others(issue: Issue, official: Official, names: Labels) -> Iterator[Markup]:
    """The statements whose words are not here: one line each."""
    if not official.others:
        return
    items = []
    for said in official.others:
        told: list[Markup | str] = [names.position(issue.issue, said.position)]
        told += [dated(said.said), element("code", said.ref)]
        told += [element("span", "disputed", class_="mark")] if said.disputed else []
        items.append(joined(told, " · "))
    title = element("summary", f"{plural(len(items), 'earlier or parallel statement')}")
    yield element("details", title, listed(items, "plain"))


_SURE = {
    "certain": "certain: the dates do not overlap",
    "possible": "possible: the dates overlap, so the order is not sure",
}


def shifts_section(issue: Issue, names: Labels) -> Iterator[Markup]:
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
                _shift_item(row, issue, names),
            ]
        )
        for official, row in found
    ]
    yield listed(items, "shifts")


def _shift_item(row: Row, issue: Issue, names: Labels) -> Markup:
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
