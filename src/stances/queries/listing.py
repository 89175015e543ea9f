"""`list`: statements, one per row."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import Clause
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.filters import Filters

KEYS = (
    "ref official name faction role said said_from said_to venue issue position score conditions "
    "frames status disputed match_certain match_probable forms quote lang summary coder sources "
    "evidence disputes note"
).split()
SHOWN = (
    "name faction said position score disputed quote match_certain match_probable sources ref"
).split()
"""What a reader wants first, in this order."""
SORTED_BY = {"said": ("said_from", "said_to"), "said_from": ("said_from", "said_to")}
"""Keys that are put in order by others: dates by their bounds."""
BY_TIME = "COALESCE(s.said_from, ''), COALESCE(s.said_to, '9999-12-31'), s.ref"
"""By the days between which it was said: what is open begins first and ends last."""
BY_OFFICIAL = f"s.name, s.official, {BY_TIME}"


class Listing(NamedTuple):
    """Statements; `asked` are the ids of the officials that were asked for by name."""

    rows: Iterable[Row]
    asked: Sequence[str] = ()
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "listing"
    shown: Sequence[str] = tuple(SHOWN)

    def with_rows(self, rows: Iterable[Row]) -> Listing:
        """The same about other rows."""
        return self._replace(rows=rows)


def listing(
    index: sqlite3.Connection, filters: Filters, sort: str = "", limit: int | None = None
) -> Listing:
    """The statements that resolved filters let through, official by official in order of time.

    `sort` is a key, behind a `-` to turn the order round. Statements that a source attributes to
    one of the officials asked for are there too.
    """
    rows = select(index, filters.clause(attributed=True), order(sort, KEYS), limit)
    return Listing(rows, filters.official)


def select(
    index: sqlite3.Connection, clause: Clause, order_by: str, limit: int | None = None
) -> Iterator[Row]:
    """Rows of statements, read as they are asked for."""
    columns = ", ".join(f"s.{key}" for key in KEYS)
    query = f"SELECT {columns} FROM statements AS s WHERE {clause.sql} ORDER BY {order_by}"
    if limit is not None:
        query += f" LIMIT {min(limit, sys.maxsize)}"
    return (decode(row, KEYS) for row in index.execute(query, clause.values))


def latest(clause: Clause) -> Clause:
    """Those of some statements that no other of them certainly follows.

    One follows another of the same official on the same issue if its date begins after the other's
    has ended; what is open follows nothing for certain, and nothing follows it.
    """
    found = f"""
        SELECT ref FROM (
            SELECT s.ref, s.said_to,
                MAX(s.said_from) OVER (PARTITION BY s.official, s.issue) AS begun
            FROM statements AS s WHERE {clause.sql})
        WHERE said_to IS NULL OR begun IS NULL OR begun <= said_to"""
    return Clause(f"s.ref IN ({found})", clause.values)


def order(sort: str, keys: Sequence[str], default: str = BY_OFFICIAL) -> str:
    """The SQL order for a key, those without a value last; raises `ValueError` for no key."""
    if not sort:
        return default
    key, direction = sort.removeprefix("-"), " DESC" if sort.startswith("-") else ""
    if key not in keys:
        raise ValueError(key)
    terms = [f"s.{each} IS NULL, s.{each}{direction}" for each in SORTED_BY.get(key, (key,))]
    return ", ".join([*terms, default])
