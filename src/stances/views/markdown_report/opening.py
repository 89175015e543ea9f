"""The beginning of the report: findings, positions of officials, and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.as_coded_text import above
from stances.views.markdown_escape import code, literal, sentence
from stances.views.markdown_report.components import command, paragraph
from stances.views.markdown_report.issue import standings
from stances.views.markdown_report.size_limit import Block
from stances.views.report_text import (
    TITLES,
    answer_told,
    basis,
    corpus_told,
    differences,
    found,
    led_by,
    sources_named,
)
from stances.views.values import counted_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.views.markdown_report.components import Page


def opening(page: Page) -> Iterator[Block]:
    """The title, a sentence for each issue, the table of one issue, and the numbers of sources."""
    report, wording = page.report, page.wording
    about = report.about
    yield Block(f"# {literal(about.title)}\n\n")
    if about.coding:
        yield paragraph(f"**{literal(above(about.coding))}**")
    if about.left_out:
        yield paragraph(f"**Left out because of problems: {about.left_out}.**")
    if about.filters:
        yield paragraph(_asked(report))
    if not report.issues:
        return
    yield Block(f"## {TITLES['found']}\n\n")
    items = [
        f"- **{literal(issue.question)}** {sentence(found(report, issue, wording))}\n"
        for issue in report.issues
    ]
    yield Block("", items, len(items), "\n", command(report, "summary"))
    if issue := led_by(report):
        if len(report.issues) > 1:
            yield Block(f"**{literal(issue.question)}**\n\n")
        yield standings(page, issue)
    if not about.answer.statements:
        return
    cited = "; ".join(literal(wording.source(source)) for source in sources_named(report))
    told = " ".join(map(literal, basis(report)))
    named = f": {cited}" if cited else ""
    yield paragraph(f"{TITLES['rests']}: **{answer_told(report)}**{named}. {told}")
    differ = [f"- {sentence(each)}\n" for each in differences(report, wording)]
    yield Block("", differ, len(differ), "\n" if differ else "", command(report, "conflicts"))


def _asked(report: Report) -> str:
    """The command with its filters, and the number of statements that match."""
    about, asked = report.about, code(command(report, "report"))
    corpus = corpus_told(report)
    count = about.answer.statements or report.hearsay
    match = "matches" if count == 1 else "match"
    if not count:
        return f"**No statement matches** {asked}; {corpus}."
    if not about.answer.statements:
        heard = counted_told(0, report.hearsay)
        return f"**{heard}, and in no figure,** {match} {asked}; {corpus}."
    return f"**{answer_told(report)}** {match} {asked}; {corpus}."
