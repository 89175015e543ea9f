"""Statements that a source attributes to somebody else than the record does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


class Attribution(NamedTuple):
    """A statement that a source attributes to an official, and that is recorded with another."""

    ref: str
    official: str
    sources: Sequence[str]


def attributions(index: sqlite3.Connection, official: str) -> list[Attribution]:
    """The statements that a source attributes to an official, recorded with another."""
    rows = index.execute(
        """SELECT s.ref, s.official, e.source FROM evidence AS e
           JOIN statements AS s ON s.ref = e.ref
           WHERE e.speaker = ? AND s.official <> e.speaker ORDER BY s.ref, e.rank""",
        (official,),
    ).fetchall()
    sources: dict[tuple[str, str], list[str]] = {}
    for ref, recorded_with, source in rows:
        sources.setdefault((ref, recorded_with), []).append(source)
    return [Attribution(*key, named) for key, named in sources.items()]
