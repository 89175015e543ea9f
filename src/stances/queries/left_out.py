"""How many statements an answer leaves out for what they are, issue by issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.filters import DISPUTED

if TYPE_CHECKING:
    import sqlite3

    from stances.queries.filters import Clause, Filters


def misattributed(index: sqlite3.Connection, filters: Filters) -> dict[str, int]:
    """Those that are out only because they are marked as misattributed."""
    if filters.status:
        return {}
    return _counted(index, filters._replace(status=("misattributed",)).clause())


def disputed(index: sqlite3.Connection, filters: Filters) -> dict[str, int] | None:
    """Those that are out only because they are disputed; None if that was not asked for."""
    if not filters.without_disputed:
        return None
    return _counted(index, filters._replace(without_disputed=False).clause() & DISPUTED)


def _counted(index: sqlite3.Connection, clause: Clause) -> dict[str, int]:
    query = f"SELECT issue, COUNT(*) FROM statements AS s WHERE {clause.sql} GROUP BY issue"
    return dict(index.execute(query, clause.values).fetchall())
