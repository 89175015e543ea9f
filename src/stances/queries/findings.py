"""What was found on each issue, official by official: what findings are told from."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.silence import Silent, uncounted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Filters


class Choice(NamedTuple):
    """A position of an issue; `is_open` leaves the question open."""

    position: str
    label: str
    score: int | None
    is_open: bool


class Standing(NamedTuple):
    """An official who speaks for a faction on an issue, and the positions taken, in their order.

    `doubtful` are those that rest on disputed statements alone. An official who spoke for two
    factions has two standings.
    """

    official: str
    name: str
    faction: str | None
    positions: Sequence[str]
    doubtful: Sequence[str]


class Finding(NamedTuple):
    """An issue: its positions, who takes which, and who says nothing.

    Officials who are not named have no standing: `unnamed` counts their statements. `disputed` of
    the `statements` are disputed.
    """

    issue: str
    question: str
    choices: Sequence[Choice]
    standings: Sequence[Standing]
    silent: Sequence[Silent]
    statements: int
    disputed: int
    unnamed: int

    def taken(self, standing: Standing) -> list[Choice]:
        """The positions of an official; those that leave the question open only if no other is."""
        own = [choice for choice in self.choices if choice.position in standing.positions]
        return [choice for choice in own if not choice.is_open] or own

    def is_undecided(self, standing: Standing) -> bool:
        """Whether an official leaves the question open in all that was said."""
        return all(choice.is_open for choice in self.taken(standing))


def findings(index: sqlite3.Connection, filters: Filters) -> list[Finding]:
    """The findings on all issues that the statements which resolved filters let through are about.

    In the codebook's order; standings by the order of factions, then by name.
    """
    clause = filters.counted()
    query = f"""
        SELECT s.issue, s.official, s.name, s.faction, s.position, s.unnamed,
            COUNT(*) AS statements, SUM(s.disputed) AS disputed
        FROM statements AS s
        JOIN issues AS i ON i.issue = s.issue
        JOIN positions AS p ON p.issue = s.issue AND p.position = s.position
        LEFT JOIN factions AS f ON f.faction = s.faction
        WHERE {clause.sql}
        GROUP BY i.number, s.issue, f.number, s.faction, s.name, s.official, s.unnamed, p.number,
            s.position
        ORDER BY i.number, s.issue, f.number IS NULL, f.number, s.faction, s.name, s.official,
            p.number"""
    rows = index.execute(query, clause.values).fetchall()
    questions = dict(index.execute("SELECT issue, question FROM issues").fetchall())
    found = []
    for issue, group in groupby(rows, key=lambda row: row["issue"]):
        own = [*group]
        found.append(
            Finding(
                issue,
                questions[issue],
                choices(index, issue),
                _standings(own),
                [each for each in uncounted(index, filters, issue) if each.is_silent],
                sum(row["statements"] for row in own),
                sum(row["disputed"] for row in own),
                sum(row["statements"] for row in own if row["unnamed"]),
            )
        )
    return found


def choices(index: sqlite3.Connection, issue: str) -> list[Choice]:
    """The positions of an issue, in the codebook's order."""
    query = """SELECT position, label, score, "open" FROM positions
               WHERE issue = ? ORDER BY number"""
    rows = index.execute(query, (issue,))
    return [Choice(position, label, score, bool(open_)) for position, label, score, open_ in rows]


def _standings(rows: Sequence[sqlite3.Row]) -> list[Standing]:
    standings = []
    named = (row for row in rows if not row["unnamed"])
    for (faction, official), group in groupby(named, lambda row: (row["faction"], row["official"])):
        own = [*group]
        doubtful = [row["position"] for row in own if row["disputed"] == row["statements"]]
        positions = [row["position"] for row in own]
        standings.append(Standing(official, own[0]["name"], faction, positions, doubtful))
    return standings
