"""Completes the rows of statements with data from other records.

A statement may have the words of another one, and it counts the origins of its sources, which only
the sources' records name. So its row depends on more than its own file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from stances.checks.across import HEAVY
from stances.dates import parse_date
from stances.index.origins import editions, together
from stances.index.rows import as_json, dispute_columns, evidence_columns
from stances.index.search import searched_columns
from stances.model.fields import INHERITED, OF_ONE_OFFICIAL
from stances.model.records import Role
from stances.roles import Offices

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterator, Mapping

    from stances.dates import ImpreciseDate
    from stances.index.origins import Edition
    from stances.model.records import Statement

    Row = dict[str, Any]

_LINKED = """
    SELECT ref FROM all_statements WHERE words_of IS NOT NULL{of}
    UNION SELECT ref FROM evidence
    WHERE (via IS NOT NULL OR derived_from IS NOT NULL OR source IN (
        SELECT source FROM sources WHERE version_of IS NOT NULL OR copy_of IS NOT NULL
        UNION SELECT source FROM notices WHERE kind = 'retracted')){of}"""
_EVERY = _LINKED.format(of="")

_CITING = """
    SELECT ref FROM evidence WHERE source IN (SELECT id FROM changed)
        OR derived_from IN (SELECT id FROM changed) OR via IN (SELECT id FROM changed)"""
_OWN = " AND ref IN (SELECT ref FROM all_statements WHERE official IN (SELECT id FROM changed))"
_OF_CHANGED = f"""{_LINKED.format(of=_OWN)}
    UNION SELECT s.ref FROM all_statements AS s JOIN changed AS c
    ON s.words_of > c.id || '/' AND s.words_of < c.id || '0'"""
_TIES = """
    SELECT ref, other FROM same_occasions
    UNION ALL SELECT s.ref, s.words_of FROM all_statements AS s
    JOIN all_statements AS b ON b.ref = s.words_of"""
_SHARED = (
    *(key for key in INHERITED if key != "evidence"),
    "said_from",
    "said_to",
    "moment",
    "hearsay",
)
"""The columns that a statement takes from the one whose words it has."""
_NOT_INHERITED: Row = {"position": None, "conditions": [], "speaker": None}
_NOTHING: Row = dict.fromkeys(_SHARED) | {
    "evidence": "[]",
    "disputes": "[]",
    "repeated": False,
    "according_to": "[]",
    "hearsay": False,
}
"""What a statement takes from a base that is missing, or has no words of its own."""


class _Named(NamedTuple):
    """The role and faction that a statement names itself."""

    role: str | None
    faction: str | None
    said: ImpreciseDate | None = None


def link(index: sqlite3.Connection) -> None:
    """Complete all statements of a new index."""
    _complete(index, _EVERY)
    _mark_occasions(index, {})


def link_again(index: sqlite3.Connection, *, sources: bool) -> list[str]:
    """Complete the statements that depend on records in the table `changed`.

    `sources` says whether some of these are sources. Returns the references of the statements that
    now belong to another occasion.
    """
    linked = f"{_EVERY} UNION {_CITING}" if sources else _OF_CHANGED
    linked += " UNION SELECT ref FROM problems WHERE code = 'ST418'"
    _complete(index, linked)
    marked = "SELECT ref, occasion FROM all_statements WHERE occasion IS NOT NULL"
    return _mark_occasions(index, dict(index.execute(marked).fetchall()))


def _complete(index: sqlite3.Connection, query: str) -> None:
    # Bases come first: other statements have their words.
    ordered = f"""
        SELECT ref FROM all_statements WHERE ref IN ({query}) ORDER BY words_of IS NOT NULL"""
    refs = [ref for (ref,) in index.execute(ordered)]
    sources = editions(index) if refs else {}
    heavy = {base for base, _, _ in index.execute(HEAVY)} if refs else set()
    for ref in refs:
        if row := _row(index, ref):
            changes = _inherited(index, row, heavy) if row["words_of"] else {}
            _update(index, ref, changes | _counts(row | changes, sources))


def _row(index: sqlite3.Connection, ref: str) -> Row | None:
    row = index.execute("SELECT * FROM all_statements WHERE ref = ?", (ref,)).fetchone()
    return dict(row) if row else None


def _update(index: sqlite3.Connection, ref: str, changes: Row) -> None:
    columns = ", ".join(f'"{key}" = ?' for key in changes)
    index.execute(f"UPDATE all_statements SET {columns} WHERE ref = ?", (*changes.values(), ref))


def _counts(row: Row, sources: Mapping[str, Edition]) -> Row:
    evidence, disputes = json.loads(row["evidence"]), json.loads(row["disputes"])
    conditions, remarks = json.loads(row["conditions"]), (row["venue"], row["note"])
    return evidence_columns(evidence, sources) | searched_columns(
        row["summary"], conditions, remarks, evidence, disputes
    )


def _inherited(index: sqlite3.Connection, row: Row, heavy: Container[str]) -> Row:
    """The columns that a statement takes from the one whose words it has.

    It takes nothing from one of the `heavy`, because that is a fault.
    """
    base = _row(index, row["words_of"]) if row["words_of"] not in heavy else None
    if base is None or base["words_of"] is not None:
        # The row may still have values from a base that is gone.
        base = _NOTHING
    is_same = base.get("official") == row["official"]
    own = [*_own_disputes(index, row["ref"])]
    about = ("wording", "date", *(["speaker"] if is_same else []))
    shared = [each for each in json.loads(base["disputes"]) if each["about"] in about]
    changes = {key: base[key] for key in (*_SHARED, *(OF_ONE_OFFICIAL if is_same else ()))}
    if not is_same:
        changes |= office_on(offices_of(index, row["official"]), row, base["said"])
    status: str = changes["status"] if is_same else row["status"]
    return {
        **changes,
        **dispute_columns(status, [*own, *shared]),
        "evidence": as_json(
            [
                cell | _NOT_INHERITED
                for cell in json.loads(base["evidence"])
                if cell["speaker"] in (None, row["official"])
            ]
        ),
    }


def offices_of(index: sqlite3.Connection, official: str) -> Offices:
    """The roles of an official."""
    query = "SELECT roles FROM officials WHERE official = ?"
    [roles] = index.execute(query, (official,)).fetchone()
    return Offices([Role.model_validate(each) for each in json.loads(roles)])


def office_on(offices: Offices, row: Mapping[str, Any], said: str | None) -> Row:
    """The role in which a statement was made, given the day of its words if known."""
    # For a whole statement, pydantic would spend milliseconds on the defaults.
    named = cast("Statement", _Named(row["own_role"], row["own_faction"]))
    office = offices.of(named, parse_date(said, timed=True) if said else None)
    return {"role": office.title, "faction": office.faction}


def _own_disputes(index: sqlite3.Connection, ref: str) -> Iterator[Row]:
    query = "SELECT * FROM disputes WHERE ref = ? ORDER BY number"
    for row in index.execute(query, (ref,)):
        words = {"text": row["words"], "source": row["words_source"], "by": row["words_by"]}
        yield {key: row[key] for key in ("about", "note", "resolution")} | {
            "sources": json.loads(row["sources"]),
            "words": words if row["words"] else None,
        }


def _mark_occasions(index: sqlite3.Connection, marked: Mapping[str, str]) -> list[str]:
    """Mark all statements of one occasion alike, and return those whose mark changes.

    The mark is the first of their references. `marked` are the present marks. Two statements of one
    official can be tied through another official's, whose words both have. So all ties are
    followed, not only changed ones.
    """
    marks = together(index.execute(_TIES).fetchall())
    changes = [
        (marks.get(ref), ref)
        for ref in (*marks, *(ref for ref in marked if ref not in marks))
        if marks.get(ref) != marked.get(ref)
    ]
    index.executemany("UPDATE all_statements SET occasion = ? WHERE ref = ?", changes)
    return [ref for _, ref in changes]
