"""The data for the first page: findings, conflicts, camps and the network of officials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stances.queries.background import NO_BACKGROUND
from stances.queries.network import Pictured
from stances.queries.report.network import relations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.camps import Camps
    from stances.queries.conflicts import Conflicts
    from stances.queries.filters import Filters
    from stances.queries.site import Site
    from stances.queries.site.issues import Question

MOST_PICTURED = 30
"""The most officials in the picture of the network."""


@dataclass(frozen=True)
class Home:
    """The data for the first page.

    `conflicts` has all figures, and no rows. `camps` is None if no camps can be found. `network` is
    None without camps, or if it has too many officials to draw.
    """

    questions: Sequence[Question]
    conflicts: Conflicts
    camps: Camps | None
    network: Pictured | None


def home(
    index: sqlite3.Connection,
    filters: Filters,
    site: Site,
    questions: Sequence[Question],
    found: Conflicts,
) -> Home:
    """Return the data for the first page, from the questions and conflicts of the site."""
    counted = found._replace(rows=(), statements={}, background=NO_BACKGROUND)
    with_whom = relations(index, filters, site.about.answer.officials)
    camps, network = with_whom.camps, with_whom.network
    if not (camps and network and camps.members):
        return Home(questions, counted, None, None)
    is_drawn = len(network.whole.cells.actors) <= MOST_PICTURED
    plain = replace(camps, background=NO_BACKGROUND)
    return Home(questions, counted, plain, Pictured.of(network) if is_drawn else None)
