"""The SQLite connection of an index."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from stances.index.as_coded import Reading

_OUT_OF_REACH = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
)


# sqlite3 looks for an adapter of each value that is neither text nor a number; finding none takes
# long.
sqlite3.register_adapter(type(None), {None: None}.get)
sqlite3.register_adapter(bool, {False: 0, True: 1}.get)


class Index(sqlite3.Connection):
    """A connection whose rows have names, and that is closed when it is garbage-collected.

    `file` is its path; None if it is in memory.
    """

    is_exported = False
    """Whether it is a Parquet export, which DuckDB queries."""
    asked: list[tuple[str, Sequence[Any]]] | None = None
    """If this is a list, each query is added to it, with its parameters."""
    decided = "main"
    """The schema that has its own tables, even if others replace them."""
    reading: Reading | None = None
    """The coder whose readings it returns, and how many; None if it returns decided readings."""
    has_other_words = False
    """Whether the words of its statements then differ from its full text."""

    def __init__(self, file: str | PathLike[str], **kwargs: Any) -> None:
        # Threads that share a connection wait for each other.
        super().__init__(file, check_same_thread=False, **kwargs)
        self.file = None if file == ":memory:" else file
        self.row_factory = sqlite3.Row
        self.over: dict[str, str] = {}
        """Temporary tables and views that replace tables of the index, by name."""

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """Do not record queries in this context, and leave no new transaction open."""
        asked, was_open = self.asked, self.in_transaction
        self.asked = None
        try:
            yield
        finally:
            self.asked = asked
            if self.in_transaction and not was_open:
                self.commit()

    def put_table_over(self, name: str, columns: Mapping[str, str]) -> None:
        """Make a temporary table; its first column is the primary key."""
        first, *_ = columns
        typed = ", ".join(f"{key} {type_}" for key, type_ in columns.items())
        self.execute(f"CREATE TEMP TABLE {name} ({typed}, PRIMARY KEY ({first}))")
        self.over[name] = "TABLE"

    def insert_over(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a temporary table."""
        marks = ", ".join("?" * len(rows[0]))
        self.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)

    def put_view_over(self, name: str, query: str) -> None:
        """Replace a table by a query; the schema `decided` still has the table itself."""
        self.execute(f"CREATE TEMP VIEW {name} AS {query}")  # temporary names are found first
        self.over[name] = "VIEW"

    def take_all_off(self) -> None:
        """Remove everything temporary, so that all names mean the index's own tables again."""
        for name, kind in reversed(self.over.items()):
            self.execute(f"DROP {kind} temp.{name}")
        self.over = {}

    def select(self, query: str) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
        """Return what `public_sql.select` does; only for an export."""
        raise NotImplementedError

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401
        """Execute as SQLite does; a text that UTF-8 cannot encode matches nothing."""
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
    """Replace lone surrogates in a text by escapes."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def copied(index: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of an index in memory."""
    copy = Index(":memory:")
    index.backup(copy)
    return copy


def is_out_of_reach(error: Exception) -> bool:
    """Whether a file is inaccessible at the moment, which says nothing about its content."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return isinstance(error, OSError) or code in _OUT_OF_REACH


def is_damage(error: BaseException) -> bool:
    """Whether SQLite reports that a file is not, or no longer, a database."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
