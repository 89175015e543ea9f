"""What a reader should know besides a row: names of people, and what became of its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping, Sequence


class Background(NamedTuple):
    """Names of officials by id, those who are `unnamed`, the notices and notes of sources by id.

    A notice is what became of the source, when, and what was said of it (None: nothing).
    """

    people: Mapping[str, str] = {}
    unnamed: Container[str] = ()
    notices: Mapping[str, Sequence[tuple[str, str | None, str | None]]] = {}
    notes: Mapping[str, str] = {}


NO_BACKGROUND = Background()
_PEOPLE = """
    SELECT official, name FROM officials
    WHERE official IN (SELECT name FROM voices) OR official IN (SELECT words_by FROM disputes)"""


def background(index: sqlite3.Connection) -> Background:
    """The background of all rows of an index."""
    notices: dict[str, list[tuple[str, str | None, str | None]]] = {}
    query = 'SELECT source, kind, "date", note FROM notices ORDER BY source, number'
    for source, kind, date, note in index.execute(query):
        notices.setdefault(source, []).append((kind, date, note))
    query = "SELECT source, note FROM sources WHERE note IS NOT NULL"
    notes = dict(index.execute(query).fetchall())
    query = "SELECT official FROM officials WHERE kind = 'unnamed'"
    unnamed = {official for (official,) in index.execute(query)}
    return Background(dict(index.execute(_PEOPLE).fetchall()), unnamed, notices, notes)
