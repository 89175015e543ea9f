"""What sources say in their own voice, and which sources there are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.literal import code, literal
from stances.views.report.fitting import Block
from stances.views.report.pieces import command, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.result import Row

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
