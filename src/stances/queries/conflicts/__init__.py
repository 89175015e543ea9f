"""`conflicts`: where sources disagree and where officials contradict themselves."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.background import NO_BACKGROUND, Background, background
from stances.queries.conflicts.contradictions import contradictions
from stances.queries.conflicts.disagreements import disagreements
from stances.queries.conflicts.doubles import doubles
from stances.queries.conflicts.rows import KEYS, KINDS, OPEN, SHOWN, STATEMENT, STATES, Conflict
from stances.queries.filters import WITHIN
from stances.queries.listing import by_time, row_of
from stances.queries.storage import SpooledRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

__all__ = ["KEYS", "KINDS", "OPEN", "STATES", "WITHIN", "Conflicts", "conflicts"]

_LOOKED_UP = 100
"""How many looked-up statements stay in memory: each statement has several conflicts."""


class Conflicts(NamedTuple):
    """Conflicts, and the statements that were searched for them.

    `open` is how many conflicts are still to be decided. `statements` are the statements in
    conflict by reference, with the keys that views mark them by. `among` is the number of
    statements searched; `hearsay` of them are in no figure. `settled` is the number of conflicts
    left out because they are not open; `states` counts the listed ones by state.
    """

    rows: Sequence[Row]
    open: int
    statements: Mapping[str, Row]
    among: int
    hearsay: int = 0
    settled: int = 0
    states: Mapping[str, int] = {}
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "conflicts"
    shown: Sequence[str] = tuple(SHOWN)


def conflicts(
    index: sqlite3.Connection,
    filters: Filters,
    *,
    within: int = WITHIN,
    unresolved: bool = False,
) -> Conflicts:
    """List the conflicts of the statements that pass resolved filters.

    Statements with an open conflict come first, then the order is by official and time.
    """
    clause = filters.clause(attributed=True)
    every = chain(
        disagreements(index, clause),
        doubles(index, filters),
        contradictions(index, filters, within),
    )
    stored = SpooledRows()
    listed: list[tuple[bytes, int, int]] = []
    with_open: set[bytes] = set()
    open_ = settled = 0
    states: Counter[str] = Counter()
    for each in every:
        is_open, subject = each.row["state"] in OPEN, _subject(each)
        if is_open:
            open_ += 1
            with_open.add(subject)
        if is_open or not unresolved:
            states[each.row["state"]] += 1
            listed.append((subject, _rank(each.row), stored.add(each.row)))
        else:
            settled += 1
    # Conflicts of one kind keep the order of the sources in which they were found.
    listed.sort(key=lambda each: (each[0] not in with_open, *each[:2]))
    query = f"SELECT COUNT(*), SUM(s.hearsay) FROM statements AS s WHERE {clause.sql}"
    among, hearsay = index.execute(query, clause.values).fetchone()
    return Conflicts(
        stored.in_order([place for *_, place in listed]),
        open_,
        _Statements(index),
        among,
        0 if filters.with_hearsay else hearsay or 0,
        settled,
        states,
        background=background(index),
    )


class _Statements(dict[str, "Row"]):
    """The statements of an index by reference; only the latest looked up stay in memory."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    def __missing__(self, ref: str) -> Row:
        while len(self) >= _LOOKED_UP:
            del self[next(iter(self))]
        self[ref] = row_of(self._index, ref, STATEMENT)
        return self[ref]


_END, _AND = "\0", "\1"
"""The end of a text in a sort key, and the start of a statement: both sort before any letter."""


def _subject(conflict: Conflict) -> bytes:
    """Return a sort key of the statements in conflict, by official and time.

    It is one string of bytes, to save memory where there are many conflicts.
    """
    row = conflict.row
    texts = [row["name"], row["official"]]
    for statement in conflict.statements:
        texts += [_AND, *by_time(statement)]
    return _END.join([*texts, ""]).encode()


def _rank(row: Row) -> int:
    """Return the sort key of a conflict among those of the same statements."""
    return KINDS.index(row["kind"]) + len(KINDS) * (row["state"] not in OPEN)
