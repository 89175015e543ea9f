"""The report's sections on conflicts, assessments and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    in_a_sentence,
    matter,
    noted,
)
from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, marks, name, paragraph, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import grouped, in_marks, notice_text, notices_of
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report import Report
    from stances.queries.result import Row


def disagreement(report: Report) -> Iterator[Block]:
    """All conflicts, open ones first."""
    conflicts = report.conflicts
    yield Block("## Where sources disagree\n\n")
    yield paragraph(in_a_sentence(conflicts))
    groups = grouped(conflicts.rows, ("ref", "other"))
    entries = ("".join(_entry(report, rows)) for rows in groups)
    see = command(report, f"conflicts --within {report.about.within}")
    yield Block("", entries, len(groups), "", see)


def _entry(report: Report, rows: Sequence[Row]) -> Iterator[str]:
    """The conflicts of a statement, or between two, wording by wording."""
    conflicts = report.conflicts
    refs = [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]
    statements = conflicts.statements
    dated = [f"{code(ref)}, {literal(statements[ref]['said'])}" for ref in refs]
    of = {statements[ref]["official"]: statements[ref]["name"] for ref in refs}
    names = " and ".join(name(report, *each) for each in of.items())
    yield f"### {names}: {' and '.join(dated)}\n\n"
    for ref in refs:
        if told := marks(report, statements[ref]):
            yield f"{' · '.join([code(ref), *told])}\n\n"
    wording = Wording(report.background)
    for group in grouped(rows, WORDINGS):
        for text, row in {literal(matter(row, wording)): row for row in group}.items():
            state = STATES_IN_WORDS[row["state"]]
            yield f"- {text} — {f'**{state}**' if row['state'] in OPEN else state}\n"
        row = group[0]
        yield f"  - {_words(row['source'], row['form'], row['words']) or 'no source says it'}\n"
        denied = denial(row, conflicts)
        form = "quote" if denied else row["other_form"]
        if against := _words(row["other_source"], form, row["other_words"], denied):
            yield f"  - {against}\n"
        for kinds, row in noted(group):
            resolution = f" → {literal(row['resolution'])}" if row["resolution"] else ""
            yield f"  - {kinds}: {literal(row['note'])}{resolution}\n"
        yield "\n"


def _words(source: str | None, form: str | None, text: str | None, told: str = "") -> str:
    """A source and its words; `told` says what they are if they are no evidence."""
    if not source:
        return ""
    credit = ", ".join(filter(None, (code(source), literal(told) or form)))
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
        rows = (_source(row, Wording(report.background)) for row in report.sources)
        yield table(heads, rows, len(report.sources), "stances sources")


def _assessment(report: Report, row: Row) -> str:
    labels = report.labels
    names = [
        name(report, id_, labels.get(("official", id_)) or labels.get(("faction", id_), id_))
        for id_ in row["about"]
    ]
    when = literal(row["when"]) if row["when"] else "undated"
    note = f"<br>Note: {literal(row['note'])}" if row["note"] else ""
    notices = notices_of([row["source"]], Wording(report.background))
    note += "".join(f"<br>**{literal(each)}**" for each in notices)
    return f"- {code(row['source'])} on {', '.join(names)}, {when}: {literal(row['text'])}{note}\n"


def _source(row: Row, wording: Wording) -> list[str]:
    title = _linked(literal(row["title"]), row["url"])
    title += f" ({literal(row['kind'])})" if row["kind"] else ""
    title += f"<br>{_linked('archived', row['archive_url'])}" if row["archive_url"] else ""
    for key, told in (("version_of", "a later edition of"), ("copy_of", "a copy of")):
        title += f"<br>{told} {code(row[key])}" if row[key] else ""
    for notice in row["notices"]:
        title += f"<br>**{literal(notice_text(**notice, wording=wording))}**"
    published = [literal(row[key] or "") for key in ("publisher", "published")]
    return [code(row["source"]), title, *published, str(row["statements"]), str(row["assessments"])]


def _linked(text: str, url: str | None) -> str:
    """A link where a browser goes; any other address stands below as text."""
    if url and _ADDRESS.fullmatch(url):
        return f"[{text}](<{_OF_MARKDOWN.sub(lambda char: f'%{ord(char[0]):02X}', url)}>)"
    return f"{text}<br>{literal(url)}" if url else text
