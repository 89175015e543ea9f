"""Shared pieces of the Markdown report."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from stances.views.markdown_escape import literal
from stances.views.markdown_report.size_limit import Block
from stances.views.text_fragment import at_words
from stances.views.values import (
    copy_told,
    denial_told,
    in_marks,
    name_told,
    signed,
    statement_marks,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.queries.findings import Step
    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.wording import Wording

_ADDRESS = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)
_OF_MARKDOWN = re.compile(r"[\\<>|`]")


class Page(NamedTuple):
    """A report and its readable names; lists have at most `few` entries."""

    report: Report
    wording: Wording
    few: int | None = None

    @property
    def last(self) -> slice:
        """The slice of the last `few` entries of a list."""
        return slice(self.few and -self.few, None)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], count: int, command: str = ""
) -> Block:
    """A Markdown table of `count` rows; columns whose head ends in `:` align right."""
    rules = " | ".join("---:" if name.endswith(":") else "---" for name in head)
    names = " | ".join(name.removesuffix(":") for name in head)
    lines = (f"| {' | '.join(cells)} |\n" for cells in rows)
    return Block(f"| {names} |\n| {rules} |\n", lines, count, "\n", command)


def paragraph(markdown: str) -> Block:
    """A paragraph."""
    return Block(f"{markdown}\n\n")


def position(scale: Mapping[str, Step], id_: str) -> str:
    """The label of a position, with its score and sign."""
    step = scale[id_]
    label = literal(step.label)
    return label if step.score is None else f"{label} ({signed(step.score)})"


def linked(text: str, url: str | None) -> str:
    """A link if browsers can follow the address; else the address as text below."""
    if url and _ADDRESS.fullmatch(url):
        return f"[{text}](<{_OF_MARKDOWN.sub(lambda char: f'%{ord(char[0]):02X}', url)}>)"
    return f"{text}<br>{literal(url)}" if url else text


def article(page: Page, source: str, piece: Row) -> str:
    """The name of a source, with a link to its words if their address is known."""
    row = page.report.cited.get(source)
    url = piece.get("url") or (row["url"] if row else None)
    name = literal(page.wording.source(source))
    if not url or not _ADDRESS.fullmatch(url):
        return name
    words = piece["text"], piece.get("prefix"), piece.get("suffix")
    return linked(name, at_words(url, *words))


def place(piece: Row) -> str:
    """The place of words: the locator of the record, or the line of the stored copy."""
    told, is_doubt = copy_told(piece["copy"]) if piece.get("copy") else ("", False)
    if piece.get("locator") and not is_doubt:
        told = piece["locator"]
    return f", {literal(told)}" if told else ""


def name(page: Page, id_: str, name: str) -> str:
    """The name of an official, with a note if the official is not named."""
    return literal(name_told(name, is_unnamed=id_ in page.report.background.unnamed))


def marks(page: Page, row: Row) -> list[str]:
    """All marks that a reader must not miss."""
    return [f"**{literal(each)}**" for each in statement_marks(row, page.wording)]


def denial(page: Page, words: Row) -> str:
    """The words of a denial or correction, with their speaker and place."""
    where = article(page, words["source"], words)
    told = f"{literal(denial_told(words, page.wording))}, {where}{place(words)}"
    return f"{told}: {literal(in_marks(words['text'], 'quote'))}"


def command(report: Report, name: str, **more: Sequence[str]) -> str:
    """The command that shows the same statements in another form, with `more` filters."""
    words = ["stances", name]
    for option, values in {**report.about.filters, **more}.items():
        words += [f"--{option}"] if not values else []
        for value in values:
            words += [f"--{option}", shlex.quote(value)]
    return " ".join(words)
