"""Plain data for the pages of the site, which can be sent to worker processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.background import Background, Names, background, unnamed
from stances.queries.conflicts import WITHIN
from stances.queries.findings import scale
from stances.queries.report.about import About, about, asked_filters
from stances.queries.result import decode
from stances.queries.site.lines import misattributed, named_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from stances.queries.filters import Clause, Filters
    from stances.queries.findings import Step
    from stances.queries.result import Row
    from stances.revisions import Commit

__all__ = ["Brief", "Site", "site"]


class Brief(NamedTuple):
    """The facts about a statement that a link to it shows."""

    official: str
    name: str
    issue: str
    position: str


@dataclass(frozen=True)
class Site:
    """The facts about a site that every page needs.

    `scales` has the positions of each issue, in the codebook's order. `sources` has the rows of the
    sources with a page, by id, with only the columns that links and citations need. `officials`,
    `issues` and `factions` are the ids that have a page. `hidden` has the references of statements
    without a page.

    `taken` has the number of officials at each position, by issue and position. `taken_in` has
    it by issue and faction, then by position. `named` maps each statement that disputes of others
    name to those others. `base` is the address of the site with a final slash; it is empty if
    unknown. `without_history` is a sentence on why git's history is left out; it is empty if it is
    not. `news` has the newest commits, back to one that changed statements. `is_empty` means that
    the site has no statement.
    """

    about: About
    scales: Mapping[str, Sequence[Step]]
    sources: Mapping[str, Row]
    officials: Collection[str]
    issues: Collection[str]
    factions: Collection[str]
    hidden: Collection[str]
    names: Names
    short_names: Mapping[str, str]
    unnamed: Collection[str]
    notices: Mapping[str, Sequence[tuple[str, str | None, str | None]]]
    notes: Mapping[str, str]
    sharing: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    taken: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    taken_in: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base: str = ""
    dates: str = "words"
    without_history: str = ""
    news: Sequence[Row] = ()
    is_empty: bool = False

    @property
    def is_part(self) -> bool:
        """Whether the site has only the statements that pass filters."""
        return bool(self.about.filters.keys() - {"with-hearsay"})

    @property
    def has_feed(self) -> bool:
        """Whether the site has a feed. A part has none, because commits change the whole corpus."""
        return not (self.without_history or self.is_part)

    @cached_property
    def background(self) -> Background:
        """The background of rows. It is made on use, because its functions cannot be pickled."""
        return Background(
            self.names.officials,
            self.unnamed,
            self.notices,
            self.notes,
            lambda: self.sharing,
            lambda: self.names,
            lambda: self.short_names,
        )


_SOURCE = (
    "source title url lang authors publisher published retrieved archive_url kind sha256".split()
)
_SOURCES = f"SELECT {', '.join(_SOURCE)} FROM sources ORDER BY source"
_HIDDEN = "SELECT ref FROM all_statements EXCEPT SELECT s.ref FROM statements AS s WHERE {}"
_CITED = """
    SELECT DISTINCT e.source FROM evidence AS e JOIN statements AS s ON s.ref = e.ref WHERE {}"""
_SPOKEN = """
    SELECT DISTINCT s.official, s.issue, s.faction FROM statements AS s WHERE {}
    ORDER BY s.official, s.issue, s.faction"""
_MEMBERS = "SELECT DISTINCT faction, official FROM roles WHERE faction IS NOT NULL"
_TAKEN = """
    SELECT s.issue, {key}, s.position, COUNT(DISTINCT s.official) FROM statements AS s
    JOIN officials AS o ON o.official = s.official
    WHERE s.hearsay = 0 AND o.kind <> 'unnamed' AND {of} GROUP BY s.issue, {key}, s.position
    ORDER BY s.issue, s.position"""


def site(index: sqlite3.Connection, filters: Filters, commit: Commit | None = None) -> Site:
    """Return the facts that every page needs, about the statements that pass resolved filters.

    Without filters, every official, source, issue and faction has a page, even if no statement
    belongs to it.
    """
    known, clause = background(index), filters.clause()
    names = known.names()
    sources = {row["source"]: decode(row, _SOURCE) for row in index.execute(_SOURCES)}
    hidden = {ref for (ref,) in index.execute(_HIDDEN.format(clause.sql), clause.values)}
    if withdrawn := misattributed(filters):
        own = withdrawn.clause()
        query = f"SELECT s.ref FROM statements AS s WHERE {own.sql}"
        hidden.difference_update(ref for (ref,) in index.execute(query, own.values))
    officials, issues, factions = (
        frozenset(each) for each in (names.officials, names.issues, names.factions)
    )
    spoken = index.execute(_SPOKEN.format(clause.sql), clause.values).fetchall()
    if asked_filters(filters._replace(with_hearsay=False)):
        officials, issues, spoken_for = (
            (frozenset(each for each in column if each) for column in zip(*spoken, strict=True))
            if spoken
            else (frozenset[str](),) * 3
        )
        members = index.execute(_MEMBERS)
        factions = spoken_for.union(row[0] for row in members if row[1] in officials)
        cited = {each for (each,) in index.execute(_CITED.format(clause.sql), clause.values)}
        sources = {source: row for source, row in sources.items() if source in cited}
    taken: dict[str, dict[str, int]] = {}
    for issue, _, position, number in _taken(index, clause, "NULL"):
        taken.setdefault(issue, {})[position] = number
    taken_in: dict[tuple[str, str], dict[str, int]] = {}
    for issue, faction, position, number in _taken(index, clause, "s.faction"):
        taken_in.setdefault((issue, faction), {})[position] = number
    return Site(
        about(index, filters, commit, WITHIN),
        {issue: scale(index, issue) for issue in names.issues},
        sources,
        officials,
        issues,
        factions,
        frozenset(hidden),
        names,
        known.short_names(),
        frozenset(unnamed(index)),
        known.notices,
        known.notes,
        known.sharing(),
        taken,
        taken_in,
        named_by(index, clause),
        is_empty=not spoken,
    )


def _taken(index: sqlite3.Connection, clause: Clause, key: str) -> sqlite3.Cursor:
    """Return issue, key, position, and the number of officials who take the position."""
    return index.execute(_TAKEN.format(key=key, of=clause.sql), clause.values)
