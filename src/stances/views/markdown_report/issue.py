"""The report's section on one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import literal, sentence
from stances.views.markdown_report.components import command, paragraph, position, table
from stances.views.markdown_report.size_limit import Block
from stances.views.report_text import (
    are_few,
    at_positions,
    found,
    led_by,
    notes,
    range_of,
    standings_of,
    steps_shown,
)
from stances.views.values import DECIMALS, has_mean, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.findings import Standing
    from stances.queries.report.issues import Group, Issue
    from stances.queries.summary import Figures
    from stances.views.markdown_report.components import Page


def standing(page: Page, issue: Issue) -> Iterator[Block]:
    """The finding, the positions of officials, and notes on them."""
    report = page.report
    is_first = issue is led_by(report)  # its table is at the beginning of the report
    if len(report.issues) > 1 or not is_first:
        yield paragraph(sentence(found(report, issue, page.wording)))
    if standings_of(report, issue) and not is_first:
        yield standings(page, issue)
    if told := [*notes(issue)]:
        yield paragraph(" ".join(map(literal, told)))


def standings(page: Page, issue: Issue) -> Block:
    """The officials by faction and position: their names, or their number if there are many."""
    finding = page.report.findings[issue.issue]
    places, scale = at_positions(finding), {step.id: step for step in issue.scale}
    steps = steps_shown(issue, places)
    silent = any(group.figures.silent for group in issue.groups)
    heads = [
        "faction",
        *(position(scale, step.id) for step in steps),
        *(["silent:"] if silent else []),
    ]
    rows = []
    for group in issue.groups:
        own = [places.get((group.faction, step.id), []) for step in steps]
        cells = [_names(page, each, step.id) for each, step in zip(own, steps, strict=True)]
        if not are_few(places):
            cells = [str(len(each) or "") for each in own]
        count = [str(group.figures.silent or "")] if silent else []
        rows.append([literal(page.wording.faction(group.faction)), *cells, *count])
    return table(heads, rows, len(rows), command(page.report, "summary", issue=[issue.issue]))


def _names(page: Page, officials: list[Standing], step: str) -> str:
    return "<br>".join(
        f"{literal(page.wording.surname(each.official))}{' (disputed)' * (step in each.doubtful)}"
        for each in officials
    )


def figures(page: Page, issue: Issue) -> Iterator[Block]:
    """The numbers of statements by faction and position, and other figures, folded."""
    scale = {step.id: step for step in issue.scale}
    rows = [_row(literal(page.wording.faction(g.faction)), g, issue) for g in issue.groups]
    rows.append(_row("**all**", issue.total, issue))
    heads = ["faction", *(f"{position(scale, id_)}:" for id_ in scale), "statements:", "officials:"]
    heads += ["silent:", "disputed:", "mean:", "median:", "range:", "spread:"]
    see = command(page.report, "summary", issue=[issue.issue])
    yield Block("<details><summary>All figures</summary>\n\n")
    yield table(heads, rows, len(rows), see)
    told = "“3 by 2” is 3 statements by 2 officials. "
    told += "A mean is taken over the officials' own means of their scored statements."
    if unscored := issue.total.figures.unscored:
        told += f" In none: {plural(unscored, 'statement')} whose position has no score."
    yield paragraph(f"{told}\n\n</details>")


def _row(label: str, group: Group, issue: Issue) -> list[str]:
    """A label, the counts for each position, and the figures."""
    cells = []
    for step in issue.scale:
        statements, officials = group.counts.get(step.id, (0, 0))
        cells.append(f"{statements} by {officials}" if statements else "–")
    figures = group.figures
    counts = (figures.statements, figures.officials, figures.silent or 0, figures.disputed)
    return [label, *cells, *map(str, counts), *_measures(figures)]


def _measures(figures: Figures) -> list[str]:
    """Mean with its counts of statements and officials, median, range and spread."""
    if figures.spread is None or not has_mean(figures):
        return ["–"] * 4
    mean = f"{signed(figures.mean)} ({figures.scored} by {len(figures.means)})"
    range_ = " to ".join(map(signed, range_of(figures) or ())) or "–"
    return [mean, signed(figures.median), range_, f"{figures.spread:.{DECIMALS}f}"]
