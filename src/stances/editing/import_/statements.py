"""Rows of a table as statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.dates import InvalidDate, parse_date
from stances.editing.import_.columns import EVIDENCE, OFFICE, STATEMENT, understood
from stances.editing.values import with_original
from stances.errors import UnknownName
from stances.model import records as model
from stances.problems import key_of
from stances.queries import resolve
from stances.roles import NO_FACTION, Office, office_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from stances.editing.import_.columns import Cell, Entry
    from stances.editing.import_.officials import People
    from stances.editing.import_.sources import Origins
    from stances.editing.refusals import Refusal
    from stances.problems import Where


@dataclass(slots=True)
class NewStatement:
    """A statement as the table has it. `id` is empty where the table gives none.

    `fields` are those of the record but for its evidence; `office` what the table says of role and
    faction. `places` lead from a path within the record to the cell that says it. `whole` says that
    the row is one of `list`: what is empty there is known to be none. Of `doubtful` keys the table
    says something that cannot be; such a statement is not taken.
    """

    official: str
    id: str
    entry: Entry
    fields: dict[str, Any]
    office: dict[str, str]
    evidence: list[dict[str, Any]] = field(default_factory=list)
    places: dict[Where, Cell] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    whole: bool = False
    doubtful: frozenset[str] = frozenset()

    @property
    def line(self) -> int:
        """The first of its rows."""
        return self.lines[0]

    def cell(self, at: Where) -> Cell:
        """The cell that says what stands at a path of the record, or what should hold it."""
        for length in range(len(at), 0, -1):
            if at[:length] in self.places:
                return self.places[at[:length]]
        return self.entry.cell(key_of(at))

    @property
    def sources(self) -> list[Any]:
        """The sources of its evidence."""
        return [piece.get("source") for piece in self.evidence]


@dataclass(slots=True)
class RowReader:
    """Makes statements of rows; whatever is wrong with a row is among `refusals`.

    `usual` are the values that a statement need not have, because they go without saying.
    """

    people: People
    origins: Origins
    words: Words
    usual: Mapping[str, str]
    refusals: list[Refusal] = field(default_factory=list)

    def statements(self, entries: Iterable[Entry]) -> list[NewStatement]:
        """The statements of a table; rows with the same official and id are one."""
        read = [(entry, self._values(entry)) for entry in entries]
        self.people.introduce(read)
        found: dict[tuple[str, ...], NewStatement] = {}
        for entry, values in read:
            statement = self._statement(entry, values)
            known = statement.official and statement.id
            key = (statement.official, statement.id) if known else (str(entry.line),)
            if key in found:
                self.refusals += _join(found[key], statement)
            else:
                found[key] = statement
        return list(found.values())

    def _values(self, entry: Entry) -> dict[str, Any]:
        values, refusals = understood(entry)
        self.refusals += refusals + self.words.found(entry, values)
        return values

    def _statement(self, entry: Entry, values: Mapping[str, Any]) -> NewStatement:
        """The statement of a row."""
        doubtful = {*entry.values} - {*values}

        def known(key: str, found: str | Refusal) -> str:
            if isinstance(found, str):
                return found
            self.refusals.append(found)
            doubtful.add(key)
            return ""

        official = known("official", self.people.official(entry, values))
        id_ = known("id", self._id(entry, values, official))
        source = "" if "evidence" in values else self.origins.source(entry, values)
        source = known("source", source)
        own = {key: values[key] for key in STATEMENT if key in values and key != "id"}
        own = {key: value for key, value in own.items() if value != self.usual.get(key)}
        office = {key: values[key] for key in OFFICE if key in values}
        whole = "evidence" in values and "ref" in values
        statement = NewStatement(official, id_, entry, own, office, lines=[entry.line], whole=whole)
        statement.doubtful = frozenset(doubtful)
        self._put_evidence(statement, values, source)
        statement.places |= {(key,): entry.cell(key) for key in own}
        return statement

    def _id(self, entry: Entry, values: Mapping[str, Any], official: str) -> str | Refusal:
        """The id that a row gives, alone or in its `ref`; empty if it gives none."""
        own, ref = str(values.get("id", "")), str(values.get("ref", ""))
        who, slash, behind = ref.partition("/")
        if ref and not (slash and behind):
            return entry.refusal("ref", f"`{ref}` is no reference", "write `official/statement`")
        if ref and official and who != official:
            message = f"`{ref}` is a statement of `{who}`, and the row is about `{official}`"
            return entry.refusal("ref", message, "correct one of the two")
        if own and ref and own != behind:
            message = f"`{own}` is not the id in `{ref}`"
            return entry.refusal("id", message, "correct one of the two")
        return own or behind

    def _put_evidence(
        self, statement: NewStatement, values: Mapping[str, Any], source: str
    ) -> None:
        entry = statement.entry
        if "evidence" not in values:
            statement.evidence = [self._evidence(values, source)]
            for key in EVIDENCE:
                statement.places["evidence", 0, _RECORDED.get(key, key)] = entry.cell(key)
            statement.places["evidence",] = entry.cell("")
            return
        statement.evidence = [self._usual(dict(item)) for item in values["evidence"]]
        texts = [item.get("text") for item in statement.evidence]
        if "text" in values and values["text"] not in texts:
            message = "these words are not among those of `evidence`"
            hint = "correct one of the two; without `evidence`, a row is one piece of evidence"
            self.refusals.append(entry.refusal("text", message, hint))
        statement.places["evidence",] = entry.cell("evidence")

    def _evidence(self, values: Mapping[str, Any], source: str) -> dict[str, Any]:
        """The evidence of a row that says it in cells of its own."""
        found = {_RECORDED.get(key, key): values[key] for key in EVIDENCE if key in values}
        return self._usual(with_original(found) | ({"source": source} if source else {}))

    def _usual(self, evidence: dict[str, Any]) -> dict[str, Any]:
        """Evidence without what goes without saying."""
        if evidence.get("match") == "certain":
            del evidence["match"]
        source = evidence.get("source")
        if isinstance(source, str) and evidence.get("lang") == self.origins.lang(source):
            evidence.pop("lang", None)
        return evidence


_RECORDED = {"evidence_note": "note"}
"""Columns that are called otherwise than the key of the evidence: a statement has it too."""


def _join(first: NewStatement, other: NewStatement) -> list[Refusal]:
    """Add the evidence of a further row to a statement; of all else it must say the same."""
    refusals: list[Refusal] = []
    for kind in ("fields", "office"):
        known: dict[str, Any] = getattr(first, kind)
        for key, value in getattr(other, kind).items():
            if known.setdefault(key, value) != value:
                message = f"line {first.line}, which is the same statement, has another `{key}`"
                hint = "say the same, or give one of the two another id"
                refusals.append(other.entry.refusal(key, message, hint))
    count = len(first.evidence)
    first.evidence += other.evidence
    for at, cell in other.places.items():
        if at[0] == "evidence" and len(at) > 1 and isinstance(at[1], int):
            first.places["evidence", at[1] + count, *at[2:]] = cell
        else:
            first.places.setdefault(at, cell)
    first.lines += other.lines
    return refusals


_KINDS = {"position": "position", "issue": "issue", "frames": "frame", "faction": "faction"}


@dataclass(slots=True)
class Words:
    """Finds the ids of a row's words; what is unknown stays so, for nobody may guess."""

    index: sqlite3.Connection
    _known: dict[tuple[str, str], str | UnknownName] = field(default_factory=dict)

    def found(self, entry: Entry, values: dict[str, Any]) -> list[Refusal]:
        """Put ids in place of words; what is wrong with the others, which are taken out."""
        refusals: list[Refusal] = []
        for key, kind in _KINDS.items():
            if (value := values.get(key)) is None:
                continue
            words = value if isinstance(value, list) else [value]
            found = [self._id(kind, word) for word in words]
            wrong = [each for each in found if isinstance(each, UnknownName)]
            refusals += [entry.refusal(key, str(error), error.hint) for error in wrong]
            if wrong:
                del values[key]
            else:
                values[key] = found if isinstance(value, list) else found[0]
        return refusals

    def _id(self, kind: str, word: str) -> str | UnknownName:
        if kind == "faction" and word == NO_FACTION:
            return word
        if (kind, word) not in self._known:
            try:
                self._known[kind, word] = resolve.word(self.index, kind, word)
            except UnknownName as error:
                self._known[kind, word] = error
        return self._known[kind, word]


