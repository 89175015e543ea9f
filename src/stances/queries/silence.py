"""Officials who said nothing on an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import Filters
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3


class Silent(NamedTuple):
    """An official who said nothing; the faction is that of the first role in the days asked for.

    One of whom something is recorded that no figure counts is not silent.
    """

    official: str
    name: str
    faction: str | None
    is_silent: bool = True


# Who only spoke for others, reported them, or is named as their speaker is not silent.
_SILENT = """
    SELECT o.official, o.name, (
        SELECT r.faction FROM roles AS r
        WHERE r.official = o.official AND r.former = 0
          AND (r.held_to IS NULL OR ?1 IS NULL OR r.held_to >= ?1)
          AND (r.held_from IS NULL OR ?2 IS NULL OR r.held_from <= ?2)
        ORDER BY r.number LIMIT 1) AS faction
    FROM officials AS o
    WHERE o.kind <> 'unnamed'
      AND NOT EXISTS (SELECT 1 FROM statements AS s WHERE s.official = o.official AND s.issue = ?3
                      AND s.status <> 'misattributed'{days})
      AND (EXISTS (SELECT 1 FROM all_statements AS s WHERE s.official = o.official)
           OR NOT (EXISTS (SELECT 1 FROM evidence AS e WHERE e.speaker = o.official)
                   OR EXISTS (SELECT 1 FROM voices AS v JOIN names AS n ON n.folded = v.folded
                              WHERE n.official = o.official)))
    ORDER BY o.name, o.official"""


def silent(index: sqlite3.Connection, filters: Filters, issue: str) -> list[Silent]:
    """The officials that resolved filters ask about who have no statement on an issue, by name.

    Statements outside the days asked for do not count. Filters of words, sources and the like do
    not make anybody silent.
    """
    days = filters.dates()
    since = filters.since.first if filters.since else _end(index, "MIN(said_from)")
    until = filters.until.last if filters.until else _end(index, "MAX(said_to)")
    query = _SILENT.format(days=f" AND {days.sql}")
    rows = index.execute(query, (since, until, issue, *days.values))
    return [
        each
        for each in (Silent(*row) for row in rows)
        if not filters.official or each.official in filters.official
        if not filters.faction or (each.faction or NO_FACTION) in filters.faction
    ]


def uncounted(index: sqlite3.Connection, filters: Filters, issue: str) -> list[Silent]:
    """The officials with a statement on an issue, though it may be in no figure."""
    groups = ("official", "faction", "since", "until", "certain")
    clause = Filters(**{key: getattr(filters, key) for key in groups}).clause()
    query = f"""SELECT DISTINCT s.official, s.name, s.faction FROM statements AS s
                WHERE s.issue = ? AND s.unnamed = 0 AND {clause.sql}"""
    rows = index.execute(query, (issue, *clause.values))
    return [Silent(*row)._replace(is_silent=False) for row in rows]


def _end(index: sqlite3.Connection, bound: str) -> str | None:
    [day] = index.execute(f"SELECT {bound} FROM statements").fetchone()
    return str(day) if day else None
