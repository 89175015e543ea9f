"""The data on how the corpus was made: its codebook, coders, licence and problems."""

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
"""The most issues with a figure of agreement; there is one for all issues, too."""
MOST_PROBLEMS = 500
"""The most problems that are listed; errors come before warnings."""
MOST_READINGS = 20_000
"""The most readings for which agreement is computed; with more, it takes too long."""


class Term(NamedTuple):
    """A faction or a frame of the codebook, and the number of its statements."""

    id: str
    label: str
    definition: str | None
    statements: int


class Coder(NamedTuple):
    """A coder, with the numbers of coded statements and of further readings."""

    name: str
    statements: int
    codings: int


class AboutPage(NamedTuple):
    """The data for the page on how the site was made.

    `problems` are the first of `found` problems. `agreement` has the figures on positions for each
    issue, and for all issues as None. It is empty without codings, and if there are too many.
    `readings` is the number of codings. `sizes` are the bytes of files to download, by path.
    `verified` has the number of quotations by result of `verify`; None if no stored copy was read.
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
    """Return how the corpus was made; figures count what passes resolved filters, if any."""
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
    """Yield the figures of issues with several coders, and then of all issues together (None)."""
    lines = agreement(index, asked(index, filters), seed=None).lines
    read = [line for line in lines if line.figures.units]
    for line in [*read[:MOST_AGREED], *read[MOST_AGREED:][-1:]]:
        yield line.issue, line.figures
