"""A report in Markdown, for a summary or a comment on GitHub and whatever else renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import literal
from stances.views.markdown_report.about import assessments, opening, sources
from stances.views.markdown_report.components import command
from stances.views.markdown_report.conflicts import disagreement
from stances.views.markdown_report.issue import backing, standing
from stances.views.markdown_report.officials import officials
from stances.views.markdown_report.size_limit import Block, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.views.formats import ViewOptions

_FEW = 3
"""So many of what an official said are listed where there is no room for all."""
_SEVERAL = 8
"""So many issues have room at least where there is none for all."""


def markdown(report: Report, options: ViewOptions) -> Iterator[str]:
    """The report in no more than the bytes allowed; what is left out for that is said in it."""
    limit = options.max_bytes
    for few in (None, _FEW):
        found = fitted(_blocks(report, _issues(report, few)), limit)
        if found.whole or (few and found.room >= 0):
            return found.chunks
    return fitted(_blocks(report, [_whole_issues(report, limit)]), limit).chunks


def _blocks(report: Report, issues: Iterable[Block]) -> Iterator[Block]:
    yield from opening(report)
    yield from issues
    if report.issues:
        yield from disagreement(report)
    yield from assessments(report)
    yield from sources(report)


def _issues(report: Report, few: int | None) -> Iterator[Block]:
    for issue in report.issues:
        yield from _issue(report, issue, few)


def _issue(report: Report, issue: Issue, few: int | None) -> Iterator[Block]:
    yield Block(f"## {literal(issue.question)}\n\n")
    if issue.groups:
        yield from standing(report, issue)
    yield from officials(report, issue, few)
    if issue.groups:
        yield from backing(report, issue)


def _whole_issues(report: Report, limit: int) -> Block:
    """So many issues that there is no room for all: each short, and left out as a whole."""
    texts = (
        "".join(fitted(_issue(report, issue, _FEW), limit // _SEVERAL).chunks)
        for issue in report.issues
    )
    count = len(report.issues)
    end = f"{count} issues in all.\n\n"
    return Block("", texts, count, end, command(report, "report --format html"))
