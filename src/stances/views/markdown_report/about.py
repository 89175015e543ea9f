"""How a report begins: what it is of, what was asked, and what is not in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, paragraph, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.report.about import About, Counts
    from stances.queries.result import Row


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


_ADDRESS = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)
_OF_MARKDOWN = re.compile(r"[\\<>|`]")


def assessments(report: Report) -> Iterator[Block]:
    """What sources claim in their authors' own voice; never scored."""
    if report.assessments:
        yield Block("## What sources say in their own voice\n\nNever scored.\n\n")
        entries = (_assessment(report, row) for row in report.assessments)
        yield Block(
            "", entries, len(report.assessments), "\n", command(report, "report --format json")
        )


def sources(report: Report) -> Iterator[Block]:
    """What all of it is taken from."""
    if report.sources:
        yield Block("## Sources\n\n")
        heads = ["source", "title", "publisher", "published", "statements:", "assessments:"]
        rows = (_source(row) for row in report.sources)
        yield table(heads, rows, len(report.sources), "stances sources")


def _assessment(report: Report, row: Row) -> str:
    named = [
        literal(report.labels.get(("official", id_)) or report.labels.get(("faction", id_), id_))
        for id_ in row["about"]
    ]
    when = literal(row["when"]) if row["when"] else "undated"
    note = f"<br>Note: {literal(row['note'])}" if row["note"] else ""
    return f"- {code(row['source'])} on {', '.join(named)}, {when}: {literal(row['text'])}{note}\n"


def _source(row: Row) -> list[str]:
    published = literal(row["published"] or "")
    kind = f" ({literal(row['kind'])})" if row["kind"] else ""
    counts = (str(row["statements"]), str(row["assessments"]))
    publisher = literal(row["publisher"] or "")
    return [code(row["source"]), _linked(row) + kind, publisher, published, *counts]


def _linked(row: Row) -> str:
    """The title, as a link if there is an address that a browser goes to."""
    title, url = literal(row["title"]), row["url"] or ""
    if not _ADDRESS.fullmatch(url):
        return f"{title}<br>{literal(url)}" if url else title
    target = _OF_MARKDOWN.sub(lambda char: f"%{ord(char[0]):02X}", url)
    return f"[{title}](<{target}>)"
