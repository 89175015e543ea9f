"""`sql`: the result of a query that the user wrote."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from stances.queries.result import Row


class SqlResult(NamedTuple):
    """The rows of a query, under its column names; only the `few` are shown, if given."""

    keys: Sequence[str]
    rows: Iterable[Row]
    document: None = None
    kind: str = "selection"
    few: Sequence[str] = ()

    @property
    def shown(self) -> Sequence[str]:
        """The columns that a terminal and a pipe get."""
        return self.few or self.keys

    def with_rows(self, rows: Iterable[Row]) -> SqlResult:
        """Return the same result with other rows."""
        return self._replace(rows=rows)

    def arranged(self, sort: str, limit: int | None) -> SqlResult:
        """Return the rows sorted and limited; numbers come before texts, None last."""
        rows: Iterable[Row] = self.rows
        if sort:
            key, backwards = sort.removeprefix("-"), sort.startswith("-")
            every = list(rows)
            filled = [row for row in every if row[key] is not None]
            filled.sort(key=lambda row: (isinstance(row[key], str), row[key]), reverse=backwards)
            rows = filled + [row for row in every if row[key] is None]
        return self.with_rows(islice(rows, limit))


def sql(index: sqlite3.Connection, query: str) -> SqlResult:
    """Run a query over the documented tables; its rows are read one by one.

    Raises `StancesError` if SQLite cannot run the query, or if the query would change something.
    """
    from stances.index.public_sql import select  # noqa: PLC0415 - views, which know no index, import this

    names, rows = select(index, query)
    keys = _unique(names)
    return SqlResult(keys, (dict(zip(keys, map(_cell, row), strict=True)) for row in rows))


def tables(index: sqlite3.Connection) -> SqlResult:
    """List the documented tables, each with its number of rows."""
    from stances.index.public_sql import columns, select  # noqa: PLC0415 - as above

    counts = (f"""SELECT '{table}', COUNT(*) FROM {table}""" for table in columns())
    rows = dict(select(index, " UNION ALL ".join(counts))[1])
    keys = ["table", "rows"]
    return SqlResult(keys, (dict(zip(keys, (each, rows[each]), strict=True)) for each in columns()))


def schema(table: str) -> SqlResult:
    """List the columns of a documented table, or of all if none is named.

    Raises `UnknownName` for another table.
    """
    from stances.index.public_schema import COLUMNS, SHOWN  # noqa: PLC0415 - as above
    from stances.index.public_schema import schema as every  # noqa: PLC0415
    from stances.index.public_sql import columns, unknown_name  # noqa: PLC0415

    name = table.lower()
    if table and name not in columns():
        raise unknown_name("table", table, "")
    rows = (row for row in every() if not table or row["table"] == name)
    return SqlResult(COLUMNS, rows, few=SHOWN[bool(table) :])


def _unique(names: Sequence[str]) -> list[str]:
    """Return the names; a repeated name gets a number appended."""
    keys: list[str] = []
    for name in names:
        key, number = name, 1
        while key in keys or (number > 1 and key in names):
            number += 1
            key = f"{name}_{number}"
        keys.append(key)
    return keys


def _cell(value: Any) -> Any:  # noqa: ANN401 - any cell
    """Return a value for JSON: bytes as hexadecimal digits, infinite numbers as text."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and math.isinf(value) else value
