"""Who agrees with whom in a report: the pairs of officials over all issues, and their camps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stances.queries.camps import MOST_DRAWN, Camps, usual_camps
from stances.queries.network import Asked, Network, network
from stances.queries.result import Parts

if TYPE_CHECKING:
    import sqlite3

    from stances.queries.filters import Filters


@dataclass(frozen=True)
class Relations:
    """The pairs and the camps; both None if there are too many officials for a picture."""

    officials: int
    network: Network | None = None
    camps: Camps | None = None

    @property
    def is_pictured(self) -> bool:
        """Whether there is a picture: only if camps can be found."""
        return bool(self.camps and self.camps.members)

    @property
    def outline(self) -> dict[str, Any] | None:
        """Pairs and camps as one mapping; None if there are too many officials."""
        edges, found = self.network, self.camps
        if not (edges and found):
            return None
        [row] = found.rows
        return {"camps": row, "edges": Parts(lambda: edges.rows)}


def relations(index: sqlite3.Connection, filters: Filters, officials: int) -> Relations:
    """Return pairs and camps for the statements that pass resolved filters."""
    if officials > MOST_DRAWN:
        return Relations(officials)
    edges = network(index, filters, Asked(measure="subtract"))
    camps = usual_camps(edges.whole.cells).of_index(index, filters)
    return Relations(officials, edges, camps)
