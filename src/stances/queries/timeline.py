"""`timeline`: statements and dated assessments in order of time, with changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import merge
from typing import TYPE_CHECKING

from stances.queries.filters import Clause
from stances.queries.listing import BY_TIME, by_time
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
    """The numbers of statements that the changes rest on, whether shown or not.

    Of all `statements`, the `scored` ones are by so many `officials`; the `compared` ones have
    another scored one before them.
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
    these speakers are in no row; with `shifts`, all rows are changes.
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

    Statements that a source attributes to one of the officials asked for are included, but are
    never a change.
    """
    statements = _statements(index, filters)
    basis = _basis(index, filters)
    if shifts:
        return Timeline((row for row in statements if row["change"]), basis, 0, shifts=True)
    rows = merge(statements, _assessments(index, filters), key=by_time)
    undated = claimed(index, about_shown(filters), Clause("s.said IS NULL"), ("ref",))
    return Timeline(rows, basis, len(undated.fetchall()))


def changes(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """Only the changes, in order of time, without the quotations: rows of `CHANGE`.

    `disputed` says whether one of the two statements is.
    """
    for selected in _select(index, filters, _CHANGED):
        row = decode(selected, (*_CHANGED, *_PREVIOUS))
        row |= _change(row)
        if row["change"]:
            row["disputed"] = row["disputed"] or row["previous_disputed"]
            yield {key: row[key] for key in CHANGE}


def _select(
    index: sqlite3.Connection, filters: Filters, keys: Iterable[str]
) -> Iterator[sqlite3.Row]:
    """Statements with the keys that are needed of the official's statement before.

    Only `Filters.thinning` decides which statements follow each other: one that another filter
    hides stays in the sequence, or a change would appear where there was none.
    """
    followed, clause = filters.thinning(), filters.clause(attributed=True)
    columns = ", ".join(f"s.{key}" for key in keys)
    before = ", ".join(f"p.{key} AS previous_{key}" for key in _BEFORE)
    query = f"""
        WITH sequence AS (
            SELECT s.ref,
                LAG(s.ref) OVER (PARTITION BY s.official, s.issue ORDER BY {BY_TIME}) AS previous
            FROM statements AS s WHERE s.score IS NOT NULL AND {followed.sql})
        SELECT {columns}, q.ref AS followed, q.previous, {before} FROM statements AS s
        LEFT JOIN sequence AS q ON q.ref = s.ref
        LEFT JOIN all_statements AS p ON p.ref = q.previous
        WHERE {clause.sql} ORDER BY {BY_TIME}"""
    return index.execute(query, (*followed.values, *clause.values))


def _statements(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    for selected in _select(index, filters, (*_OWN, *_BESIDES)):
        row = decode(selected, (*_OWN, *_BESIDES, *_PREVIOUS))
        yield {"kind": STATEMENT, "about": None} | row | _change(row)


def _change(row: Row) -> Row:
    """Whether a statement changes the position of the one before it, and how certain that is."""
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
    keys = ("followed", *_COMPARED, *_PREVIOUS)
    statements = [decode(row, keys) for row in _select(index, filters, _COMPARED)]
    rows = [row for row in statements if row["followed"]]
    return Basis(
        statements=len(statements),
        scored=len(rows),
        officials=len({row["official"] for row in rows}),
        compared=sum(row["previous"] is not None for row in rows),
        changes=sum(_change(row)["change"] is not None for row in rows),
    )


def _assessments(index: sqlite3.Connection, filters: Filters) -> Iterator[Row]:
    """The dated assessments of the speakers shown."""
    nothing = dict.fromkeys((*KEYS, *_BESIDES, *_PREVIOUS))
    clause = Clause("s.said IS NOT NULL") & filters.dates()
    for claim in claimed(index, about_shown(filters), clause, _CLAIMED):
        row = decode(claim, _CLAIMED)
        yield nothing | row | {"kind": ASSESSMENT, "sources": [row["ref"]]}
