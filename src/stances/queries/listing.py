"""`list`: statements, one per row."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from stances.queries.background import Background, background
from stances.queries.filters import Clause
from stances.queries.result import Row, StoredRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.filters import Filters

T = TypeVar("T")
AT_ONCE = 100
"""How many values one query takes: SQLite has a limit."""
KEYS = (
    "ref official name faction role said said_from said_to venue issue position score conditions "
    "frames status disputed match_certain match_probable forms quote lang summary coder decided "
    "decided_by decided_why decided_of sources evidence disputes note words_of same_occasion "
    "spoken_by according_to hearsay repeated retracted reviewed_by"
).split()
SHOWN = (
    "ref name faction said issue position score disputed quote forms match_certain match_probable "
    "sources"
).split()
SORTED_BY = {"said": ("said_from", "said_to"), "said_from": ("said_from", "said_to")}
"""Keys that are sorted by other columns: dates by their bounds."""
BY_TIME = (
    "COALESCE(s.said_from, ''), COALESCE(s.said_to, '9999-12-31'), COALESCE(s.moment, ''), s.ref"
)
"""Sorts by first and last day, then time of day; an open date begins first and ends last."""
BY_OFFICIAL = f"s.name, s.official, {BY_TIME}"


class Listing(NamedTuple):
    """Statements; `asked` and `issues` are the ids of officials and issues asked for by name.

    `by_official` says whether the rows have the default order.
    """

    rows: Iterable[Row]
    asked: Sequence[str] = ()
    background: Background = Background()
    issues: Sequence[str] = ()
    by_official: bool = True
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "listing"
    shown: Sequence[str] = tuple(SHOWN)

    def with_rows(self, rows: Iterable[Row]) -> Listing:
        """Return the same listing with other rows."""
        return self._replace(rows=rows)


def listing(
    index: sqlite3.Connection, filters: Filters, sort: str = "", limit: int | None = None
) -> Listing:
    """List the statements that pass resolved filters, official by official in order of time.

    `sort` is a key; a `-` before it means descending order. Statements that a source attributes to
    one of the officials asked for are included.
    """
    rows = select(index, filters.clause(attributed=True), order(sort, KEYS), limit)
    return Listing(rows, filters.official, background(index), filters.issue, not sort)


def select(
    index: sqlite3.Connection,
    clause: Clause,
    order_by: str,
    limit: int | None = None,
    keys: Sequence[str] = KEYS,
) -> StoredRows:
    """Return rows of statements with some keys, read one by one and not yet decoded."""
    columns = ", ".join(f"s.{key}" for key in keys)
    query = f"SELECT {columns} FROM statements AS s WHERE {clause.sql} ORDER BY {order_by}"
    if limit is not None:
        query += f" LIMIT {min(limit, sys.maxsize)}"
    return StoredRows(keys, index.execute(query, clause.values))


def row_of(index: sqlite3.Connection, ref: str, keys: Sequence[str] = KEYS) -> Row:
    """Return the row of an existing statement."""
    return rows_of(index, [ref], keys)[ref]


def rows_of(
    index: sqlite3.Connection, refs: Iterable[str], keys: Sequence[str] = KEYS
) -> dict[str, Row]:
    """Return rows of statements by reference; `keys` must have `ref`, `refs` must be `batched`."""
    values = (*dict.fromkeys(refs),)
    clause = Clause(f"s.ref IN ({', '.join('?' * len(values))})", values)
    return {row["ref"]: row for row in select(index, clause, "s.ref", keys=keys)}


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield lists of `AT_ONCE` items, each for one query."""
    rest = iter(items)
    while some := [*islice(rest, AT_ONCE)]:
        yield some


def by_time(row: Row) -> tuple[str, str, str, str]:
    """Return a key that sorts rows as `BY_TIME` does."""
    moment = None
    if "T" in (row["said"] or ""):
        from stances.dates import parse_date  # noqa: PLC0415 - slow to import, and seldom needed

        moment = parse_date(row["said"], timed=True).moment
    return row["said_from"] or "", row["said_to"] or "9999-12-31", moment or "", row["ref"]


def latest(clause: Clause) -> Clause:
    """Select the statements that no other of them certainly follows.

    A statement follows another of the same official and issue if its date begins after the other's
    ends. If both have a time, and both or neither a zone, the later one follows. An open date
    certainly follows none, and none certainly follows it. Statements of an unnamed official are all
    kept: they may be of several people.
    """
    refs = f"""
        SELECT ref FROM (
            SELECT s.ref, s.said_to, s.moment, s.unnamed,
                CASE WHEN s.moment LIKE '%Z' THEN 1 ELSE 0 END AS zoned,
                MAX(CASE WHEN s.moment LIKE '%Z' THEN NULL ELSE s.said_from END) OVER w AS begun,
                MAX(CASE WHEN s.moment LIKE '%Z' THEN s.said_from END) OVER w AS begun_zoned,
                MAX(CASE WHEN s.moment LIKE '%Z' THEN NULL ELSE s.moment END) OVER w AS last_time,
                MAX(CASE WHEN s.moment LIKE '%Z' THEN s.moment END) OVER w AS last_instant
            FROM statements AS s WHERE {clause.sql}
            WINDOW w AS (PARTITION BY s.official, s.issue)) AS x
        WHERE unnamed = 1 OR CASE
            WHEN begun > said_to THEN 0
            WHEN zoned = 0 AND begun_zoned > said_to THEN 0
            WHEN zoned = 1 AND last_instant > moment THEN 0
            WHEN zoned = 0 AND last_time > moment THEN 0
            ELSE 1 END = 1"""
    return Clause(f"s.ref IN ({refs})", clause.values)


def order(sort: str, keys: Sequence[str], default: str = BY_OFFICIAL) -> str:
    """Return the SQL order for a key, None last; `ValueError` for an unknown key."""
    if not sort:
        return default
    key, direction = sort.removeprefix("-"), " DESC" if sort.startswith("-") else ""
    if key not in keys:
        raise ValueError(key)
    columns = SORTED_BY.get(key, (key,))
    terms = [f"s.{column} IS NULL, s.{column}{direction}" for column in columns]
    return ", ".join([*terms, default])
