"""What sources claim of officials and factions in their authors' own voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.filters import ALL, Clause, Filters
from stances.queries.listing import BY_TIME
from stances.queries.result import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from stances.queries.result import Row

KEYS = "source about text lang when when_from when_to note".split()
_NAMED = {"ref": "source", "said": "when", "said_from": "when_from", "said_to": "when_to"}
_NAMED |= {"quote": "text", "about": "about", "lang": "lang", "note": "note"}
"""The keys of an assessment behind the names that a statement's have."""


def assessments(index: sqlite3.Connection, filters: Filters) -> list[Row]:
    """The claims, dated or not, about those whose statements resolved filters let through.

    All of them if nothing is asked for. In order of time, those without a date last.
    """
    about = about_shown(filters) if filters != Filters() else ALL
    found = [decode(row, _NAMED) for row in claimed(index, about, filters.dates(), _NAMED)]
    named = [{key: row[name] for name, key in _NAMED.items()} for row in found]
    return [{key: row[key] for key in KEYS} for row in named]


def claimed(
    index: sqlite3.Connection, about: Clause, clause: Clause, keys: Iterable[str]
) -> sqlite3.Cursor:
    """Assessments in order of time, under the names that a statement's keys have.

    `about` and `clause` are both conditions on the assessment `s`.
    """
    columns = ", ".join(f"s.{key}" for key in keys)
    query = f"""
        SELECT {columns} FROM (
            SELECT a.source AS ref, a.rank, a."when" AS said, a.when_from AS said_from,
                a.when_to AS said_to, a.text AS quote, r.lang, a.about, a.note
            FROM assessments AS a JOIN sources AS r ON r.id = a.source) AS s
        WHERE {about.sql} AND {clause.sql} ORDER BY s.said IS NULL, {BY_TIME}, s.rank"""
    return index.execute(query, (*about.values, *clause.values))


def about_shown(filters: Filters) -> Clause:
    """That an assessment is about those whose statements are shown, by one of the sources asked."""
    shown = filters.clause(attributed=True)
    about = Clause(
        f"""EXISTS (
            SELECT 1 FROM assessment_subjects AS x
            WHERE x.source = s.ref AND x.rank = s.rank AND x.about IN (
                SELECT s.official FROM statements AS s WHERE {shown.sql}
                UNION SELECT s.faction FROM statements AS s WHERE {shown.sql}))""",
        shown.values * 2,
    )
    if not filters.source:
        return about
    marks = ", ".join("?" * len(filters.source))
    return about & Clause(f"s.ref IN ({marks})", filters.source)
