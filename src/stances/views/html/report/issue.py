"""The report's section on one issue."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from stances.views.html.charts.scale import Scale, distribution, means, on_scale, scale_lane
from stances.views.html.charts.svg import axis_lane, sign
from stances.views.html.components import (
    drawn,
    form_told,
    listed,
    named,
    not_drawn,
    paragraph,
    table,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import NO_FACTION
from stances.views.html.report.officials import officials_section, shifts_section
from stances.views.html.report.timeline import timeline_section
from stances.views.values import DECIMALS, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.report.issues import Group, Issue
    from stances.queries.report.officials import Official
    from stances.queries.summary import Figures
    from stances.views.html.elements import Child
    from stances.views.html.links import Labels


def issue_section(report: Report, issue: Issue, names: Labels) -> Iterator[Markup]:
    """The pieces of an issue's section, in order."""
    yield from _scale_key(issue, names)
    yield from factions_section(issue)
    yield from placed_section(issue, names)
    yield from timeline_section(report, issue, drawn(issue.officials), names)
    yield from shifts_section(issue, names)
    yield from _conditions(issue, names)
    yield from officials_section(issue, names)
    yield from corroboration_section(issue, names)


def _scale_key(issue: Issue, names: Labels) -> Iterator[Markup]:
    yield element("h3", "The scale")
    scored, unscored = on_scale(issue.scale)
    for steps in (list(reversed(scored)), unscored):
        items = [
            element(
                "div",
                element("dt", names.position(issue.issue, step.id)),
                element("dd", step.definition, dir="auto"),
            )
            for step in steps
        ]
        if items:
            yield element("dl", *items, class_="scale-key")


def _conditions(issue: Issue, names: Labels) -> Iterator[Markup]:
    rows = [
        row
        for official in issue.officials
        for row in (*official.latest, *official.latest_scored)
        if row["conditions"]
    ]
    if not rows:
        return
    yield element("h3", "Conditions")
    yield paragraph("What the latest statements make their position depend on.", class_="explained")
    items = []
    for row in rows:
        who = names.official(row["official"], issue.issue)
        what = joined([element("span", each, dir="auto") for each in row["conditions"]], ", ")
        told = [element("b", who), ": ", what, " · ", names.statement(row["ref"])]
        items.append(joined(told))
    yield listed(items, "plain")


_HEADS = ("position", "statements", "on none", "on one", "on two or more", "two with probable ones")


def corroboration_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """Position by position, and form by form."""
    found = issue.corroboration
    if not found.positions:
        return
    yield element("h3", "How many sources stand behind what")
    rows: list[list[Child]] = [
        [names.position(issue.issue, each.position), *each[1:]] for each in found.positions
    ]
    rows.append([element("b", "all"), *found.total()[1:]])
    yield table("Statements by the independent sources that report them", _HEADS, rows, range(1, 6))
    yield paragraph(
        "A source that copies another is not counted. The last column is in the two before: "
        "statements on none or one that would rest on two or more if what probably reports the "
        "same occasion were counted.",
        class_="explained",
    )
    forms: list[list[Child]] = [
        [form_told(form), certain, probable, copies]
        for form, certain, probable, copies in found.forms
    ]
    heads = ("form", "certain", "probably the same occasion", "copies")
    yield table("Pieces of evidence by form", heads, forms, range(1, 4))


def placed_section(issue: Issue, names: Labels) -> Iterator[Markup]:
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


def _placed(issue: Issue, placed: Sequence[Official], names: Labels) -> Markup:
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


def factions_section(issue: Issue) -> Iterator[Markup]:
    """A card for each faction, the same as a table, and what the figures rest on."""
    yield element("h3", "Where the factions stand")
    if not issue.groups:
        yield paragraph("Nothing is recorded here: sources only attribute statements of others.")
        return
    most = max(count for group in issue.groups for count, _ in group.counts.values())
    yield paragraph(
        "Bars are statements, all to one measure, each with the number of officials behind it. "
        "Below, a dot is an official’s mean, larger where several stand, and the diamond the "
        "faction’s.",
        class_="explained",
    )
    cards = [_card(issue, group, most) for group in issue.groups]
    yield element("div", *cards, class_="cards")
    yield _table(issue)
    yield paragraph(*_basis(issue), class_="explained")


def _label(group: Group) -> str:
    return group.label or group.faction or NO_FACTION


def _card(issue: Issue, group: Group, most: int) -> Markup:
    found = group.figures
    head = element(
        "figcaption",
        element("b", element("bdi", _label(group))),
        element(
            "span",
            f"{plural(found.statements, 'statement')} by {plural(found.officials, 'official')}",
            class_="quiet",
        ),
    )
    bars = distribution(_label(group), issue.scale, group.counts, most)
    drawn = means(issue.scale, found)
    told = element("p", *_mean(found), class_="basis")
    return element("figure", head, bars, drawn, told, class_="card")


def _mean(found: Figures) -> Iterator[Markup | str]:
    if found.mean is None:
        yield "No mean: no statement is scored."
        return
    yield "Mean "
    yield element("b", sign(round(found.mean, DECIMALS)))
    rests = plural(len(found.means), "official")
    yield f" over {rests} with {plural(found.scored, 'scored statement')}."
    if found.undisputed and found.disputed:
        mean = found.undisputed.mean
        without = "none" if mean is None else sign(round(mean, DECIMALS))
        yield f" Without {found.disputed} disputed: {without}."


def _table(issue: Issue) -> Markup:
    """Factions by positions: statements, and behind them officials."""
    scored, unscored = on_scale(issue.scale)
    steps = [*scored, *unscored]
    heads = ["faction", *(f"{sign(step.score)} {step.label}" for step in steps)]
    heads += ["all", "scored", "mean", "spread", "disputed", "2+ sources"]
    rows = []
    for group in (*issue.groups, issue.total):
        name = "all" if group is issue.total else _label(group)
        cells = [_cell(group.counts.get(step.id)) for step in steps]
        rows.append([element("b", element("bdi", name)), *cells, *_figures(group.figures)])
    caption = "Factions by position: statements (officials)"
    return table(caption, heads, rows, range(1, len(heads)))


def _cell(counts: tuple[int, int] | None) -> Markup:
    if counts is None:
        return element("span", "–", class_="quiet")
    statements, officials = counts
    return joined([str(statements), element("span", f" ({officials})", class_="quiet")])


def _figures(found: Figures) -> list[str | int]:
    mean = "none" if found.mean is None else sign(round(found.mean, DECIMALS))
    spread = (
        "none" if found.spread is None or len(found.means) == 1 else f"{found.spread:.{DECIMALS}f}"
    )
    corroborated = str(found.corroborated)
    if found.probably_corroborated:
        corroborated += f" + {found.probably_corroborated} probable"
    whole = _cell((found.statements, found.officials))
    scored = _cell((found.scored, len(found.means)))
    return [whole, scored, mean, spread, found.disputed, corroborated]


def _basis(issue: Issue) -> Iterator[str]:
    yield "A mean is taken over the officials’ own means of their scored statements"
    unstated = issue.total.figures.unstated
    if unstated:
        yield f"; in no mean are {plural(unstated, 'statement')} whose position has no score"
    yield "."
    if issue.misattributed:
        yield f" Left out as misattributed: {issue.misattributed}."
    if issue.disputed is not None:
        yield f" Left out as disputed: {issue.disputed}."
