"""Which column of a table is which key of a record."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.editing.refusals import Refusal
from stances.editing.values import InvalidValue, unfit
from stances.editing.yaml_writer import TYPED
from stances.errors import UnknownName
from stances.model import fields
from stances.text import closest, did_you_mean, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.editing.tables import Row


WHO = ("official", "name", "ref")
"""Who said it: an id or a name, a name, `official/statement`."""
STATEMENT = fields.keys("Statement", without="role faction evidence")
OFFICE = ("role", "faction")
"""The office it was said in, which the statement need not have if its official has it."""
EVIDENCE = tuple(fields.WITHIN_STATEMENT.values())
SOURCE = tuple(
    "source_kind" if key == "kind" else key
    for key in fields.keys("Source", without="lang sha256 note assessments")
)
"""What a source is made of that the corpus lacks; its language is that of the row."""
DERIVED = ("said_from said_to score disputed match_certain match_probable forms sources").split()
"""What `list` works out: it has no place in a record, and is not read."""
KEYS = (*WHO, *OFFICE, *STATEMENT, "evidence", *EVIDENCE, *SOURCE, *DERIVED)
SYNONYMS = {"speaker": "name", "date": "said", "quote": "text", "quotation": "text"}
"""Other names by which analysts know a key."""

_FEWEST = 2
"""A header names so many keys at least; a word of a quotation may look like one."""
_FOLDED = {fold(name): SYNONYMS.get(name, name) for name in (*SYNONYMS, *KEYS)}


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a table are named.

    `mapped` leads from a column to its key, or to "" if it is not to be read; `given` are values
    for rows that have none of their own.
    """

    mapped: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def knows(self, name: str) -> bool:
        """Whether a name can be understood."""
        return bool(self._key(name.strip()))

    def _key(self, name: str) -> str | None:
        """The key of a column, "" if it is not to be read, None if it is not known."""
        if name in self.mapped:
            return self.mapped[name]
        folded = {fold(own): key for own, key in self.mapped.items()}
        return folded.get(fold(name), _FOLDED.get(fold(name)))

    def keys(self, names: Sequence[str], line: int = 1) -> tuple[dict[str, str], list[Refusal]]:
        """The column of each key, and what is wrong with the names, which stand on a line.

        Raises `UnknownName` for a column that is mapped, and not there.
        """
        self._check_mapped(names)
        columns: dict[str, str] = {}
        refusals: list[Refusal] = []
        for name in dict.fromkeys(names):
            key = self._key(name)
            if key != "" and (number := names.count(name)) > 1:
                message = f"{number} columns are called `{name}`"
                refusals.append(Refusal(line, name, message, "rename all but one"))
            elif key is None:
                refusals.append(_unknown(name, line))
            elif key in columns:
                message = f"the columns `{columns[key]}` and `{name}` are both `{key}`"
                hint = f"leave one of them out: --map '{name}='"
                refusals.append(Refusal(line, name, message, hint))
            elif key:
                columns[key] = name
        if sum(map(self.knows, names)) < _FEWEST:
            refusals = [_no_header(line)]
        return columns, refusals

    def _check_mapped(self, names: Sequence[str]) -> None:
        folded = {fold(name) for name in names}
        for name in self.mapped:
            if name not in names and fold(name) not in folded:
                raise UnknownName("column", name, did_you_mean(name, names))


def _unknown(name: str, line: int) -> Refusal:
    if near := closest(name, [*KEYS, *SYNONYMS]):
        hint = f"did you mean {' or '.join(f'`{key}`' for key in near)}? else"
    else:
        hint = "say which key it is, `--map COLUMN=KEY`, or"
    hint += f" leave it out: --map '{name}='"
    return Refusal(line, name, f"the column `{name}` is none that is known", hint)


def _no_header(line: int) -> Refusal:
    message = "the first line names no column that is known"
    return Refusal(
        line, "", message, "name the columns: official, said, position, form, text, source"
    )


