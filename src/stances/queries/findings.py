"""The facts about each issue, official by official, from which findings are written."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.queries import faults
from stances.queries.silence import Silent, uncounted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from stances.queries.filters import Filters


class Step(NamedTuple):
    """A position of an issue; an `is_open` one leaves the question open."""

    id: str
    label: str
    score: int | None
    definition: str = ""
    is_open: bool = False


class Standing(NamedTuple):
    """An official who speaks for a faction on an issue, and the positions taken, in order.

    `doubtful` are positions that only disputed statements take. An official who spoke for two
    factions has two standings.
    """

    official: str
    name: str
    faction: str | None
    positions: Sequence[str]
    doubtful: Sequence[str]


class Finding(NamedTuple):
    """An issue: its positions, who takes which, and who says nothing.

    Unnamed officials have no standing: `anonymous` counts their statements by faction and position.
    Of the `statements`, `contested` ones have a dispute, settled or not, and `disputed` ones are
    disputed. `corroborated` ones have two or more certain sources; `probably_corroborated` ones
    have so many with their probable sources. `dated` ones are dated to the day. `heard` are the
    officials with hearsay only; no other number includes the `hearsay` statements.
    """

    issue: str
    question: str
    choices: Sequence[Step]
    standings: Sequence[Standing]
    silent: Sequence[Silent]
    heard: Sequence[Silent]
    statements: int
    contested: int
    disputed: int
    corroborated: int
    probably_corroborated: int
    dated: int
    hearsay: int
    anonymous: Mapping[tuple[str | None, str], int]

    @property
    def unnamed(self) -> int:
        """The number of statements by officials who are not named."""
        return sum(self.anonymous.values())

    def taken(self, standing: Standing) -> list[Step]:
        """Return the positions of an official; open ones only if there is no other."""
        own = [choice for choice in self.choices if choice.id in standing.positions]
        return [choice for choice in own if not choice.is_open] or own

    def is_undecided(self, standing: Standing) -> bool:
        """Whether all positions of an official leave the question open."""
        return all(choice.is_open for choice in self.taken(standing))


TWO_CERTAIN = "CASE WHEN s.match_certain >= 2 THEN 1 ELSE 0 END"
TWO_PROBABLE = (
    "CASE WHEN s.match_certain < 2 AND s.match_certain + s.match_probable >= 2 THEN 1 ELSE 0 END"
)
"""1 for a statement with two certain sources; 1 for one that has two only with probable sources."""

# The inner query reads a single index, whose order makes a sort needless.
_TAKEN = """
    SELECT t.issue, t.faction, t.official, o.name, t.position, t.unnamed, t.statements, t.disputed
    FROM (
        SELECT s.faction, s.official, s.issue, s.position, MAX(s.unnamed) AS unnamed,
            COUNT(*) AS statements, SUM(s.disputed) AS disputed
        FROM statements AS s WHERE {clause}
        GROUP BY s.faction, s.official, s.issue, s.position
    ) AS t
    JOIN officials AS o ON o.official = t.official
    JOIN issues AS i ON i.issue = t.issue
    JOIN positions AS p ON p.issue = t.issue AND p.position = t.position
    LEFT JOIN factions AS f ON f.faction = t.faction
    ORDER BY i.number, i.issue, CASE WHEN f.number IS NULL THEN 1 ELSE 0 END, f.number, o.name,
        t.official, p.number, p.position"""
_TOTALS = f"""
    SELECT s.issue, COUNT(*) AS statements,
        SUM(CASE WHEN s.disputes = '[]' THEN 0 ELSE 1 END) AS contested,
        SUM(s.disputed) AS disputed, SUM({TWO_CERTAIN}) AS corroborated,
        SUM({TWO_PROBABLE}) AS probably_corroborated,
        SUM(CASE WHEN s.said = s.said_from OR s.moment IS NOT NULL THEN 1 ELSE 0 END) AS dated
    FROM statements AS s WHERE {{clause}} GROUP BY s.issue ORDER BY s.issue"""


def findings(
    index: sqlite3.Connection,
    filters: Filters,
    uncounted_on: Callable[[str], Sequence[Silent]] | None = None,
) -> list[Finding]:
    """Return the finding on each issue of the statements that pass resolved filters.

    Issues are in the codebook's order; standings are in the order of factions, then by name.
    `uncounted_on` returns the officials without a counted statement on an issue, if the caller has
    them already; the default looks them up.
    """
    others = uncounted_on or partial(uncounted, index, filters)
    clause, hearsay = filters.counted(), faults.hearsay(index, filters)
    rows = index.execute(_TOTALS.format(clause=clause.sql), clause.values)
    totals = {issue: numbers for issue, *numbers in rows}
    # Read one by one, as there may be very many officials.
    rows = index.execute(_TAKEN.format(clause=clause.sql), clause.values)
    taken = {issue: _taken(group) for issue, group in groupby(rows, key=itemgetter("issue"))}
    found = []
    for issue, question in index.execute("SELECT issue, question FROM issues ORDER BY number"):
        if issue not in totals and issue not in hearsay:
            continue
        standings, anonymous = taken.get(issue) or _taken(())
        uncounted_here, numbers = others(issue), totals.get(issue, [0] * len(_NUMBERS))
        found.append(
            Finding(
                issue,
                question,
                scale(index, issue),
                standings,
                [each for each in uncounted_here if each.is_silent],
                [each for each in uncounted_here if not each.is_silent],
                hearsay=hearsay.get(issue, 0),
                anonymous=anonymous,
                **dict(zip(_NUMBERS, numbers, strict=True)),
            )
        )
    return found


_NUMBERS = "statements contested disputed corroborated probably_corroborated dated".split()
"""The numbers of a finding in the order of `_TOTALS`."""


def scale(index: sqlite3.Connection, issue: str) -> list[Step]:
    """Return the positions of an issue, in the codebook's order."""
    query = """SELECT position, label, score, definition, "open" FROM positions
               WHERE issue = ? ORDER BY number"""
    rows = index.execute(query, (issue,))
    return [Step(id_, label, score, means, bool(open_)) for id_, label, score, means, open_ in rows]


def ascending(steps: Iterable[Step]) -> list[Step]:
    """Sort positions from the lowest score to the highest, then the unscored ones.

    Among the unscored ones, those that leave the question open come last.
    """
    return sorted(steps, key=lambda step: (step.score is None, step.is_open, step.score or 0))


def _taken(
    rows: Iterable[sqlite3.Row],
) -> tuple[Sequence[Standing], Mapping[tuple[str | None, str], int]]:
    """Return the standings on an issue, and the numbers of statements by unnamed officials.

    Each row has the number of an official's statements with one position.
    """
    standings = []
    anonymous: Counter[tuple[str | None, str]] = Counter()
    whose = itemgetter("faction", "official", "name")
    for (faction, official, name), group in groupby(rows, whose):
        positions = []
        doubtful = []
        for *_, position, unnamed, statements, disputed in group:
            if unnamed:
                anonymous[faction, position] += statements
                continue
            positions.append(position)
            if disputed == statements:
                doubtful.append(position)
        if positions:
            standings.append(Standing(official, name, faction, positions, doubtful))
    return standings, anonymous
