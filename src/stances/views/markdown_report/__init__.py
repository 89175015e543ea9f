"""The Markdown report, one module a section."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, paragraph
from stances.views.markdown_report.issue import backing, standing
from stances.views.markdown_report.officials import officials
from stances.views.markdown_report.size_limit import Block, fitted
from stances.views.markdown_report.sources import assessments, disagreement, sources
from stances.views.values import and_hearsay, counted_told, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts
    from stances.queries.report.issues import Issue
    from stances.views.formats import ViewOptions

_FEW = 3
"""The length of the lists of an official if there is no room for whole lists."""
_SEVERAL = 8
"""The least number of issues that find room if there is no room for all."""


def markdown(report: Report, options: ViewOptions) -> Iterator[str]:
    """The report in at most `max_bytes`; it says itself what is left out."""
    limit = options.max_bytes
    for few in (None, _FEW):
        issues = chain.from_iterable(_issue(report, issue, few) for issue in report.issues)
        document = fitted(_blocks(report, issues), limit)
        if document.whole or (few and document.room >= 0):
            return document.chunks
    # So many issues that there is no room for all: each short, and left out as a whole.
    texts = (
        "".join(fitted(_issue(report, issue, _FEW), limit // _SEVERAL).chunks)
        for issue in report.issues
    )
    count = len(report.issues)
    see = command(report, "report --format html")
    block = Block("", texts, count, f"{count} issues in all.\n\n", see)
    return fitted(_blocks(report, [block]), limit).chunks


def _blocks(report: Report, issues: Iterable[Block]) -> Iterator[Block]:
    yield from _opening(report)
    yield from issues
    if report.issues:
        yield from disagreement(report)
    yield from assessments(report)
    yield from sources(report)


def _issue(report: Report, issue: Issue, few: int | None) -> Iterator[Block]:
    yield Block(f"## {literal(issue.question)}\n\n")
    if issue.groups:
        yield from standing(report, issue)
    yield from officials(report, issue, few)
    if issue.groups:
        yield from backing(report, issue)


def _opening(report: Report) -> Iterator[Block]:
    """The headline and the paragraphs below it."""
    about = report.about
    yield Block(f"# {literal(about.title)}\n\n")
    yield paragraph(_answer(report))
    yield paragraph(" ".join(_state(about)))
    if left_out := [*_left_out(about)]:
        yield paragraph(" ".join(left_out))
    # Descriptions can be of any length; they can also be read in their own file.
    texts = [("", about.description), ("Scope: ", about.scope)]
    entries = [f"{before}{literal(text)}\n\n" for before, text in texts if text]
    yield Block("", entries, len(entries), "", "cat corpus.yaml")


def _answer(report: Report) -> str:
    """The numbers of statements in the report and in the corpus, and the filters."""
    about, asked = report.about, code(command(report, "report"))
    statements, officials, sources = _counts(about.answer)
    answer = f"**{statements} by {officials}, from {sources}{and_hearsay(report.hearsay)}**"
    statements, officials, sources = _counts(about.corpus)
    corpus = f"; the corpus has {statements}, {officials} and {sources}."
    if not about.filters:
        is_whole = about.answer == about.corpus and not report.hearsay
        return f"{answer}{', all that is in the corpus.' if is_whole else corpus}"
    found = about.answer.statements or report.hearsay
    match = "matches" if found == 1 else "match"
    if not found:
        return f"**No statement matches** {asked}{corpus}"
    if not about.answer.statements:
        return f"**{counted_told(0, found)}, and in no figure,** {match} {asked}{corpus}"
    return f"{answer} {match} {asked}{corpus}"


def _counts(counts: Counts) -> tuple[str, str, str]:
    statements = plural(counts.statements, "statement")
    return statements, plural(counts.officials, "official"), plural(counts.sources, "source")


def _state(about: About) -> Iterator[str]:
    """The commit of the corpus, its coder, and the version of the program."""
    if commit := about.commit:
        changed = ", with changes that are not committed" if commit.changed else ""
        yield f"The corpus is at commit {code(commit.name[:12])} of {commit.day}{changed}."
    else:
        yield "No commit of git is known to have the corpus."
    yield f"Coded by {literal(about.coder)}; written by stances {about.program}."


def _left_out(about: About) -> Iterator[str]:
    """What the figures leave out, and the problems of the corpus."""
    if about.left_out:
        yield f"**Left out because of problems: {about.left_out}.**"
    if about.errors or about.warnings:
        problems = f"{plural(about.errors, 'error')} and {plural(about.warnings, 'warning')}"
        yield f"The corpus has {problems}; see {code('stances check')}."
    if about.misattributed:
        see = code("--status misattributed")
        yield f"Left out as misattributed: {plural(about.misattributed, 'statement')} ({see})."
    if about.disputed is not None:
        yield f"Left out as disputed: {plural(about.disputed, 'statement')}."
