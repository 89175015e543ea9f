"""Exports the public tables as an SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from stances.index.public_sql import TABLES, columns, public
from stances.index.scripts import statements

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC, _ID_AT = b"SQLite format 3\0", 68
_OURS = 0x73746E63
"""`stnc`: marks the head of our files, so that no other file is overwritten."""
_VERSION = 1
_KEYS = 3
"""The rows of each table are ordered by this number of its first columns."""


def export(index: sqlite3.Connection, file: Path) -> None:
    """Write the tables into an empty file; the same records give the same bytes.

    Raises `OSError` if it cannot be written.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as target, public(index):
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            target.execute(f"PRAGMA application_id = {_OURS}")
            target.execute(f"PRAGMA user_version = {_VERSION}")
            target.execute("BEGIN")
            for statement in statements(TABLES):
                target.execute(statement)
            for table, keys in columns().items():
                order = ", ".join(str(number + 1) for number in range(min(_KEYS, len(keys))))
                rows = index.execute(f"SELECT * FROM {table} ORDER BY {order}")
                marks = ", ".join("?" * len(keys))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", map(tuple, rows))
            target.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def is_ours(file: Path) -> bool:
    """Whether a file was written by `export` or is empty, and so may be overwritten."""
    with file.open("rb") as stream:
        head = stream.read(_ID_AT + 4)
    return not head or (
        head.startswith(_MAGIC) and head[_ID_AT:] == _OURS.to_bytes(4, byteorder="big")
    )
