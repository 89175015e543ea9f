"""`sql`: the result of the user's own query."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from stances.queries.result import Row


class SqlResult(NamedTuple):
    """The rows of a query, under the names that it gives its columns."""

    keys: Sequence[str]
    rows: Iterable[Row]
    document: None = None
    kind: str = "selection"

    def with_rows(self, rows: Iterable[Row]) -> SqlResult:
        """The same about other rows."""
        return self._replace(rows=rows)

    def arranged(self, sort: str, limit: int | None) -> SqlResult:
        """In another order and no more than so many; numbers come before texts, nothing last."""
        rows: Iterable[Row] = self.rows
        if sort:
            key, backwards = sort.removeprefix("-"), sort.startswith("-")
            found = list(rows)
            known = [row for row in found if row[key] is not None]
            known.sort(key=lambda row: (isinstance(row[key], str), row[key]), reverse=backwards)
            rows = known + [row for row in found if row[key] is None]
        return self.with_rows(islice(rows, limit))


def sql(index: sqlite3.Connection, query: str) -> SqlResult:
    """The answer to a query over the documented tables, row by row as it is asked for.

    Raises `StancesError` for one that cannot be answered, or that would change something.
    """
    from stances.index.public_sql import select  # noqa: PLC0415 - views, which know no index, import this

    names, rows = select(index, query)
    keys = _once(names)
    return SqlResult(keys, _rows(keys, rows))


def _rows(keys: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> Iterator[Row]:
    for row in rows:
        yield dict(zip(keys, map(_cell, row), strict=True))


def _once(names: Sequence[str]) -> list[str]:
    """The names, each but the first of its kind with a number behind it."""
    keys: list[str] = []
    for name in names:
        key, number = name, 1
        while key in keys or (number > 1 and key in names):
            number += 1
            key = f"{name}_{number}"
        keys.append(key)
    return keys


def _cell(value: Any) -> Any:  # noqa: ANN401 - any cell
    """What JSON has no word for is text: bytes in hexadecimal digits, numbers without end."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and math.isinf(value) else value
