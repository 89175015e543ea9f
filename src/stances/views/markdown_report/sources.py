"""The report's sections on conflicts, assessments and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    in_a_sentence,
    matter,
    noted,
)
from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, paragraph, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import grouped, in_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.conflicts import Conflicts
    from stances.queries.report import Report
    from stances.queries.result import Row


def disagreement(report: Report) -> Iterator[Block]:
    """All conflicts, open ones first."""
    conflicts = report.conflicts
    yield Block("## Where sources disagree\n\n")
    yield paragraph(in_a_sentence(conflicts))
    groups = grouped(conflicts.rows, ("ref", "other"))
    entries = ("".join(_entry(conflicts, rows)) for rows in groups)
    name = f"conflicts --within {report.about.within}"
    yield Block("", entries, len(groups), "", command(report, name))


def _entry(conflicts: Conflicts, rows: Sequence[Row]) -> Iterator[str]:
    """The conflicts of a statement, or between two, wording by wording."""
    refs = [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]
    dated = [f"{code(ref)}, {literal(conflicts.dates[ref])}" for ref in refs]
    yield f"### {literal(rows[0]['name'])}: {' and '.join(dated)}\n\n"
    for group in grouped(rows, WORDINGS):
        for text, row in {literal(matter(row)): row for row in group}.items():
            state = STATES_IN_WORDS[row["state"]]
            yield f"- {text} — {f'**{state}**' if row['state'] in OPEN else state}\n"
        row = group[0]
        yield f"  - {_words(row['source'], row['form'], row['words']) or 'no source says it'}\n"
        if against := _words(row["other_source"], row["other_form"], row["other_words"]):
            yield f"  - {against}\n"
        for kinds, row in noted(group):
            resolution = f" → {literal(row['resolution'])}" if row["resolution"] else ""
            yield f"  - {kinds}: {literal(row['note'])}{resolution}\n"
        yield "\n"


def _words(source: str | None, form: str | None, text: str | None) -> str:
    if not source:
        return ""
    credit = ", ".join(filter(None, (code(source), form)))
    return f"{credit}: {literal(in_marks(text or '', form))}"


_ADDRESS = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)
_OF_MARKDOWN = re.compile(r"[\\<>|`]")


def assessments(report: Report) -> Iterator[Block]:
    """The claims that authors of sources make themselves; never scored."""
    if report.assessments:
        yield Block("## What sources say in their own voice\n\nNever scored.\n\n")
        entries = (_assessment(report, row) for row in report.assessments)
        see = command(report, "report --format json")
        yield Block("", entries, len(report.assessments), "\n", see)


def sources(report: Report) -> Iterator[Block]:
    """The table of sources."""
    if report.sources:
        yield Block("## Sources\n\n")
        heads = ["source", "title", "publisher", "published", "statements:", "assessments:"]
        rows = (_source(row) for row in report.sources)
        yield table(heads, rows, len(report.sources), "stances sources")


def _assessment(report: Report, row: Row) -> str:
    names = [
        literal(report.labels.get(("official", id_)) or report.labels.get(("faction", id_), id_))
        for id_ in row["about"]
    ]
    when = literal(row["when"]) if row["when"] else "undated"
    note = f"<br>Note: {literal(row['note'])}" if row["note"] else ""
    return f"- {code(row['source'])} on {', '.join(names)}, {when}: {literal(row['text'])}{note}\n"


def _source(row: Row) -> list[str]:
    title, url = literal(row["title"]), row["url"] or ""
    if _ADDRESS.fullmatch(url):
        title = f"[{title}](<{_OF_MARKDOWN.sub(lambda char: f'%{ord(char[0]):02X}', url)}>)"
    elif url:
        title += f"<br>{literal(url)}"
    if row["kind"]:
        title += f" ({literal(row['kind'])})"
    published = [literal(row[key] or "") for key in ("publisher", "published")]
    return [code(row["source"]), title, *published, str(row["statements"]), str(row["assessments"])]
