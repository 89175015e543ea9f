"""The result of every query: rows with columns of a known kind."""

from __future__ import annotations

from functools import cache
from itertools import chain
from json import JSONDecoder
from json.scanner import make_scanner
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, Protocol

from stances.model import fields

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from typing import TypeGuard

Row = dict[str, Any]
"""One row of a result: text, numbers, booleans, None, and lists and mappings of these."""


class Result(Protocol):
    """A result: rows with the same keys, and the whole as one nested value."""

    @property
    def kind(self) -> str:
        """The kind of result, by which views choose how to show it."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of each row, in documented order."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows; they can be iterated once."""

    @property
    def document(self) -> Any:  # noqa: ANN401 - any JSON value
        """The value that JSON and YAML show; None if that is just the rows."""


class Parts:
    """A long list in a document, whose items are made while it is written."""

    def __init__(self, items: Callable[[], Iterable[Any]]) -> None:
        self.items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items())


def whole(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a document with all its parts made into plain lists."""
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return [*map(whole, value)] if isinstance(value, list | Parts) else value


class Stream(Result, Protocol):
    """A result whose rows are read while they are written; they can be iterated once."""

    def with_rows(self, rows: Iterable[Row]) -> Result:
        """Return the same result with other rows: some of them, or in another order."""


def is_stream(result: Result) -> TypeGuard[Stream]:
    """Whether a result is a stream; all others have their rows in memory."""
    return hasattr(result, "with_rows")


def short_keys(result: Result) -> Sequence[str]:
    """Return the keys that matter most, for pipes: the result's `shown`, or all.

    They are the same for all results of a query.
    """
    shown: Sequence[str] = getattr(result, "shown", result.keys)
    return shown


_REFERENCES = ("ref", "other")


def shown_keys(result: Result, *, roomy: bool = False) -> Sequence[str]:
    """Return the keys of a table for people, references last.

    Keys that add nothing in this result are left out; if `roomy`, fewer are.
    """
    telling: Callable[..., Sequence[str]] | None = getattr(result, "telling", None)
    if telling:
        return telling(roomy=roomy)
    return sorted(short_keys(result), key=lambda key: key in _REFERENCES)


Kind = Literal["text", "word", "date", "list", "truth", "count", "score", "measure"]


class Column:  # kept light: every start makes some fifty
    """A column of results.

    A `word` is never broken over lines, a `score` has a sign, a `measure` two decimals.
    """

    __slots__ = ("kind", "name")

    def __init__(self, name: str, kind: Kind = "text") -> None:
        self.name, self.kind = name, kind

    @property
    def is_number(self) -> bool:
        """Whether its cells are aligned to the right."""
        return self.kind in ("count", "score", "measure", "truth")


def column(name: str) -> Column:
    """Return the column of a name; a name means the same in all results."""
    return _COLUMNS.get(name) or Column(name)


def _columns() -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for record in ("Issue", "Source", "Assessment", "Official", "Role", "Statement"):
        for key, field in fields.RECORDS[record].items():
            listed = field.many or field.kind in ("record", "mapping")
            kind: Kind = "list" if listed else "truth" if field.kind == "truth" else "text"
            columns[key] = Column(key, "date" if field.kind in ("date", "moment") else kind)
    return columns | {name: Column(name, kind) for kind, names in _OWN.items() for name in names}


_OWN: dict[Kind, list[str]] = {
    "word": "ref previous group official source id kind one".split(),
    "date": "said_from said_to previous_said month decided to".split(),
    "list": (
        "forms sources factions insertions previous_conditions tension_with refs positions "
        "mentions matches parameters decided_of camps unsure apart moves"
    ).split(),
    "truth": "disputed previous_disputed hearsay retracted".split(),
    "count": (
        "statements officials silent open unscored scored attributed assessments match_certain "
        "match_probable rank quotations covered concepts shared one_statements other_statements "
        "one_n other_n range coders units readings pairs observed actors ties camp other_camp"
    ).split(),
    "score": "score previous_score mean subtract total".split(),
    "measure": (
        "spread median low high distance congruence conflict agreement weight weight_certain "
        "kappa alpha expected fit together null_mean null_95 p own_fit fit_without fitting"
    ).split(),
}
"""Columns whose kind differs from that of the record field with the same name."""
_COLUMNS = _columns()
_scanned = make_scanner(JSONDecoder())  # type: ignore[arg-type]  # typeshed is wrong
_LISTS = frozenset(each.name for each in _COLUMNS.values() if each.kind == "list")
_TRUTHS = frozenset(each.name for each in _COLUMNS.values() if each.kind == "truth")


class StoredRows:
    """Rows of the index, each decoded when it is read; they can be iterated once.

    `cells` has the undecoded cells in the order of `keys`: lists as JSON, truth values as 0 and 1.
    JSON writers use these, to avoid decoding and encoding lists.
    """

    def __init__(self, keys: Sequence[str], cells: Iterable[Iterable[Any]]) -> None:
        self.keys, self.cells = keys, iter(cells)

    def __iter__(self) -> Iterator[Row]:
        keys = self.keys
        return (dict(zip(keys, cells, strict=True)) for cells in decoded_cells(keys, self.cells))

    def without(self, keys: Container[str]) -> StoredRows:
        """Return the same rows without some keys, whose cells then need no decoding."""
        numbers = [number for number, key in enumerate(self.keys) if key not in keys]
        chosen: Callable[[Any], Any] = itemgetter(*numbers)
        return StoredRows([self.keys[each] for each in numbers], map(chosen, self.cells))

    def is_empty(self) -> bool:
        """Whether there are no more rows; it reads the next row but does not lose it."""
        first = next(self.cells, None)
        if first is not None:
            self.cells = chain([first], self.cells)
        return first is None


def decoded_cells(keys: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[list[Any]]:
    """Yield the decoded cells of rows of the index, in the order of keys."""
    lists, truths = _special(tuple(keys))
    at = {key: number for number, key in enumerate(keys)}
    of_lists, of_truths = [at[key] for key in lists], [at[key] for key in truths]
    for each in rows:
        cells = [*each]
        for number in of_lists:
            if (text := cells[number]) is not None:
                cells[number] = from_json(text) if text != "[]" else []  # most lists are empty
        for number in of_truths:
            cells[number] = bool(cells[number])
        yield cells


def from_json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Decode a list of the index; the text must not begin with a blank."""
    return _scanned(text, 0)[0]


def decode(row: sqlite3.Row | Mapping[str, Any], keys: Iterable[str]) -> Row:
    """Make a row from a row of the index: lists decoded from JSON, truth values as bool."""
    return decoded({key: row[key] for key in keys})


def decoded(row: Row) -> Row:
    """Decode the cells of a row in place, and return the row."""
    lists, truths = _special(tuple(row))
    for key in lists:
        if (text := row[key]) is not None:
            row[key] = from_json(text) if text != "[]" else []  # most lists are empty
    for key in truths:
        row[key] = bool(row[key])
    return row


@cache
def _special(keys: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the keys of lists, and those of truth values."""
    return [key for key in keys if key in _LISTS], [key for key in keys if key in _TRUTHS]
