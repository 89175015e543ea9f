"""The page of `summary`: findings, tables, and the statements left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group as Lines
from rich.constrain import Constrain
from rich.text import Text

from stances.views import styles
from stances.views.findings_text import sentences
from stances.views.table.groups import Groups
from stances.views.table.issue_matrix import IssueMatrix
from stances.views.table.standings import Standings
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.summary import Summary
    from stances.views.formats import ViewOptions

_WIDEST = 120
"""Longer lines are hard to read."""


def summary_table(summary: Summary, options: ViewOptions) -> RenderableType:
    """Each issue with its finding and table, then a legend and notes on what is left out.

    Across issues, it is one table of officials.
    """
    if not summary.parts:
        return Text()
    width = min(options.width, _WIDEST)
    wording = Wording.of(summary.background, options)
    blocks: list[RenderableType] = []
    page: IssueMatrix | Standings | Groups
    if summary.across_issues and {*summary.by} <= {"official"}:
        page = IssueMatrix([*summary.findings.values()], wording, width)
        blocks += page.blocks()
    else:
        kind = Standings if summary.by == ("faction",) else Groups
        page = kind(summary, wording, width)
        for part in summary.parts:
            blocks.append(_heading(part.question, width))
            blocks.append(Text(sentences(summary.findings[part.issue], wording)))
            blocks += page.blocks(part.issue)
    notes = _notes(summary, means=page.has_means)
    legend = [*page.legend(), *(Text(each, style=styles.ASIDE) for each in notes)]
    return Constrain(Lines(*blocks, Text(), Text(" ").join(legend)), width)


def _heading(question: str, width: int) -> Text:
    """A question as a heading that is visible without colour."""
    line = "─" * (width - cell_len(question) - 4)
    return Text.assemble("── ", (question, styles.STRONG), f" {line}" if line else "")


def _notes(summary: Summary, *, means: bool) -> Iterator[str]:
    """Say how many statements have disputes, settled or not, and how many are in no figure."""
    totals = [part.total for part in summary.parts]
    if contested := sum(finding.contested for finding in summary.findings.values()):
        yield f"Disputes on {contested} (`stances conflicts`)."
    scaled = [own for own in totals if own.scored]
    unscored, unnamed = (sum(getattr(e, key) for e in scaled) for key in ("unscored", "unnamed"))
    if means and unscored + unnamed:
        of = sum(own.statements for own in scaled)
        anonymous = f", {unnamed} by nobody named" if unnamed else ""
        yield f"Not in any mean: {unscored + unnamed} of {of} on scales{anonymous}."
    if disputed := sum(own.disputed for own in totals):
        yield f"Disputed, and counted: {disputed} (--without-disputed leaves them out)."
    disputes = [
        part.disputed_left_out for part in summary.parts if part.disputed_left_out is not None
    ]
    if disputes:
        yield f"Left out as disputed: {sum(disputes)}."
    if misattributed := sum(part.misattributed for part in summary.parts):
        yield f"Left out as misattributed: {misattributed} (--status misattributed)."
    if hearsay := sum(part.hearsay for part in summary.parts):
        yield f"Known by hearsay, and not counted: {hearsay} (--with-hearsay counts it)."
