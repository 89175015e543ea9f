"""The report's section on camps: who stands with whom in words, and a heat map of all pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.camps_text import basis_told, finding, left_out, too_many
from stances.views.html.components import dated, paragraph, sentence
from stances.views.html.network import pairs, plot_of
from stances.views.report_text import relations_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.camps import Camps
    from stances.queries.report import Report
    from stances.views.html.elements import Child, Markup
    from stances.views.html.links import Labels


def network_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The finding; if there are camps, also the picture, how to read it, and what is left out."""
    found = report.relations
    if not (found.network and found.camps):
        yield paragraph(sentence(too_many(found.officials)))
        return
    yield paragraph(sentence(finding(found.camps, names.wording)), class_="lead")
    if found.is_pictured:
        yield pairs(plot_of(found.network, found.camps))
        yield paragraph(relations_read(found.camps), class_="explained")
    if found.camps.members:
        yield paragraph(*_basis(found.camps, names), class_="explained")
    if told := left_out(found.camps):
        yield paragraph(told, class_="explained")


def _basis(camps: Camps, names: Labels) -> Iterator[Child]:
    """The numbers that the camps rest on, and the first and last day."""
    yield f"{basis_told(camps)}"
    first, last = camps.span
    for word, day in (("from", first), ("to", last)):
        if day:
            yield f" {word} "
            yield dated(day, names.wording.date(day))
    yield "."
