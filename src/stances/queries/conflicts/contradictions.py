"""Statements of one official on opposite sides of an issue."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from stances.queries.conflicts.disagreements import about, declared, naming
from stances.queries.conflicts.rows import STATEMENT, Conflict, best, by_time, conflict
from stances.queries.result import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from stances.queries.filters import Filters
    from stances.queries.result import Row

_COMPARED = ("ref", "said_from", "said_to", "match_certain")
_CORROBORATED = 2
"""So many sources for certain; copies and probable ones do not corroborate."""


def contradictions(index: sqlite3.Connection, filters: Filters, within: int) -> Iterator[Conflict]:
    """Pairs of which resolved filters let through one at least, and thin out neither.

    Both are close in time; or only one of them is corroborated, whenever they were said.
    """
    whole = cache(partial(_whole, index))
    for pair in _opposite(index, filters):
        uncorroborated = _is_corroborated(pair[0]) != _is_corroborated(pair[1])
        if uncorroborated or _days_apart(*pair) <= within:
            # Most pairs are neither, so only now is all of them read.
            first, second = (whole(each["ref"]) for each in sorted(pair, key=by_time))
            found = conflict(
                "uncorroborated" if uncorroborated else "opposite",
                (first, second),
                (best(first["evidence"]), best(second["evidence"])),
                (first["position"], second["position"]),
            )
            yield from declared(found, [*_naming(first, second), *_naming(second, first)])


def _naming(one: Row, other: Row) -> list[Row]:
    """The disputes about the position of one that name the other.

    One that does not may be older than the other, and about a source's reading.
    """
    return naming(about(one, "position"), [other["ref"]])


def _opposite(index: sqlite3.Connection, filters: Filters) -> Iterator[tuple[Row, Row]]:
    """The statements with a score above 0, each with every one below by the same official."""
    thinned, clause = filters.thinning(), filters.clause()
    columns = ", ".join(f"{one}.{key}" for one in ("p", "n") for key in _COMPARED)
    query = f"""
        WITH thinned AS (
            SELECT {", ".join(_COMPARED)}, official, issue, score
            FROM statements AS s WHERE s.score <> 0 AND {thinned.sql}),
        wanted AS (SELECT s.ref FROM statements AS s WHERE {clause.sql})
        SELECT {columns} FROM thinned AS p
        JOIN thinned AS n ON n.official = p.official AND n.issue = p.issue
        WHERE p.score > 0 AND n.score < 0
          AND (p.ref IN (SELECT ref FROM wanted) OR n.ref IN (SELECT ref FROM wanted))"""
    width = len(_COMPARED)
    for row in index.execute(query, (*thinned.values, *clause.values)):
        values = tuple(row)
        yield (
            dict(zip(_COMPARED, values[:width], strict=True)),
            dict(zip(_COMPARED, values[width:], strict=True)),
        )


def _whole(index: sqlite3.Connection, ref: str) -> Row:
    query = f"SELECT {', '.join(STATEMENT)} FROM statements WHERE ref = ?"
    return decode(index.execute(query, (ref,)).fetchone(), STATEMENT)


def _is_corroborated(statement: Row) -> bool:
    found: int = statement["match_certain"]
    return found >= _CORROBORATED


def _days_apart(one: Row, other: Row) -> int:
    """How many days lie between the bounds of two dates at least; none if they can meet."""
    return max(
        _days(one["said_to"], other["said_from"]), _days(other["said_to"], one["said_from"]), 0
    )


def _days(last: str | None, first: str | None) -> int:
    """From the last day of one to the first of another; what is open may lie anywhere."""
    if last is None or first is None:
        return 0
    return (date.fromisoformat(first) - date.fromisoformat(last)).days
