"""What the pages of the site show: plain data that can be handed to workers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.background import Background, Names, background, unnamed
from stances.queries.conflicts import WITHIN
from stances.queries.findings import scale
from stances.queries.report.about import About, about, asked_filters
from stances.queries.result import decode
from stances.queries.site.lines import named_by

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.findings import Step
    from stances.queries.result import Row
    from stances.revisions import Commit

__all__ = ["Brief", "Site", "misattributed", "site"]


class Brief(NamedTuple):
    """What a link to a statement of another official says of it."""

    official: str
    name: str
    issue: str
    position: str


@dataclass(frozen=True)
class Site:
    """What every page needs to know.

    `scales` has the positions of issues in the codebook's order; `sources` the rows of `sources` of
    those that there is a page of, with what a link or a citation says of them alone. `officials`,
    `issues` and `factions` are the ids of those that there is a page of; `hidden` are the
    references of statements that there is none of. It `is_empty` without any statement. `base` is
    the address that the site will have, with a slash at its end, empty if it is not known. `named`
    has the statements that disputes of others name, each with these others. `without_history` is
    the sentence that says why there is nothing of git's history, `news` what the newest commits
    did, back to one that changed statements.
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
    named: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base: str = ""
    dates: str = "words"
    without_history: str = ""
    news: Sequence[Row] = ()
    is_empty: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is of what filters let through."""
        return bool(self.about.filters.keys() - {"with-hearsay"})

    @property
    def has_feed(self) -> bool:
        """Whether it tells what commits did; that is of the whole corpus."""
        return not (self.without_history or self.is_part)

    @cached_property
    def background(self) -> Background:
        """The same for whoever words rows; closures cannot be handed to workers."""
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
    SELECT s.issue, s.position, COUNT(DISTINCT s.official) FROM statements AS s
    JOIN officials AS o ON o.official = s.official
    WHERE s.hearsay = 0 AND o.kind <> 'unnamed' AND {} GROUP BY s.issue, s.position
    ORDER BY s.issue, s.position"""


def misattributed(filters: Filters) -> Filters | None:
    """The filters of what is in no list and no figure, and has a page all the same.

    Who follows a link to it learns that it is misattributed. None where filters ask for it, or for
    all but it.
    """
    return None if filters.status else filters._replace(status=("misattributed",))


def site(index: sqlite3.Connection, filters: Filters, commit: Commit | None = None) -> Site:
    """What every page needs, of the statements that resolved filters let through.

    Without filters, every official, source, issue and faction has a page, whether or not anything
    is recorded of them.
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
    for issue, position, number in index.execute(_TAKEN.format(clause.sql), clause.values):
        taken.setdefault(issue, {})[position] = number
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
        named_by(index, clause),
        is_empty=not spoken,
    )
