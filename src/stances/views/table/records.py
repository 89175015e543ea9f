"""The output of `show` on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.model import fields
from stances.views.table.components import (
    joined,
    marks,
    position_text,
    source_lines,
    words_text,
)
from stances.views.values import cell, notice_text, office
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from stances.queries.records import Records
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions


# What is shown by itself is left out, and all else a line each.
_OFFICIAL = fields.keys("Official", without="name native_name kind roles statements")
_ROLE = fields.keys("Role", without="title faction from until former")
_SOURCE = fields.keys(
    "Source",
    first="url lang kind",
    without="title publisher authors published notices uncoded assessments",
)
_ASSESSMENT = fields.keys("Assessment", without="about text when")
_STATEMENT = fields.keys(
    "Statement",
    first="summary",
    without=(
        "id said repeated issue position coder status role faction words_of same_occasion "
        "spoken_by according_to evidence disputes note"
    ),
)
_EVIDENCE = fields.keys(
    "Evidence",
    without=(
        "source form match speaker said position text lang original prefix suffix locator "
        "derived_from"
    ),
)
_RELATED = ("later_versions", "copies")
_DISPUTE = fields.keys("Dispute", without="about note resolution words")
_UNCODED = fields.keys("Uncoded", without="text")


class _Known(NamedTuple):
    """What a reader should know besides a record; whether positions need their issue."""

    wording: Wording
    several_issues: bool


def records_page(records: Records, options: ViewOptions) -> RenderableType:
    """The records in order."""
    pages = {"official": _official, "statement": _statement_page, "source": _source}
    known = _Known(Wording.of(records.background, options), records.several_issues)
    return Group(*(pages[record["record"]](record, known) for record in records.records))


def _official(record: Row, known: _Known) -> RenderableType:
    parts: list[RenderableType] = [_title(record["name"], record["id"])]
    if record["native_name"]:
        parts.append(Text(record["native_name"]))
    parts += [Text(_role(role)) for role in record["roles"]]
    parts += _fields(record, _OFFICIAL)
    statements = [_statement(row, known) for row in record["statements"]]
    parts += _section("Statements", statements) or [Text("no statement", style="dim")]
    attributed = [
        Group(
            Text(f"attributed by {', '.join(row['by'])}", style="magenta"),
            _statement_page(row, known),
        )
        for row in record["attributed"]
    ]
    parts += _section("Attributed to them, and recorded with others", attributed)
    for key, title in (
        ("spoke_for", "Spoken for others"),
        ("reported", "Said by others, they say"),
    ):
        parts += _section(title, [_statement_page(row, known) for row in record[key]])
    parts += _section("Assessed by sources", [_assessment(row) for row in record["assessments"]])
    return Group(*parts)


def _source(record: Row, known: _Known) -> RenderableType:
    parts: list[RenderableType] = [_title(record["title"], record["id"])]
    published = [", ".join(record["authors"]), record["publisher"], record["published"]]
    parts.append(Text(" · ".join(part for part in published if part)))
    parts += [
        Text(notice_text(**each, wording=known.wording), style="bold magenta")
        for each in record["notices"]
    ]
    parts += _fields(record, (*_SOURCE, *_RELATED))
    statements = [
        Group(
            Text(row["name"], style="bold"),
            _statement(row, known, record["id"]),
        )
        for row in record["statements"]
    ]
    parts += _section("Statements that rest on it", statements)
    denials = [_denial(row, known) for row in record["denials"]]
    parts += _section("Denials and corrections that it prints", denials)
    uncoded = [
        Group(
            Text.assemble(words_text(each["text"], "quote"), (_where(each), "dim")),
            *_fields(each, _UNCODED),
        )
        for each in record["uncoded"]
    ]
    parts += _section("Read, and no statement", uncoded)
    parts += _section("What it assesses in its own voice", map(_assessment, record["assessments"]))
    return Group(*parts)


def _statement_page(row: Row, known: _Known) -> RenderableType:
    head = [_title(row["name"], row["official"]), Text(office(row), style="dim")]
    return Group(*head, Padding(_statement(row, known), (1, 0, 0, 0)))


def _denial(row: Row, known: _Known) -> RenderableType:
    """The words of a denial, with the statement that they are about."""
    by = known.wording.official(row["by"]) if row["by"] else None
    credit = f" — {by}{_where(row)}" if by else _where(row)
    head = [Text(row["name"], style="bold"), Text(row["ref"], style="cyan")]
    head.append(Text(f"{row['about']} disputed", style="magenta"))
    words = Text.assemble(words_text(row["text"], "quote"), (credit, "dim"))
    return Padding(Group(joined(head, "  "), words), (0, 0, 1, 0))


def _statement(row: Row, known: _Known, source: str = "") -> RenderableType:
    """A statement with all its evidence, or with that of one source."""
    head = [
        position_text(row, with_issue=known.several_issues),
        Text(f"said {known.wording.date(row['said'])}"),
    ]
    head += [Text("repeatedly")] if row["repeated"] else []
    head.append(Text(row["ref"], style="cyan"))
    parts: list[RenderableType] = [joined(head, "  "), *marks(row, known.wording)]
    parts += _fields(row, _STATEMENT)
    for piece in row["evidence"]:
        if not source or piece["source"] == source:
            parts.append(Padding(_evidence(piece, known.wording), (0, 0, 0, 2)))
    for dispute in row["disputes"]:
        about = (f"{dispute['about']} disputed: ", "magenta")
        outcome = dispute["resolution"] or "unresolved"
        parts.append(Text.assemble(about, dispute["note"], (" → ", "magenta"), outcome))
        if words := dispute["words"]:
            by = known.wording.official(words["by"]) if words["by"] else None
            credit = f" — {', '.join(filter(None, (by, words['source'])))}{_where(words)}"
            parts.append(Text.assemble(words_text(words["text"], "quote"), (credit, "dim")))
        parts += _fields(dispute, _DISPUTE)
    parts += _fields(row, ("note",))
    for each in row["sources"]:
        if note := known.wording.background.notes.get(each):
            parts.append(Text.assemble((f"note on {known.wording.source(each)}: ", "dim"), note))
    coded = Text(f"coded by {row['coder']}")
    parts.append(joined([joined(source_lines(row, known.wording)), coded], "; "))
    return Padding(Group(*parts), (0, 0, 1, 0))


def _evidence(piece: Row, wording: Wording) -> RenderableType:
    about = [wording.source(piece["source"]), piece["form"]]
    about += ["probably the same occasion"] if piece["match"] == "probable" else []
    about += [f"names {piece['speaker']}"] if piece["speaker"] else []
    about += [f"said {wording.date(piece['said'])}"] if piece["said"] else []
    about += [f"position {piece['position']}"] if piece["position"] else []
    about += [f"copies {piece['derived_from']}"] if piece["derived_from"] else []
    about += [piece["locator"]] if piece["locator"] else []
    parts: list[RenderableType] = [words_text(piece["text"], piece["form"])]
    if original := piece["original"]:
        text = original["text"]
        told = f"{text} ({original['lang']})" if text else f"translated from {original['lang']}"
        parts.append(Text(told))
    parts.append(Text(f"— {' · '.join(about)}{_where(piece)}", style="dim"))
    parts += _fields(piece, _EVIDENCE)
    return Group(*parts)


def _where(piece: Row) -> str:
    """The place of the words in their stored copy, behind what else is said of them."""
    copy = piece["copy"]
    return f" · {_place(copy)}" if copy else ""


def _place(copy: Row) -> str:
    page = f"page {copy['copy_page']}, " if copy["copy_page"] else ""
    if copy["result"] == "unchecked":
        return f"UNCHECKED: {copy['reason']}"
    if copy["result"] not in ("found", "original-found"):
        return f"{copy['result'].replace('-', ' ').upper()} in {copy['copy']}"
    original = "the original: " if copy["result"] == "original-found" else ""
    return f"{original}{page}line {copy['copy_line']} of {copy['copy']}"


def _assessment(row: Row) -> RenderableType:
    about = f"— {row['source']} on {', '.join(row['about'])}"
    about += f" · {row['when']}" if row["when"] else ""
    parts = [Text(row["text"]), Text(about, style="dim"), *_fields(row, _ASSESSMENT)]
    return Padding(Group(*parts), (0, 0, 1, 0))


def _title(name: str, id_: str) -> Text:
    return Text.assemble((name, "bold underline"), (f"  {id_}", "cyan"))


def _role(role: Row) -> str:
    title = f"former {role['title']}" if role["former"] else role["title"]
    has_days = role["from"] or role["until"]
    days = f"{role['from'] or '?'} – {role['until'] or '?'}" if has_days else ""
    others = (cell(key, role[key]) for key in _ROLE if role[key])
    return " · ".join(part for part in (title, role["faction"], days, *others) if part)


def _fields(row: Row, keys: Iterable[str]) -> Iterator[Text]:
    """One line for each field with a value."""
    for key in keys:
        value = row[key]
        if isinstance(value, list):
            value = "; ".join(value)
        elif isinstance(value, dict):
            value = "; ".join(f"{name} {item}" for name, item in value.items())
        if value:
            yield Text.assemble((f"{key}: ", "dim"), str(value))


def _section(title: str, parts: Iterable[RenderableType]) -> list[RenderableType]:
    content = list(parts)
    heading = Padding(Text(title, style="bold"), (1, 0, 1, 0))
    return [heading, *content] if content else []
