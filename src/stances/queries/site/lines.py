"""Statements in lists: the data that each line needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.listing import batched
from stances.queries.result import decoded_cells
from stances.queries.site.named import disputed_with

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.filters import Clause, Filters
    from stances.queries.result import Row

LINE = (
    "ref official name issue said said_from said_to position quote lang status disputed hearsay "
    "retracted conditions summary according_to spoken_by match_certain match_probable evidence "
    "disputes"
).split()
"""The keys of `list` that a line shows."""


@dataclass(frozen=True)
class Lines:
    """Rows of statements as the index stores them; each is decoded when it is read."""

    stored: Sequence[Sequence[object]] = ()

    def __len__(self) -> int:
        return len(self.stored)

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(LINE, cells, strict=True)) for cells in decoded_cells(LINE, self.stored))


class Misattributed(NamedTuple):
    """A misattributed statement, with the facts that a link to it shows."""

    ref: str
    name: str
    issue: str
    said: str


def misattributed(filters: Filters) -> Filters | None:
    """Return the filters for misattributed statements; None if `filters` select a status.

    These statements are in no list and no figure, but each has a page. So a reader who follows a
    link to one learns that it is misattributed.
    """
    return None if filters.status else filters._replace(status=("misattributed",))


def misattributed_by(
    index: sqlite3.Connection, filters: Filters, query: str
) -> dict[str, list[Misattributed]]:
    """Return misattributed statements by the first column of a query; it has `{}` for the filters.

    The other columns are those of `Misattributed`.
    """
    found: dict[str, list[Misattributed]] = {}
    if withdrawn := misattributed(filters):
        clause = withdrawn.clause()
        for key, *of in index.execute(query.format(clause.sql), clause.values):
            found.setdefault(key, []).append(Misattributed(*of))
    return found


_NAMING = """
    SELECT d.ref, d.note, d.resolution FROM disputes AS d JOIN statements AS s ON s.ref = d.ref
    WHERE (d.note LIKE '%/%' OR d.resolution LIKE '%/%') AND {} ORDER BY d.ref, d.number"""


def named_by(index: sqlite3.Connection, clause: Clause) -> Mapping[str, Sequence[str]]:
    """Return the statements that disputes of others name, each with those others."""
    naming: dict[str, dict[str, None]] = {}
    for dispute in index.execute(_NAMING.format(clause.sql), clause.values):
        for named in disputed_with(dispute):
            if named != dispute["ref"]:
                naming.setdefault(named, {})[dispute["ref"]] = None
    found: dict[str, Sequence[str]] = {}
    for some in batched(naming):
        marks = ", ".join("?" * len(some))
        query = f"SELECT ref FROM statements WHERE ref IN ({marks}) ORDER BY ref"
        found.update((ref, [*naming[ref]]) for (ref,) in index.execute(query, some))
    return found
