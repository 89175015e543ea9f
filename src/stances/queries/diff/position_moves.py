"""Officials and factions whose position moved between the states."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from stances.queries.filters import Clause
from stances.queries.listing import BY_TIME
from stances.queries.summary import NOTHING, figures

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from stances.queries.diff.matching import Renames
    from stances.queries.result import Row
    from stances.queries.summary import Figures

    Standing = dict[tuple[str, str], dict[str, Row]]
    Group = tuple[str | None, ...]

_FIGURES = ("mean", "officials", "scored", "statements")
_COUNTED = Clause("s.status <> 'misattributed' AND s.ref NOT IN (SELECT ref FROM temp.uncompared)")
# The latest of those that are scored, or of all where none is, of each official on each issue:
# those that no other certainly follows.
_LATEST = f"""
    WITH counted AS (
            SELECT s.ref, s.official, s.issue, s.position, s.said_from, s.said_to,
                CASE WHEN s.score IS NULL THEN 0 ELSE 1 END AS scored,
                MAX(CASE WHEN s.score IS NULL THEN 0 ELSE 1 END)
                    OVER (PARTITION BY s.official, s.issue) AS any_scored
            FROM statements AS s WHERE {_COUNTED.sql}),
        compared AS (
            SELECT *, MAX(said_from) OVER (PARTITION BY official, issue) AS last
            FROM counted WHERE scored = any_scored)
    SELECT s.official, s.issue, s.position, p.label, p.score
    FROM compared AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
    WHERE s.said_to IS NULL OR s.last IS NULL OR s.said_to >= s.last
    ORDER BY s.official, s.issue, {BY_TIME}"""


@contextmanager
def uncompared(index: sqlite3.Connection, refs: Iterable[str]) -> Iterator[None]:
    """Statements that the other state leaves out count in no figure meanwhile."""
    index.execute("CREATE TEMP TABLE uncompared (ref TEXT PRIMARY KEY)")
    index.executemany("INSERT INTO temp.uncompared VALUES (?)", ((ref,) for ref in refs))
    try:
        yield
    finally:
        index.execute("DROP TABLE temp.uncompared")


def positions_moved(
    old: sqlite3.Connection, new: sqlite3.Connection, renames: Renames
) -> Iterator[tuple[str, str, list[Row], list[Row]]]:
    """Officials and issues with the latest positions before and after, where both have some."""
    before: Standing = {
        (renames.of("official", official), renames.of("issue", issue)): {
            renames.position(issue, position): stance for position, stance in positions.items()
        }
        for (official, issue), positions in _latest(old)
    }
    for (official, issue), now in _latest(new):
        was = before.get((official, issue))
        if was and was.keys() != now.keys():
            yield official, issue, [*was.values()], [*now.values()]


def _latest(index: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], dict[str, Row]]]:
    rows = index.execute(_LATEST)
    for (official, issue), own in groupby(rows, key=lambda row: (row[0], row[1])):
        yield (
            (official, issue),
            {row[2]: {"position": row[2], "label": row[3], "score": row[4]} for row in own},
        )


def factions_changed(
    old: sqlite3.Connection, new: sqlite3.Connection, renames: Renames
) -> Iterator[Row]:
    """Issues and factions whose figures are others, each with whether its mean has moved."""
    was = {_renamed(group, renames): found for group, found in _figures(old).items()}
    now = _figures(new)
    for group in sorted({*was, *now}, key=lambda group: [each or "" for each in group]):
        before, after = (_told(side.get(group, NOTHING)) for side in (was, now))
        if before != after:
            moved = before["mean"] != after["mean"]
            issue, faction = group
            told = {"moved": moved, "was": before, "now": after}
            yield {"issue": issue, "faction": faction, "label": None} | told


def _figures(index: sqlite3.Connection) -> Mapping[Group, Figures]:
    return figures(index, _COUNTED, ("issue", "faction"))


def _renamed(group: Group, renames: Renames) -> Group:
    issue, faction = group
    return issue and renames.of("issue", issue), faction and renames.of("faction", faction)


def _told(found: Figures) -> Row:
    return {key: getattr(found, key) for key in _FIGURES}
