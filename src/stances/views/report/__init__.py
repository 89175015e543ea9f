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
    chunks, whole = fitted(_blocks(report, None), options.max_bytes)
    return chunks if whole else fitted(_blocks(report, _FEW), options.max_bytes)[0]


def _blocks(report: Report, few: int | None) -> Iterator[Block]:
    yield from opening(report)
    for issue in report.issues:
        yield Block(f"## {literal(issue.question)}\n\n")
        if issue.groups:
            yield from standing(report, issue)
        yield from officials(report, issue, few)
        if issue.groups:
            yield from backing(report, issue)
    if report.issues:
        yield from disagreement(report)
    yield from assessments(report)
    yield from sources(report)
