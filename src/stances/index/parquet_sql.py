"""Runs a user's own SQL on the public tables of a Parquet export, read-only."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from stances.errors import BadQuery
from stances.index.duckdb_cursor import duckdb_module, fetched, interruptible
from stances.index.public_sql import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.index.parquet_index import ParquetIndex

_AS_SQLITE = (
    "USE public",
    "SET default_null_order = 'nulls_first_on_asc_last_on_desc'",
    "SET integer_division = true",
)
"""What makes a query find the documented tables, and give what SQLite gives."""
_TABLE = re.compile(r"Catalog Error: Table with name (?:\w+\.)*(.+?) does not exist!")
_COLUMN = re.compile(r'Binder Error: .*?[Cc]olumn "(.+?)" (?:not found|that cannot be)')
_FUNCTION = re.compile(r"Catalog Error: Scalar Function with name (.+?) does not exist!")


def select(index: ParquetIndex, query: str) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
    """The columns and the rows of a query in DuckDB's SQL.

    Truth values are 1 and 0, decimals are numbers, and dates are texts, as SQLite has them. Raises
    `StancesError` for a query that DuckDB refuses, also while its rows are read.
    """
    with _worded(query):
        cursor = index.new_cursor()
        for setting in _AS_SQLITE:  # some of which say how a query is parsed
            cursor.execute(setting)
        query.encode()
        found = cursor.extract_statements(query)
        if not found:
            raise BadQuery("there is no query", "e.g. SELECT ref, quote FROM statements")
        if len(found) > 1:
            raise BadQuery("a query is one statement", "take away what follows the first")
        if found[0].type.name != "SELECT":
            why = "a query can only read the tables of docs/sql.md"
            raise BadQuery(why, "begin it with SELECT")
        interruptible(cursor, lambda: cursor.execute(found[0]))
    names = [name for name, *_ in cursor.description]
    return names, _rows(cursor, query)


def _rows(cursor: Any, query: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's
    while True:
        with _worded(query):
            rows = fetched(cursor)
        if not rows:
            return
        yield from (tuple(map(_cell, row)) for row in rows)


def _cell(value: Any) -> Any:  # noqa: ANN401 - any cell
    """A value of one of SQLite's types."""
    if value is None or isinstance(value, str | float | bytes):
        return value
    if isinstance(value, int):
        return int(value)  # a truth value too
    try:
        return float(value)  # a decimal
    except (TypeError, ValueError):
        return str(value)


@contextmanager
def _worded(query: str) -> Iterator[None]:
    """Raise DuckDB's errors in words for whoever wrote the query."""
    duckdb = duckdb_module()
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        why, hint = "the query needs more memory than there is", "ask for fewer or smaller values"
        raise BadQuery(why, hint) from error
    except UnicodeEncodeError as error:
        raise BadQuery("the query is no text that UTF-8 can hold") from error
    except duckdb.Error as error:
        message = str(error)
        for pattern, what in ((_TABLE, "table"), (_COLUMN, "column"), (_FUNCTION, "function")):
            if unknown := pattern.match(message):
                there = "duckdb.org/docs/sql/functions has what there is"
                raise unknown_name(what, unknown[1], query, there) from error
        kind, _, why = message.partition("\n")[0].partition(": ")
        if kind == "Parser Error":
            raise BadQuery(f"the query is no SQL that DuckDB understands: {why}") from error
        raise BadQuery(f"the query cannot be answered: {why or kind}") from error
