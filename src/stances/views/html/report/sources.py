"""The sources, and what their authors claim in their own voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model.fields import keys
from stances.views.html.components import (
    address,
    code,
    dated,
    fields,
    in_language,
    note,
    others,
    paragraph,
    quotation,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import source_place
from stances.views.html.report.about import SECTIONS
from stances.views.values import cell, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.html.links import Names


# What has a place of its own on the page is left out.
_SOURCE = keys(
    "Source",
    without="title publisher authors published retrieved url lang kind sha256 note assessments",
)
_ASSESSMENT = keys("Assessment", without="about text when note")


def assessments_section(report: Report, names: Names) -> Iterator[Markup]:
    """The claims, in order of time."""
    yield element("h2", SECTIONS["assessments"])
    count = plural(len(report.assessments), "claim")
    yield paragraph(
        f"{count} that authors make of officials or factions in their own voice. They are nobody’s "
        "statement, and no score is given for them.",
        class_="explained",
    )
    for row in report.assessments:
        yield _assessment(row, names)


def _assessment(row: Row, names: Names) -> Markup:
    about = joined([names.subject(id_) for id_ in row["about"]], ", ")
    when = dated(row["when"]) if row["when"] else "undated"
    return element(
        "article",
        element("p", element("b", "On ", about), class_="head"),
        quotation(row["text"], "assessment", row["lang"]),
        element("p", joined([names.source(row["source"]), when], " · "), class_="credit"),
        *others(row, _ASSESSMENT),
        note(row["note"]),
        class_="assessment",
    )


def sources_section(report: Report) -> Iterator[Markup]:
    """All that is cited, with what is known of it."""
    yield element("h2", SECTIONS["sources"])
    for row in report.sources:
        yield _source(row)


def _source(row: Row) -> Markup:
    title = in_language("bdi", row["title"], row["lang"])
    by = [element("bdi", part) for part in (*row["authors"], row["publisher"]) if part]
    published = [dated(row["published"])] if row["published"] else []
    counts = f"{plural(row['statements'], 'statement')}, {plural(row['assessments'], 'assessment')}"
    pairs = [
        ("Id", code(row["source"])),
        ("Taken from it", counts),
        ("Kind", row["kind"]),
        ("Language", row["lang"]),
        ("Retrieved", dated(row["retrieved"]) if row["retrieved"] else None),
        ("Address", address(row["url"]) if row["url"] else None),
        ("SHA-256 of the stored copy", code(row["sha256"]) if row["sha256"] else None),
        *((key, cell(key, row[key])) for key in _SOURCE if row[key]),
    ]
    return element(
        "article",
        element("h3", title),
        element("p", joined([*by, *published], " · "), class_="standing"),
        fields(pairs),
        note(row["note"]),
        class_="source",
        id=source_place(row["source"]),
    )
