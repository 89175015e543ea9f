"""Which column of a sheet is which key of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stances.errors import UnknownName
from stances.importing.refusals import Refusal
from stances.names import fold
from stances.suggest import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.importing.sheets import Row

WHO = ("official", "name", "ref")
"""Who said it: an id or a name, a name, `official/statement`."""
STATEMENT = (
    "id said repeated venue issue position conditions frames summary coder status disputes note"
).split()
OFFICE = ("role", "faction")
"""The office it was said in, which the statement need not have if its official has it."""
EVIDENCE = (
    "source form match text lang original original_lang prefix suffix locator derived_from "
    "evidence_note"
).split()
SOURCE = "title publisher authors published retrieved url source_kind".split()
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
    """How the columns of a sheet are named.

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


@dataclass(frozen=True, slots=True)
class Entry:
    """A row by its keys. `columns` are the sheet's own names of them."""

    line: int
    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def refusal(self, key: str, message: str, hint: str = "", code: str = "") -> Refusal:
        """Something wrong with the value of a key."""
        return Refusal(self.line, self.columns.get(key, ""), message, hint, code)


def entries(
    rows: Iterable[Row], columns: Mapping[str, str], given: Mapping[str, str]
) -> list[Entry]:
    """The rows by their keys, with the values that are given for those that have none."""
    keys = {name: key for key, name in columns.items() if key not in DERIVED}
    return [Entry(row.line, {**given, **_named(row, keys)}, columns) for row in rows]


def _named(row: Row, keys: Mapping[str, str]) -> dict[str, Any]:
    return {keys[name]: cell for name, cell in row.cells.items() if name in keys}
