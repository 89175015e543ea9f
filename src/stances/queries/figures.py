"""Counts and means of statements, in groups; a mean is one over officials."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import mean, pstdev
from typing import TYPE_CHECKING

from stances.queries.filters import UNDISPUTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Clause

Group = tuple[str | None, ...]
"""The values that the statements of a group share; None where they have none."""

_MONTH = (
    "CASE WHEN substr(s.said_from, 1, 7) = substr(s.said_to, 1, 7) THEN substr(s.said_to, 1, 7) END"
)
_EXPRESSIONS = {
    "issue": "s.issue",
    "faction": "s.faction",
    "position": "s.position",
    "official": "s.official",
    "source": "e.source",
    "frame": "f.frame",
    "month": _MONTH,
}
_JOINS = {
    "source": " LEFT JOIN (SELECT DISTINCT ref, source FROM evidence) AS e ON e.ref = s.ref",
    "frame": " LEFT JOIN (SELECT DISTINCT ref, frame FROM statement_frames) AS f ON f.ref = s.ref",
}
_TWO_CERTAIN = "CASE WHEN s.match_certain >= 2 THEN 1 ELSE 0 END"
_TWO_PROBABLE = (
    "CASE WHEN s.match_certain < 2 AND s.match_certain + s.match_probable >= 2 THEN 1 ELSE 0 END"
)
BY = tuple(_EXPRESSIONS)[1:]
"""What statements can be grouped by. By source and frame, one statement can be in several groups;
by month, one whose date reaches over two months is in none (None)."""


@dataclass(frozen=True)
class Figures:
    """What is counted of one group.

    `mean` and `spread` (population standard deviation) are taken over the officials' means of
    their scored statements, and None where no statement is scored. `corroborated` statements rest
    on two certain sources or more; `probably_corroborated` ones would with their probable sources.
    `undisputed` are the figures without the disputed statements, None where there are none.
    """

    statements: int
    officials: int
    scored: int
    disputed: int
    corroborated: int
    probably_corroborated: int
    means: tuple[Fraction, ...]
    undisputed: Figures | None = None

    @property
    def unstated(self) -> int:
        """Statements whose position carries no score."""
        return self.statements - self.scored

    @property
    def mean(self) -> float | None:
        """The mean of the officials' means."""
        return float(mean(self.means)) if self.means else None

    @property
    def spread(self) -> float | None:
        """How far the officials' means lie apart."""
        return float(pstdev(self.means)) if self.means else None


NOTHING = Figures(0, 0, 0, 0, 0, 0, ())


def figures(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    """Figures for each group of the statements, in no particular order."""
    found = _asked(index, clause, by)
    if not any(each.disputed for each in found.values()):
        return found
    rest = _asked(index, clause & UNDISPUTED, by)
    return {
        group: replace(each, undisputed=rest.get(group, NOTHING)) if each.disputed else each
        for group, each in found.items()
    }


def _asked(index: sqlite3.Connection, clause: Clause, by: Sequence[str]) -> dict[Group, Figures]:
    groups = _columns(by)
    query = f"""
        SELECT {groups} s.official AS official, COUNT(*) AS statements, COUNT(s.score) AS scored,
               SUM(s.score) AS total, SUM(s.disputed) AS disputed,
               SUM({_TWO_CERTAIN}) AS corroborated, SUM({_TWO_PROBABLE}) AS probably_corroborated
        FROM statements AS s{_joins(by)} WHERE {clause.sql} GROUP BY {groups} s.official
        ORDER BY s.official"""
    found: dict[Group, list[sqlite3.Row]] = defaultdict(list)
    for row in index.execute(query, clause.values):
        found[tuple(row)[: len(by)]].append(row)
    return {group: _figures(rows) for group, rows in found.items()}


def _figures(rows: Sequence[sqlite3.Row]) -> Figures:
    return Figures(
        statements=sum(row["statements"] for row in rows),
        officials=len(rows),
        scored=sum(row["scored"] for row in rows),
        disputed=sum(row["disputed"] for row in rows),
        corroborated=sum(row["corroborated"] for row in rows),
        probably_corroborated=sum(row["probably_corroborated"] for row in rows),
        means=tuple(Fraction(row["total"], row["scored"]) for row in rows if row["scored"]),
    )


def distribution(
    index: sqlite3.Connection, clause: Clause, by: Sequence[str]
) -> dict[Group, dict[str, tuple[int, int]]]:
    """For each group and position, the numbers of statements and of officials."""
    groups = _columns(by)
    query = f"""
        SELECT {groups} s.position AS position, COUNT(*) AS statements,
               COUNT(DISTINCT s.official) AS officials
        FROM statements AS s{_joins(by)} WHERE {clause.sql} GROUP BY {groups} s.position"""
    found: dict[Group, dict[str, tuple[int, int]]] = defaultdict(dict)
    for row in index.execute(query, clause.values):
        counts = (row["statements"], row["officials"])
        found[tuple(row)[: len(by)]][row["position"]] = counts
    return found


def _columns(by: Sequence[str]) -> str:
    return "".join(f"{_EXPRESSIONS[key]}, " for key in by)


def _joins(by: Sequence[str]) -> str:
    return "".join(_JOINS.get(key, "") for key in by)
