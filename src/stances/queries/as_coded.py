"""Queries with one coder's readings, or with figures once for each coding."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from stances.coders import folder_of
from stances.errors import UnknownName
from stances.index.as_coded import Reading, put_over, take_off
from stances.paths import coder_of
from stances.queries.background import NO_BACKGROUND, Background, background_of
from stances.queries.faults import codings_left_out, unread_codings
from stances.queries.filters import DECIDED
from stances.queries.resolve import hint, listed
from stances.queries.result import column, short_keys

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.index.connection import Index
    from stances.queries.filters import Filters
    from stances.queries.result import Result, Row

    Group = tuple[Any, ...]

_Key = TypeVar("_Key")
LOWEST, HIGHEST = "lowest", "highest"
"""The `coding` of the rows that have the lowest and the highest of each figure."""
_FIGURES = ("count", "score", "measure")
_NOT_IN_GROUPS = ("list", "truth")
_SKIPPED = """
    SELECT COUNT(*) FROM statements AS s JOIN codings AS c ON c.ref = s.ref
    WHERE c.coder = ? AND c.skip IS NOT NULL AND {clause}"""
_READ = """
    SELECT s.coder, CASE WHEN c.ref IS NULL THEN 0 ELSE 1 END AS coded, COUNT(*)
    FROM statements AS s LEFT JOIN codings AS c ON c.ref = s.ref AND c.coder = ?
    WHERE {clause} GROUP BY s.coder, CASE WHEN c.ref IS NULL THEN 0 ELSE 1 END
    ORDER BY s.coder, coded"""


def coders(index: sqlite3.Connection) -> list[str]:
    """Return the ids of the coders with codings, sorted."""
    query = "SELECT DISTINCT coder FROM codings ORDER BY coder"
    return [coder for (coder,) in index.execute(query)]


def known_coders(index: sqlite3.Connection) -> list[str]:
    """Return the ids of all coders, sorted.

    These are coders of codings, even if all are left out for errors, and coders of records.
    """
    query = "SELECT DISTINCT coder FROM statements WHERE coder IS NOT NULL"
    own = {folder_of(name) for (name,) in index.execute(query)}
    query = "SELECT path FROM files WHERE kind = 'coding' ORDER BY path"
    with_files = {coder_of(path) for (path,) in index.execute(query)}
    return sorted({*coders(index), *with_files, *own})


def coder_named(index: sqlite3.Connection, name: str) -> str:
    """Return the id of the coder whom a name means; empty for the decided reading.

    Raises `UnknownName`.
    """
    coder, known = folder_of(name), known_coders(index)
    if coder == DECIDED:
        return ""
    if coder in known:
        return coder
    if why := unread_codings(index, coder):
        raise UnknownName("coder", name, why)
    there = [*known, DECIDED]
    names = {part: each for each in known for part in each.split("-")} | {e: e for e in there}
    none = "" if coders(index) else "there are no codings; "
    raise UnknownName("coder", name, hint(coder, names, none + listed(there)))


def ask_as(index: sqlite3.Connection, coder: str, filters: Filters) -> Reading:
    """Make an index return one coder's readings, until `take_off`.

    The result says how many of the statements that pass resolved filters the coder has read.
    """
    own, clause = cast("Index", index), filters.clause(attributed=True)
    values = (coder, *clause.values)
    [skipped] = index.execute(_SKIPPED.format(clause=clause.sql), values).fetchone()
    errors = sum(codings_left_out(index, coder).numbers)
    put_over(index, coder)
    read = decided = 0
    for name, is_coded, number in index.execute(_READ.format(clause=clause.sql), values):
        if is_coded or folder_of(name) == coder:
            read += number
        else:
            decided += number
    own.reading = Reading(coder, read, skipped, decided, errors)
    return own.reading


@contextmanager
def asked_as(index: sqlite3.Connection, coder: str, filters: Filters) -> Iterator[Reading | None]:
    """Make an index return one coder's readings while the context is open.

    Nothing changes if `coder` is empty. All rows must be read before the context ends.
    """
    if not coder:
        yield None
        return
    try:
        yield ask_as(index, coder, filters)
    finally:
        take_off(index)


class Ranges(NamedTuple):
    """Figures by each coding, with the lowest and the highest of each.

    `groups` has the rows of each group, coding by coding; None if a coding has no such group.
    `readings` say how much each coder has read; if `is_document`, the document has them too.
    `totals` are the figures of all groups together by issue, which only people see.
    """

    names: Sequence[str]
    figures: Sequence[str]
    readings: Sequence[Reading]
    groups: Mapping[Group, Sequence[Row | None]]
    shown_figures: Sequence[str] = ()
    background: Background = NO_BACKGROUND
    is_document: bool = False
    kind: str = "ranges"
    totals: Mapping[str, Sequence[Row | None]] = {}

    @property
    def codings(self) -> Sequence[str]:
        """The codings, in order."""
        return (DECIDED, *(reading.coder for reading in self.readings))

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the group, the coding, and the figures."""
        return (*self.names, "coding", *self.figures)

    @property
    def shown(self) -> Sequence[str]:
        """The keys of the group, the coding, and the figures that matter most."""
        return (*self.names, "coding", *self.shown_figures)

    @property
    def document(self) -> dict[str, Any] | None:
        """The codings and rows as one mapping; None if the rows are all."""
        if not self.is_document:
            return None
        codings = [reading._asdict() for reading in self.readings]
        return {"codings": codings, "rows": [*self.rows]}

    @property
    def rows(self) -> Iterator[Row]:
        """Yield a row for each coding of a group, then its lowest and its highest figures."""
        for group, by_coding in self.groups.items():
            names = dict(zip(self.names, group, strict=True))
            for coding, row in zip(self.codings, by_coding, strict=True):
                if row is not None:
                    yield names | {"coding": coding} | {key: row[key] for key in self.figures}
            for coding, end in ((LOWEST, min), (HIGHEST, max)):
                ends = {key: end(values(by_coding, key), default=None) for key in self.figures}
                yield names | {"coding": coding} | ends


