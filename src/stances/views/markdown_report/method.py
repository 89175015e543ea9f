"""The end of the report: how to read it, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, paragraph, position
from stances.views.markdown_report.size_limit import Block
from stances.views.report_text import TITLES, answer_told, coded_by, corpus_told, meanings
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About
    from stances.queries.report.issues import Issue
    from stances.views.wording import Wording


def method(report: Report, *, iso: bool) -> Iterator[Block]:
    """The terms, and the positions of each issue as the codebook defines them."""
    terms = [f"- **{term}**: {literal(told)}\n" for term, told in meanings(iso=iso).items()]
    see = command(report, "report --format html")
    yield Block(f"## {TITLES['method']}\n\n", terms, len(terms), "\n", see)
    folded = ["".join(_positions(report, issue)) for issue in report.issues]
    yield Block("", folded, len(folded), "", "stances codebook positions")


def _positions(report: Report, issue: Issue) -> Iterator[str]:
    scale = {step.id: step for step in issue.scale}
    of = f": {literal(issue.question)}" if len(report.issues) > 1 else ""
    yield f"<details><summary>What the positions mean{of}</summary>\n\n"
    for id_, step in scale.items():
        yield f"- **{position(scale, id_)}**: {literal(step.definition)}\n"
    yield "\n</details>\n\n"


def about(report: Report, wording: Wording) -> Iterator[Block]:
    """The filters, what is left out, and the commit of the corpus."""
    about = report.about
    yield Block(f"## {TITLES['about']}\n\n")
    yield paragraph(" ".join(_answer(report)))
    if left_out := [*_left_out(about)]:
        yield paragraph(" ".join(left_out))
    # Descriptions can be of any length, so they may be cut; the command shows them whole.
    texts = [("", about.description), ("Scope: ", about.scope)]
    entries = [f"{before}{literal(text)}\n\n" for before, text in texts if text]
    yield Block("", entries, len(entries), "", "cat corpus.yaml")
    yield paragraph(" ".join(_state(about, wording)))


def _answer(report: Report) -> Iterator[str]:
    about = report.about
    if about.filters:
        yield f"Asked for was {code(command(report, 'report'))}."
    elif about.answer == about.corpus and not report.hearsay:
        yield f"{answer_told(report)}, all that is in the corpus."
    else:
        yield f"{answer_told(report)}; {corpus_told(report)}."


def _state(about: About, wording: Wording) -> Iterator[str]:
    """The commit of the corpus, its coder, and the version of the program."""
    if commit := about.commit:
        changed = ", with changes that are not committed" if commit.changed else ""
        day = wording.date(commit.day)
        yield f"The corpus is at commit {code(commit.name[:12])} of {day}{changed}."
    else:
        yield "No commit of git is known to have the corpus."
    yield f"Coded by {literal(coded_by(about))}; written by stances {about.program}."


def _left_out(about: About) -> Iterator[str]:
    """Say what the figures leave out, and how many problems the corpus has."""
    if about.errors or about.warnings:
        problems = f"{plural(about.errors, 'error')} and {plural(about.warnings, 'warning')}"
        yield f"The corpus has {problems}; see {code('stances check')}."
    if about.misattributed:
        see = code("--status misattributed")
        yield f"Left out as misattributed: {plural(about.misattributed, 'statement')} ({see})."
    if about.disputed is not None:
        yield f"Left out as disputed: {plural(about.disputed, 'statement')}."
    if about.coding and about.coding.skipped:
        skipped = plural(about.coding.skipped, "statement")
        yield f"Left out as skipped by {literal(about.coding.coder)}: {skipped}."
