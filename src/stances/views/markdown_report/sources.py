"""Where sources disagree, what they say in their own voice, and which they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    grouped,
    in_a_sentence,
    matter,
    noted,
)
from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.components import command, paragraph, table
from stances.views.markdown_report.size_limit import Block
from stances.views.values import in_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.conflicts import Conflicts
    from stances.queries.report import Report
    from stances.queries.result import Row


def disagreement(report: Report) -> Iterator[Block]:
    """All conflicts, those with something open first."""
    found = report.conflicts
    yield Block("## Where sources disagree\n\n")
    yield paragraph(in_a_sentence(found))
    groups = grouped(found.rows, ("ref", "other"))
    entries = ("".join(_entry(found, rows)) for rows in groups)
    name = f"conflicts --within {report.about.within}"
    yield Block("", entries, len(groups), "", command(report, name))


def _entry(found: Conflicts, rows: Sequence[Row]) -> Iterator[str]:
    """All that is at issue in a statement, or between two."""
    refs = [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]
    told = [f"{code(ref)}, {literal(found.dates[ref])}" for ref in refs]
    yield f"### {literal(rows[0]['name'])}: {' and '.join(told)}\n\n"
    for alike in grouped(rows, WORDINGS):
        yield from _wordings(alike)
        yield "\n"


def _wordings(rows: Sequence[Row]) -> Iterator[str]:
    """Two wordings, and everything that they disagree about."""
    for text, row in {literal(matter(row)): row for row in rows}.items():
        state = STATES_IN_WORDS[row["state"]]
        yield f"- {text} — {f'**{state}**' if row['state'] in OPEN else state}\n"
    row = rows[0]
    yield f"  - {_words(row['source'], row['form'], row['words']) or 'no source says it'}\n"
    if against := _words(row["other_source"], row["other_form"], row["other_words"]):
        yield f"  - {against}\n"
    for kinds, each in noted(rows):
        followed = f" → {literal(each['resolution'])}" if each["resolution"] else ""
        yield f"  - {kinds}: {literal(each['note'])}{followed}\n"


def _words(source: str | None, form: str | None, text: str | None) -> str:
    return f"{code(source)}, {form}: {literal(in_marks(text or '', form))}" if source else ""


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
