"""Runs a user's own SQL on the public tables, read-only."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from stances.errors import BadQuery, StancesError, UnknownName
from stances.index.connection import Index, is_damage
from stances.index.scripts import columns_of
from stances.text import closest, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
_NOT_FOR_USERS = ("load_extension", "fts3_tokenizer")
"""Functions with side effects."""
_OF_SQLITE = ("json_each", "json_tree")
"""Tables of SQLite that hold only values from the query itself."""
_PATIENCE = 10_000
"""Steps of SQLite between two checks for Ctrl-C."""
LARGEST = 64 * 1024 * 1024
"""The largest value that a query may make, in bytes."""
_UNKNOWN = re.compile(r"no such (table|column|function): (?:\w+\.)*(.+)", re.DOTALL)
_HIDDEN = re.compile(r"access to (?:main\.|temp\.)?(\w+)\.\w* is prohibited")
_SYNTAX = re.compile(r"(near .+): syntax error", re.DOTALL)
_READ_FROM = re.compile(r"\b(FROM|JOIN) (\w+)")
_FUNCTIONS = "sqlite.org/lang_corefunc.html has what there is"
_READS = ("a query can only read the tables of docs/sql.md", "begin it with SELECT")
_WORDED = (
    ("not authorized", *_READS),
    ("authorization denied", *_READS),
    ("readonly", *_READS),
    ("VACUUM", *_READS),
    ("cannot modify", *_READS),
    ("one statement at a time", "a query is one statement", "take away what follows the first"),
    ("bindings", "a query has no parameters", "write the values themselves, texts in '…'"),
    ("too big", f"a value of this query is too big: over {LARGEST:,} bytes", "ask for less"),
)
"""Parts of SQLite's messages, each with our message and hint."""


def select(
    connection: sqlite3.Connection, query: str
) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
    """Run a query; return its columns and rows. Read all rows before the next query.

    Raises `StancesError` if SQLite refuses the query, even while its rows are read. An export is
    queried in DuckDB's SQL.
    """
    if isinstance(connection, Index) and connection.is_exported:
        return connection.select(query)
    with ExitStack() as stack:
        stack.enter_context(_worded(query))
        inner = os.urandom(16).hex()
        hidden = stack.enter_context(public(connection, inner, query))
        stack.enter_context(_reading_only(connection, inner, hidden))
        cursor = connection.execute(query)
        stack.callback(_close, cursor)
        if cursor.description is None:
            raise BadQuery("there is no query", "e.g. SELECT ref, quote FROM statements")
        names = [name for name, *_ in cursor.description]
        rows = _rows(cursor, stack.pop_all())
        next(rows)  # once started, it closes the stack even if the rows are never read
        return names, rows
    raise AssertionError  # the stack suppresses no exception


def _rows(cursor: sqlite3.Cursor, stack: ExitStack) -> Iterator[tuple[Any, ...]]:
    with stack:
        yield ()
        yield from map(tuple, cursor)


def _close(cursor: sqlite3.Cursor) -> None:
    with suppress(sqlite3.ProgrammingError):  # the index may have been closed
        cursor.close()


@contextmanager
def _reading_only(
    connection: sqlite3.Connection, inner: str, hidden: Collection[str]
) -> Iterator[None]:
    """Allow no changes, and reading only from the documented tables.

    SQLite reports in which view or named subquery a column is read. A query can choose the names of
    its own subqueries, so ours have a name that no query can know: `inner`.
    """
    views = {*columns(), *hidden}
    whole = views - {*_SOUND, *OF_STATEMENTS, *SEVERAL, *hidden}

    def may_read(table: str, column: str | None, database: str, within: str | None) -> bool:
        if within == inner:
            return True
        if column:
            return table in (views if database == "temp" else _OF_SQLITE)
        # Rows are only counted. The table's name is as written in the query or, where SQLite has
        # merged a view into it, in the view. A name without a database may be a named subquery. A
        # hidden name leads to a view, whose own columns are refused.
        if database == "main":
            return table in _OF_SQLITE or table in whole
        return not table.startswith("sqlite_")

    def allow(
        action: int, what: str | None, which: str | None, database: str | None, within: str | None
    ) -> int:
        if action == sqlite3.SQLITE_FUNCTION:
            allowed = which not in _NOT_FOR_USERS
        elif action == sqlite3.SQLITE_READ:
            allowed = may_read((what or "").lower(), which, (database or "").lower(), within)
        else:
            allowed = action in _READING
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    connection.execute("PRAGMA query_only = ON")
    connection.set_progress_handler(lambda: 0, _PATIENCE)
    connection.set_authorizer(allow)
    longest = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # as above
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
            connection.set_authorizer(None)
            connection.set_progress_handler(None, 0)
            connection.execute("PRAGMA query_only = OFF")


