"""Shared pieces of the Markdown report."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from stances.views.markdown_escape import code, literal
from stances.views.markdown_report.size_limit import Block
from stances.views.values import denial_told, in_marks, name_told, signed, statement_marks
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.queries.summary import Step


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], count: int, command: str = ""
) -> Block:
    """A table of `count` rows of Markdown; columns with a head that ends in `:` align right."""
    rules = " | ".join("---:" if name.endswith(":") else "---" for name in head)
    names = " | ".join(name.removesuffix(":") for name in head)
    lines = (f"| {' | '.join(cells)} |\n" for cells in rows)
    return Block(f"| {names} |\n| {rules} |\n", lines, count, "\n", command)


def paragraph(markdown: str) -> Block:
    """A paragraph."""
    return Block(f"{markdown}\n\n")


def position(scale: Mapping[str, Step], id_: str) -> str:
    """A position by its label, and its score with the sign."""
    step = scale[id_]
    return f"{literal(step.label)} ({'no score' if step.score is None else signed(step.score)})"


def faction(report: Report, id_: str | None) -> str:
    """A faction by its label."""
    return literal(report.labels["faction", id_]) if id_ else "no faction"


def name(report: Report, id_: str, name: str) -> str:
    """An official's name; it is said of one who is not named."""
    return literal(name_told(name, is_unnamed=id_ in report.background.unnamed))


def marks(report: Report, row: Row) -> list[str]:
    """All that a reader must not miss of a statement."""
    return [f"**{literal(each)}**" for each in statement_marks(row, Wording(report.background))]


def denial(report: Report, words: Row) -> str:
    """The words of a denial or a correction, with who says them, and where."""
    told = f"{literal(denial_told(words, Wording(report.background)))}, {code(words['source'])}"
    return f"{told}: {literal(in_marks(words['text'], 'quote'))}"


def command(report: Report, name: str, **more: Sequence[str]) -> str:
    """The command that shows the same statements in another form, with `more` filters."""
    words = ["stances", name]
    for option, values in {**report.about.filters, **more}.items():
        words += [f"--{option}"] if not values else []
        for value in values:
            words += [f"--{option}", shlex.quote(value)]
    return " ".join(words)
