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
    mark,
    named,
    not_drawn,
    paragraph,
    table,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import NO_FACTION
from stances.views.html.report.officials import officials_section, shifts_section
from stances.views.html.report.timeline import timeline_section
from stances.views.values import DECIMALS, plural, unnamed, why_no_mean, with_probable
from stances.views.values import named as names_of

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
    items = []
    for official in issue.officials:
        for row in (*official.latest, *official.latest_scored):
            if row["conditions"]:
                name = element("b", names.official(row["official"], issue.issue))
                spans = [element("span", each, dir="auto") for each in row["conditions"]]
                ref = names.statement(row["ref"])
                marks = [mark("hearsay")] if row["hearsay"] else []
                told = joined([name, ": ", joined(spans, ", ")])
                items.append(joined([told, ref, *marks], " · "))
    if items:
        yield element("h3", "Conditions")
        text = "What the latest statements make their position depend on."
        yield paragraph(text, class_="explained")
        yield listed(items, "plain")


def corroboration_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """The numbers of sources by position, and of pieces of evidence by form."""
    corroboration = issue.corroboration
    if not corroboration.positions:
        return
    yield element("h3", "How many sources stand behind what")
    rows: list[list[Child]] = [
        [names.position(issue.issue, each.position), *each[1:]] for each in corroboration.positions
    ]
    rows.append([element("b", "all"), *corroboration.total()[1:]])
    heads = ["position", "statements", "on none", "on one", "on two or more"]
    heads.append("two with probable ones")
    yield table("Statements by the independent sources that report them", heads, rows, range(1, 6))
    yield paragraph(
        "A source that copies another is not counted. The last column is in the two before: "
        "statements on none or one that would rest on two or more if what probably reports the "
        "same occasion were counted.",
        class_="explained",
    )
    forms: list[list[Child]] = [
        [form_told(form), certain, probable, copies]
        for form, certain, probable, copies in corroboration.forms
    ]
    heads = ["form", "certain", "probably the same occasion", "copies"]
    yield table("Pieces of evidence by form", heads, forms, range(1, 4))


def placed_section(issue: Issue, names: Labels) -> Iterator[Markup]:
    """A lane for each official with a mean, and the names of those who have none."""
    yield element("h3", "Officials on the scale")
    scored = [official for official in issue.officials if official.mean is not None]
    if placed := drawn(scored):
        yield _lanes(issue, placed, names)
    if len(scored) > len(placed):
        yield paragraph(not_drawn(len(placed), len(scored)), class_="explained")
    unscored = [each.official for each in issue.officials if not each.scores]
    unnamed = [each.official for each in issue.officials if each.scores and each.is_unnamed]
    for why, absent in (
        ("for want of a scored statement: ", unscored),
        ("since somebody who is not named may be several people: ", unnamed),
    ):
        if absent:
            links = joined([names.official(id_, issue.issue) for id_ in absent], ", ")
            yield paragraph(element("b", "Not on the scale, "), why, links, ".")


def _lanes(issue: Issue, placed: Sequence[Official], names: Labels) -> Markup:
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
    """A card for each faction, the same as a table, and notes on the figures."""
    yield element("h3", "Where the factions stand")
    if not issue.groups:
        recorded = "counted here: what is recorded is hearsay" if issue.hearsay else _ATTRIBUTED
        yield paragraph(f"Nothing is {recorded}.")
        return
    counts = (count for group in issue.groups for count, _ in group.counts.values())
    most = max(counts, default=1)
    yield paragraph(
        "Bars are statements, all to one measure, each with the number of officials behind it. "
        "Below, a dot is an official’s mean, larger where several stand, and the diamond the "
        "faction’s.",
        class_="explained",
    )
    yield element("div", *(_card(issue, group, most) for group in issue.groups), class_="cards")
    yield _table(issue)
    yield paragraph(*_notes(issue), class_="explained")


_ATTRIBUTED = "recorded here: sources only attribute statements of others"


def _label(group: Group) -> str:
    return group.label or group.faction or NO_FACTION


def _card(issue: Issue, group: Group, most: int) -> Markup:
    figures = group.figures
    counts = f"{plural(figures.statements, 'statement')} by {plural(figures.officials, 'official')}"
    return element(
        "figure",
        element(
            "figcaption",
            element("b", element("bdi", _label(group))),
            element("span", counts, class_="quiet"),
        ),
        distribution(_label(group), issue.scale, group.counts, most),
        means(issue.scale, figures),
        element("p", *_mean(figures), class_="basis"),
        class_="card",
    )


def _mean(figures: Figures) -> Iterator[Markup | str]:
    if figures.mean is None:
        yield f"No mean: {why_no_mean(figures)}."
        return
    yield "Mean "
    yield element("b", sign(round(figures.mean, DECIMALS)))
    officials = plural(len(figures.means), "official")
    yield f" over {officials} with {plural(figures.scored, 'scored statement')}."
    if figures.undisputed and figures.disputed:
        mean = figures.undisputed.mean
        without = "none" if mean is None else sign(round(mean, DECIMALS))
        yield f" Without {figures.disputed} disputed: {without}."


def _table(issue: Issue) -> Markup:
    """Factions by position: statements, with officials in brackets."""
    steps = [step for part in on_scale(issue.scale) for step in part]
    heads = ["faction", *(f"{sign(step.score)} {step.label}" for step in steps)]
    heads += ["all", "silent", "scored", "mean", "spread", "disputed", "2+ sources"]
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


def _figures(figures: Figures) -> list[str | int]:
    mean = "none" if figures.mean is None else sign(round(figures.mean, DECIMALS))
    has_spread = figures.spread is not None and len(figures.means) != 1
    spread = f"{figures.spread:.{DECIMALS}f}" if has_spread else "none"
    corroborated = with_probable(figures.corroborated, figures.probably_corroborated)
    total = _cell((figures.statements, figures.officials))
    scored = _cell((figures.scored, len(figures.means)))
    return [total, figures.silent or 0, scored, mean, spread, figures.disputed, corroborated]


def _notes(issue: Issue) -> Iterator[str]:
    yield "A mean is taken over the officials’ own means of their scored statements"
    if unscored := issue.total.figures.unscored:
        yield f"; in no mean are {plural(unscored, 'statement')} whose position has no score"
    yield "."
    if issue.total.figures.unnamed:
        yield f" In no mean either: {unnamed(issue.total.figures)}."
    if issue.hearsay:
        yield f" Hearsay, in no figure: {plural(issue.hearsay, 'statement')}."
    if issue.silent:
        yield f" Silent on this: {names_of([each.name for each in issue.silent])}."
    if issue.misattributed:
        yield f" Left out as misattributed: {issue.misattributed}."
    if issue.disputed is not None:
        yield f" Left out as disputed: {issue.disputed}."