def values(rows: Sequence[Row | None], key: str) -> list[Any]:
    """Return the values of a figure, skipping codings that have none."""
    return [row[key] for row in rows if row is not None and row[key] is not None]


def ranges(index: sqlite3.Connection, filters: Filters, ask: Callable[[], Result]) -> Ranges:
    """Run a query once for each coding: first as decided, then by the ids of coders.

    The attributes of the result decide what is used. Figures are its `figure_keys`, or else all
    numbers. Rows are grouped by its `group_keys`, or else by all other keys. Its `in_figures` is
    used in its place, if it has one. Its `figure_rows` have extra values for people.
    """
    found: list[dict[Group, Row]] = []
    readings: list[Reading] = []
    totals: list[dict[str, Row]] = []
    for coder in ("", *coders(index)):
        with asked_as(index, coder, filters) as reading:
            readings += [reading] if reading else []
            result = ask()
            result = getattr(result, "in_figures", result)
            names, figures = _apart(result)
            rows = getattr(result, "figure_rows", result.rows)
            totals.append({row["issue"]: row for row in getattr(result, "total_rows", ())})
            found.append({tuple(row[key] for key in names): row for row in rows})
    return Ranges(
        names,
        figures,
        readings,
        {group: [each.get(group) for each in found] for group in _merged(found)},
        [key for key in short_keys(result) if key in figures],
        background_of(result),
        is_document=getattr(result, "is_document", False),
        totals={issue: [each.get(issue) for each in totals] for issue in _merged(totals)},
    )


def _apart(result: Result) -> tuple[list[str], list[str]]:
    """Return the keys that identify a group, and the keys of figures.

    A result may name both; otherwise the kinds of its columns decide.
    """
    kinds = {key: column(key).kind for key in result.keys}
    by_kind = [key for key, kind in kinds.items() if kind in _FIGURES]
    figures: Sequence[str] = getattr(result, "figure_keys", by_kind)
    others = (key for key in result.keys if key not in figures)
    rest = [key for key in others if kinds[key] not in _NOT_IN_GROUPS]
    return [*getattr(result, "group_keys", rest)], [*figures]


def _merged(orders: Sequence[Mapping[_Key, Row]]) -> Iterator[_Key]:
    """Yield all groups, each after the one that precedes it where it was first found."""
    following: dict[_Key | None, _Key | None] = {None: None}
    for order in orders:
        last: _Key | None = None
        for group in order:
            if group not in following:
                following[group], following[last] = following[last], group
            last = group
    at = following[None]
    while at is not None:
        yield at
        at = following[at]
