"""Creates the tables of an index, fills them with rows, and passes rows between processes."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from stances.index.connection import Index
from stances.index.scripts import columns_of, statements

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping


class Rows(NamedTuple):
    """Rows of a table, each with the cells of some columns; the other columns are empty."""

    columns: tuple[str, ...]
    cells: list[tuple[Any, ...]]


Tables = dict[str, list[Rows]]
"""Rows to insert, by table and in order."""


def add(tables: Tables, table: str, row: Mapping[str, Any]) -> None:
    """Add a row, reduced to the columns of its table."""
    names = columns()[table]
    _extend(tables, table, names, [tuple(map(row.get, names))])


def add_columns(tables: Tables, table: str, cells: Mapping[str, list[Any]]) -> None:
    """Add rows given as one list of cells per column; only the table's own columns are added."""
    known = (name for name in columns()[table] if name in cells)
    names = tuple(name for name in known if cells[name].count(None) < len(cells[name]))
    _extend(tables, table, names, zip(*(cells[name] for name in names), strict=True))


def _extend(
    tables: Tables, table: str, names: tuple[str, ...], cells: Iterable[tuple[Any, ...]]
) -> None:
    of_table = tables.setdefault(table, [])
    if not of_table or of_table[-1].columns != names:
        of_table.append(Rows(names, []))
    of_table[-1].cells.extend(cells)


def create(connection: sqlite3.Connection) -> None:
    """Create the tables of an empty database; indexes are faster to create last."""
    for table in _tables():
        connection.execute(_definition(table))


@cache
def _definition(table: str) -> str:
    typed = ", ".join(f'"{name}" {type_}' for name, type_ in _tables()[table].items())
    return f'CREATE TABLE "{table}" ({typed})'


def create_indexes(connection: sqlite3.Connection) -> None:
    """Create the views, and the indexes that the rest of a build needs."""
    for statement in statements("indexes.sql"):
        connection.execute(statement)


def create_question_indexes(connection: sqlite3.Connection) -> Iterator[None]:
    """Create the other indexes, one at each step."""
    for statement in statements("question_indexes.sql"):
        connection.execute(statement)
        yield


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    """The columns of each table with their types, the public ones first."""
    internal = columns_of("schema.sql")
    public = {
        _WHOLE.get(table, table): keys for table, keys in columns_of("public_tables.sql").items()
    }
    tables = {**public, **internal}
    return {table: {**public.get(table, {}), **internal.get(table, {})} for table in tables}


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """The columns of each table, in order."""
    return {table: tuple(keys) for table, keys in _tables().items()}


_WHOLE = {
    "statements": "all_statements",
    "codings": "all_codings",
    "coding_frames": "all_coding_frames",
}
"""Public tables that are views of tables which also hold the excluded rows."""


def insert(connection: sqlite3.Connection, tables: Tables) -> None:
    """Insert rows into their tables."""
    for table, of_table in tables.items():
        for names, cells in of_table:
            into = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            connection.executemany(f'INSERT INTO "{table}" ({into}) VALUES ({marks})', cells)


def shard_of(tables: Tables) -> bytes:
    """Rows as the bytes of a separate database that has only tables with rows."""
    with closing(Index(":memory:", isolation_level=None)) as shard:
        shard.execute("PRAGMA journal_mode = OFF")
        shard.execute("BEGIN")
        for table in tables:
            shard.execute(_definition(table))
        # If this number stays the same, SQLite knows on which pages the tables of a shard begin.
        shard.execute(f"PRAGMA schema_version = {crc32(repr([*tables]).encode()) >> 1}")
        insert(shard, tables)
        shard.execute("COMMIT")
        return shard.serialize()


@contextmanager
def shards(connection: sqlite3.Connection) -> Iterator[Callable[[bytes], None]]:
    """Yield a function that inserts the rows of a shard, with the same result as `insert`.

    It commits pending changes each time, because a shard can only be replaced between transactions.
    It then begins another transaction.
    """

    def insert_shard(shard: bytes) -> None:
        _commit(connection)
        connection.deserialize(shard, name="shard")
        connection.execute("BEGIN")
        query = "SELECT name FROM shard.sqlite_master WHERE type = 'table' ORDER BY rowid"
        for (table,) in connection.execute(query).fetchall():
            # SQLite copies whole rows without parsing their columns.
            connection.execute(f'INSERT INTO main."{table}" SELECT * FROM shard."{table}"')

    _commit(connection)
    connection.execute("ATTACH ':memory:' AS shard")
    try:
        yield insert_shard
    finally:
        _commit(connection)
        connection.execute("DETACH shard")
        connection.execute("BEGIN")


def _commit(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("COMMIT")
