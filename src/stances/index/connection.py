"""The SQLite connection of an index."""

from __future__ import annotations

import sqlite3
from typing import Any


class Index(sqlite3.Connection):
    """A connection whose rows have names, and which is closed when it is garbage-collected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_factory = sqlite3.Row

    def __del__(self) -> None:
        self.close()


def copied(index: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an index in memory."""
    copy = Index(":memory:")
    index.backup(copy)
    return copy
