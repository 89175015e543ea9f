"""The words and ids of the corpus, each with what it means in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.brief import brief

if TYPE_CHECKING:
    import sqlite3

_WORDS = {
    "issues": "SELECT id, question FROM issues ORDER BY rank",
    "positions": """
        SELECT p.id, p.label || ': ' || p.definition
        FROM positions AS p JOIN issues AS i ON i.id = p.issue ORDER BY i.rank, p.rank""",
    "factions": "SELECT id, label || ': ' || definition FROM factions ORDER BY rank",
    "frames": "SELECT id, label || ': ' || definition FROM frames ORDER BY rank",
    # What is left out for its problems can be named all the same.
    "sources": """
        SELECT f.id, COALESCE(r.title, '') FROM files AS f LEFT JOIN sources AS r ON r.id = f.id
        WHERE f.kind = 'source' ORDER BY f.id""",
    "officials": """
        SELECT f.id, COALESCE(o.name, '') FROM files AS f LEFT JOIN officials AS o ON o.id = f.id
        WHERE f.kind = 'official' ORDER BY f.id""",
}


def vocabulary(index: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """By kind, what each id means: `issues positions factions frames sources officials`.

    Of a position that several issues have, what it means on the first of them.
    """
    return {kind: _meanings(index, query) for kind, query in _WORDS.items()}


def _meanings(index: sqlite3.Connection, query: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for id_, meaning in index.execute(query):
        meanings.setdefault(id_, brief(" ".join(meaning.split())))
    return meanings
