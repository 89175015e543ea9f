"""A copy of an index, to try on it what is not in the files yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.index.connection import Index

if TYPE_CHECKING:
    import sqlite3


def copied(index: sqlite3.Connection) -> sqlite3.Connection:
    """The same index in memory."""
    copy = Index(":memory:")
    index.backup(copy)
    return copy
