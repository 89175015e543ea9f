"""A source: its data, the claims of its author, and its passages that are no statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model.fields import keys
from stances.views.html.components import (
    address,
    code,
    fields,
    mark,
    note,
    others,
    paragraph,
    quotation,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.statement import place_told
from stances.views.values import cell, notice_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from stances.queries.result import Row
    from stances.views.html.links import Labels


# Without the fields that have their own place on the page.
_SOURCE = keys(
    "Source",
    without=(
        "title publisher authors published retrieved url archive_url lang kind sha256 note notices "
        "uncoded assessments"
    ),
)
_UNCODED = keys("Uncoded", without="text why skipped locator")
_ASSESSMENT = keys("Assessment", without="about text when note")


def imprint(row: Row, names: Labels, taken: str) -> Markup:
    """The authors, publisher and date of a source, and `taken`, on one line."""
    parts = [element("bdi", part) for part in (*row["authors"], row["publisher"]) if part]
    parts += [names.date(row["published"])] if row["published"] else []
    parts += [element("bdi", row["kind"])] if row["kind"] else []
    return element("p", joined([*parts, taken], " · "), class_="standing")


def facts(row: Row, names: Labels, without: Collection[str] = ()) -> Iterator[Markup | None]:
    """The notices of a source, its other fields except those in `without`, and its note."""
    for each in row["notices"]:
        yield paragraph(mark(notice_text(**each, wording=names.wording)))
    further = [key for key in _SOURCE if key not in without]
    yield fields(
        [
            ("Language", row["lang"]),
            ("Retrieved", names.date(row["retrieved"]) if row["retrieved"] else None),
            ("Address", address(row["url"]) if row["url"] else None),
            ("Archived", address(row["archive_url"]) if row["archive_url"] else None),
            ("SHA-256 of the stored copy", code(row["sha256"]) if row["sha256"] else None),
            *((key.replace("_", " "), cell(key, row[key])) for key in further if row[key]),
        ]
    )
    yield note(row["note"])


def assessment(row: Row, names: Labels) -> Markup:
    """A claim that the author of a source makes in their own voice."""
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


def passage(each: Row, row: Row, names: Labels) -> Markup:
    """A passage of a source that was read and is no statement, with the reason."""
    return joined(
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


def _why(passage: Row) -> Iterator[Markup]:
    """The reason why a passage is no statement, or that it was skipped."""
    if passage["skipped"]:
        yield element("span", "skipped, to be decided later")
    if passage["why"]:
        yield element("span", passage["why"], dir="auto")
