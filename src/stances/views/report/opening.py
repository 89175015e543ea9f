"""How a report begins: what it is of, what was asked, and what is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.cells import plural
from stances.views.literal import code, literal
from stances.views.report.fitting import Block
from stances.views.report.pieces import command, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts


def opening(report: Report) -> Iterator[Block]:
    """The headline and the paragraphs below it."""
    about = report.about
    yield Block(f"# {literal(about.title)}\n\n")
    yield paragraph(_answer(report))
    yield paragraph(" ".join(_state(about)))
    if left_out := [*_left_out(about)]:
        yield paragraph(" ".join(left_out))
    # What a corpus says of itself can be of any length, and is to be had in its own file.
    told = [("", about.description), ("Scope: ", about.scope)]
    entries = [f"{before}{literal(text)}\n\n" for before, text in told if text]
    yield Block("", entries, len(entries), "", "cat corpus.yaml")


def _answer(report: Report) -> str:
    """How many statements it is about, which, and of how many."""
    about, asked = report.about, code(command(report, "report"))
    there = f"; the corpus has {_counted(about.corpus)}."
    if not about.filters:
        whole = about.answer == about.corpus
        return f"**{_spoken(about.answer)}**{', all that is in the corpus.' if whole else there}"
    if not about.answer.statements:
        return f"**No statement matches** {asked}{there}"
    match = "matches" if about.answer.statements == 1 else "match"
    return f"**{_spoken(about.answer)}** {match} {asked}{there}"


def _counted(counts: Counts) -> str:
    statements, officials = plural(counts.statements, "statement"), counts.officials
    return f"{statements}, {plural(officials, 'official')} and {plural(counts.sources, 'source')}"


def _spoken(counts: Counts) -> str:
    statements, officials = plural(counts.statements, "statement"), counts.officials
    return (
        f"{statements} by {plural(officials, 'official')}, from {plural(counts.sources, 'source')}"
    )


def _state(about: About) -> Iterator[str]:
    """At which commit, who coded it, and what wrote this."""
    if commit := about.commit:
        changed = ", with changes that are not committed" if commit.changed else ""
        yield f"The corpus is at commit {code(commit.name[:12])} of {commit.day}{changed}."
    else:
        yield "No commit of git is known to have the corpus."
    yield f"Coded by {literal(about.coder)}; written by stances {about.program}."


def _left_out(about: About) -> Iterator[str]:
    """What the figures do not count, and what is wrong with the corpus."""
    if about.left_out:
        yield f"**Left out because of problems: {about.left_out}.**"
    if about.errors or about.warnings:
        found = f"{plural(about.errors, 'error')} and {plural(about.warnings, 'warning')}"
        yield f"The corpus has {found}; see {code('stances check')}."
    if about.misattributed:
        see = code("--status misattributed")
        yield f"Left out as misattributed: {plural(about.misattributed, 'statement')} ({see})."
    if about.disputed is not None:
        yield f"Left out as disputed: {plural(about.disputed, 'statement')}."
