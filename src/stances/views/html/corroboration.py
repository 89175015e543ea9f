"""How many sources stand behind what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.markup import Markup, element
from stances.views.html.words import form_told, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.corroborations import Backing
    from stances.queries.report.issues import Issue
    from stances.views.html.markup import Child
    from stances.views.html.names import Names

_HEADS = ("position", "statements", "on none", "on one", "on two or more", "two with probable ones")


def corroboration_section(issue: Issue, names: Names) -> Iterator[Markup]:
    """Position by position, and form by form."""
    found = issue.corroboration
    if not found.positions:
        return
    yield element("h3", "How many sources stand behind what")
    rows: list[list[Child]] = [
        [names.position(issue.issue, each.position), *_figures(each)] for each in found.positions
    ]
    rows.append([element("b", "all"), *_figures(found.total())])
    yield table("Statements by the independent sources that report them", _HEADS, rows, range(1, 6))
    yield paragraph(
        "A source that copies another is not counted. The last column is in the two before: "
        "statements on none or one that would rest on two or more if what probably reports the "
        "same occasion were counted.",
        class_="explained",
    )
    forms: list[list[Child]] = [
        [form_told(form), certain, probable, copies]
        for form, certain, probable, copies in found.forms
    ]
    heads = ("form", "certain", "probably the same occasion", "copies")
    yield table("Pieces of evidence by form", heads, forms, range(1, 4))


def _figures(backing: Backing) -> list[int]:
    return [
        backing.statements,
        backing.none,
        backing.one,
        backing.several,
        backing.with_probable,
    ]
