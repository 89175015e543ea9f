"""The SQLite connection of an index."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

_OUT_OF_REACH = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)


# sqlite3 looks for an adapter of each value that is neither text nor a number, and takes long to
# find none.
sqlite3.register_adapter(type(None), {None: None}.get)
sqlite3.register_adapter(bool, {False: 0, True: 1}.get)


class Index(sqlite3.Connection):
    """A connection whose rows have names, and which is closed when it is garbage-collected.

    `file` is where it is kept; None if it is in memory.
    """

    is_exported = False
    """Whether it is a Parquet export, from which DuckDB answers."""
    asked: list[tuple[str, Sequence[Any]]] | None = None
    """Where a list is put here, each query is added to it, with its parameters."""

    def __init__(self, file: str | PathLike[str], **kwargs: Any) -> None:
        # Threads that share one wait for each other.
        super().__init__(file, check_same_thread=False, **kwargs)
        self.file = None if file == ":memory:" else file
        self.row_factory = sqlite3.Row

    def select(self, query: str) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
        """What `public_sql.select` gives, of an export alone."""
        raise NotImplementedError

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401
        """As in SQLite; but a text that UTF-8 cannot hold, as of an argument, is found nowhere."""
        if self.asked is not None:
            self.asked.append((sql, [*parameters]))
        try:
            return super().execute(sql, parameters)
        except UnicodeEncodeError:
            if isinstance(parameters, dict):
                return super().execute(
                    sql, {key: as_text(each) for key, each in parameters.items()}
                )
            return super().execute(sql, tuple(map(as_text, parameters)))

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # the file could not be opened
            self.close()


def as_text(value: Any) -> Any:  # noqa: ANN401 - any value of SQLite
    """A text with escapes in place of lone surrogates."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def copied(index: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an index in memory."""
    copy = Index(":memory:")
    index.backup(copy)
    return copy


def is_out_of_reach(error: Exception) -> bool:
    """Whether a file cannot be read or written now, which says nothing about what is in it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return isinstance(error, OSError) or code in _OUT_OF_REACH


def is_damage(error: BaseException) -> bool:
    """Whether SQLite says that what it reads is no database any more."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
