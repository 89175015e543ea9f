"""The output of `show` on a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.model import fields
from stances.views import styles
from stances.views.table.components import brief_marks, joined, stance_text, who_text, words_text
from stances.views.values import (
    best_evidence,
    cell,
    circumstances,
    in_marks,
    line_of,
    notice_text,
    office,
    reading_told,
    sources_counted,
)
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.records import Records
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions
    from stances.views.table.console import Piece


# Without the fields that have their own place on the page; `_fields` shows each other field.
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
        "id said repeated issue position coder decided status role faction words_of same_occasion "
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
_SPOKEN = ("statements", "attributed", "spoke_for", "reported")
_RELATED = ("later_versions", "copies")
_DISPUTE = fields.keys("Dispute", without="about note resolution words")
_UNCODED = fields.keys("Uncoded", without="text")


def records_page(records: Records, options: ViewOptions) -> RenderableType:
    """The records in order."""
    page = _Page(Wording.of(records.background, options))
    pages = {"official": page.official, "statement": page.statement, "source": page.source}
    shown = [pages[record["record"]](record) for record in records.records]
    return Group(*shown[:1], *(Padding(each, (1, 0, 0, 0)) for each in shown[1:]))


class _Page:
    """Makes the pages of records."""

    def __init__(self, wording: Wording) -> None:
        """`wording` has the readable names and dates."""
        self._wording = wording
        self._issues = [*wording.background.names().issues]
        self._words: Mapping[str, Callable[[str], str]] = {
            "frames": wording.frame,
            "sources": wording.source,
            "via": wording.source,
            "retrieved": wording.date,
        }

    def official(self, record: Row) -> RenderableType:
        """An official: roles, statements, claims of sources about them, and other fields."""
        parts: list[RenderableType] = [_title(record["name"], record["id"])]
        if record["native_name"]:
            parts.append(Text(record["native_name"]))
        parts += [Text(self._role(role)) for role in record["roles"]]
        silent = [Text("\nno statement", style=styles.ASIDE)]
        parts += self._by_issue(record["statements"]) or silent
        attributed = [
            Group(
                Text(f"\nattributed by {self._sources(row['by'])}", style=styles.MARK),
                self._below_speaker(row),
            )
            for row in record["attributed"]
        ]
        parts += _section("Attributed to them, and recorded with others", attributed)
        for key, title in (
            ("spoke_for", "Spoken for others"),
            ("reported", "Said by others, they say"),
        ):
            rows = (Group(Text(), self._below_speaker(row)) for row in record[key])
            parts += _section(title, rows)
        assessments = map(self._assessment, record["assessments"])
        parts += _section("Assessed by sources", assessments)
        parts += self._notes([row for key in _SPOKEN for row in record[key]])
        parts += _section("Also recorded", self._fields(record, _OFFICIAL))
        return Group(*parts)

    def source(self, record: Row) -> RenderableType:
        """A source, and everything taken from it."""
        parts: list[RenderableType] = [_title(record["title"], record["id"])]
        day = self._wording.date(record["published"])
        published = [", ".join(record["authors"]), record["publisher"], day]
        parts.append(Text(" · ".join(part for part in published if part)))
        parts += [
            Text(notice_text(**each, wording=self._wording), style=styles.URGENT)
            for each in record["notices"]
        ]
        parts += self._fields(record, (*_SOURCE, *_RELATED))
        parts += _section("Statements that rest on it", self._by_speaker(record))
        denials = map(self._denial, record["denials"])
        parts += _section("Denials and corrections that it prints", denials)
        uncoded = [
            Group(
                Text.assemble(words_text(each["text"], "quote"), (_where(each), styles.ASIDE)),
                *self._fields(each, _UNCODED),
            )
            for each in record["uncoded"]
        ]
        parts += _section("Read, and no statement", uncoded)
        assessments = map(self._assessment, record["assessments"])
        parts += _section("What it assesses in its own voice", assessments)
        return Group(*parts)

    def statement(self, row: Row) -> RenderableType:
        """A statement below its speaker, with codings and notes on its sources."""
        read = (self._coding(coding, row["issue"]) for coding in row["codings"])
        codings = _section("As coders have read it", read)
        return Group(self._below_speaker(row), *codings, *self._notes([row]))

    def _coding(self, coding: Row, issue: str) -> RenderableType:
        """The reading of a coder, or why they skipped the statement."""
        day = f" · {self._wording.date(coding['coded'])}" if coding["coded"] else ""
        words = self._wording
        position = coding["position"] and words.position(issue, coding["position"])
        told = reading_told(coding, position or "", words.frame, words.date)
        head = Text.assemble((f"{coding['coder']}: ", styles.ASIDE), told, (day, styles.ASIDE))
        note = [Text(coding["note"])] if coding["note"] else []
        return Padding(Group(head, *(Padding(each, (0, 0, 0, 2)) for each in note)), (0, 0, 0, 2))

    def _below_speaker(self, row: Row) -> RenderableType:
        head = [
            _title(row["name"], row["official"]),
            Text(office(row, self._wording), style=styles.ASIDE),
        ]
        return Group(*head, *self._by_issue([row]))

    def _by_speaker(self, record: Row) -> Iterator[RenderableType]:
        """The statements of a source below their speakers, with the words from this source."""
        rows = sorted(record["statements"], key=lambda row: (row["name"], row["official"]))
        for _, group in groupby(rows, lambda row: (row["official"], row["role"], row["faction"])):
            own = [*group]
            yield Group(Text(), who_text(own[0], self._wording))
            yield from self._by_issue(own, record["id"])

    def _by_issue(self, rows: Sequence[Row], source: str = "") -> list[RenderableType]:
        """The statements; if the corpus has several questions, each is above its statements."""
        parts: list[RenderableType] = []
        ordered = sorted(rows, key=lambda row: self._issues.index(row["issue"]))
        for issue, group in groupby(ordered, lambda row: row["issue"]):
            own = [self._statement(row, source) for row in group]
            if len(self._issues) > 1:
                question = Text(self._wording.issue(issue), style="italic")
                own[0] = Group(question, own[0])
            parts += (Padding(each, (1, 0, 0, 0)) for each in own)
        return parts

    def _statement(self, row: Row, source: str) -> RenderableType:
        """A statement with all its evidence, or only with that of `source`."""
        said = self._wording.date(row["said"]) + ", repeatedly" * row["repeated"]
        head: list[Text | Piece] = [stance_text(row, self._wording), Text(said), *brief_marks(row)]
        parts: list[RenderableType] = []
        best = best_evidence(row)
        for piece in sorted(row["evidence"], key=lambda piece: piece is not best):
            if source in ("", piece["source"]):
                parts += self._evidence(piece, row)
        parts += [Text(told, style=styles.MARK) for told in circumstances(row, self._wording)]
        parts += self._fields(row, _STATEMENT)
        if row["decided_by"]:
            day = f", {self._wording.date(row['decided'])}" if row["decided"] else ""
            decision = f"decided by {row['decided_by']}{day}: "
            parts.append(Text.assemble((decision, styles.ASIDE), row["decided_why"]))
        for dispute in row["disputes"]:
            parts += self._dispute(dispute)
        parts += self._fields(row, ("note",))
        parts.append(Text(f"{sources_counted(row)}; coded by {row['coder']}", style=styles.ASIDE))
        ref = Text(row["ref"], style=styles.ASIDE)
        return Group(joined([*head, ref], "  "), Padding(Group(*parts), (0, 0, 0, 2)))

    def _evidence(self, piece: Row, row: Row) -> Iterator[RenderableType]:
        """The words, then their source, form and place."""
        yield Text(in_marks(piece["text"], piece["form"]))
        if original := piece["original"]:
            text = original["text"]
            yield Text(
                f"{text} ({original['lang']})" if text else f"translated from {original['lang']}"
            )
        credit = Text.assemble(
            (f"— {self._wording.source(piece['source'])} · {piece['form']}", styles.ASIDE)
        )
        for told, style in self._about(piece, row):
            credit.append(f" · {told}", style)
        yield credit.append(_where(piece), styles.ASIDE)
        yield from (Padding(each, (0, 0, 0, 2)) for each in self._fields(piece, _EVIDENCE))

    def _about(self, piece: Row, row: Row) -> Iterator[tuple[str, str]]:
        """Facts that only this source has, and how it got the words, each with a style."""
        if piece["match"] == "probable":
            yield "probably the same occasion", styles.ASIDE
        if piece["speaker"]:
            yield f"attributed to {self._wording.official(piece['speaker'])}", styles.MARK
        if piece["said"]:
            yield f"dated {self._wording.date(piece['said'])}", styles.MARK
        if piece["position"]:
            yield f"read as {self._wording.position(row['issue'], piece['position'])}", styles.MARK
        if piece["derived_from"]:
            yield f"copies {self._wording.source(piece['derived_from'])}", styles.ASIDE
        if piece["locator"]:
            yield piece["locator"], styles.ASIDE

    def _dispute(self, dispute: Row) -> Iterator[RenderableType]:
        about = (f"{dispute['about']} disputed: ", styles.MARK)
        outcome = dispute["resolution"] or "unresolved"
        yield Text.assemble(about, dispute["note"], (" → ", styles.MARK), outcome)
        if words := dispute["words"]:
            by = [self._wording.official(words["by"])] if words["by"] else []
            told = ", ".join((*by, self._wording.source(words["source"])))
            credit = (f" — {told}{_where(words)}", styles.ASIDE)
            yield Text.assemble(words_text(words["text"], "quote"), credit)
        yield from self._fields(dispute, _DISPUTE)

    def _denial(self, row: Row) -> RenderableType:
        """The words of a denial, with the statement that they deny."""
        by = f" — {self._wording.official(row['by'])}" if row["by"] else ""
        head = [Text(row["name"], style=styles.STRONG), Text(row["ref"], style=styles.ASIDE)]
        head.append(Text(f"{row['about']} disputed", style=styles.MARK))
        words = Text.assemble(
            words_text(row["text"], "quote"), (f"{by}{_where(row)}", styles.ASIDE)
        )
        return Padding(Group(joined(head, "  "), words), (1, 0, 0, 0))

    def _assessment(self, row: Row) -> RenderableType:
        factions = self._wording.background.names().factions
        about = (factions.get(each) or self._wording.official(each) for each in row["about"])
        told = f"— {self._wording.source(row['source'])}, on {', '.join(about)}"
        told += f" · {self._wording.date(row['when'])}" if row["when"] else ""
        parts = [Text(row["text"]), Text(told, style=styles.ASIDE), *self._fields(row, _ASSESSMENT)]
        return Padding(Group(*parts), (1, 0, 0, 0))

    def _notes(self, rows: Sequence[Row]) -> list[RenderableType]:
        """The notes on the sources of statements, each once."""
        notes = self._wording.background.notes
        used = dict.fromkeys(source for row in rows for source in row["sources"] if source in notes)
        return _section(
            "Notes on the sources",
            (
                Text.assemble((f"{self._wording.source(each)}: ", styles.ASIDE), notes[each])
                for each in used
            ),
        )

    def _role(self, role: Row) -> str:
        title = f"former {role['title']}" if role["former"] else role["title"]
        faction = self._wording.faction(role["faction"]) if role["faction"] else ""
        days = " ".join(
            f"{key} {self._wording.date(role[key])}" for key in ("from", "until") if role[key]
        )
        others = (cell(key, role[key]) for key in _ROLE if role[key])
        return " · ".join(part for part in (title, faction, days, *others) if part)

    def _sources(self, ids: Iterable[str]) -> str:
        return ", ".join(map(self._wording.source, ids))

    def _fields(self, row: Row, keys: Iterable[str]) -> Iterator[Text]:
        """A line for each field with a value."""
        for key in keys:
            value = row[key]
            told = self._words.get(key, str)
            if isinstance(value, list):
                value = "; ".join(map(told, value))
            elif isinstance(value, dict):
                value = "; ".join(f"{name} {item}" for name, item in value.items())
            if value:
                written = told(value) if value is row[key] else value
                yield Text.assemble((f"{key}: ", styles.ASIDE), written)


def _title(name: str, id_: str) -> Text:
    return Text.assemble((name, styles.HEADING), (f"  {id_}", styles.ASIDE))


def _where(piece: Row) -> str:
    """The place of the words in their stored copy; empty if there is none."""
    copy = piece["copy"]
    return f" · {_place(copy)}" if copy else ""


def _place(copy: Row) -> str:
    if copy["result"] == "unchecked":
        return f"UNCHECKED: {copy['reason']}"
    if copy["result"] not in ("found", "original-found"):
        return f"{copy['result'].replace('-', ' ').upper()} in {copy['copy']}"
    original = "the original: " if copy["result"] == "original-found" else ""
    return f"{original}{line_of(copy)} of {copy['copy']}"


def _section(title: str, parts: Iterable[RenderableType]) -> list[RenderableType]:
    content = list(parts)
    return [Text(f"\n{title}", style=styles.STRONG), *content] if content else []
