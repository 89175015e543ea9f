"""`timeline`: statements and dated assessments in order of time, with changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import merge
from typing import TYPE_CHECKING

from stances.queries.filters import Clause
from stances.queries.listing import BY_TIME
from stances.queries.records import about_shown, claimed
from stances.queries.result import Row, decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.filters import Filters

KEYS = (
    "kind ref official name faction role said said_from said_to issue position score conditions "
    "status disputed match_certain match_probable forms quote lang sources about change previous "
    "previous_said previous_position previous_score gained dropped"
).split()
STATEMENT, ASSESSMENT = "statement", "assessment"
CERTAIN, POSSIBLE = "certain", "possible"

CHANGE = (
    "ref official issue said position score conditions disputed change previous previous_said "
    "previous_position previous_score gained dropped"
).split()
_CHANGED = (*CHANGE[: CHANGE.index("change")], "said_from")

_OWN = KEYS[KEYS.index("ref") : KEYS.index("about")]
_BESIDES = ("summary", "evidence")
_BEFORE = "said said_to position score conditions disputed".split()
_PREVIOUS = ("previous", *(f"previous_{key}" for key in _BEFORE))
_COMPARED = ("official", "position", "conditions", "said_from")
_CLAIMED = ("ref", "said", "said_from", "said_to", "quote", "lang", "about")


@dataclass(frozen=True)
class Basis:
    """What the changes of an answer rest on, whatever of it is shown.

    Of all `statements`, the `scored` ones by so many `officials`; `compared` are those of them
    that have another before them.
    """

    statements: int
    scored: int
    officials: int
    compared: int
    changes: int


@dataclass(frozen=True)
class Timeline:
    """Statements and assessments in order of time.

    Besides the keys, each row has what only a table has room for: `summary`, `evidence`, and of
    the statement before `previous_conditions` and `previous_disputed`. `undated` assessments of
    those who speak here are in no row; with `shifts`, nothing is that is no change.
    """

    rows: Iterable[Row]
    basis: Basis
    undated: int
    shifts: bool = False
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "timeline"
    shown: Sequence[str] = ("said", "name", "position", "score", "change", "about", "quote", "ref")

    def with_rows(self, rows: Iterable[Row]) -> Timeline:
        """The same about other rows."""
        return replace(self, rows=rows)


def timeline(index: sqlite3.Connection, filters: Filters, *, shifts: bool = False) -> Timeline:
    """What resolved filters let through, in order of time, or with `shifts` only the changes.

    Statements that a source attributes to one of the officials asked for are there too, and are
    nobody's change.
    """
    found = (_statement(row) for row in _select(index, filters, (*_OWN, *_BESIDES)))
    basis = _basis(index, filters)
    if shifts:
        return Timeline((row for row in found if row["change"]), basis, 0, shifts=True)
    rows = merge(found, _assessments(index, filters), key=_by_time)
    return Timeline(rows, basis, _undated(index, filters))


def changes(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """The changes alone, in order of time, without the words: rows of `CHANGE`.

    `disputed` says whether one of the two statements is.
    """
    for found in _select(index, filters, _CHANGED):
        row = decode(found, (*_CHANGED, *_PREVIOUS))
        row |= _change(row)
        if row["change"]:
            row["disputed"] = row["disputed"] or row["previous_disputed"]
            yield {key: row[key] for key in CHANGE}


def _by_time(row: Row) -> tuple[str, str, str]:
    """As `BY_TIME`: what is open begins first and ends last."""
    return row["said_from"] or "", row["said_to"] or "9999-12-31", row["ref"]


def _select(
    index: sqlite3.Connection, filters: Filters, keys: Iterable[str]
) -> Iterator[sqlite3.Row]:
    """Statements with what is needed of the one before in the sequence of their official.

    What one statement follows only `Filters.thinning` decides: a statement that another filter
    hides is in the sequence, or a change would appear where none was.
    """
    followed, clause = filters.thinning(), filters.clause(attributed=True)
    own = ", ".join(f"s.{key}" for key in keys)
    before = ", ".join(f"p.{key} AS previous_{key}" for key in _BEFORE)
    query = f"""
        WITH sequence AS (
            SELECT s.ref,
                LAG(s.ref) OVER (PARTITION BY s.official, s.issue ORDER BY {BY_TIME}) AS previous
            FROM statements AS s WHERE s.score IS NOT NULL AND {followed.sql})
        SELECT {own}, q.ref AS followed, q.previous, {before} FROM statements AS s
        LEFT JOIN sequence AS q ON q.ref = s.ref
        LEFT JOIN all_statements AS p ON p.ref = q.previous
        WHERE {clause.sql} ORDER BY {BY_TIME}"""
    return index.execute(query, (*followed.values, *clause.values))


def _statement(found: sqlite3.Row) -> Row:
    row = decode(found, (*_OWN, *_BESIDES, *_PREVIOUS))
    return {"kind": STATEMENT, "about": None} | row | _change(row)


def _change(row: Row) -> Row:
    """Whether a statement changes what the one before it said, and how sure that is."""
    before, now = row["previous_conditions"], row["conditions"]
    unchanged = {"change": None, "gained": None, "dropped": None}
    if row["previous"] is None:
        return unchanged
    gained = [condition for condition in now if condition not in before]
    dropped = [condition for condition in before if condition not in now]
    if row["position"] == row["previous_position"] and not gained and not dropped:
        return unchanged
    ended, begun = row["previous_said_to"], row["said_from"]
    certain = ended is not None and begun is not None and ended < begun
    return {"change": CERTAIN if certain else POSSIBLE, "gained": gained, "dropped": dropped}


def _basis(index: sqlite3.Connection, filters: Filters) -> Basis:
    found = _select(index, filters, _COMPARED)
    every = [decode(row, ("followed", *_COMPARED, *_PREVIOUS)) for row in found]
    rows = [row for row in every if row["followed"]]
    return Basis(
        statements=len(every),
        scored=len(rows),
        officials=len({row["official"] for row in rows}),
        compared=sum(row["previous"] is not None for row in rows),
        changes=sum(_change(row)["change"] is not None for row in rows),
    )


def _assessments(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """The dated claims of sources about those whose statements are shown."""
    nothing = dict.fromkeys((*KEYS, *_BESIDES, *_PREVIOUS))
    clause = Clause("s.said IS NOT NULL") & filters.dates()
    for found in claimed(index, about_shown(filters), clause, _CLAIMED):
        row = decode(found, _CLAIMED)
        yield nothing | row | {"kind": ASSESSMENT, "sources": [row["ref"]]}


def _undated(index: sqlite3.Connection, filters: Filters) -> int:
    undated = Clause("s.said IS NULL")
    return len(claimed(index, about_shown(filters), undated, ("ref",)).fetchall())
