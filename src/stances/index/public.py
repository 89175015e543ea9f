"""The tables that are documented, as views of an index that has others."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HERE = Path(__file__).parent
TABLES = (_HERE / "public_tables.sql").read_text("utf-8")
"""The script that makes them."""
_VIEWS = (_HERE / "public_views.sql").read_text("utf-8")


@cache
def columns() -> Mapping[str, Sequence[str]]:
    """The columns of each table, all in order."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(TABLES)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{table}")'))
            for (table,) in tables.fetchall()
        }
    finally:
        connection.close()


@contextmanager
def public(connection: sqlite3.Connection) -> Iterator[None]:
    """Meanwhile, the names of the documented tables mean these, and not the index's own."""
    for view in _statements():
        connection.execute(view)
    # SQLite makes this table when it is first used, which nobody else may do.
    connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # it may have been closed
            for name in columns():
                connection.execute(f"DROP VIEW temp.{name}")


def _statements() -> Iterator[str]:
    """The statements of the script one by one: a whole script would end an open transaction."""
    statement = ""
    for line in _VIEWS.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
