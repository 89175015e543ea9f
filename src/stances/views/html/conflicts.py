"""Conflicts in HTML: whole, with the words on both sides, or on one line."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    matter,
    noted,
)
from stances.views.html.components import (
    form_told,
    mark,
    note,
    paragraph,
    quotation,
    sentence,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.values import grouped, statement_marks, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row
    from stances.views.html.links import Labels


def refs(rows: Sequence[Row]) -> list[str]:
    """The references of the one or two statements of a conflict."""
    return [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]


def _names(row: Row, names: Labels) -> Markup:
    officials = dict.fromkeys(filter(None, (row["official"], row["other_official"])))
    return joined(map(names.official, officials), " and ")


def line(rows: Sequence[Row], conflicts: Conflicts, names: Labels) -> Markup:
    """A settled conflict on one line: the officials, the subjects, and how each was settled."""
    statements = [conflicts.statements[ref] for ref in refs(rows)]
    links = [names.statement(each["ref"], names.date(each["said"])) for each in statements]
    matters = dict.fromkeys((matter(row, names.wording), row["state"]) for row in rows)
    told = [joined([sentence(text), f" — {STATES_IN_WORDS[state]}"]) for text, state in matters]
    who = element("b", _names(rows[0], names))
    return joined([who, ", ", joined(links, " and "), ": ", joined(told, "; ")])


def whole(
    rows: Sequence[Row],
    conflicts: Conflicts,
    names: Labels,
    others: Mapping[str, Row] = MappingProxyType({}),
) -> Markup:
    """The conflicts of a statement, or between two, with the words on both sides.

    `others` has, by reference, a statement whose words are shown on the other side if it has no
    source.
    """
    row = rows[0]
    on = element("p", element("bdi", names.wording.issue(row["issue"])), class_="standing")
    pieces: list[Markup | None] = [element("h3", _names(row, names)), on if names.several else None]
    counts = {row["ref"]: (row["match_certain"], row["match_probable"])}
    if row["other"]:
        counts[row["other"]] = (row["other_certain"], row["other_probable"])
    for ref, sources in counts.items():
        statement = conflicts.statements[ref]
        said = joined(["said ", names.date(statement["said"])])
        parts = [names.statement(ref), said, with_probable(*sources, "source")]
        parts += map(mark, statement_marks(statement, names.wording))
        pieces.append(element("p", joined(parts, " · "), class_="standing"))
    for group in grouped(rows, WORDINGS):
        other = None if group[0]["other_source"] else others.get(row["ref"])
        if other and not names.is_shown(other["ref"]):
            other = None
        pieces.append(_block(group, conflicts, names, other))
    return element("section", *pieces, class_="conflict")


def _block(
    rows: Sequence[Row], conflicts: Conflicts, names: Labels, other: Row | None = None
) -> Markup:
    """The conflicts between two wordings, with their words and notes."""
    matters = dict.fromkeys((matter(row, names.wording), row["state"]) for row in rows)
    items = [
        element(
            "li",
            element("b", sentence(text)),
            " — ",
            element("span", STATES_IN_WORDS[state], class_="mark" if state in OPEN else "state"),
        )
        for text, state in matters
    ]
    told = denial(rows[0], conflicts)
    against = _other(other, names) if other else _side(rows[0], "other_", names, told)
    sides = _side(rows[0], "", names), against
    return element(
        "div",
        element("ul", *items, class_="matters"),
        element("div", *sides, class_="sides"),
        *_notes(rows),
        class_="block",
    )


def _side(row: Row, which: str, names: Labels, denied: str = "") -> Markup:
    """The words of one side; `denied` introduces words that deny or correct the other side."""
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
    origin = [names.article(source, {"text": words}), *([form_told(form)] if form else [])]
    credit = element("p", joined(origin, ", "), class_="credit")
    lang = names.language(source)
    return element(
        "div",
        paragraph(*head, class_="side"),
        quotation(words, "quote" if denied else form, lang),
        credit,
    )


def _other(statement: Row, names: Labels) -> Markup:
    """The words of another statement that is named in the note of a conflict."""
    issue, piece = statement["issue"], statement["piece"]
    told = [names.position(issue, statement["position"]), ", said ", names.date(statement["said"])]
    origin = [names.article(piece["source"], piece), form_told(piece["form"])]
    return element(
        "div",
        paragraph("The other statement: ", names.statement(statement["ref"]), " ", *told),
        quotation(piece["text"], piece["form"], piece["lang"]),
        element("p", joined(origin, ", "), class_="credit"),
    )


def _notes(rows: Sequence[Row]) -> Iterator[Markup | None]:
    """The notes and resolutions of the analyst, each once."""
    for kinds, row in noted(rows):
        yield note(row["note"], f"On the {kinds}")
        if row["resolution"]:
            yield note(row["resolution"], "Resolution")
        elif row["state"] == "unresolved":
            yield paragraph(element("b", "Unresolved."), class_="note")
