"""`summary`: how many statements and officials stand where, group by group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from stances.queries import left_out
from stances.queries.figures import NOTHING, Figures, distribution, figures

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.queries.figures import Group
    from stances.queries.filters import Filters
    from stances.queries.result import Row

    Counts = Mapping[str, tuple[int, int]]
    Whole = tuple[Mapping[Group, Figures], Mapping[Group, Counts]]

FIGURES = ("statements", "officials", "scored", "unstated", "disputed", "mean", "spread")
_RANKED = {
    "faction": "SELECT id FROM factions ORDER BY rank",
    "frame": "SELECT id FROM frames ORDER BY rank",
    "position": "SELECT id FROM positions WHERE issue = :issue ORDER BY rank",
    "source": "SELECT id FROM sources ORDER BY published_from, id",
    "official": "SELECT id FROM officials ORDER BY name, id",
}


@dataclass(frozen=True)
class Step:
    """A position of an issue's scale."""

    id: str
    label: str
    score: int | None
    definition: str = ""


@dataclass(frozen=True)
class Part:
    """The groups of one issue, in order, with how their statements lie on its scale.

    `counts` has, for each group and position that occurs, the numbers of statements and officials.
    `misattributed` statements are in no figure; nor are `disputed_left_out` ones, None where they
    were not to be left out. `whole` counts all groups together, which only some views ask for.
    """

    issue: str
    question: str
    scale: Sequence[Step]
    groups: Mapping[Group, Figures]
    counts: Mapping[Group, Counts]
    misattributed: int
    disputed_left_out: int | None
    whole: Callable[[], Whole]

    @property
    def total(self) -> Figures:
        """The figures of all groups together."""
        return self.whole()[0].get((self.issue,), NOTHING)

    @property
    def total_counts(self) -> Counts:
        """The numbers of statements and officials by position, of all groups together."""
        return self.whole()[1][(self.issue,)]


@dataclass(frozen=True)
class Summary:
    """All parts, and what was asked.

    `labels` says what an id is called, by key and id.
    """

    by: Sequence[str]
    parts: Sequence[Part]
    labels: Mapping[tuple[str, str], str]
    document: None = None
    kind: str = "summary"

    @property
    def keys(self) -> Sequence[str]:
        """The issue, what it is grouped by, and the figures."""
        return ("issue", *self.by, *FIGURES)

    @property
    def rows(self) -> Iterator[Row]:
        """One row a group."""
        for part in self.parts:
            for group, found in part.groups.items():
                named = dict(zip(self.by, group, strict=True))
                yield {"issue": part.issue} | named | {key: getattr(found, key) for key in FIGURES}


def summary(index: sqlite3.Connection, filters: Filters, by: Sequence[str]) -> Summary:
    """Figures of the statements that resolved filters let through, grouped by `by`."""
    clause, keys = filters.clause(), ("issue", *by)
    groups, counts = figures(index, clause, keys), distribution(index, clause, keys)

    @cache
    def whole() -> Whole:
        return figures(index, clause, ("issue",)), distribution(index, clause, ("issue",))

    misattributed, disputed = (
        left_out.misattributed(index, filters),
        left_out.disputed(index, filters),
    )
    parts = []
    for issue, question in index.execute("SELECT id, question FROM issues ORDER BY rank"):
        ranks = [_ranks(index, key, issue) for key in by]
        found = [group for group in groups if group[0] == issue]
        if own := [group for _, group in sorted((_order(g[1:], ranks), g) for g in found)]:
            part = Part(
                issue,
                question,
                scale(index, issue),
                {group[1:]: groups[group] for group in own},
                {group[1:]: counts[group] for group in own},
                misattributed.get(issue, 0),
                None if disputed is None else disputed.get(issue, 0),
                whole,
            )
            parts.append(part)
    return Summary(by, parts, labels(index, by))


def _ranks(index: sqlite3.Connection, key: str, issue: str) -> dict[str, int]:
    query = _RANKED.get(key)
    rows = index.execute(query, {"issue": issue}) if query else ()
    return {row[0]: rank for rank, row in enumerate(rows)}


def _order(group: Group, ranks: Sequence[Mapping[str, int]]) -> list[tuple[bool, int, str]]:
    """Where a group stands: in the order of the codebook, what has no value last."""
    return [
        (value is None, rank.get(value or "", 0), value or "")
        for value, rank in zip(group, ranks, strict=True)
    ]


def scale(index: sqlite3.Connection, issue: str) -> list[Step]:
    """The positions of an issue, in the codebook's order."""
    query = "SELECT id, label, score, definition FROM positions WHERE issue = ? ORDER BY rank"
    return [Step(*row) for row in index.execute(query, (issue,))]


def labels(index: sqlite3.Connection, by: Sequence[str]) -> dict[tuple[str, str], str]:
    """What the ids are called of what can be grouped by these keys, by key and id."""
    called = {
        "faction": "SELECT id, label FROM factions",
        "frame": "SELECT id, label FROM frames",
        "position": "SELECT id, label FROM positions",
        "official": "SELECT id, name FROM officials",
    }
    known = [(key, index.execute(called[key])) for key in by if key in called]
    return {(key, id_): label for key, rows in known for id_, label in rows}
