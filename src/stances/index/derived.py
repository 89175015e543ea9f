"""Keeps data derived from the rows of statements up to date: full text, and sums for figures.

`make` creates it in a new index. An update calls `watch` before it changes anything, and `renew` at
its end, which derives it again where something has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.index import search

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# Derived data depends on three things: the statement's row, the names of those who spoke for the
# official or reported it, and errors in it and in the statement whose words it has. SQLite notes
# every change of these, so that no code that changes rows can forget it.
_NOTES = {
    "altered_rows": "id INTEGER PRIMARY KEY",
    "altered_refs": "ref TEXT PRIMARY KEY",
    "altered_names": "official TEXT PRIMARY KEY",
    "altered_sums": "official TEXT PRIMARY KEY",
}
_SUMMED = (
    "faction issue position score status hearsay disputed unnamed match_certain match_probable"
).split()
"""The columns that sums depend on."""


def make(connection: sqlite3.Connection) -> Iterator[None]:
    """Derive everything in a new index, some at each step."""
    yield from search.make(connection)
    connection.execute("INSERT INTO tallies SELECT * FROM tallied ORDER BY official")


def _note(**values: str) -> str:
    """The body of a trigger: it notes values in the tables of these names."""
    notes = (f"INSERT OR IGNORE INTO {table} VALUES ({value});" for table, value in values.items())
    return f"BEGIN {' '.join(notes)} END"


def _triggers() -> Iterator[str]:
    """The event and body of each trigger."""
    gone = _note(altered_rows="old.rowid", altered_refs="old.ref")
    yield f"DELETE ON main.all_statements {gone}"
    yield f"INSERT ON main.all_statements {_note(altered_refs='new.ref')}"
    for columns, noted in (
        (search.LOOKED_AT, gone),
        (_SUMMED, _note(altered_sums="old.official")),
    ):
        differ = " OR ".join(f"old.{key} IS NOT new.{key}" for key in columns)
        yield f"UPDATE OF {', '.join(columns)} ON main.all_statements WHEN {differ} {noted}"
    for change, row in (("DELETE", "old"), ("INSERT", "new")):
        is_error = f"{row}.severity = 'error' AND {row}.ref IS NOT NULL"
        yield f"{change} ON main.problems WHEN {is_error} {_note(altered_refs=f'{row}.ref')}"
        yield f"{change} ON main.officials {_note(altered_names=f'{row}.official')}"


def watch(connection: sqlite3.Connection) -> None:
    """Begin to note which statements change, within the transaction of an update."""
    for table, column in _NOTES.items():
        connection.execute(f"CREATE TEMP TABLE {table} ({column})")
    for number, trigger in enumerate(_triggers()):
        connection.execute(f"CREATE TEMP TRIGGER altered_{number} AFTER {trigger}")


_REFS = """(
    SELECT ref FROM altered_refs
    UNION SELECT ref FROM voices WHERE name IN (SELECT official FROM altered_names))"""
_ALTERED = f"""
    INSERT OR IGNORE INTO altered_rows
    SELECT rowid FROM all_statements WHERE ref IN {_REFS}
    UNION SELECT rowid FROM all_statements WHERE words_of IN {_REFS}"""
_SUMMED_AGAIN = """
    SELECT official FROM altered_sums
    UNION SELECT substr(ref, 1, instr(ref, '/') - 1) FROM altered_refs
    UNION SELECT official FROM all_statements WHERE words_of IN (SELECT ref FROM altered_refs)"""

# One by one: for several officials, SQLite would sum up all statements.
_SUM_AGAIN = (
    "DELETE FROM tallies WHERE official = ?",
    "INSERT INTO tallies SELECT * FROM tallied WHERE official = ?",
)


def renew(connection: sqlite3.Connection) -> None:
    """Derive again all data that depends on changes since `watch`."""
    connection.execute(_ALTERED)
    officials = [tuple(row) for row in connection.execute(_SUMMED_AGAIN)]
    for change in _SUM_AGAIN:
        connection.executemany(change, officials)
    search.renew(connection)
    for number, _ in enumerate(_triggers()):
        connection.execute(f"DROP TRIGGER altered_{number}")
    for table in _NOTES:
        connection.execute(f"DROP TABLE temp.{table}")
