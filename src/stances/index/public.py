"""The tables that are documented, as views of an index that has others."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from stances.index.scripts import columns_of, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TABLES = "public_tables.sql"
"""The script that makes them."""
_VIEWS = "public_views.sql"


def columns() -> Mapping[str, Sequence[str]]:
    """The columns of each table, all in order."""
    return columns_of(TABLES)


@contextmanager
def public(connection: sqlite3.Connection) -> Iterator[None]:
    """Meanwhile, the names of the documented tables mean these, and not the index's own."""
    for view in statements(_VIEWS):
        connection.execute(view)
    # SQLite makes this table when it is first used, which nobody else may do.
    connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # it may have been closed
            for name in columns():
                connection.execute(f"DROP VIEW temp.{name}")
