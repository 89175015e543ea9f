"""Queries a Parquet export like an index, with DuckDB in place of SQLite."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from stances.errors import BadExport
from stances.index import manifest
from stances.index.cache import read_private, seen_file, write_private
from stances.index.connection import Index, as_text
from stances.index.duckdb_cursor import duckdb_module, fetched, interruptible, quoted
from stances.index.parquet_tables import TYPES, Table, tables, views
from stances.index.public_sql import columns
from stances.paths import EXPORT_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from stances.revisions import Commit

    Progress = Callable[[int, int], None]

_SMALL = 20_000
"""A table with at most this many rows is read once and kept in memory."""
_INSERTED = 50
"""Rows that are inserted at a time."""
_PATTERN = re.compile(r"[*?\[]")
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
}


def open_export(folder: Path, cache: str | Path | None, progress: Progress) -> ParquetIndex:
    """Open the export in a folder, and check that its files are unchanged.

    Their content is checked against the manifest once, and again when a file may have changed
    since. The private folder `cache` keeps the state of that check. Raises `BadExport`, and
    `NeedsExtra` without DuckDB.
    """
    duckdb_module()
    found = manifest.read(folder)
    state = manifest.state(folder, found)
    seen = cache and seen_file(folder, cache)
    if seen is None or read_private(seen) != state:
        manifest.check_digests(folder, found, progress)
        if seen:
            with suppress(OSError):
                write_private(seen, state)
    return ParquetIndex(folder, found)


def exported_commit(index: sqlite3.Connection) -> Commit | None:
    """The commit of the corpus when the export was written; None outside git."""
    from stances.revisions import Commit  # noqa: PLC0415 - only reports need it

    commit = index.manifest.commit if isinstance(index, ParquetIndex) else None
    return Commit(*commit) if commit else None


class ParquetIndex(Index):
    """An export with the interface of an index: it takes SQL and returns rows with names.

    It is also a connection to an empty SQLite database, so that it can be used wherever an index
    can. Its rows are SQLite rows. It is read-only.
    """

    is_exported = True
    decided = "decided"

    def __init__(self, folder: Path, found: manifest.Manifest) -> None:
        super().__init__(":memory:")
        self.folder, self.manifest = folder, found
        self._duckdb = duckdb_module()
        from tempfile import gettempdir  # noqa: PLC0415 - slow to import, and only needed here

        # DuckDB creates it when memory is short, and removes it.
        spill = os.path.join(gettempdir(), f"stances-{os.urandom(8).hex()}")  # noqa: PTH118 - a text is needed
        settings = _SETTINGS | {"temp_directory": spill}
        self._connection = self._duckdb.connect(":memory:", config=settings)
        self._shapes: dict[tuple[str, ...], sqlite3.Cursor] = {}
        self._make_tables()
        self._make_public()
        # DuckDB checks the pattern, and then the path that it matches.
        readable = ", ".join(map(quoted, (os.path.abspath(folder), _literally(folder))))  # noqa: PTH100 - links stay
        for name, value in (
            ("allowed_directories", f"[{readable}]"),
            ("enable_external_access", "false"),
        ):
            self._make(f"SET {name} = {value}")

    def _make_tables(self) -> None:
        """Map the names in our queries to the rows of the export."""
        for table in tables():
            if table.name not in self.manifest.tables:
                raise BadExport(self.folder, f"{EXPORT_FILE} has no table {table.name}")
            self._make_rows(table)
        for name, query in views().items():
            self._make(f"CREATE VIEW {name} AS {query}")

    def _make_rows(self, table: Table) -> None:
        parts = (self.folder / part.path for part in self.manifest.tables[table.name])
        files = ", ".join(quoted(_literally(part)) for part in parts)
        kind = "TABLE" if self._rows_of(table) <= _SMALL else "VIEW"
        names = ", ".join(f'"{key}"' for key in table.columns)
        # Otherwise a folder named `faction=x` would become a column.
        rows = f"SELECT {names} FROM read_parquet([{files}], hive_partitioning = false)"
        self._make(f"CREATE {kind} rows_{table.name} AS {rows}")

    def _rows_of(self, table: Table) -> int:
        return sum(part.rows for part in self.manifest.tables[table.name])

    def _make_public(self) -> None:
        """Make the tables of docs/sql.md for users' queries, in their own schema."""
        self._make("CREATE SCHEMA public")
        for name, keys in columns().items():
            names = ", ".join(f'"{key}"' for key in keys)
            self._make(f'CREATE VIEW public."{name}" AS SELECT {names} FROM main."rows_{name}"')

    def _make(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except self._duckdb.Error as error:
            raise self.damage(error) from error

    def damage(self, error: Exception) -> BadExport:
        """The error for a file that DuckDB cannot read, with the first line of its message."""
        return BadExport(self.folder, str(error).partition("\n")[0])

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401 - as in SQLite
        """Execute a query; its rows are read a few at a time.

        Raises `BadExport` if a file turns out to be damaged.
        """
        if self.asked is not None:
            self.asked.append((sql, [*parameters]))
        with self.reported():
            cursor, values = self.new_cursor(), [*map(as_text, parameters)]
            interruptible(cursor, lambda: cursor.execute(sql, values))
            return Rows(self, cursor)

    def put_table_over(self, name: str, columns: Mapping[str, str]) -> None:
        """Do as in SQLite, but for all cursors."""
        typed = ", ".join(f"{key} {TYPES[type_]}" for key, type_ in columns.items())
        self._make(f"CREATE TABLE {name} ({typed})")
        self.over[name] = "TABLE"

    def insert_over(self, name: str, rows: Sequence[Sequence[Any]]) -> None:
        """Do as in SQLite."""
        marks = f"({', '.join('?' * len(rows[0]))})"
        for at in range(0, len(rows), _INSERTED):
            some = rows[at : at + _INSERTED]
            values = [cell for row in some for cell in row]
            query = f"INSERT INTO {name} VALUES {', '.join([marks] * len(some))}"
            self._connection.execute(query, values)

    def put_view_over(self, name: str, query: str) -> None:
        """Do as in SQLite, but for all cursors."""
        if not any(kind == "VIEW" for kind in self.over.values()):
            self._make(f"CREATE SCHEMA IF NOT EXISTS {self.decided}")
        self._make(f"CREATE OR REPLACE VIEW {self.decided}.{name} AS {views()[name]}")
        self._make(f"CREATE OR REPLACE VIEW {name} AS {query}")
        self.over[name] = "VIEW"

    def take_all_off(self) -> None:
        """Do as in SQLite."""
        for name, kind in reversed(self.over.items()):
            own = f"CREATE OR REPLACE VIEW {name} AS {views()[name]}" if kind == "VIEW" else ""
            self._make(own or f"DROP TABLE {name}")
        self.over = {}

    def select(self, query: str) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
        """Run a user's query in DuckDB's SQL: its columns and rows. Raises `StancesError`."""
        from stances.index.parquet_sql import select  # noqa: PLC0415 - only `sql` needs it

        return select(self, query)

    def new_cursor(self) -> Any:  # noqa: ANN401 - DuckDB's
        """A DuckDB cursor; it can have only one query at a time."""
        return self._connection.cursor()

    @contextmanager
    def reported(self) -> Iterator[None]:
        """Turn DuckDB's errors about files and memory into ours."""
        try:
            yield
        except self._duckdb.OutOfMemoryException as error:
            raise MemoryError from error
        except (self._duckdb.IOException, self._duckdb.InvalidInputException) as error:
            raise self.damage(error) from error

    def shape(self, names: tuple[str, ...]) -> sqlite3.Cursor:
        """A SQLite cursor whose rows have these names."""
        if names not in self._shapes:
            named = ", ".join('NULL AS "{}"'.format(name.replace('"', '""')) for name in names)
            self._shapes[names] = sqlite3.Connection.execute(self, f"SELECT {named}")
        return self._shapes[names]

    def close(self) -> None:
        """Close both databases."""
        if hasattr(self, "_connection"):
            self._connection.close()
        super().close()


class Rows:
    """The rows of a query, with names, like a SQLite cursor."""

    def __init__(self, index: ParquetIndex, cursor: Any) -> None:  # noqa: ANN401 - DuckDB's
        self._index, self._cursor = index, cursor
        self._rows = self._read()

    def _read(self) -> Iterator[sqlite3.Row]:
        shape = self._index.shape(tuple(name for name, *_ in self._cursor.description))
        while rows := self._fetched():
            for row in rows:
                yield sqlite3.Row(shape, row)

    def _fetched(self) -> list[tuple[Any, ...]]:
        with self._index.reported():
            return fetched(self._cursor)

    def __iter__(self) -> Iterator[sqlite3.Row]:
        return self._rows

    def __next__(self) -> sqlite3.Row:
        return next(self._rows)

    def fetchone(self) -> sqlite3.Row | None:
        """The next row; None after the last."""
        return next(self._rows, None)

    def fetchall(self) -> list[sqlite3.Row]:
        """All remaining rows."""
        return [*self._rows]


def _literally(path: Path) -> str:
    """The path of a file, escaped for DuckDB, which expands patterns and `~`."""
    return _PATTERN.sub(r"[\g<0>]", os.path.abspath(path))  # noqa: PTH100 - links stay
