"""What was found on each issue, official by official: what findings are told from."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.silence import Silent, uncounted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters


class Step(NamedTuple):
    """A position of an issue; if it `is_open`, it leaves the question open."""

    id: str
    label: str
    score: int | None
    definition: str = ""
    is_open: bool = False


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

    Officials who are not named have no standing: `anonymous` has the numbers of their statements,
    by faction and position. Of the `statements`, `contested` ones have a dispute, settled or not,
    and `disputed` ones are disputed; `corroborated` ones have two or more certain sources, and
    `probably_corroborated` ones would with their probable sources; `dated` ones are dated to the
    day. `heard` are the officials of whom there is only hearsay; the `hearsay` statements are in no
    other number.
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
        """How many statements are by officials who are not named."""
        return sum(self.anonymous.values())

    def taken(self, standing: Standing) -> list[Step]:
        """The positions of an official; those that leave the question open only if no other is."""
        own = [choice for choice in self.choices if choice.id in standing.positions]
        return [choice for choice in own if not choice.is_open] or own

    def is_undecided(self, standing: Standing) -> bool:
        """Whether an official leaves the question open in all that was said."""
        return all(choice.is_open for choice in self.taken(standing))


TWO_CERTAIN = "CASE WHEN s.match_certain >= 2 THEN 1 ELSE 0 END"
TWO_PROBABLE = (
    "CASE WHEN s.match_certain < 2 AND s.match_certain + s.match_probable >= 2 THEN 1 ELSE 0 END"
)
"""1 for a statement that has two sources, and for one that has with its probable ones."""

_STANDINGS = f"""
    SELECT i.question, t.* FROM (
        SELECT s.issue, s.position, s.official, s.name, s.faction, s.unnamed, s.hearsay,
            COUNT(*) AS statements, SUM(s.disputed) AS disputed,
            SUM(CASE WHEN s.disputes = '[]' THEN 0 ELSE 1 END) AS contested,
            SUM({TWO_CERTAIN}) AS corroborated, SUM({TWO_PROBABLE}) AS probably_corroborated,
            SUM(CASE WHEN s.said = s.said_from OR s.moment IS NOT NULL THEN 1 ELSE 0 END) AS dated
        FROM statements AS s WHERE {{clause}}
        GROUP BY s.issue, s.position, s.official, s.name, s.faction, s.unnamed, s.hearsay
    ) AS t
    JOIN issues AS i ON i.issue = t.issue
    JOIN positions AS p ON p.issue = t.issue AND p.position = t.position
    LEFT JOIN factions AS f ON f.faction = t.faction
    ORDER BY i.number, i.issue, CASE WHEN f.number IS NULL THEN 1 ELSE 0 END, f.number, t.name,
        t.official, p.number, p.position, t.hearsay"""


def findings(
    index: sqlite3.Connection,
    filters: Filters,
    uncounted_on: Callable[[str], Sequence[Silent]] | None = None,
) -> list[Finding]:
    """The findings on all issues that the statements which resolved filters let through are about.

    In the codebook's order; standings by the order of factions, then by name. `uncounted_on` gives
    the officials without a counted statement on an issue, where somebody has looked for them or
    nobody asks; else they are looked for here.
    """
    others = uncounted_on or partial(uncounted, index, filters)
    clause = filters.clause()
    # Read one by one: of many officials they are many.
    rows = index.execute(_STANDINGS.format(clause=clause.sql), clause.values)
    return [
        _finding(group, scale(index, issue), others(issue), with_hearsay=filters.with_hearsay)
        for issue, group in groupby(rows, key=lambda row: str(row["issue"]))
    ]


def scale(index: sqlite3.Connection, issue: str) -> list[Step]:
    """The positions of an issue, in the codebook's order."""
    query = """SELECT position, label, score, definition, "open" FROM positions
               WHERE issue = ? ORDER BY number"""
    rows = index.execute(query, (issue,))
    return [Step(id_, label, score, means, bool(open_)) for id_, label, score, means, open_ in rows]


def ascending(steps: Iterable[Step]) -> list[Step]:
    """Positions from the lowest score to the highest, then the others.

    Those that leave the question open come last.
    """
    return sorted(steps, key=lambda step: (step.score is None, step.is_open, step.score or 0))


_TOTALS = "statements contested disputed corroborated probably_corroborated dated".split()
"""The numbers of a finding that are sums of its rows."""


def _finding(
    rows: Iterable[sqlite3.Row],
    choices: Sequence[Step],
    others: Sequence[Silent],
    *,
    with_hearsay: bool,
) -> Finding:
    """The finding on an issue; each row has the statements of an official with one position."""
    totals: Counter[str] = Counter()
    anonymous: Counter[tuple[str | None, str]] = Counter()
    issue = question = ""
    hearsay = 0

    def named() -> Iterator[sqlite3.Row]:
        nonlocal issue, question, hearsay
        for row in rows:
            issue, question = row["issue"], row["question"]
            if row["hearsay"] and not with_hearsay:
                hearsay += row["statements"]
                continue
            for key in _TOTALS:
                totals[key] += row[key]
            if row["unnamed"]:
                anonymous[row["faction"], row["position"]] += row["statements"]
            else:
                yield row

    standings = _standings(named())
    return Finding(
        issue,
        question,
        choices,
        standings,
        [each for each in others if each.is_silent],
        [each for each in others if not each.is_silent],
        statements=totals["statements"],
        contested=totals["contested"],
        disputed=totals["disputed"],
        corroborated=totals["corroborated"],
        probably_corroborated=totals["probably_corroborated"],
        dated=totals["dated"],
        hearsay=hearsay,
        anonymous=anonymous,
    )


def _standings(rows: Iterable[sqlite3.Row]) -> list[Standing]:
    standings = []
    for (faction, official), group in groupby(rows, lambda row: (row["faction"], row["official"])):
        # With hearsay, a position can have two rows: one of what is known at first hand.
        statements: Counter[str] = Counter()
        disputed: Counter[str] = Counter()
        for row in group:
            name = row["name"]
            statements[row["position"]] += row["statements"]
            disputed[row["position"]] += row["disputed"]
        doubtful = [
            position for position in statements if disputed[position] == statements[position]
        ]
        standings.append(Standing(official, name, faction, [*statements], doubtful))
    return standings
