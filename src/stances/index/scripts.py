"""Reads the SQL scripts beside this module, statement by statement."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HERE = os.path.dirname(__file__)


def statements(script: str) -> Iterator[str]:
    """Yield the statements one by one; running a whole script would end an open transaction."""
    statement = ""
    with open(os.path.join(_HERE, script), encoding="utf-8") as lines:
        for line in lines:
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


@cache
def columns_of(script: str) -> Mapping[str, Mapping[str, str]]:
    """The columns of each table that a script creates, in order, with their types."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements(script):
            connection.execute(statement)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{table}")')}
            for (table,) in tables.fetchall()
        }
