"""The report's sections on assessments, sources and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.model.fields import keys
from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    double,
    in_a_sentence,
    noted,
)
from stances.views.html.components import (
    address,
    code,
    dated,
    fields,
    form_told,
    in_language,
    listed,
    mark,
    note,
    others,
    paragraph,
    quotation,
    with_probable,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.html.links import source_place
from stances.views.values import cell, grouped, notice_text, notices_of, plural, statement_marks
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.conflicts import Conflicts
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
_UNCODED = keys("Uncoded", without="text why")
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
        about = joined([names.subject(id_) for id_ in row["about"]], ", ")
        when = dated(row["when"]) if row["when"] else "undated"
        yield element(
            "article",
            element("p", element("b", "On ", about), class_="head"),
            quotation(row["text"], "assessment", row["lang"]),
            element("p", joined([names.source(row["source"]), when], " · "), class_="credit"),
            *others(row, _ASSESSMENT),
            *map(mark, notices_of([row["source"]], names.wording)),
            note(row["note"]),
            class_="assessment",
        )


def sources_section(report: Report) -> Iterator[Markup]:
    """All sources cited, with their fields."""
    wording = Wording(report.background)
    for row in report.sources:
        title = in_language("bdi", row["title"], row["lang"])
        imprint = [element("bdi", part) for part in (*row["authors"], row["publisher"]) if part]
        imprint += [dated(row["published"])] if row["published"] else []
        statements = plural(row["statements"], "statement")
        pairs = [
            ("Id", code(row["source"])),
            ("Taken from it", f"{statements}, {plural(row['assessments'], 'assessment')}"),
            ("Kind", row["kind"]),
            ("Language", row["lang"]),
            ("Retrieved", dated(row["retrieved"]) if row["retrieved"] else None),
            ("Address", address(row["url"]) if row["url"] else None),
            ("Archived", address(row["archive_url"]) if row["archive_url"] else None),
            ("SHA-256 of the stored copy", code(row["sha256"]) if row["sha256"] else None),
            *((key, cell(key, row[key])) for key in _SOURCE if row[key]),
        ]
        yield element(
            "article",
            element("h3", title),
            element("p", joined(imprint, " · "), class_="standing"),
            *(paragraph(mark(notice_text(**each, wording=wording))) for each in row["notices"]),
            fields(pairs),
            note(row["note"]),
            *_uncoded(row),
            class_="source",
            id=source_place(row["source"]),
        )


def _uncoded(row: Row) -> Iterator[Markup]:
    """The passages that were read and are no statement, folded."""
    if row["uncoded"]:
        passages = [
            joined(
                [
                    quotation(each["text"], "quote", row["lang"]),
                    note(each["why"]),
                    *(paragraph(field, class_="coding") for field in others(each, _UNCODED)),
                ]
            )
            for each in row["uncoded"]
        ]
        title = f"{plural(len(passages), 'passage')} read, and no statement"
        yield element("details", element("summary", title), listed(passages, "wordings"))


def conflicts_section(report: Report, names: Labels) -> Iterator[Markup]:
    """Each statement with its conflicts, open ones first."""
    conflicts = report.conflicts
    yield paragraph(
        f"{in_a_sentence(conflicts)} Opposite positions of one official are looked for within "
        f"{plural(report.about.within, 'day')} of each other.",
        class_="explained",
    )
    for rows in grouped(conflicts.rows, ("ref", "other")):
        row = rows[0]
        on = f" on {row['issue']}" if names.several else None
        officials = dict.fromkeys(filter(None, (row["official"], row["other_official"])))
        pieces = [element("h3", joined(map(names.official, officials), " and "), on)]
        counts = {row["ref"]: (row["match_certain"], row["match_probable"])}
        if row["other"]:
            counts[row["other"]] = (row["other_certain"], row["other_probable"])
        for ref, sources in counts.items():
            statement = conflicts.statements[ref]
            said = joined(["said ", dated(statement["said"])])
            parts = [names.statement(ref), said, with_probable(*sources)]
            parts += map(mark, statement_marks(statement, names.wording))
            pieces.append(element("p", joined(parts, " · "), class_="standing"))
        pieces += [_block(group, conflicts, names) for group in grouped(rows, WORDINGS)]
        yield element("section", *pieces, class_="conflict")


def _block(rows: Sequence[Row], conflicts: Conflicts, names: Labels) -> Markup:
    """The conflicts between two wordings, the words, and the notes."""
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
    told = denial(rows[0], conflicts)
    sides = _side(rows[0], "", names), _side(rows[0], "other_", names, told)
    return element(
        "div",
        element("ul", *matters.values(), class_="matters"),
        element("div", *sides, class_="sides"),
        *_notes(rows),
        class_="block",
    )


def _matter(row: Row, names: Labels) -> Markup:
    kind, recorded, reported = row["kind"], row["recorded"], row["reported"]
    if kind == "double":
        return element("b", double(row, names.wording))
    if row["other"]:
        alone = ", one of them uncorroborated" if kind == "uncorroborated" else ""
        sides = [names.position(row["issue"], id_) for id_ in (recorded, reported)]
        return joined([element("b", f"opposite positions{alone}: "), joined(sides, " against ")])
    pieces: list[Markup | str] = [element("b", kind)]
    source = names.source(row["other_source"])
    if kind == "match":
        pieces += [": ", source, " only probably reports the same occasion"]
    elif recorded:
        pieces += [": ", _value(row, recorded, names), " recorded"]
        pieces += [", ", _value(row, reported, names), " by ", source] if reported else []
    return joined(pieces)


def _value(row: Row, value: str, names: Labels) -> Markup:
    match row["kind"]:
        case "position":
            return names.position(row["issue"], value)
        case "speaker":
            return names.official(value)
        case "date":
            return dated(value)
    return joined([value])


def _side(row: Row, which: str, names: Labels, denied: str = "") -> Markup:
    """The words of one side; `denied` says whose they are if they deny or correct the other."""
    source, form, words = (row[f"{which}{key}"] for key in ("source", "form", "words"))
    if not source:
        missing = "no other source" if which else "no source says what is recorded"
        return element("div", paragraph(f"({missing})", class_="quiet"))
    head: list[Markup | str] = ["Another source has" if which else "The record rests on"]
    if denied:
        head, form = [element("bdi", f"{denied[0].upper()}{denied[1:]}:")], None
    if row["other"]:
        ref, position = ("other", "reported") if which else ("ref", "recorded")
        head = [names.statement(row[ref]), " ", names.position(row["issue"], row[position])]
    origin = [names.source(source), *([form_told(form)] if form else [])]
    credit = element("p", joined(origin, " · "), class_="credit")
    lang = names.language(source)
    return element(
        "div",
        paragraph(*head, class_="side"),
        quotation(words, "quote" if denied else form, lang),
        credit,
    )


def _notes(rows: Sequence[Row]) -> Iterator[Markup | None]:
    """The notes of the analyst, each once with what it is about and its resolution."""
    for kinds, row in noted(rows):
        yield note(row["note"], f"On the {kinds}")
        if row["resolution"]:
            yield note(row["resolution"], "Resolution")
        elif row["state"] == "unresolved":
            yield paragraph(element("b", "Unresolved."), class_="note")