_NOTHING: dict[str, list[Any]] = {"conditions": [], "frames": [], "disputes": []}
"""Given, because pydantic takes its time to work it out."""


def holder(official: Mapping[str, Any]) -> model.Official | None:
    """The official of whom a file holds these fields, without statements; None for a bad one."""
    fields = {key: value for key, value in official.items() if key != "statements"}
    return model.validate(model.Official, fields)[0]


def own_office(statement: NewStatement, official: model.Official | None) -> dict[str, str]:
    """The fewest keys by which a statement of this official is made in the office of the table."""
    given = {key: value for key, value in statement.office.items() if value}
    if not given and not statement.whole:
        return {}
    try:
        said = parse_date(statement.fields.get("said", ""))
    except (InvalidDate, TypeError):
        return given
    if official is None:
        return given
    faction = given.get("faction", NO_FACTION if statement.whole else "")
    full = given | ({"faction": faction} if faction else {})
    for keys in ((), ("role",), ("faction",), ("role", "faction")):
        chosen = {key: full[key] for key in keys if key in full}
        fields: dict[str, Any] = {"said": said, **chosen, **_NOTHING}
        office = office_of(model.Statement.model_construct(None, **fields), official)
        if _is_wanted(office, statement):
            return chosen
    return given


def _is_wanted(office: Office, statement: NewStatement) -> bool:
    """Whether an office is that of the table, as far as that says."""
    found = {"role": office.title, "faction": office.faction or NO_FACTION}
    for key, nothing in (("role", None), ("faction", NO_FACTION)):
        wanted = statement.office.get(key)
        if wanted is None and not statement.whole:
            continue
        if found[key] != (wanted or nothing):
            return False
    return True
