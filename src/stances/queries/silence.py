"""Officials who said nothing on an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries.filters import STATUSES, Clause, Filters, counted_in
from stances.roles import NO_FACTION

if TYPE_CHECKING:
    import sqlite3


class Silent(NamedTuple):
    """An official without a counted statement on an issue.

    `faction` is that of the first role in the days asked for. If there is hearsay, `is_silent` is
    False.
    """

    official: str
    name: str
    faction: str | None
    is_silent: bool = True


# Officials who only appear as others' voices or reported speakers are in no group.
_UNCOUNTED = """
    SELECT o.official, o.name, (
        SELECT r.faction FROM roles AS r
        WHERE r.official = o.official AND r.former = 0
          AND (r.held_to IS NULL OR {since} IS NULL OR r.held_to >= {since})
          AND (r.held_from IS NULL OR {until} IS NULL OR r.held_from <= {until})
        ORDER BY r.number LIMIT 1) AS faction,
        NOT EXISTS (SELECT 1 FROM {of} AS s WHERE s.official = o.official AND {said})
    FROM officials AS o
    WHERE o.kind <> 'unnamed'
      AND NOT EXISTS (SELECT 1 FROM {of} AS s WHERE s.official = o.official AND {counted})
      AND (EXISTS (SELECT 1 FROM all_statements AS s WHERE s.official = o.official)
           OR NOT (EXISTS (SELECT 1 FROM evidence AS e WHERE e.speaker = o.official)
                   OR EXISTS (SELECT 1 FROM voices AS v JOIN names AS n ON n.folded = v.folded
                              WHERE n.official = o.official AND n.kind <> 'derived')))
    ORDER BY o.name, o.official"""


def silent(index: sqlite3.Connection, filters: Filters, issue: str) -> list[Silent]:
    """Return the officials selected by resolved filters who said nothing on an issue, by name."""
    return [each for each in uncounted(index, filters, issue) if each.is_silent]


def uncounted(index: sqlite3.Connection, filters: Filters, issue: str) -> list[Silent]:
    """Return the officials without a counted statement on an issue: silent, or hearsay only.

    Statements outside the days asked for do not count. Filters by words, sources and the like do
    not make an official silent.
    """
    asked = Filters(
        issue=(issue,),
        status=STATUSES if "misattributed" in filters.status else (),
        since=filters.since,
        until=filters.until,
        certain=filters.certain,
        with_hearsay=filters.with_hearsay,
    )
    said, counted = asked.clause(), asked.counted()
    since = _end("MIN(said_from)", filters.since.first if filters.since else None)
    until = _end("MAX(said_to)", filters.until.last if filters.until else None)
    query = _UNCOUNTED.format(
        of=counted_in(said.sql + counted.sql),
        said=said.sql,
        counted=counted.sql,
        since=since.sql,
        until=until.sql,
    )
    days = since.values * 2 + until.values * 2
    rows = index.execute(query, (*days, *said.values, *counted.values))
    return [
        each
        for each in (Silent(id_, name, of, bool(is_silent)) for id_, name, of, is_silent in rows)
        if not filters.official or each.official in filters.official
        if not filters.faction or (each.faction or NO_FACTION) in filters.faction
    ]


def _end(bound: str, day: str | None) -> Clause:
    """Return a day asked for, or else the first or last day of all statements.

    The latter is only looked up if the query needs it.
    """
    return Clause("?", (day,)) if day else Clause(f"(SELECT {bound} FROM statements)")
