"""Turn rows of a table into statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.dates import InvalidDate, parse_date
from stances.editing.import_.columns import (
    EVIDENCE,
    OF_WORDS,
    OFFICE,
    STATEMENT,
    has_line_ends,
    understood,
)
from stances.editing.import_.date_columns import DateColumns
from stances.editing.values import with_decision, with_original
from stances.errors import UnknownName
from stances.evidence.quotation_marks import without_outer_marks
from stances.index.names import begins_role
from stances.model import records as model
from stances.model.fields import ADDED, OF_ONE_OFFICIAL, WITHIN_STATEMENT
from stances.problems import key_of
from stances.queries import resolve
from stances.roles import NO_FACTION, Office, Offices
from stances.text import fold

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.editing.import_.columns import Cell, Entry
    from stances.editing.import_.officials import People
    from stances.editing.import_.sources import Origins
    from stances.editing.refusals import Refusal
    from stances.problems import Where


@dataclass(slots=True)
class NewStatement:
    """A statement of the table. `id` is empty if the table gives none.

    `fields` are the fields of the record without its evidence; `office` are role and faction in the
    table. `places` maps a path within the record to its cell. `whole`: the row comes from `list`,
    so an empty cell means no value. `doubtful` are the keys with invalid values in the table; a
    statement with such a key is refused.
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
        """The first line of its rows."""
        return self.lines[0]

    def cell(self, at: Where) -> Cell:
        """Return the cell for a path of the record, or for the nearest path above it."""
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
    """Makes statements from rows; `refusals` are all problems of rows.

    `usual` are the default values, which a statement omits. `changes` are the lines of the cells
    that were changed, by column and kind of change.
    """

    people: People
    origins: Origins
    words: Words
    usual: Mapping[str, str]
    dates: DateColumns = field(default_factory=DateColumns)
    refusals: list[Refusal] = field(default_factory=list)
    changes: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def statements(self, entries: Iterable[Entry]) -> list[NewStatement]:
        """Return the statements of a table; rows with the same official and id are one."""
        rows = []
        for entry in entries:
            values, refusals = understood(entry)
            self.refusals += refusals + self.words.found(entry, values)
            self._tidy(entry, values)
            rows.append((entry, values))
        self.refusals += self.dates.read(rows)
        self.people.introduce(rows)
        statements: dict[tuple[str, ...], NewStatement] = {}
        for entry, values in rows:
            statement = self._statement(entry, values)
            has_ref = statement.official and statement.id
            key = (statement.official, statement.id) if has_ref else (str(entry.line),)
            if key in statements:
                self.refusals += join(statements[key], statement)
            else:
                statements[key] = statement
        return list(statements.values())

    def _tidy(self, entry: Entry, values: dict[str, Any]) -> None:
        """Remove outer quotation marks from the text, and note what was changed in cells."""
        for key in entry.values:
            if has_line_ends(entry, key):
                self._changed("line ends became blanks", entry.columns[key], entry.line)
        text = values.get("text")
        if isinstance(text, str) and values.get("form") == "quote" and "evidence" not in values:
            values["text"] = without_outer_marks(text)
            if values["text"] != text:
                self._changed(
                    "the marks around were taken off", entry.columns.get("text", "text"), entry.line
                )

    def _changed(self, what: str, column: str, line: int) -> None:
        self.changes.setdefault((column, what), []).append(line)

    def _statement(self, entry: Entry, values: Mapping[str, Any]) -> NewStatement:
        """Return the statement of a row."""
        doubtful = {*entry.values} - {*values}
        if "words_of" in values:
            values = self._without_words(entry, values)

        def accepted(key: str, value: str | Refusal) -> str:
            if isinstance(value, str):
                return value
            self.refusals.append(value)
            doubtful.add(key)
            return ""

        official = accepted("official", self.people.official(entry, values))
        id_ = accepted("id", self._id(entry, values, official))
        has_own = "evidence" not in values and "words_of" not in values
        source = self.origins.source(entry, values) if has_own else ""
        source = accepted("source", source)
        flat = {
            key: values[key]
            for key in STATEMENT
            if key in values and key != "id" and values[key] != self.usual.get(key)
        }
        fields = with_decision(flat)
        office = {key: values[key] for key in OFFICE if key in values}
        whole = "evidence" in values and "ref" in values
        statement = NewStatement(
            official, id_, entry, fields, office, lines=[entry.line], whole=whole
        )
        statement.doubtful = frozenset(doubtful)
        self._put_evidence(statement, values, source)
        statement.places |= {(key,): entry.cell(key) for key in fields}
        for name, (record, key) in ADDED["statement"].items():
            if record == "Decision":
                statement.places["decided", key] = entry.cell(name)
        return statement

    def _without_words(self, entry: Entry, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a row without those that the statement of its `words_of` has."""
        official = self.people.official(entry, values)
        is_same = str(values["words_of"]).partition("/")[0] == official
        not_own = {*OF_WORDS, *(OF_ONE_OFFICIAL if is_same else ())}
        kept = {key: value for key, value in values.items() if key not in not_own}
        about = ("wording", "date", *(["speaker"] if is_same else []))
        if "disputes" in kept:
            kept["disputes"] = [each for each in kept["disputes"] if each.get("about") not in about]
        return kept

    def _id(self, entry: Entry, values: Mapping[str, Any], official: str) -> str | Refusal:
        """Return the id that a row gives, alone or in its `ref`; empty if it gives none."""
        id_, ref = str(values.get("id", "")), str(values.get("ref", ""))
        ref_official, slash, ref_id = ref.partition("/")
        if ref and not (slash and ref_id):
            return entry.refusal("ref", f"`{ref}` is no reference", "write `official/statement`")
        if ref and official and ref_official != official:
            message = (
                f"`{ref}` is a statement of `{ref_official}`, and the row is about `{official}`"
            )
            return entry.refusal("ref", message, "correct one of the two")
        if id_ and ref and id_ != ref_id:
            message = f"`{id_}` is not the id in `{ref}`"
            return entry.refusal("id", message, "correct one of the two")
        return id_ or ref_id

    def _put_evidence(
        self, statement: NewStatement, values: Mapping[str, Any], source: str
    ) -> None:
        entry = statement.entry
        if "words_of" in values:
            return
        if "evidence" not in values:
            piece = {_RECORDED.get(key, key): values[key] for key in EVIDENCE if key in values}
            piece = with_original(piece) | ({"source": source} if source else {})
            statement.evidence = [self._without_defaults(piece)]
            for key in EVIDENCE:
                statement.places["evidence", 0, _RECORDED.get(key, key)] = entry.cell(key)
            statement.places["evidence",] = entry.cell("")
            return
        statement.evidence = [self._without_defaults(dict(item)) for item in values["evidence"]]
        texts = [item.get("text") for item in statement.evidence]
        if "text" in values and values["text"] not in texts:
            message = "these words are not among those of `evidence`"
            hint = "correct one of the two; without `evidence`, a row is one piece of evidence"
            self.refusals.append(entry.refusal("text", message, hint))
        statement.places["evidence",] = entry.cell("evidence")

    def _without_defaults(self, evidence: dict[str, Any]) -> dict[str, Any]:
        if evidence.get("match") == "certain":
            del evidence["match"]
        source = evidence.get("source")
        if isinstance(source, str) and evidence.get("lang") == self.origins.lang(source):
            evidence.pop("lang", None)
        return evidence


_RECORDED = {name: key for key, name in WITHIN_STATEMENT.items() if name != key}
"""Columns whose name differs from the key of the evidence, because a statement has the key too."""


def join(first: NewStatement, other: NewStatement) -> list[Refusal]:
    """Add the evidence of a further row to a statement; return refusals for different fields."""
    refusals: list[Refusal] = []
    for values, others in ((first.fields, other.fields), (first.office, other.office)):
        for key, value in others.items():
            if values.setdefault(key, value) != value:
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


_KINDS = {"issue": "issue", "position": "position", "frames": "frame", "faction": "faction"}
"""The issue comes first, because the positions depend on it."""


@dataclass(slots=True)
class Words:
    """Finds the ids of codebook words in a row; unknown words are never guessed."""

    index: sqlite3.Connection
    default_issue: str = ""
    _known: dict[tuple[str, str, str], str | UnknownName] = field(default_factory=dict)
    _unknown: int = 0

    def found(self, entry: Entry, values: dict[str, Any]) -> list[Refusal]:
        """Replace words by ids; remove and refuse values with unknown words."""
        refusals: list[Refusal] = []
        for key, kind in _KINDS.items():
            if (value := values.get(key)) is None:
                continue
            issue = str(values.get("issue", self.default_issue)) if key == "position" else ""
            words = self._listed(kind, value) if isinstance(value, list) else [value]
            ids = [self._id(kind, word, issue) for word in words]
            errors = [each for each in ids if isinstance(each, UnknownName)]
            refusals += [entry.refusal(key, str(error), error.hint) for error in errors]
            if errors:
                del values[key]
            else:
                values[key] = ids if isinstance(value, list) else ids[0]
        return refusals

    def _listed(self, kind: str, words: Sequence[str]) -> Iterator[str]:
        """Yield the words of a list; split a word at its commas if all parts are known words."""
        for word in words:
            parts = [part for part in map(str.strip, word.split(",")) if part]
            are_known = not any(isinstance(self._id(kind, part), UnknownName) for part in parts)
            yield from parts if len(parts) > 1 and are_known else [word]

    def _id(self, kind: str, word: str, issue: str = "") -> str | UnknownName:
        if kind == "faction" and word.casefold() == NO_FACTION:
            return NO_FACTION
        key = kind, word, issue
        if key not in self._known:
            try:
                self._known[key] = (
                    resolve.position(self.index, issue, word, self._unknown)
                    if issue
                    else resolve.word(self.index, kind, word, self._unknown)
                )
            except UnknownName as error:
                self._unknown += 1
                self._known[key] = error
        return self._known[key]


_NOTHING: dict[str, list[Any]] = {"conditions": [], "frames": [], "disputes": []}
"""Set here, because pydantic is slow to compute defaults."""


def offices_of(official: Mapping[str, Any]) -> Offices | None:
    """Return the offices in the fields of an official's file; None if they have errors."""
    fields = {key: value for key, value in official.items() if key != "statements"}
    record = model.validate(model.Official, fields)[0]
    return Offices(record.roles) if record else None


def own_office(statement: NewStatement, offices: Offices | None) -> dict[str, str]:
    """Return the fewest keys that give a statement the office of the table.

    `offices` are those of its official, or None if they have errors.
    """
    if offices and (role := statement.office.get("role")):
        statement.office["role"] = _whole_title(role, offices.titles)
    given = {key: value for key, value in statement.office.items() if value}
    if not given and not statement.whole:
        return {}
    try:
        said = parse_date(statement.fields.get("said", ""), timed=True)
    except (InvalidDate, TypeError):
        return given
    if offices is None:
        return given
    faction = given.get("faction", NO_FACTION if statement.whole else "")
    full = given | ({"faction": faction} if faction else {})
    choices = [("role",), ("faction",), ("role", "faction")]
    # If the official holds several offices, always name the one of the table.
    if not (given and offices.several(said)):
        choices.insert(0, ())
    for keys in choices:
        chosen = {key: full[key] for key in keys if key in full}
        fields: dict[str, Any] = {**chosen, **_NOTHING}
        office = offices.of(model.Statement.model_construct(None, **fields), said)
        if _is_wanted(office, statement):
            return chosen
    return given


def _whole_title(title: str, titles: Iterable[str]) -> str:
    """Return the one role title that equals this title or begins with it; else the title itself."""
    known = [each for each in titles if each]
    same = [each for each in known if fold(each) == fold(title)]
    begun = same or [each for each in known if begins_role(title, each)]
    return begun[0] if len(begun) == 1 else title


def _is_wanted(office: Office, statement: NewStatement) -> bool:
    """Whether an office has the role and faction that the table gives."""
    for key, value, default in (
        ("role", office.title, None),
        ("faction", office.faction or NO_FACTION, NO_FACTION),
    ):
        wanted = statement.office.get(key)
        if (wanted is not None or statement.whole) and value != (wanted or default):
            return False
    return True
