"""The site's pages about all statements: all but those of officials and statements.

That on how the site was made comes after all files, of which it says how large they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.conflicts import conflicts
from stances.queries.site.compared import choice, compared
from stances.queries.site.conflicts import conflict_pages
from stances.queries.site.factions import FactionIndex, factions
from stances.queries.site.home import home
from stances.queries.site.issues import IssueIndex, issues, questions
from stances.queries.site.sources import SourceIndex, source_rows, sources

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from stances.evidence.copies import Snapshots
    from stances.queries.conflicts import Found
    from stances.queries.filters import Filters
    from stances.queries.site import Site

_SMALL = 20
"""So many sources, or blocks of officials, are handed over at a time."""


def told_of_all(
    index: sqlite3.Connection,
    filters: Filters,
    site: Site,
    known: Found | None = None,
    snapshots: Snapshots | None = None,
) -> Iterator[tuple[str, Iterable[object], int]]:
    """Modules of pages, what each makes pages of, and how many of these at a time.

    What comes later is asked for when it is its turn, and no conflict that is `known`.
    """
    asked = [each for each in questions(index, filters) if each.issue.issue in site.issues]
    found = conflicts(index, filters, found=known)
    yield "home", [home(index, filters, site, asked, found)], 1
    yield "conflicts", conflict_pages(found), _SMALL
    yield "issues", [IssueIndex(asked)], 1
    yield "issues", issues(index, filters, asked), 1
    own = [*factions(index, filters, site, asked)]
    yield "factions", [FactionIndex(own)], 1
    yield "factions", own, 1
    rows = source_rows(index, filters, site)
    yield "sources", [SourceIndex(rows)], 1
    yield "sources", sources(index, filters, rows, snapshots), _SMALL
    chosen = choice(index, filters, site)
    yield "compare", [chosen], 1
    yield "compare", compared(index, filters, site, chosen), _SMALL
