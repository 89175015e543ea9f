"""The codings of statements: readings by other coders, and first readings by their own coder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stances.model import fields

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from stances.queries.result import Row

KEYS = (
    "ref coder position score conditions frames said said_from said_to skip note coded words path "
    "line"
).split()
"""The keys of a coding, as `sql` has them."""
_LISTS = [key for key, field in fields.RECORDS["Coding"].items() if field.many]


_LEFT_OUT = """
    SELECT DISTINCT ref FROM problems
    WHERE path > 'codings/' AND path < 'codings0' AND severity = 'error' AND ref IS NOT NULL"""


def codings_of(index: sqlite3.Connection, refs: Iterable[str]) -> dict[str, list[Row]]:
    """Return codings without errors by statement, each list in the order of coders."""
    columns = ", ".join(f"c.{key}" for key in KEYS)
    query = f"SELECT {columns} FROM codings AS c WHERE c.ref = ? ORDER BY c.coder"
    found: dict[str, list[Row]] = {}
    if not has_codings(index):
        return found
    for ref in dict.fromkeys(refs):
        if rows := index.execute(query, (ref,)).fetchall():
            found[ref] = [_decoded(dict(zip(KEYS, row, strict=True))) for row in rows]
    return found


def has_codings(index: sqlite3.Connection) -> bool:
    """Whether the corpus has any coding without errors."""
    return index.execute("SELECT 1 FROM codings LIMIT 1").fetchone() is not None


def _decoded(row: Row) -> Row:
    """Return a coding with its lists decoded; `frames` is None if they were not coded."""
    return row | {key: row[key] and json.loads(row[key]) for key in _LISTS}


def left_out(index: sqlite3.Connection) -> set[str]:
    """Return the codings and coding files left out for errors, as problems name them."""
    return {ref for (ref,) in index.execute(_LEFT_OUT)}
