"""The report's section on camps: the finding, and a table of members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.camps_text import basis_told, days_told, finding, left_out, too_many
from stances.views.markdown_escape import literal, sentence
from stances.views.markdown_report.components import command, paragraph, table
from stances.views.markdown_report.size_limit import Block
from stances.views.report_text import TITLES
from stances.views.values import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.views.markdown_report.components import Page


def network(page: Page) -> Iterator[Block]:
    """The finding; if there are camps, also a row for each official; and what is left out."""
    found = page.report.relations
    yield Block(f"## {TITLES['network']}\n\n")
    if not found.camps:
        yield paragraph(sentence(too_many(found.officials)))
        return
    yield paragraph(sentence(finding(found.camps, page.wording)))
    if found.camps.members:
        members = [member for side in found.camps.sides for member in side]
        rows = (
            (
                f"{literal(member.actor.label)}{' (unsure)' * (member.actor.id in unsure)}",
                str(member.camp),
                str(member.statements),
                percent(member.own_fit),
                "" if member.fit_without is None else percent(member.fit_without),
            )
            for unsure in [found.camps.unsure]
            for member in members
        )
        head = ("Official", "Camp:", "Statements:", "Own fit:", "Fit without:")
        yield table(head, rows, len(members), command(page.report, "camps"))
        days = days_told(found.camps, page.wording)
        yield paragraph(sentence(f"{basis_told(found.camps)}{days}."))
    if told := left_out(found.camps):
        yield paragraph(sentence(told))
