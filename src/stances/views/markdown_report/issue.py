"""The report's section on one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import literal
from stances.views.markdown_report.components import command, faction, paragraph, position, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import DECIMALS, named, plural, signed, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Group, Issue
    from stances.queries.summary import Figures


def standing(report: Report, issue: Issue) -> Iterator[Block]:
    """The table of factions by position, notes on it, and the scale."""
    scale = {step.id: step for step in issue.scale}
    heads = [f"{position(scale, id_)}:" for id_ in scale]
    rows = [_row(faction(report, group.faction), group, issue) for group in issue.groups]
    rows.append(_row("**all**", issue.total, issue))
    see = command(report, "summary", issue=[issue.issue])
    yield Block("### Where the factions stand\n\n")
    heads = ["faction", *heads, "statements:", "officials:", "silent:", "disputed:"]
    heads += ["mean:", "spread:"]
    yield table(heads, rows, len(rows), see)
    yield paragraph(" ".join(_notes(issue)))
    defined = [
        f"- **{position(scale, id_)}**: {literal(step.definition)}\n" for id_, step in scale.items()
    ]
    folded = "<details><summary>What the positions mean</summary>\n\n"
    yield Block(folded, defined, len(defined), "\n</details>\n\n", "stances codebook positions")


def backing(report: Report, issue: Issue) -> Iterator[Block]:
    """The numbers of sources of statements by position, and of pieces of evidence by form."""
    corroboration, scale = issue.corroboration, {step.id: step for step in issue.scale}
    labels = [*(position(scale, each.position) for each in corroboration.positions), "**all**"]
    backings = [*corroboration.positions, corroboration.total()]
    rows = [[label, *map(str, each[1:])] for label, each in zip(labels, backings, strict=True)]
    heads = ["position", "statements:", "no certain source:", "one:", "two or more:"]
    heads.append("two with probable ones:")
    see = command(report, "list", issue=[issue.issue])
    yield Block("### How many sources stand behind what\n\n")
    yield table(heads, rows, len(rows), see)
    forms = []
    for each in corroboration.forms:
        parts = [f"{each.probable} probable"] if each.probable else []
        parts += [f"{each.copies} copied"] if each.copies else []
        count = plural(each.certain + each.probable + each.copies, each.form)
        forms.append(f"{count} ({', '.join(parts)})" if parts else count)
    yield paragraph(
        f"Sources are counted without copies, and apart where they only probably report the same "
        f"occasion. Evidence: {', '.join(forms)}."
    )


def _row(label: str, group: Group, issue: Issue) -> list[str]:
    """A label, the counts for each position, and the figures."""
    cells = []
    for step in issue.scale:
        statements, officials = group.counts.get(step.id, (0, 0))
        cells.append(f"{statements} by {officials}" if statements else "–")
    figures = group.figures
    counts = (figures.statements, figures.officials, figures.silent or 0, figures.disputed)
    # A single official has no spread, which is not agreement.
    has_spread = figures.spread is not None and len(figures.means) > 1
    spread = f"{figures.spread:.{DECIMALS}f}" if has_spread else "none"
    return [label, *cells, *map(str, counts), _mean(figures), spread]


def _mean(figures: Figures) -> str:
    """A mean with the numbers of its statements and officials."""
    if figures.mean is None:
        return "none"
    return f"{signed(figures.mean)} ({figures.scored} by {len(figures.means)})"


def _notes(issue: Issue) -> Iterator[str]:
    """How to read the table, and what it leaves out."""
    yield "“3 by 2” is 3 statements by 2 officials."
    yield "A mean is taken over the officials' own means of their scored statements."
    total = issue.total.figures
    if total.unscored:
        yield f"In no mean: {plural(total.unscored, 'statement')} whose position has no score."
    if total.unnamed:
        yield f"In no mean: {unnamed(total)}."
    if issue.hearsay:
        yield f"Hearsay, in no figure: {plural(issue.hearsay, 'statement')}."
    if issue.silent:
        yield f"Silent on this: {literal(named([each.name for each in issue.silent]))}."
    if total.undisputed:
        mean = _mean(total.undisputed)
        yield f"Disputed statements are counted; without them, the mean of all is {mean}."
    if issue.misattributed:
        yield f"Left out as misattributed: {plural(issue.misattributed, 'statement')}."
    if issue.disputed is not None:
        yield f"Left out as disputed: {plural(issue.disputed, 'statement')}."
