"""The report's section on conflicts: whole where one is open, else a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    in_a_sentence,
    matter,
    noted,
)
from stances.views.html.components import (
    folded,
    form_told,
    listed,
    mark,
    note,
    paragraph,
    quotation,
    sentence,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.values import grouped, plural, statement_marks, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.conflicts import Conflicts
    from stances.queries.report import Report
    from stances.queries.result import Row
    from stances.views.html.links import Labels


def conflicts_section(report: Report, names: Labels) -> Iterator[Markup]:
    """What is still open, whole; then a line for each statement of which all is settled.

    The words and the notes of these stand with the statement; where it is not on the page with its
    words, they are here, folded.
    """
    conflicts = report.conflicts
    yield paragraph(
        f"{in_a_sentence(conflicts)} Opposite positions of one official are looked for within "
        f"{plural(report.about.within, 'day')} of each other.",
        class_="explained",
    )
    lines, rest = [], []
    for rows in grouped(conflicts.rows, ("ref", "other")):
        if any(row["state"] in OPEN for row in rows):
            yield _whole(rows, conflicts, names)
        elif all(names.is_shown(ref) for ref in _refs(rows)):
            lines.append(_line(rows, conflicts, names))
        else:
            rest.append(rows)
    if lines:
        yield element("h3", "Settled")
        yield paragraph("The words and the reasons stand with the statements.", class_="explained")
        yield listed(lines, "plain settled")
    if rest:
        title = f"{plural(len(rest), 'other')} settled, of statements without their words above"
        yield folded(title, *(_whole(rows, conflicts, names) for rows in rest))


def _refs(rows: Sequence[Row]) -> list[str]:
    return [ref for ref in (rows[0]["ref"], rows[0]["other"]) if ref]


def _names(row: Row, names: Labels) -> Markup:
    officials = dict.fromkeys(filter(None, (row["official"], row["other_official"])))
    return joined(map(names.official, officials), " and ")


def _line(rows: Sequence[Row], conflicts: Conflicts, names: Labels) -> Markup:
    """Whose statement it is, and what about it is settled, and how."""
    statements = [conflicts.statements[ref] for ref in _refs(rows)]
    links = [names.statement(each["ref"], names.date(each["said"])) for each in statements]
    matters = dict.fromkeys((matter(row, names.wording), row["state"]) for row in rows)
    told = [joined([sentence(text), f" — {STATES_IN_WORDS[state]}"]) for text, state in matters]
    who = element("b", _names(rows[0], names))
    return joined([who, ", ", joined(links, " and "), ": ", joined(told, "; ")])


def _whole(rows: Sequence[Row], conflicts: Conflicts, names: Labels) -> Markup:
    """The conflicts of a statement, or between two, with the words on both sides."""
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
    pieces += [_block(group, conflicts, names) for group in grouped(rows, WORDINGS)]
    return element("section", *pieces, class_="conflict")


def _block(rows: Sequence[Row], conflicts: Conflicts, names: Labels) -> Markup:
    """The conflicts between two wordings, the words, and the notes."""
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
    sides = _side(rows[0], "", names), _side(rows[0], "other_", names, told)
    return element(
        "div",
        element("ul", *items, class_="matters"),
        element("div", *sides, class_="sides"),
        *_notes(rows),
        class_="block",
    )


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
    origin = [names.article(source, {"text": words}), *([form_told(form)] if form else [])]
    credit = element("p", joined(origin, ", "), class_="credit")
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
