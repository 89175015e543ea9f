"""Reads the SQL scripts beside this module, statement by statement."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HERE = Path(__file__).parent


def statements(script: str) -> Iterator[str]:
    """The statements one by one: a script that is run whole would end an open transaction."""
    statement = ""
    for line in (_HERE / script).read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@cache
def columns_of(script: str) -> Mapping[str, Mapping[str, str]]:
    """The columns of each table that a script makes, all in order, with their types."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements(script):
            connection.execute(statement)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{table}")')}
            for (table,) in tables.fetchall()
        }
