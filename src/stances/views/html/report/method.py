"""The end of the report: how to read it, the filters, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.about import about_fields
from stances.views.html.components import fields, folded
from stances.views.html.elements import Markup, element, joined
from stances.views.html.standings import scale_key
from stances.views.report_text import answer_told, meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.views.html.links import Labels


def method_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The terms, and the positions of each issue as the codebook defines them."""
    yield fields(meanings(iso=names.is_iso).items())
    for issue in report.issues:
        yield folded(
            joined(["Positions: ", element("bdi", issue.question)]), scale_key(issue.issue, names)
        )


def about_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The corpus, the filters, the counts, and what is left out."""
    yield about_fields(report.about, ("In this report", answer_told(report)), names)
