"""What every question returns: rows with columns of a known kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, Protocol

from stances.model import fields

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from typing import TypeGuard

Row = dict[str, Any]
"""One row of an answer: text, numbers, booleans, None, and lists and mappings of these."""


class Result(Protocol):
    """An answer: rows with the same keys, and the whole as one nested value."""

    @property
    def kind(self) -> str:
        """Which question it answers: by this name the views know what a reader wants of it."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of each row, in documented order."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows; to be gone through once."""

    @property
    def document(self) -> Any:  # noqa: ANN401 - any JSON value
        """What JSON and YAML show; None where that is just the rows."""


class Stream(Result, Protocol):
    """An answer whose rows are read while they are written: to be gone through once."""

    def with_rows(self, rows: Iterable[Row]) -> Result:
        """The same answer with other rows: some of them, or in another order."""


def is_stream(result: Result) -> TypeGuard[Stream]:
    """Whether an answer is a stream; all others have their rows at hand."""
    return hasattr(result, "with_rows")


def shown_keys(result: Result) -> Sequence[str]:
    """The keys that are worth a column to a reader: those `shown` of a result that has a choice."""
    shown: Sequence[str] = getattr(result, "shown", result.keys)
    return shown


Kind = Literal["text", "word", "date", "list", "truth", "count", "score", "measure"]


class Column:  # every start makes some fifty
    """A column of results.

    A `word` is never broken over lines, a `score` has a sign, a `measure` two decimals.
    """

    __slots__ = ("kind", "name")

    def __init__(self, name: str, kind: Kind = "text") -> None:
        self.name, self.kind = name, kind

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at its right edge."""
        return self.kind in ("count", "score", "measure", "truth")

    @property
    def is_whole(self) -> bool:
        """Whether its cells are not to be broken over lines."""
        return self.kind in ("word", "date")


def column(name: str) -> Column:
    """The column of a name, which means the same in all results."""
    return _COLUMNS.get(name) or Column(name)


def _columns() -> dict[str, Column]:
    found: dict[str, Column] = {}
    for record in ("Issue", "Source", "Assessment", "Official", "Role", "Statement"):
        for key, field in fields.RECORDS[record].items():
            listed = field.many or field.kind in ("record", "mapping")
            kind: Kind = "list" if listed else "truth" if field.kind == "truth" else "text"
            found[key] = Column(key, "date" if field.kind == "date" else kind)
    return found | {name: Column(name, kind) for kind, names in _OWN.items() for name in names}


_OWN: dict[Kind, list[str]] = {
    "word": "ref previous official source id kind".split(),
    "date": "said_from said_to previous_said".split(),
    "list": "forms sources factions insertions previous_conditions".split(),
    "truth": "disputed previous_disputed".split(),
    "count": (
        "statements officials scored unstated attributed assessments match_certain match_probable "
        "rank"
    ).split(),
    "score": "score previous_score mean".split(),
    "measure": "spread distance".split(),
}
"""What is not as the field of a record that is called so."""
_COLUMNS = _columns()
_LISTS = frozenset(each.name for each in _COLUMNS.values() if each.kind == "list")
_TRUTHS = frozenset(each.name for each in _COLUMNS.values() if each.kind == "truth")


def decode(row: sqlite3.Row, keys: Iterable[str]) -> Row:
    """A row of the index as an answer has it: lists out of their JSON, truth values as such."""
    found = {key: row[key] for key in keys}
    for key in _LISTS & found.keys():
        if found[key] is not None:
            # Most lists are empty.
            found[key] = json.loads(found[key]) if found[key] != "[]" else []
    for key in _TRUTHS & found.keys():
        found[key] = bool(found[key])
    return found
