"""`conflicts`: where sources disagree and where officials contradict themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.conflicts.contradictions import contradictions
from stances.queries.conflicts.disagreements import disagreements
from stances.queries.conflicts.doubles import doubles
from stances.queries.conflicts.rows import KEYS, KINDS, OPEN, SHOWN, STATES, Conflict
from stances.queries.listing import by_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

__all__ = ["KEYS", "KINDS", "OPEN", "STATES", "WITHIN", "Conflicts", "conflicts"]

WITHIN = 30
"""Default for the most days between two statements that are close in time."""


class Conflicts(NamedTuple):
    """Conflicts, and the statements that were searched for them.

    `statements` are theirs by reference, with what they are marked with; `among` is the number of
    statements searched, `hearsay` how many of them are in no figure; `settled` the number of
    conflicts left out because they are not open.
    """

    rows: Sequence[Row]
    statements: Mapping[str, Row]
    among: int
    hearsay: int = 0
    settled: int = 0
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "conflicts"
    shown: Sequence[str] = tuple(SHOWN)

    @property
    def open(self) -> int:
        """How many of them are still to be decided."""
        return sum(row["state"] in OPEN for row in self.rows)


def conflicts(
    index: sqlite3.Connection, filters: Filters, *, within: int = WITHIN, unresolved: bool = False
) -> Conflicts:
    """The conflicts of the statements that resolved filters let through.

    Statement by statement: those with an open conflict first, then by official and time.
    """
    clause = filters.clause(attributed=True)
    every = [*disagreements(index, clause), *doubles(index, filters)]
    every += contradictions(index, filters, within)
    listed = [each for each in every if not unresolved or each.row["state"] in OPEN]
    still_open = {_subject(each) for each in listed if each.row["state"] in OPEN}
    listed.sort(key=lambda each: (_subject(each) not in still_open, *_order(each)))
    query = f"SELECT COUNT(*), SUM(s.hearsay) FROM statements AS s WHERE {clause.sql}"
    among, hearsay = index.execute(query, clause.values).fetchone()
    return Conflicts(
        [each.row for each in listed],
        {statement["ref"]: statement for each in listed for statement in each.statements},
        among,
        0 if filters.with_hearsay else hearsay or 0,
        len(every) - len(listed),
        background=background(index),
    )


def _subject(conflict: Conflict) -> tuple[str, str | None]:
    """The references of the statements in conflict: one, or two."""
    return conflict.row["ref"], conflict.row["other"]


def _order(conflict: Conflict) -> tuple[Any, ...]:
    """The sort key; conflicts of one kind stay in the order of the sources."""
    row, times = conflict.row, [by_time(statement) for statement in conflict.statements]
    return row["name"], row["official"], times, row["state"] not in OPEN, KINDS.index(row["kind"])
