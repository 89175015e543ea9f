"""Runs a user's own SQL on the public tables of a Parquet export, read-only."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from stances.errors import BadQuery
from stances.index.duckdb_cursor import duckdb_module, fetched, interruptible
from stances.index.public_sql import columns, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from stances.index.parquet_index import ParquetIndex

_AS_SQLITE = (
    "USE public",
    "SET default_null_order = 'nulls_first_on_asc_last_on_desc'",
    "SET integer_division = true",
    "SET ieee_floating_point_ops = false",
    "SET error_on_division_by_zero = false",
)
"""Settings that select the documented tables, and results as from SQLite."""
_FUNCTIONS = frozenset(("generate_series", "json_each", "json_tree", "range", "unnest"))
"""Allowed table functions: others read and write files, or show what is not public."""
_ONLY_READS = "a query can only read the tables of docs/sql.md"
_TABLE = re.compile(r"Catalog Error: Table with name (?:\w+\.)*(.+?) does not exist!")
_COLUMN = re.compile(r'Binder Error: .*?[Cc]olumn "(.+?)" (?:not found|that cannot be)')
_FUNCTION = re.compile(r"Catalog Error: Scalar Function with name (.+?) does not exist!")


def select(index: ParquetIndex, query: str) -> tuple[Sequence[str], Iterator[tuple[Any, ...]]]:
    """Run a query in DuckDB's SQL; return its columns and rows.

    As in SQLite, truth values are 1 and 0, decimals are numbers, and dates are texts. Raises
    `StancesError` if DuckDB refuses the query, even while its rows are read.
    """
    with _worded(query):
        cursor = index.new_cursor()
        for setting in _AS_SQLITE:  # some change how a query is parsed
            with suppress(duckdb_module().CatalogException):  # in older versions, it is the default
                cursor.execute(setting)
        query.encode()
        found = cursor.extract_statements(query)
        if not found:
            raise BadQuery("there is no query", "e.g. SELECT ref, quote FROM statements")
        if len(found) > 1:
            raise BadQuery("a query is one statement", "take away what follows the first")
        if found[0].type.name != "SELECT":
            raise BadQuery(_ONLY_READS, "begin it with SELECT")
        _refuse_others(cursor, query)
        interruptible(cursor, lambda: cursor.execute(found[0]))
    names = [name for name, *_ in cursor.description]
    return names, _rows(cursor, query)


def _refuse_others(cursor: Any, query: str) -> None:  # noqa: ANN401 - DuckDB's
    """Raise `StancesError` unless a query reads only public tables and its own subqueries.

    DuckDB has no authorizer and its functions can write, so the query's syntax tree is checked.
    """
    [text] = cursor.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [query]).fetchone()
    try:
        found = json.loads(text)
        if found["error"]:
            raise BadQuery(f"the query cannot be answered: {found['error_message']}")
        _look(found["statements"], frozenset(), query)
    except RecursionError as error:
        raise BadQuery("the query is nested too deeply") from error


def _look(node: Any, own: frozenset[str], query: str) -> None:  # noqa: ANN401 - of a tree in JSON
    """Check tables in a part of a query; `own` are the subqueries named around that part."""
    if isinstance(node, list):
        for each in node:
            _look(each, own, query)
    if not isinstance(node, dict):
        return
    for named in node.get("cte_map", {}).get("map", ()):
        name, body = named["key"].lower(), named["value"]
        node_of = body.get("query_node") or body["query"]["node"]  # depends on DuckDB's version
        is_recursive = node_of["type"] == "RECURSIVE_CTE_NODE"
        _look(body, own | {name} if is_recursive else own, query)
        own |= {name}
    _refuse_other(node, own, query)
    for key, each in node.items():
        if key != "cte_map":
            _look(each, own, query)


def _refuse_other(node: Mapping[str, Any], own: frozenset[str], query: str) -> None:
    """Refuse a table that is neither public nor the query's own."""
    kind = node.get("type")
    if kind == "BASE_TABLE":
        place = ".".join(filter(None, (node["catalog_name"], node["schema_name"])))
        name = node["table_name"]
        is_own = not place and name.lower() in own
        if not is_own and (place.lower() not in ("", "public") or name.lower() not in columns()):
            raise unknown_name("table", name, query)
    if kind == "TABLE_FUNCTION" and (name := node["function"]["function_name"]) not in _FUNCTIONS:
        raise BadQuery(_ONLY_READS, f"take `{name}` away")
    if kind == "SHOW_REF":
        raise BadQuery(_ONLY_READS, "begin it with SELECT")


def _rows(cursor: Any, query: str) -> Iterator[tuple[Any, ...]]:  # noqa: ANN401 - DuckDB's
    while True:
        with _worded(query):
            rows = fetched(cursor)
        if not rows:
            return
        yield from (tuple(map(_cell, row)) for row in rows)


def _cell(value: Any) -> Any:  # noqa: ANN401 - any cell
    """Convert a value to one of SQLite's types."""
    if value is None or isinstance(value, str | float | bytes):
        return value
    if isinstance(value, int):
        return int(value)  # also for truth values
    try:
        return float(value)  # a decimal
    except (TypeError, ValueError):
        return str(value)


@contextmanager
def _worded(query: str) -> Iterator[None]:
    """Raise DuckDB's errors in words for the author of the query."""
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