@contextmanager
def _worded(query: str) -> Iterator[None]:
    """Raise SQLite's errors in words for the author of the query; Ctrl-C as `KeyboardInterrupt`."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        if is_damage(error):  # of the index, so not the query's fault
            raise
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from None
        raise _error(str(error), query) from error
    except MemoryError as error:
        why, hint = "the query needs more memory than there is", "ask for fewer or smaller values"
        raise BadQuery(why, hint) from error


def _error(message: str, query: str) -> StancesError:
    if unknown := _UNKNOWN.fullmatch(message):
        return unknown_name(unknown[1], unknown[2], query)
    if hidden := _HIDDEN.fullmatch(message):
        return unknown_name("table", hidden[1], query)
    if syntax := _SYNTAX.fullmatch(message):
        return BadQuery(f"the query is no SQL that SQLite understands, {syntax[1]}")
    for part, sentence, hint in _WORDED:
        if part in message:
            return BadQuery(sentence, hint)
    return BadQuery(f"the query cannot be answered: {message}")


def unknown_name(what: str, name: str, query: str, functions: str = _FUNCTIONS) -> UnknownName:
    """The error for an unknown table, column or function, with the existing ones.

    `functions` says where to find a list of functions.
    """
    if what == "function":
        return UnknownName(what, name, functions)
    tables = columns()
    if what == "table":
        if name in tables:
            return UnknownName(what, f"main.{name}", f"write `{name}` alone")
        near = did_you_mean(name, tables) if closest(name, tables) else ""
        return UnknownName(what, name, near or f"there are {', '.join(tables)}")
    words = {word.casefold() for word in re.findall(r"\w+", query)}
    candidates = [key for table, keys in tables.items() if table in words for key in keys]
    return UnknownName(what, name, did_you_mean(name, dict.fromkeys(candidates)))


OF_STATEMENTS = ("statement_frames", "evidence", "disputes")
"""Tables without the rows of statements that have errors."""
_SOUND = ("statements", "codings", "coding_frames")
"""Tables that are views of the index; each may read from those before it."""
SEVERAL = ("names", "assessment_subjects")
"""Tables for which the index has a row for each place in a file."""


def columns() -> Mapping[str, Sequence[str]]:
    """The columns of each table, all in order."""
    return {table: tuple(keys) for table, keys in columns_of("public_tables.sql").items()}


def _sound(connection: sqlite3.Connection) -> Mapping[str, str]:
    """The queries of the index's own views, as subqueries; SQLite would only report the views."""
    found: dict[str, str] = {}

    def inner(match: re.Match[str]) -> str:
        return f"{match[1]} {found.get(match[2]) or f'main.{match[2]}'}"

    for view in _SOUND:
        query = "SELECT sql FROM main.sqlite_master WHERE name = ?"
        created: str = connection.execute(query, (view,)).fetchone()[0]
        selected = created.partition(" AS\n")[2]
        found[view] = f"({_READ_FROM.sub(inner, selected)})"
    return found


@contextmanager
def public(
    connection: sqlite3.Connection, inner: str = "public", query: str = ""
) -> Iterator[Collection[str]]:
    """Make the names of the documented tables mean these, not the index's own tables.

    They have the documented columns, only of statements without errors, read within a subquery
    named `inner`. Yields the other tables that `query` could mean, in lower case: these names lead
    to views without that subquery.
    """
    sound = _sound(connection)
    for table, keys in columns().items():
        rows = f"{sound.get(table, f'main.{table}')} AS x"
        if table in OF_STATEMENTS:
            rows += f" JOIN {sound['statements']} AS s ON s.ref = x.ref"
        once = "DISTINCT " if table in SEVERAL else ""
        names = ", ".join(f'x."{key}"' for key in keys)
        rows = f'WITH "{inner}" AS (SELECT {once}{names} FROM {rows}) SELECT * FROM "{inner}"'
        connection.execute(f"CREATE TEMP VIEW {table} AS {rows}")
    every = (name for (name,) in connection.execute("SELECT name FROM main.sqlite_master"))
    others = {name for name in map(str.lower, every) if name in query.lower()}
    hidden = {name for name in others - {*columns()} if not name.startswith("sqlite_")}
    for name in hidden:
        connection.execute(f'CREATE TEMP VIEW "{name}" AS SELECT * FROM main."{name}"')
    # SQLite creates this table on first use, which users may not do.
    connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")
    try:
        yield hidden
    finally:
        with suppress(sqlite3.ProgrammingError):  # the connection may have been closed
            for name in (*columns(), *hidden):
                connection.execute(f'DROP VIEW temp."{name}"')
