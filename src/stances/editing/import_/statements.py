"""Rows of a table as statements."""

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
from stances.editing.values import with_original
from stances.errors import UnknownName
from stances.evidence.quotation_marks import without_outer_marks
from stances.index.names import begins_role
from stances.model import records as model
from stances.model.fields import OF_ONE_OFFICIAL, WITHIN_STATEMENT
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
    """A statement as in the table. `id` is empty if the table gives none.

    `fields` are those of the record without its evidence; `office` are role and faction in the
    table. `places` maps a path within the record to its cell. `whole`: the row is one of `list`, so
    an empty cell is known to have no value. `doubtful` keys have wrong values in the table; a
    statement with one is refused.
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
        """The cell for a path of the record, or for the nearest path above it."""
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

    `usual` are the default values, which a statement need not have. `changes` are the lines of the
    cells that are not taken as they are, by their column and what was changed.
    """

    people: People
    origins: Origins
    words: Words
    usual: Mapping[str, str]
    dates: DateColumns = field(default_factory=DateColumns)
    refusals: list[Refusal] = field(default_factory=list)
    changes: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def statements(self, entries: Iterable[Entry]) -> list[NewStatement]:
        """The statements of a table; rows with the same official and id are one."""
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
        """Take the marks around a quotation off, and note what was changed in cells."""
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
        """The statement of a row."""
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
        fields = {
            key: values[key]
            for key in STATEMENT
            if key in values and key != "id" and values[key] != self.usual.get(key)
        }
        office = {key: values[key] for key in OFFICE if key in values}
        whole = "evidence" in values and "ref" in values
        statement = NewStatement(
            official, id_, entry, fields, office, lines=[entry.line], whole=whole
        )
        statement.doubtful = frozenset(doubtful)
        self._put_evidence(statement, values, source)
        statement.places |= {(key,): entry.cell(key) for key in fields}
        return statement

    def _without_words(self, entry: Entry, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row without those of the statement whose words it has."""
        official = self.people.official(entry, values)
        is_same = str(values["words_of"]).partition("/")[0] == official
        not_own = {*OF_WORDS, *(OF_ONE_OFFICIAL if is_same else ())}
        kept = {key: value for key, value in values.items() if key not in not_own}
        about = ("wording", "date", *(["speaker"] if is_same else []))
        if "disputes" in kept:
            kept["disputes"] = [each for each in kept["disputes"] if each.get("about") not in about]
        return kept

    def _id(self, entry: Entry, values: Mapping[str, Any], official: str) -> str | Refusal:
        """The id that a row gives, alone or in its `ref`; empty if it gives none."""
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
"""Columns with another name than the key of the evidence, because a statement has it too."""


def join(first: NewStatement, other: NewStatement) -> list[Refusal]:
    """Add the evidence of a further row to a statement; refusals if any other field differs."""
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
"""The issue comes first: it says which positions there are."""


@dataclass(slots=True)
class Words:
    """Finds the ids of codebook words in a row; unknown words are never guessed."""

    index: sqlite3.Connection
    default_issue: str = ""
    _known: dict[tuple[str, str, str], str | UnknownName] = field(default_factory=dict)
    _unknown: int = 0

    def found(self, entry: Entry, values: dict[str, Any]) -> list[Refusal]:
        """Replace words by ids; values with unknown words are removed, and refused."""
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
        """Words of a list, in which commas may stand between some."""
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
    """The offices of the official of a file with these fields; None if they have errors."""
    fields = {key: value for key, value in official.items() if key != "statements"}
    record = model.validate(model.Official, fields)[0]
    return Offices(record.roles) if record else None


def own_office(statement: NewStatement, offices: Offices | None) -> dict[str, str]:
    """The fewest keys that give a statement of an official with these the office in the table."""
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
    # Where several can hold, the one of the table is said, although it is the first.
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
    """The one title of an official's roles that a title is, or begins; else itself."""
    known = [each for each in titles if each]
    same = [each for each in known if fold(each) == fold(title)]
    begun = same or [each for each in known if begins_role(title, each)]
    return begun[0] if len(begun) == 1 else title


def _is_wanted(office: Office, statement: NewStatement) -> bool:
    """Whether an office is that of the table, as far as the table has one."""
    for key, value, default in (
        ("role", office.title, None),
        ("faction", office.faction or NO_FACTION, NO_FACTION),
    ):
        wanted = statement.office.get(key)
        if (wanted is not None or statement.whole) and value != (wanted or default):
            return False
    return True