class Cell(NamedTuple):
    """A place in the table; `column` is its own name, empty for the whole row."""

    line: int
    column: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row by its keys. `columns` are the table's own names of them."""

    line: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def cell(self, key: str) -> Cell:
        """The cell that has the value of a key."""
        return Cell(self.line, self.columns.get(key, ""))

    def refusal(self, key: str, message: str, hint: str = "") -> Refusal:
        """Something wrong with the value of a key."""
        return Refusal(*self.cell(key), message, hint)


@dataclass(slots=True)
class NewRecord:
    """An official or source that the corpus lacks: what its file will hold, and its first row.

    `near` is what its name is suspiciously like, in a clause.
    """

    id: str
    entry: Entry
    data: dict[str, Any]
    near: str = ""


def entries(
    rows: Iterable[Row], columns: Mapping[str, str], given: Mapping[str, str]
) -> list[Entry]:
    """The rows by their keys, with the values that are given for those that have none."""
    keys = {name: key for key, name in columns.items() if key not in DERIVED}
    return [Entry(row.line, {**given, **_named(row, keys)}, columns) for row in rows]


def _named(row: Row, keys: Mapping[str, str]) -> dict[str, Any]:
    return {keys[name]: cell for name, cell in row.cells.items() if name in keys}


_OF_ROWS = {
    key: field
    for record in ("Source", "Evidence", "Statement")
    for key, field in fields.RECORDS[record].items()
}
LISTS = frozenset(key for key, each in _OF_ROWS.items() if each.many and not each.record)
NESTED = frozenset(("evidence", "disputes"))
_YES = frozenset(("true", "yes", "x", "1"))
_NO = frozenset(("false", "no", "0"))


def understood(entry: Entry) -> tuple[dict[str, Any], list[Refusal]]:
    """The values of a row with lists as such, and what is wrong with its cells."""
    values: dict[str, Any] = {}
    refusals: list[Refusal] = []
    for key, cell in entry.values.items():
        try:
            value = _value(key, cell)
        except InvalidValue as error:
            refusals.append(entry.refusal(key, error.message, error.hint))
            continue
        faults = [*unfit(value)]
        refusals += [entry.refusal(key, *fault) for fault in faults[:1]]
        if value and not faults:
            values[key] = value
    return values, refusals


def _value(key: str, cell: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value of a cell; raises `InvalidValue`."""
    if key in NESTED:
        return _nested(key, cell)
    if key in LISTS:
        return cell if isinstance(cell, list) else listed(str(cell))
    if key == "original" and isinstance(cell, dict):
        return cell
    if not isinstance(cell, str):
        raise InvalidValue(f"`{key}` should be text", "write a single value")
    if key in _OF_ROWS and _OF_ROWS[key].kind == "truth":
        return _truth(cell)
    if key in TYPED and cell.casefold() in ("~", "null"):
        raise InvalidValue(f"`{cell}` is no value", "leave the cell empty")
    return cell


def listed(cell: str) -> list[str]:
    """A list as JSON, or with `;` between its items."""
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return [item for item in map(str.strip, found) if item]
    return [item for item in map(str.strip, cell.split(";")) if item]


def _nested(key: str, cell: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """A list of mappings, as JSON where the cell is text."""
    hint = f"write `{key}` as `stances list` does: a JSON list of objects"
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError) as error:
            raise InvalidValue(f"the cell is not JSON: {error}", hint) from error
    if not isinstance(cell, list) or not all(isinstance(item, dict) for item in cell):
        raise InvalidValue("the cell is no list of objects", hint)
    return [_told(item) for item in cell]


def _told(item: dict[str, Any]) -> dict[str, Any]:
    """A mapping without what says nothing, all scalars as text."""
    found: dict[str, Any] = {}
    for key, value in item.items():
        if isinstance(value, dict):
            value = _told(value)  # noqa: PLW2901 - the same, told
        elif isinstance(value, bool):
            value = "true" if value else ""  # noqa: PLW2901
        elif isinstance(value, int | float):
            value = json.dumps(value)  # noqa: PLW2901
        if value not in (None, "", [], {}):
            found[key] = value
    return found


def _truth(cell: str) -> str:
    if cell.casefold() in _YES:
        return "true"
    if cell.casefold() in _NO:
        return ""
    raise InvalidValue(f"`{cell}` is neither yes nor no", "write `true`, or leave the cell empty")
