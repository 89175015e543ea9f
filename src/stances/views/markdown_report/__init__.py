"""The Markdown report; each section is a module."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stances.views.markdown_escape import literal
from stances.views.markdown_report.components import Page, command
from stances.views.markdown_report.issue import figures, standing
from stances.views.markdown_report.method import about, method
from stances.views.markdown_report.network import network
from stances.views.markdown_report.officials import officials
from stances.views.markdown_report.opening import opening
from stances.views.markdown_report.size_limit import Block, fitted
from stances.views.markdown_report.sources import assessments, backing, disagreement, sources
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.queries.report.issues import Issue
    from stances.views.formats import ViewOptions

_FEW = 3
"""The length of an official's lists if whole lists do not fit."""
_SEVERAL = 8
"""The least number of issues that fit if not all do."""


def markdown(report: Report, options: ViewOptions) -> Iterator[str]:
    """The report in at most `max_bytes`; it says what it leaves out."""
    limit, wording = options.max_bytes, Wording.of(report.background, options)
    iso = options.dates == "iso"
    for few in (None, _FEW):
        page = Page(report, wording, few)
        issues = chain.from_iterable(_issue(page, issue) for issue in report.issues)
        document = fitted(_blocks(page, issues, iso=iso), limit)
        if document.whole or (few and document.room >= 0):
            return document.chunks
    # The issues do not all fit, even with short lists: shorten each issue, and drop whole issues.
    texts = (
        "".join(fitted(_issue(page, issue), limit // _SEVERAL).chunks) for issue in report.issues
    )
    count = len(report.issues)
    see = command(report, "report --format html")
    block = Block("", texts, count, f"{count} issues in all.\n\n", see)
    return fitted(_blocks(page, [block], iso=iso), limit).chunks


def _blocks(page: Page, issues: Iterable[Block], *, iso: bool) -> Iterator[Block]:
    report = page.report
    yield from opening(page)
    yield from issues
    if report.issues:
        yield from network(page)
        yield from disagreement(page)
    yield from assessments(page)
    if report.issues:
        yield from backing(report)
    yield from sources(page)
    if report.issues:
        yield from method(report, iso=iso)
    yield from about(report, page.wording)


def _issue(page: Page, issue: Issue) -> Iterator[Block]:
    yield Block(f"## {literal(issue.question)}\n\n")
    yield from standing(page, issue)
    yield from officials(page, issue)
    if issue.groups:
        yield from figures(page, issue)
