"""A report in Markdown, for a summary or a comment on GitHub and whatever else renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.literal import literal
from stances.views.report.disagreement import disagreement
from stances.views.report.fitting import Block, fitted
from stances.views.report.officials import officials
from stances.views.report.opening import opening
from stances.views.report.sources import assessments, sources
from stances.views.report.standing import backing, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.views.options import ViewOptions

_FEW = 3
"""So many of what an official said are listed where there is no room for all."""


def markdown(report: Report, options: ViewOptions) -> Iterator[str]:
    """The report in no more than the bytes allowed; what is left out for that is said in it."""
    blocks = _blocks(report, None)
    if _size(blocks) > options.max_bytes:
        blocks = _blocks(report, _FEW)
    return fitted(blocks, options.max_bytes)


def _size(blocks: list[Block]) -> int:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in fitted(blocks, 1 << 62))


def _blocks(report: Report, few: int | None) -> list[Block]:
    found = [*opening(report)]
    for issue in report.issues:
        found.append(Block(f"## {literal(issue.question)}\n\n"))
        if issue.groups:
            found += standing(report, issue)
        found += officials(report, issue, few)
        if issue.groups:
            found += backing(report, issue)
    if report.issues:
        found += disagreement(report)
    return [*found, *assessments(report), *sources(report)]
