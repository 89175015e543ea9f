"""The report's section on sources and assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model.fields import keys
from stances.queries.conflicts import OPEN
from stances.views.conflict_text import STATES_IN_WORDS, WORDINGS, grouped, in_a_sentence, noted
from stances.views.html.components import (
    address,
    code,
    dated,
    fields,
    form_told,
    in_language,
    named,
    note,
    others,
    paragraph,
    quotation,
    with_probable,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import source_place
from stances.views.values import cell, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.html.links import Labels


# What has a place of its own on the page is left out.
_SOURCE = keys(
    "Source",
    without="title publisher authors published retrieved url lang kind sha256 note assessments",
)
_ASSESSMENT = keys("Assessment", without="about text when note")


def assessments_section(report: Report, names: Labels) -> Iterator[Markup]:
    """The claims, in order of time."""
    count = plural(len(report.assessments), "claim")
    yield paragraph(
        f"{count} that authors make of officials or factions in their own voice. They are nobody’s "
        "statement, and no score is given for them.",
        class_="explained",
    )
    for row in report.assessments:
        yield _assessment(row, names)


def _assessment(row: Row, names: Labels) -> Markup:
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


def conflicts_section(report: Report, names: Labels) -> Iterator[Markup]:
    """Each statement with its conflicts, those with something open first."""
    found = report.conflicts
    yield paragraph(
        f"{in_a_sentence(found)} Opposite positions of one official are looked for within "
        f"{plural(report.about.within, 'day')} of each other.",
        class_="explained",
    )
    for rows in grouped(found.rows, ("ref", "other")):
        blocks = [_block(each, names) for each in grouped(rows, WORDINGS)]
        yield element("section", *_heading(rows[0], found.dates, names), *blocks, class_="conflict")


def _heading(row: Row, dates: Mapping[str, str], names: Labels) -> Iterator[Markup]:
    on = joined([" on ", row["issue"]]) if names.several else None
    yield element("h3", named(row["name"]), on)
    counts = {row["ref"]: (row["match_certain"], row["match_probable"])}
    if row["other"]:
        counts[row["other"]] = (row["other_certain"], row["other_probable"])
    for ref, sources in counts.items():
        told = [names.statement(ref), joined(["said ", dated(dates[ref])]), with_probable(*sources)]
        yield element("p", joined(told, " · "), class_="standing")


def _block(rows: Sequence[Row], names: Labels) -> Markup:
    """All that is at issue between two wordings: what it is, the words, what was said of it."""
    matters = {
        (_matter(row, names), row["state"]): element(
            "li",
            _matter(row, names),
            " — ",
            element(
                "span",
                STATES_IN_WORDS[row["state"]],
                class_="mark" if row["state"] in OPEN else "state",
            ),
        )
        for row in rows
    }
    sides = element(
        "div", _side(rows[0], "", names), _side(rows[0], "other_", names), class_="sides"
    )
    return element(
        "div",
        element("ul", *matters.values(), class_="matters"),
        sides,
        *_notes(rows),
        class_="block",
    )


def _matter(row: Row, names: Labels) -> Markup:
    kind, recorded, reported = row["kind"], row["recorded"], row["reported"]
    if row["other"]:
        alone = ", one of them uncorroborated" if kind == "uncorroborated" else ""
        return joined(
            [
                element("b", f"opposite positions{alone}: "),
                names.position(row["issue"], recorded),
                " against ",
                names.position(row["issue"], reported),
            ]
        )
    what = element("b", kind)
    if kind == "match":
        source = names.source(row["other_source"])
        return joined([what, ": ", source, " only probably reports the same occasion"])
    if not recorded:
        return what
    told = joined([what, ": ", _value(row, recorded, names), " recorded"])
    if not reported:
        return told
    return joined(
        [told, ", ", _value(row, reported, names), " by ", names.source(row["other_source"])]
    )


def _value(row: Row, value: str, names: Labels) -> Markup:
    match row["kind"]:
        case "position":
            return names.position(row["issue"], value)
        case "speaker":
            return names.official(value)
        case "date":
            return dated(value)
    return joined([value])


def _side(row: Row, which: str, names: Labels) -> Markup:
    source, form, words = (row[f"{which}{key}"] for key in ("source", "form", "words"))
    if not source:
        missing = "no other source" if which else "no source says what is recorded"
        return element("div", paragraph(f"({missing})", class_="quiet"))
    head: list[Markup | str] = ["Another source has" if which else "The record rests on"]
    if row["other"]:
        ref, position = ("other", "reported") if which else ("ref", "recorded")
        head = [names.statement(row[ref]), " ", names.position(row["issue"], row[position])]
    credit = element("p", joined([names.source(source), form_told(form)], " · "), class_="credit")
    lang = names.language(source)
    return element("div", paragraph(*head, class_="side"), quotation(words, form, lang), credit)


def _notes(rows: Sequence[Row]) -> Iterator[Markup | None]:
    """The analyst's notes, each once with all that it is about, and which reading is followed."""
    for kinds, row in noted(rows):
        yield note(row["note"], f"On the {kinds}")
        if row["resolution"]:
            yield note(row["resolution"], "Resolution")
        elif row["state"] == "unresolved":
            yield paragraph(element("b", "Unresolved."), class_="note")
