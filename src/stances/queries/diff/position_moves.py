"""Officials and factions whose position moved between two states."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from stances.queries.filters import Clause, Filters
from stances.queries.listing import BY_TIME, latest
from stances.queries.summary import NOTHING, figures

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from stances.queries.diff.matching import Renames
    from stances.queries.result import Row

_FIGURES = ("mean", "officials", "scored", "statements")
_COUNTED = Filters().counted() & Clause("s.ref NOT IN (SELECT ref FROM temp.uncompared)")
"""The condition of statements that count in a position or a figure, within `uncompared`."""
_NAMED = _COUNTED & Clause("s.unnamed = 0")  # an unnamed official may be several persons
_LATEST = """
    SELECT s.official, s.issue, s.position, p.label, p.score
    FROM statements AS s JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
    WHERE {} ORDER BY s.official, s.issue, {}"""


@contextmanager
def uncompared(index: sqlite3.Connection, refs: Iterable[str]) -> Iterator[None]:
    """Exclude the statements that the other state leaves out while the context is open."""
    index.execute("CREATE TEMP TABLE uncompared (ref TEXT PRIMARY KEY)")
    index.executemany("INSERT INTO temp.uncompared VALUES (?)", ((ref,) for ref in refs))
    try:
        yield
    finally:
        index.execute("DROP TABLE temp.uncompared")


def is_counted(index: sqlite3.Connection, ref: str) -> bool:
    """Whether a statement counts in a position or a figure."""
    query = f"SELECT 1 FROM statements AS s WHERE s.ref = ? AND {_COUNTED.sql}"
    return index.execute(query, (ref, *_COUNTED.values)).fetchone() is not None


def positions_moved(
    old: sqlite3.Connection, new: sqlite3.Connection, renames: Renames
) -> Iterator[tuple[str, str, list[Row], list[Row]]]:
    """Yield official, issue, old positions and new positions where the latest ones differ.

    Both states must have a position.
    """
    before = {
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
    """Yield the positions of the latest scored statements of each official on each issue.

    If none of them is scored, the latest of all are used.
    """
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for is_scored in ("s.score IS NULL", "s.score IS NOT NULL"):
        clause = latest(_NAMED & Clause(is_scored))
        rows = index.execute(_LATEST.format(clause.sql, BY_TIME), clause.values)
        for (official, issue), group in groupby(rows, key=lambda row: (row[0], row[1])):
            found[official, issue] = {
                row[2]: {"position": row[2], "label": row[3], "score": row[4]} for row in group
            }
    yield from sorted(found.items())


def factions_changed(
    old: sqlite3.Connection, new: sqlite3.Connection, renames: Renames
) -> Iterator[Row]:
    """Yield each issue and faction whose figures changed, and whether the mean did."""
    by = ("issue", "faction")
    was = {
        (issue and renames.of("issue", issue), faction and renames.of("faction", faction)): value
        for (issue, faction), value in figures(old, _COUNTED, by).items()
    }
    now = {
        (issue, faction): value for (issue, faction), value in figures(new, _COUNTED, by).items()
    }
    for issue, faction in sorted({*was, *now}, key=lambda group: [id_ or "" for id_ in group]):
        before, after = (
            {key: getattr(side.get((issue, faction), NOTHING), key) for key in _FIGURES}
            for side in (was, now)
        )
        if before != after:
            yield {
                "issue": issue,
                "faction": faction,
                "label": None,
                "moved": before["mean"] != after["mean"],
                "was": before,
                "now": after,
            }
