"""`search`: the statements that have some words, the best match first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from stances.queries import listing
from stances.queries.excerpts import excerpt
from stances.queries.result import decode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row
    from stances.terms import Wanted

EXCERPT = ("excerpt", "matches", "excerpt_of", "excerpt_source")
_FOUND = (*listing.KEYS, "rank")
KEYS = (*_FOUND, *EXCERPT)


class Search(NamedTuple):
    """Statements, the best match first, with the words that matched; `asked` as in a listing."""

    rows: Iterable[Row]
    asked: Sequence[str] = ()
    keys: Sequence[str] = KEYS
    document: None = None
    kind: str = "search"

    def with_rows(self, rows: Iterable[Row]) -> Search:
        """The same about other rows."""
        return self._replace(rows=rows)


def search(
    index: sqlite3.Connection,
    wanted: Wanted,
    filters: Filters,
    sort: str = "",
    limit: int | None = None,
) -> Search:
    """The statements with what is wanted that resolved filters let through, best match first.

    `rank` is 1 for the best; those that fit as well as each other share theirs. `sort` is as for
    `listing`, and not by what is only worked out of a row: the keys of `EXCERPT`.
    """
    from stances.index.search import hits  # noqa: PLC0415 - views, which know no index, import this

    found, values = hits(index, wanted)
    clause = filters.clause(attributed=True)
    columns = ", ".join(f"s.{key}" for key in listing.KEYS)
    query = f"""
        SELECT * FROM (
            SELECT {columns}, RANK() OVER (ORDER BY h.score) AS rank
            FROM ({found}) AS h JOIN statements AS s ON s.ref = h.ref WHERE {clause.sql}
        ) AS s ORDER BY {listing.order(sort, _FOUND, f"s.rank, {listing.BY_OFFICIAL}")}"""
    if limit is not None:
        query += f" LIMIT {min(limit, sys.maxsize)}"
    rows = (decode(row, _FOUND) for row in index.execute(query, (*values, *clause.values)))
    return Search((row | excerpt(row, wanted.terms) for row in rows), filters.official)
