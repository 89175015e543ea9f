"""The data for the site's pages about all statements.

The pages of officials and statements are not among them. The page on how the site was made is not
either: it lists the sizes of files, so it is made after them.
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
    from stances.queries.filters import Filters
    from stances.queries.site import Site

_SMALL = 20
"""The number of sources, pages of conflicts or blocks of officials in one task."""


def told_of_all(
    index: sqlite3.Connection,
    filters: Filters,
    site: Site,
    snapshots: Snapshots | None = None,
) -> Iterator[tuple[str, Iterable[object], int]]:
    """Yield the module of some pages, the data of each page, and the number of pages in a task.

    Each query runs only when it is its turn.
    """
    asked = [each for each in questions(index, filters) if each.issue.issue in site.issues]
    found = conflicts(index, filters)
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
