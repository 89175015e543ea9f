"""The SQLite connection of an index."""

from __future__ import annotations

import sqlite3
from typing import Any


class Index(sqlite3.Connection):
    """A connection whose rows have names, and which is closed when it is garbage-collected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_factory = sqlite3.Row

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401
        """As in SQLite; but a text that UTF-8 cannot hold, as of an argument, is found nowhere."""
        try:
            return super().execute(sql, parameters)
        except UnicodeEncodeError:
            if isinstance(parameters, dict):
                return super().execute(sql, {key: _text(each) for key, each in parameters.items()})
            return super().execute(sql, tuple(map(_text, parameters)))

    def __del__(self) -> None:
        self.close()


def _text(value: Any) -> Any:  # noqa: ANN401 - any value of SQLite
    """A text with escapes in place of lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def copied(index: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an index in memory."""
    copy = Index(":memory:")
    index.backup(copy)
    return copy
