"""What every question yields, whatever else it knows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

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


LISTS = frozenset(
    "conditions frames forms sources evidence disputes aliases roles identifiers authors about "
    "factions insertions previous_conditions".split()
)
TRUTHS = frozenset(("disputed", "repeated", "former", "previous_disputed"))


def decode(row: sqlite3.Row, keys: Iterable[str]) -> Row:
    """A row of the index as an answer has it: lists out of their JSON, truth values as such."""
    found = {key: row[key] for key in keys}
    for key in LISTS & found.keys():
        if found[key] is not None:
            # Most lists are empty.
            found[key] = json.loads(found[key]) if found[key] != "[]" else []
    for key in TRUTHS & found.keys():
        found[key] = bool(found[key])
    return found
