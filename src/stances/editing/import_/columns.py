"""The columns of a table, and the keys of records that they hold."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.import_.vocabulary import column_keys, word
from stances.editing.refusals import Refusal
from stances.editing.values import InvalidValue, unfit
from stances.editing.yaml_writer import TYPED
from stances.model import fields
from stances.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stances.editing.tables import Row


WHO = ("official", "name", "ref")
"""Keys that name the official: an id or a name, a name, `official/statement`."""
STATEMENT = (*fields.flat("Statement", without="role faction evidence"),)
OF_WORDS = {*fields.INHERITED, *fields.WITHIN_STATEMENT.values(), "source"}
"""Keys that are ignored in a row with `words_of`, because the other statement has them."""
OFFICE = ("role", "faction")
"""The office at the time; a statement omits it if it is the official's own."""
EVIDENCE = tuple(fields.WITHIN_STATEMENT.values())
SOURCE = tuple(
    "source_kind" if key == "kind" else key
    for key in fields.keys("Source", without="lang sha256 note notices uncoded assessments")
)
"""The fields of a new source; its language is the language of the row."""
DERIVED = (
    "said_from said_to score disputed match_certain match_probable forms sources hearsay retracted"
).split()
"""Columns that `list` computes; they are no fields of a record and are not read."""
KEYS = (*WHO, *OFFICE, *STATEMENT, "evidence", *EVIDENCE, *SOURCE, *DERIVED)
ADDRESSES = frozenset(("url", "archive_url", "evidence_url"))
"""For these keys, the address of a link is taken, unless the cell itself has an address."""
SYNONYMS = {"speaker": "name", "date": "said", "quote": "text", "quotation": "text"}
"""Other usual names of a key."""

_FOLDED = {fold(name): SYNONYMS.get(name, name) for name in (*SYNONYMS, *KEYS)}


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a table's columns.

    `mapped` maps a column to its key, or to "" if it is not read. `given` are values for rows
    without their own. `told_by` is the path of the map file, if there is one.
    """

    mapped: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    told_by: str = ""

    def with_more(self, other: Columns) -> Columns:
        """Return these columns together with others; the others take precedence."""
        keys = {fold(name) for name in other.mapped}
        held = {key for key in other.mapped.values() if key}
        mine = {
            name: key
            for name, key in self.mapped.items()
            if fold(name) not in keys and key not in held
        }
        return Columns(mine | dict(other.mapped), {**self.given, **other.given}, self.told_by)

    def knows(self, name: str) -> bool:
        """Whether a name is a key, a usual name of a key, or mapped to a key."""
        return bool(name.strip()) and any(self.keys(name.strip()))

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys that a column may hold by its name, the likeliest first.

        Returns `("",)` if the column is not to be read, and an empty tuple if the name is unknown.
        """
        if (mapped := self.given_key(name)) is not None:
            return (mapped,)
        folded = fold(name)
        own = (_FOLDED[folded],) if folded in _FOLDED else ()
        return tuple(dict.fromkeys((*own, *column_keys(name))))

    def given_key(self, name: str) -> str | None:
        """Return the key that a column is mapped to: "" if it is left out, None if not mapped."""
        if name in self.mapped:
            return self.mapped[name]
        folded = fold(name)
        return next((key for column, key in self.mapped.items() if fold(column) == folded), None)


def is_key(name: str) -> bool:
    """Whether a column has the name of a key, or one of its `SYNONYMS`."""
    return fold(name) in _FOLDED


class Cell(NamedTuple):
    """A place in the table; `column` is the table's name for it, empty for the whole row."""

    line: int
    column: str


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of a row by key. `columns` maps keys to the table's column names."""

    line: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def cell(self, key: str) -> Cell:
        """Return the cell of a key; the whole row if the table has no such column."""
        return Cell(self.line, self.columns.get(key, ""))

    def refusal(self, key: str, message: str, hint: str = "") -> Refusal:
        """Return a refusal for the value of a key."""
        return Refusal(*self.cell(key), message, hint)


@dataclass(slots=True)
class NewRecord:
    """A new official or source: the data of its file, and its first row."""

    id: str
    entry: Entry
    data: dict[str, Any]


def entries(
    rows: Iterable[Row], columns: Mapping[str, str], given: Mapping[str, str]
) -> list[Entry]:
    """Return the rows with values by key; `given` values fill the empty cells."""
    keys = {name: key for key, name in columns.items() if key not in DERIVED}
    by_keys = []
    for row in rows:
        values = {keys[name]: cell for name, cell in row.cells.items() if name in keys}
        values |= {
            keys[name]: link
            for name, link in row.links.items()
            if keys.get(name) in ADDRESSES and not _ADDRESS.match(str(row.cells.get(name, "")))
        }
        by_keys.append(Entry(row.line, {**given, **values}, columns))
    return by_keys


