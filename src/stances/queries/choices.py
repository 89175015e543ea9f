"""What there is to choose from when a record is added, and what it is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

_WORDS = {
    "issue": "SELECT id, '', question, NULL, NULL FROM issues ORDER BY rank",
    "faction": "SELECT id, label, definition, NULL, NULL FROM factions ORDER BY rank",
    "frame": "SELECT id, label, definition, NULL, NULL FROM frames ORDER BY rank",
}
_POSITIONS = """
    SELECT id, label, definition, score, requires FROM positions WHERE issue = ? ORDER BY rank"""
_SOURCES = """
    SELECT id, title, published, lang, sha256 FROM sources
    ORDER BY published_from IS NULL, published_from DESC, id"""
_OFFICIAL = """
    SELECT id, name, (SELECT COUNT(*) FROM statements AS s WHERE s.official = o.id)
    FROM officials AS o WHERE id = ?"""
_STATEMENT = """
    SELECT ref, said, said_from, said_to, position, issue, quote FROM statements WHERE ref = ?"""


class Word(NamedTuple):
    """A word of the codebook; only positions have a score, and may require something."""

    id: str
    label: str
    definition: str
    score: int | None = None
    requires: str | None = None


class Published(NamedTuple):
    """A source as evidence names it."""

    id: str
    title: str
    published: str
    lang: str
    sha256: str | None = None


class Known(NamedTuple):
    """An official, and how many statements it has."""

    id: str
    name: str
    statements: int


class Recorded(NamedTuple):
    """A statement that is there, by what another is held against."""

    ref: str
    said: str
    said_from: str | None
    said_to: str | None
    position: str
    issue: str
    quote: str


def words(index: sqlite3.Connection, kind: str) -> list[Word]:
    """The issues, factions or frames of the codebook, in its order."""
    return [Word(*row) for row in index.execute(_WORDS[kind])]


def positions(index: sqlite3.Connection, issue: str) -> list[Word]:
    """The whole scale of an issue."""
    return [Word(*row) for row in index.execute(_POSITIONS, (issue,))]


def default_issue(index: sqlite3.Connection) -> str | None:
    """The issue of statements that name none."""
    [issue] = index.execute("SELECT default_issue FROM corpus").fetchone()
    return None if issue is None else str(issue)


def sources(index: sqlite3.Connection) -> list[Published]:
    """All sources, the last published first."""
    return [Published(*row) for row in index.execute(_SOURCES)]


def official(index: sqlite3.Connection, id_: str) -> Known:
    """An official that is there."""
    return Known(*index.execute(_OFFICIAL, (id_,)).fetchone())


def recorded(index: sqlite3.Connection, ref: str) -> Recorded:
    """A statement that is there."""
    return Recorded(*index.execute(_STATEMENT, (ref,)).fetchone())
