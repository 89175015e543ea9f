"""The records of an index as two states are compared by them: without places, in order of ids."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from stances.queries.result import Row

RECORDS = {
    "corpus": """
        SELECT 'corpus' AS ref, title, description, scope, coder, default_issue,
            (SELECT group_concat(kind || ' ' || bound || ' ' || number, ', ')
             FROM (SELECT * FROM assertions ORDER BY kind, bound)) AS assertions
        FROM corpus""",
    "issue": """
        SELECT id AS ref, question,
            (SELECT json_group_array(p.id)
             FROM (SELECT id FROM positions WHERE issue = i.id ORDER BY rank) AS p) AS positions
        FROM issues AS i ORDER BY id""",
    "position": """
        SELECT issue || '/' || id AS ref, issue, id, label, definition, score, requires
        FROM positions ORDER BY issue || '/' || id""",
    "faction": "SELECT id AS ref, label, definition FROM factions ORDER BY id",
    "frame": "SELECT id AS ref, label, definition FROM frames ORDER BY id",
    "source": """
        SELECT id AS ref, title, publisher, authors, published, retrieved, url, lang, kind, sha256,
            note
        FROM sources ORDER BY id""",
    "official": """
        SELECT id AS ref, name, native_name, kind, aliases, roles, identifiers, note
        FROM officials ORDER BY id""",
    "statement": """
        SELECT ref, official, said, repeated, venue, issue, position, conditions, frames, status,
            summary, coder, role, faction, note, disputes, evidence
        FROM statements ORDER BY ref""",
}
"""For each kind of record: its id as `ref`, and all that is compared of it."""
WORDS = ("issue", "position", "faction", "frame")
_ASSESSMENTS = 'SELECT source, about, text, "when", note FROM assessments ORDER BY source, rank'
_JSON = frozenset(
    "authors positions aliases roles identifiers conditions frames disputes evidence about".split()
)

Keyed = tuple[str, Any]
"""A record's id, and what tells it from others as it stands in the index."""
Pair = tuple[Any, Any]
"""What differs between two states under one id: None on the side that has no such record."""


def read(index: sqlite3.Connection, record: str) -> Iterator[Keyed]:
    """The records of a kind, in the order of their ids, none of them decoded yet."""
    return ((row[0], row) for row in index.execute(RECORDS[record]))


def read_assessments(index: sqlite3.Connection) -> Iterator[Keyed]:
    """The assessments of each source that has any."""
    rows = index.execute(_ASSESSMENTS)
    return ((source, list(own)) for source, own in groupby(rows, key=lambda row: row[0]))


def differing(
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    rows: Callable[[sqlite3.Connection], Iterator[Keyed]],
) -> Iterator[Pair]:
    """What is not the same in both, id by id; of neither side more than a record is held."""
    before, after = rows(old), rows(new)
    left, right = next(before, None), next(after, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            yield left and left[1], None
            left = next(before, None)
        elif left is None or left[0] > right[0]:
            yield None, right[1]
            right = next(after, None)
        else:
            if left[1] != right[1]:
                yield left[1], right[1]
            left, right = next(before, None), next(after, None)


def decoded(row: sqlite3.Row) -> Row:
    """A record as it is told, its lists out of their JSON."""
    return {key: _value(key, row[key]) for key in row.keys()}  # noqa: SIM118 - no mapping


def _value(key: str, cell: Any) -> Any:  # noqa: ANN401 - any cell
    if key == "repeated":
        return bool(cell)
    return json.loads(cell) if key in _JSON and cell is not None else cell