_ROW_FIELDS = {
    key: field
    for record in ("Source", "Evidence", "Statement")
    for key, field in fields.RECORDS[record].items()
} | {
    name: fields.RECORDS[record][key]
    for name, (record, key) in fields.flat("Statement").items()
    if record == "Decision"
}
LISTS = frozenset(key for key, each in _ROW_FIELDS.items() if each.many and not each.record)
NESTED = frozenset(("evidence", "disputes"))
_PROSE = frozenset(key for key, each in _ROW_FIELDS.items() if each.kind == "prose")
_ADDRESS = re.compile("https?://", re.IGNORECASE)
_LINE_END = re.compile(r"\s*[\n\v\f\r\x85\u2028\u2029]\s*")
_YES = frozenset(("true", "yes", "x", "1"))
_NO = frozenset(("false", "no", "0"))
_WORDS = "text"
"""The key whose cells are recorded unchanged, even if they are a dash."""
_NOTHING = frozenset(("-", "\u2013", "\u2014", "n/a"))
"""Texts that stand for an empty cell."""


def understood(entry: Entry) -> tuple[dict[str, Any], list[Refusal]]:
    """Return the values of a row, with lists as lists, and the problems of its cells."""
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    is_whole = "evidence" in entry.values and "ref" in entry.values
    for key, cell in entry.values.items():
        is_nothing = isinstance(cell, str) and cell.casefold() in _NOTHING
        if is_nothing and not is_whole and key != _WORDS:
            continue
        try:
            is_kept = is_whole and key in _PROSE  # as it is recorded
            value = _value(key, cell if is_kept else on_one_line(key, cell))
        except InvalidValue as error:
            refusals.append(entry.refusal(key, error.message, error.hint))
            continue
        faults = [*unfit(value)]
        refusals += [entry.refusal(key, *fault) for fault in faults[:1]]
        if value and not faults:
            values[key] = value
    return values, refusals


def _value(key: str, cell: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a cell. Raises `InvalidValue`."""
    if key in NESTED:
        return _nested(key, cell)
    if key in LISTS:
        return cell if isinstance(cell, list) else listed(str(cell))
    if key == "original" and isinstance(cell, dict):
        return cell
    if not isinstance(cell, str):
        raise InvalidValue(f"`{key}` should be text", "write a single value")
    if key in _ROW_FIELDS and _ROW_FIELDS[key].kind == "truth":
        if cell.casefold() in (*_YES, *_NO):
            return "true" if cell.casefold() in _YES else ""
        raise InvalidValue(
            f"`{cell}` is neither yes nor no", "write `true`, or leave the cell empty"
        )
    if key in TYPED and cell.casefold() in ("~", "null"):
        raise InvalidValue(f"`{cell}` is no value", "leave the cell empty")
    return word(key, cell)


def has_line_ends(entry: Entry, key: str) -> bool:
    """Whether the cell of a key has line ends, e.g. because somebody pressed Alt+Enter."""
    cell = entry.values[key]
    return key in entry.columns and cell != on_one_line(key, cell)


def on_one_line(key: str, cell: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a cell of text without line ends; between ids, a line end counts as `;`."""
    if not isinstance(cell, str) or key in NESTED:
        return cell
    between = ";" if key in LISTS and _ROW_FIELDS[key].kind == "id" else " "
    return _LINE_END.sub(between, cell.strip())


def listed(cell: str) -> list[str]:
    """Return the items of a JSON list, or of a list with `;` between its items."""
    if cell.startswith("["):
        try:
            items = json.loads(cell)
        except ValueError:
            items = None
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return [item for item in map(str.strip, items) if item]
    return [item for item in map(str.strip, cell.split(";")) if item]


def _nested(key: str, cell: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """Return a list of mappings; a cell of text is read as JSON."""
    hint = f"write `{key}` as `stances list` does: a JSON list of objects"
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError) as error:
            raise InvalidValue(f"the cell is not JSON: {error}", hint) from error
    if not isinstance(cell, list) or not all(isinstance(item, dict) for item in cell):
        raise InvalidValue("the cell is no list of objects", hint)
    return [_non_empty(item) for item in cell]


def _non_empty(item: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping without empty values, with all scalars as text."""
    values: dict[str, Any] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            values[key] = _non_empty(value)
        elif isinstance(value, bool):
            values[key] = "true" if value else ""
        else:
            values[key] = json.dumps(value) if isinstance(value, int | float) else value
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
