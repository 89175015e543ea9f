"""Factions: their members, their positions, and claims about them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.records import assessments_of
from stances.queries.site.issues import newest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Standing
    from stances.queries.report.issues import Group
    from stances.queries.result import Row
    from stances.queries.site import Site
    from stances.queries.site.issues import Question


class Member(NamedTuple):
    """A role of an official in a faction. An official may have several."""

    official: str
    title: str | None
    since: str | None
    until: str | None
    is_former: bool


class Stand(NamedTuple):
    """The positions of a faction on an issue: figures, and the officials who speak for it."""

    issue: str
    question: str
    group: Group
    standings: Sequence[Standing]


@dataclass(frozen=True)
class Faction:
    """A faction as its pages show it.

    `latest` are the newest statements, and `statements` is the number of all. `belonging` is the
    number of its officials, including those that filters leave out.
    """

    faction: str
    label: str
    definition: str | None
    belonging: int
    members: Sequence[Member]
    stands: Sequence[Stand]
    statements: int
    latest: Sequence[Row]
    assessments: Sequence[Row]


class FactionIndex(NamedTuple):
    """All factions, as their list shows them."""

    factions: Sequence[Faction]


_FACTIONS = "SELECT faction, label, definition FROM factions ORDER BY number"
_MEMBERS = """
    SELECT r.faction, r.official, r.title, r."from" AS since, r."until", r.former
    FROM roles AS r JOIN officials AS o ON o.official = r.official
    WHERE r.faction IS NOT NULL
    ORDER BY r.faction, r.former, o.name, r.official, r.number"""
_COUNTED = """
    SELECT s.faction, COUNT(*) AS statements FROM statements AS s
    WHERE s.faction IS NOT NULL AND {} GROUP BY s.faction ORDER BY s.faction"""


def factions(
    index: sqlite3.Connection, filters: Filters, site: Site, questions: Sequence[Question]
) -> Iterator[Faction]:
    """Yield the factions that have a page, in the codebook's order."""
    members = _members(index)
    clause = filters.clause()
    counts = dict(index.execute(_COUNTED.format(clause.sql), clause.values).fetchall())
    recent, stands = newest(index, filters, "faction"), _stands(questions)
    claims = _claims(index, filters)
    for faction, label, definition in index.execute(_FACTIONS).fetchall():
        if faction not in site.factions:
            continue
        every = members.get(faction, [])
        yield Faction(
            faction,
            label,
            definition,
            len({each.official for each in every}),
            [each for each in every if each.official in site.officials],
            stands.get(faction, []),
            counts.get(faction, 0),
            recent.get(faction, []),
            claims.get(faction, []),
        )


def _members(index: sqlite3.Connection) -> Mapping[str, list[Member]]:
    return {
        faction: [Member(row[1], row[2], row[3], row[4], bool(row[5])) for row in rows]
        for faction, rows in groupby(index.execute(_MEMBERS), key=itemgetter("faction"))
    }


def _claims(index: sqlite3.Connection, filters: Filters) -> Mapping[str, list[Row]]:
    """Return the claims of sources in their own voice, by the ids that they are about."""
    found: dict[str, list[Row]] = {}
    for row in assessments_of(index, filters):
        for each in row["about"]:
            found.setdefault(each, []).append(row)
    return found


def _stands(questions: Sequence[Question]) -> Mapping[str, list[Stand]]:
    """Return the positions of each faction on the issues that it has statements on."""
    found: dict[str, list[Stand]] = {}
    for each in questions:
        issue, finding = each.issue, each.finding
        by: dict[str | None, list[Standing]] = {}
        for standing in finding.standings if finding else ():
            by.setdefault(standing.faction, []).append(standing)
        for group in issue.groups:
            if group.faction and group.figures.statements:
                stand = Stand(issue.issue, issue.question, group, by.get(group.faction, ()))
                found.setdefault(group.faction, []).append(stand)
    return found
