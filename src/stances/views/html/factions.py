"""Where the factions stand: bars for each, and all figures in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.cells import DECIMALS, plural
from stances.views.html.charts.distribution import distribution, means, on_scale
from stances.views.html.charts.drawing import sign
from stances.views.html.markup import Markup, element, joined
from stances.views.html.names import NO_FACTION
from stances.views.html.words import paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.figures import Figures
    from stances.queries.report.issues import Group, Issue


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
