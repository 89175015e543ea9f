"""`conflicts`: where sources disagree and where officials contradict themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.conflicts.contradictions import contradictions
from stances.queries.conflicts.disagreements import disagreements
from stances.queries.conflicts.rows import (
    KEYS,
    KINDS,
    OPEN,
    SHOWN,
    STATES,
    Conflict,
    by_time,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

__all__ = ["KEYS", "KINDS", "OPEN", "STATES", "WITHIN", "Conflicts", "conflicts"]

WITHIN = 30
"""So many days apart, two statements are close in time unless somebody says otherwise."""


class Conflicts(NamedTuple):
    """Conflicts, and what they were looked for in.

    `dates` says when each of their statements was said, as written; `among` how many statements
    were looked at; `settled` how many conflicts were left out because nothing is open in them.
    """

    rows: Sequence[Row]
    dates: Mapping[str, str]
    among: int
    settled: int = 0
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "conflicts"
    shown: Sequence[str] = tuple(SHOWN)

    @property
    def open(self) -> int:
        """How many of them somebody still has to decide."""
        return sum(row["state"] in OPEN for row in self.rows)


def conflicts(
    index: sqlite3.Connection, filters: Filters, *, within: int = WITHIN, unresolved: bool = False
) -> Conflicts:
    """The conflicts of the statements that resolved filters let through.

    Statement by statement, those with something open first, official by official in order of time.
    """
    clause = filters.clause(attributed=True)
    found = [*disagreements(index, clause), *contradictions(index, filters, within)]
    listed = [each for each in found if not unresolved or each.row["state"] in OPEN]
    still_open = {_of(each) for each in listed if each.row["state"] in OPEN}
    listed.sort(key=lambda each: (_of(each) not in still_open, *_place(each)))
    query = f"SELECT COUNT(*) FROM statements AS s WHERE {clause.sql}"
    [among] = index.execute(query, clause.values).fetchone()
    dates = {s["ref"]: s["said"] for each in listed for s in each.statements}
    return Conflicts([each.row for each in listed], dates, among, len(found) - len(listed))


def _of(found: Conflict) -> tuple[str, str | None]:
    """What it is a conflict of: a statement, or two."""
    return found.row["ref"], found.row["other"]


def _place(found: Conflict) -> tuple[Any, ...]:
    """Where it stands; of one kind, they stay in the order of the sources."""
    row = found.row
    times = [by_time(statement) for statement in found.statements]
    settled = row["state"] not in OPEN
    return row["name"], row["official"], times, settled, KINDS.index(row["kind"])
