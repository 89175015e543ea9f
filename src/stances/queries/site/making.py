"""How the corpus was made: its codebook, its coders, its licence and its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.queries import faults
from stances.queries.agreement import agreement, asked
from stances.queries.filters import ALL, Filters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.evidence.copies import Snapshots
    from stances.problems import Problem
    from stances.queries.agreement import Figures
    from stances.queries.filters import Clause

MOST_AGREED = 20
"""On so many issues it is told how far coders agree, and on all together."""
MOST_PROBLEMS = 500
"""The most problems that are told, errors before warnings."""
MOST_READINGS = 20_000
"""The most readings of coders that a site says the agreement of; more take too long."""


class Term(NamedTuple):
    """A faction or a frame of the codebook, and how many statements have it."""

    id: str
    label: str
    definition: str | None
    statements: int


class Coder(NamedTuple):
    """Who has coded, and how many statements, or how many readings beside those."""

    name: str
    statements: int
    codings: int


class AboutPage(NamedTuple):
    """What the page on how the site was made shows. `problems` are the first of `found`.

    `agreement` is how far coders agree on positions, issue by issue and over all (None); empty
    where there are no codings, or very many. `readings` are all codings. `sizes` are those of files
    to download, by path, in bytes. `verified` are the numbers of quotations by result of `verify`;
    None if no stored copy was read.
    """

    licence: str | None
    coders: Sequence[Coder]
    factions: Sequence[Term]
    frames: Sequence[Term]
    problems: Sequence[Problem]
    found: int
    readings: int
    agreement: Sequence[tuple[str | None, Figures]]
    sizes: Mapping[str, int] = {}
    verified: Mapping[str, int] | None = None


_CODERS = """
    SELECT t.coder, SUM(t.statements) AS statements, SUM(t.codings) AS codings FROM (
        SELECT s.coder, 1 AS statements, 0 AS codings FROM statements AS s WHERE {}
        UNION ALL SELECT c.coder, 0, 1 FROM codings AS c
            JOIN statements AS s ON s.ref = c.ref WHERE {}) AS t
    WHERE t.coder IS NOT NULL GROUP BY t.coder ORDER BY statements DESC, codings DESC, t.coder"""
_FACTIONS = """
    SELECT f.faction, f.label, f.definition, COALESCE(n.statements, 0) AS statements
    FROM factions AS f LEFT JOIN (
        SELECT s.faction, COUNT(*) AS statements FROM statements AS s WHERE {}
        GROUP BY s.faction) AS n
        ON n.faction = f.faction
    ORDER BY f.number"""
_FRAMES = """
    SELECT f.frame, f.label, f.definition, COALESCE(n.statements, 0) AS statements
    FROM frames AS f LEFT JOIN (
        SELECT x.frame, COUNT(DISTINCT s.ref) AS statements
        FROM statement_frames AS x JOIN statements AS s ON s.ref = x.ref WHERE {}
        GROUP BY x.frame) AS n
        ON n.frame = f.frame
    ORDER BY f.number"""


def about_page(
    index: sqlite3.Connection,
    filters: Filters | None,
    sizes: Mapping[str, int],
    snapshots: Snapshots | None = None,
) -> AboutPage:
    """How the corpus was made; of what resolved filters let through, if there are any."""
    clause = filters.clause() if filters else ALL

    def counted(query: str) -> Iterator[sqlite3.Row]:
        return index.execute(query.replace("{}", clause.sql), clause.values * query.count("{"))

    row = index.execute("SELECT license FROM corpus").fetchone()
    [readings] = index.execute("SELECT COUNT(*) FROM codings").fetchone()
    problems = sorted(faults.problems(index), key=lambda each: each.severity != "error")
    return AboutPage(
        row["license"] if row else None,
        [Coder(*each) for each in counted(_CODERS)],
        [Term(*each) for each in counted(_FACTIONS)],
        [Term(*each) for each in counted(_FRAMES)],
        problems[:MOST_PROBLEMS],
        len(problems),
        readings,
        [*_agreement(index, filters or Filters())] if 0 < readings <= MOST_READINGS else [],
        sizes,
        _verified(index, clause, snapshots) if snapshots else None,
    )


def _verified(index: sqlite3.Connection, clause: Clause, snapshots: Snapshots) -> dict[str, int]:
    """How many quotations there are with each result of `verify`."""
    from stances.queries.verification import verification  # noqa: PLC0415 - few keep copies

    return verification(index, snapshots, clause).counts


def _agreement(index: sqlite3.Connection, filters: Filters) -> Iterator[tuple[str | None, Figures]]:
    """Issue by issue, those that several have read something of; then all, if there are several."""
    lines = agreement(index, asked(index, filters), seed=None).lines
    read = [line for line in lines if line.figures.units]
    for line in [*read[:MOST_AGREED], *read[MOST_AGREED:][-1:]]:
        yield line.issue, line.figures
