"""Statements of one official on opposite sides of an issue."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from stances.queries.conflicts.disagreements import about, declared, naming
from stances.queries.conflicts.rows import STATEMENT, Conflict, best, conflict
from stances.queries.filters import Clause
from stances.queries.listing import by_time, select

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from stances.queries.filters import Filters
    from stances.queries.result import Row

_COMPARED = ("ref", "said_from", "said_to", "match_certain")
_CORROBORATED = 2
"""So many certain sources corroborate; copies and probable ones do not count."""


def contradictions(index: sqlite3.Connection, filters: Filters, within: int) -> Iterator[Conflict]:
    """Pairs of which at least one passes resolved filters, and both pass `Filters.thinning`.

    Both are close in time, or only one of them is corroborated.
    """

    @cache
    def whole(ref: str) -> Row:
        [row] = select(index, Clause("s.ref = ?", (ref,)), "s.ref", keys=STATEMENT)
        return row

    for pair in _opposite(index, filters):
        certain = [statement["match_certain"] >= _CORROBORATED for statement in pair]
        uncorroborated = certain[0] != certain[1]
        if uncorroborated or _days_apart(*pair) <= within:
            # Most pairs are neither, so the whole statements are read only now.
            first, second = (whole(each["ref"]) for each in sorted(pair, key=by_time))
            contradiction = conflict(
                "uncorroborated" if uncorroborated else "opposite",
                (first, second),
                (best(first["evidence"]), best(second["evidence"])),
                (first["position"], second["position"]),
            )
            yield from declared(contradiction, [*_naming(first, second), *_naming(second, first)])


def _naming(one: Row, other: Row) -> list[Row]:
    """The disputes about the position of one that name the other.

    A dispute that does not may be older than the other, and about how a source reads it.
    """
    return naming(about(one, "position"), [other["ref"]])


def _opposite(index: sqlite3.Connection, filters: Filters) -> Iterator[tuple[Row, Row]]:
    """Each statement with a score above 0, with each below 0 by the same official on the issue."""
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


def _days_apart(one: Row, other: Row) -> int:
    """The fewest days that can lie between two statements; 0 if an open date is in the way."""
    gaps = [0]
    for last, first in ((one["said_to"], other["said_from"]), (other["said_to"], one["said_from"])):
        if last is not None and first is not None:
            gaps.append((date.fromisoformat(first) - date.fromisoformat(last)).days)
    return max(gaps)
