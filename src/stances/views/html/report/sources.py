"""The report's sections on what sources say themselves, and on the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model.fields import keys
from stances.views.html.components import (
    address,
    code,
    fields,
    folded,
    in_language,
    listed,
    mark,
    note,
    others,
    paragraph,
    quotation,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import source_place
from stances.views.html.statement import place_told
from stances.views.values import cell, grouped, notice_text, notices_of, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.html.links import Labels


# What has a place of its own on the page is left out.
_SOURCE = keys(
    "Source",
    without=(
        "title publisher authors published retrieved url archive_url lang kind sha256 note notices "
        "uncoded assessments"
    ),
)
_UNCODED = keys("Uncoded", without="text why skipped locator")
_ASSESSMENT = keys("Assessment", without="about text when note")


def assessments_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The claims of each source, folded, in order of time."""
    count = plural(len(report.assessments), "claim")
    yield paragraph(
        f"{count} that authors make of officials or factions in their own voice. They are nobody’s "
        "statement, and no score is given for them.",
        class_="explained",
    )
    for rows in grouped(report.assessments, ("source",)):
        source = rows[0]["source"]
        title = joined(
            [element("bdi", names.wording.source(source)), ": ", plural(len(rows), "claim")]
        )
        notices = [*map(mark, notices_of([source], names.wording))]
        claims = (_assessment(row, names) for row in rows)
        yield folded(title, *map(paragraph, notices), *claims, class_="claims")


def _assessment(row: Row, names: Labels) -> Markup:
    about = joined([names.subject(id_) for id_ in row["about"]], ", ")
    when = [names.date(row["when"])] if row["when"] else []
    parts = [element("b", "On ", about), *when, *place_told(row)]
    again = element("span", " · ", names.article(row["source"], row), class_="again")
    return element(
        "article",
        element("p", joined(parts, " · "), again, class_="head"),
        quotation(row["text"], "assessment", row["lang"]),
        *others(row, _ASSESSMENT),
        note(row["note"]),
        class_="assessment",
    )


def sources_section(report: Report, names: Labels) -> Iterator[Markup]:
    """All sources cited, with their fields."""
    for row in report.sources:
        title = in_language("bdi", row["title"], row["lang"])
        imprint = [element("bdi", part) for part in (*row["authors"], row["publisher"]) if part]
        imprint += [names.date(row["published"])] if row["published"] else []
        imprint += [element("bdi", row["kind"])] if row["kind"] else []
        taken = f"{plural(row['statements'], 'statement')}, {plural(row['assessments'], 'claim')}"
        imprint.append(joined([taken, " taken from it"]))
        pairs = [
            ("Language", row["lang"]),
            ("Retrieved", names.date(row["retrieved"]) if row["retrieved"] else None),
            ("Address", address(row["url"]) if row["url"] else None),
            ("Archived", address(row["archive_url"]) if row["archive_url"] else None),
            ("SHA-256 of the stored copy", code(row["sha256"]) if row["sha256"] else None),
            *((key.replace("_", " "), cell(key, row[key])) for key in _SOURCE if row[key]),
        ]
        told = (notice_text(**each, wording=names.wording) for each in row["notices"])
        yield element(
            "article",
            element("h3", title, " ", element("code", row["source"], class_="id")),
            element("p", joined(imprint, " · "), class_="standing"),
            *(paragraph(mark(each)) for each in told),
            fields(pairs),
            note(row["note"]),
            *_uncoded(row, names),
            class_="source",
            id=source_place(row["source"]),
        )


def _why(passage: Row) -> Iterator[Markup]:
    """Why a passage is no statement, or that it was put off."""
    if passage["skipped"]:
        yield element("span", "skipped, to be decided later")
    if passage["why"]:
        yield element("span", passage["why"], dir="auto")


def _uncoded(row: Row, names: Labels) -> Iterator[Markup]:
    """The passages that were read and are no statement, folded."""
    if row["uncoded"]:
        passages = [
            joined(
                [
                    quotation(each["text"], "quote", row["lang"]),
                    element(
                        "p",
                        joined([*_why(each), *place_told(each)], " · "),
                        element("span", " · ", names.article(row["source"], each), class_="again"),
                        class_="credit",
                    ),
                    *(paragraph(field, class_="coding") for field in others(each, _UNCODED)),
                ]
            )
            for each in row["uncoded"]
        ]
        title = f"{plural(len(passages), 'passage')} read, and no statement"
        yield folded(title, listed(passages, "wordings"), class_="claims")
