"""The report's section on one issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import literal
from stances.views.markdown_report.components import command, faction, paragraph, position, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import DECIMALS, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Group, Issue
    from stances.queries.summary import Backing, Figures

_FIGURES = ("statements:", "officials:", "disputed:", "mean:", "spread:")
_BACKED = ("statements:", "no certain source:", "one:", "two or more:", "two with probable ones:")


def standing(report: Report, issue: Issue) -> Iterator[Block]:
    """The table of factions by positions, what it means, and the scale."""
    scale = {step.id: step for step in issue.scale}
    heads = [f"{position(scale, id_)}:" for id_ in scale]
    rows = [_row(faction(report, group.faction), group, issue) for group in issue.groups]
    rows.append(_row("**all**", issue.total, issue))
    see = command(report, "summary", issue=[issue.issue])
    yield Block("### Where the factions stand\n\n")
    yield table(["faction", *heads, *_FIGURES], rows, len(rows), see)
    yield paragraph(" ".join(_notes(issue)))
    defined = [
        f"- **{position(scale, id_)}**: {literal(step.definition)}\n" for id_, step in scale.items()
    ]
    folded = "<details><summary>What the positions mean</summary>\n\n"
    yield Block(folded, defined, len(defined), "\n</details>\n\n", "stances codebook positions")


def backing(report: Report, issue: Issue) -> Iterator[Block]:
    """How many sources statements rest on, position by position, and evidences by form."""
    found, scale = issue.corroboration, {step.id: step for step in issue.scale}
    rows = [_backed(position(scale, each.position), each) for each in found.positions]
    rows.append(_backed("**all**", found.total()))
    see = command(report, "list", issue=[issue.issue])
    yield Block("### How many sources stand behind what\n\n")
    yield table(["position", *_BACKED], rows, len(rows), see)
    forms = [
        f"{plural(each.certain + each.probable + each.copies, each.form)}"
        + _apart(each.probable, each.copies)
        for each in found.forms
    ]
    yield paragraph(
        f"Sources are counted without copies, and apart where they only probably report the same "
        f"occasion. Evidence: {', '.join(forms)}."
    )


def _row(label: str, group: Group, issue: Issue) -> list[str]:
    """The numbers of statements and officials for each position, and the figures."""
    cells = []
    for step in issue.scale:
        statements, officials = group.counts.get(step.id, (0, 0))
        cells.append(f"{statements} by {officials}" if statements else "–")
    found = group.figures
    counts = (found.statements, found.officials, found.disputed)
    return [label, *cells, *map(str, counts), _mean(found), _spread(found)]


def _mean(found: Figures) -> str:
    """A mean with what it is taken over."""
    if found.mean is None:
        return "none"
    return f"{signed(found.mean)} ({found.scored} by {len(found.means)})"


def _spread(found: Figures) -> str:
    # One official alone is spread over nothing, which is not agreement.
    several = found.spread is not None and len(found.means) > 1
    return f"{found.spread:.{DECIMALS}f}" if several else "none"


def _notes(issue: Issue) -> Iterator[str]:
    """How the table is to be read, and what is not in it."""
    yield "“3 by 2” is 3 statements by 2 officials."
    yield "A mean is taken over the officials' own means of their scored statements."
    total = issue.total.figures
    if total.unstated:
        yield f"In no mean: {plural(total.unstated, 'statement')} whose position has no score."
    if total.undisputed:
        mean = _mean(total.undisputed)
        yield f"Disputed statements are counted; without them, the mean of all is {mean}."
    if issue.misattributed:
        yield f"Left out as misattributed: {plural(issue.misattributed, 'statement')}."
    if issue.disputed is not None:
        yield f"Left out as disputed: {plural(issue.disputed, 'statement')}."


def _backed(label: str, each: Backing) -> list[str]:
    return [label, *map(str, each[1:])]


def _apart(probable: int, copies: int) -> str:
    told = [f"{n} {what}" for n, what in ((probable, "probable"), (copies, "copied")) if n]
    return f" ({', '.join(told)})" if told else ""
