"""`diff`: two states of a corpus compared record by record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stances.queries.diff.changes import (
    ADDED,
    FACTION_MOVED,
    KEYS,
    KINDS,
    POSITION_MOVED,
    REATTRIBUTED,
    RECODED,
    REMOVED,
)
from stances.queries.diff.codebook import compare_words
from stances.queries.diff.codings import compare_codings
from stances.queries.diff.officials import compare_officials, compare_statements
from stances.queries.diff.position_moves import (
    factions_changed,
    is_counted,
    positions_moved,
    uncompared,
)
from stances.queries.diff.sides import Side, Sides, placed
from stances.queries.diff.sources import compare_assessments, compare_sources
from stances.queries.faults import left_out, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.result import Row

__all__ = ["Diff", "Side", "diff"]

_MOVING = ("said", "status", "issue", "according_to")
"""Keys of a statement that may change the latest position of its official."""


@dataclass(frozen=True)
class Diff:
    """The differences between an `old` and a `new` state.

    `positions` are the officials' positions that moved; `factions` are the factions whose figures
    changed. `not_compared` are records that a state leaves out because of problems.
    """

    old: Row
    new: Row
    changes: Sequence[Row]
    positions: Sequence[Row]
    factions: Sequence[Row]
    not_compared: Sequence[Row]
    keys: Sequence[str] = tuple(KEYS)
    kind: str = "difference"

    @property
    def rows(self) -> Sequence[Row]:
        """The changes."""
        return self.changes

    @property
    def counts(self) -> dict[str, int]:
        """The number of changes of each kind."""
        counts = Counter(change["kind"] for change in self.changes)
        counts[POSITION_MOVED] = len(self.positions)
        counts[FACTION_MOVED] = sum(faction["moved"] for faction in self.factions)
        return {kind: counts[kind] for kind in KINDS}

    @property
    def document(self) -> Any:  # noqa: ANN401 - any JSON value
        """The whole diff as one mapping."""
        return {
            "old": self.old,
            "new": self.new,
            "counts": self.counts,
            "changes": self.changes,
            "positions": self.positions,
            "factions": self.factions,
            "not_compared": self.not_compared,
        }

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes or self.positions or self.factions)


def diff(old: Side, new: Side) -> Diff:
    """Compare two states."""
    both = Sides(old, new)
    compare_words(both)
    compare_sources(both)
    compare_statements(both, compare_officials(both))
    compare_assessments(both)
    compare_codings(both)
    both.changes = [placed(both, change) for change in both.changes]
    countable = not any(side.absent or unusable(side.index) for side in (old, new))
    positions, factions = _moves(both) if countable else ([], [])
    missing = []
    for (record, ref), sides in sorted(both.missing.items()):
        where = "both" if len(sides) > 1 else next(iter(sides))
        missing.append({"record": record, "ref": ref, "left_out_in": where})
    return Diff(_state(old), _state(new), both.changes, positions, factions, missing)


def _state(side: Side) -> Row:
    """Return the description of a state, with the numbers of records it leaves out."""
    why = None if side.absent else unusable(side.index) or None
    missing = left_out(side.index)._asdict()
    return side.described | {"corpus": not side.absent, "unusable": why, "left_out": missing}


def _moves(both: Sides) -> tuple[list[Row], list[Row]]:
    old, new, renames = both.old.index, both.new.index, both.renames
    with uncompared(old, both.uncompared["old"]), uncompared(new, both.uncompared["new"]):
        names = dict(new.execute("SELECT official, name FROM officials").fetchall())
        positions = [
            {
                "official": official,
                "name": names[official],
                "issue": issue,
                "was": was,
                "now": now,
                "because": list(_because(both, official, issue)),
            }
            for official, issue, was, now in positions_moved(old, new, renames)
        ]
        factions = list(factions_changed(old, new, renames))
    labels = [
        dict(index.execute("SELECT faction, label FROM factions").fetchall())
        for index in (old, new)
    ]
    for row in factions:
        row["label"] = labels[1].get(row["faction"], labels[0].get(row["faction"]))
    return sorted(positions, key=lambda row: (row["name"], row["official"], row["issue"])), factions


def _because(both: Sides, official: str, issue: str) -> Iterator[Row]:
    """Yield the changes that may have moved the position of an official on an issue."""
    for row in both.changes:
        if row["record"] != "statement":
            continue
        sides = [row[side] for side in ("was", "now") if isinstance(row[side], dict)]
        officials = [row["official"], *(side.get("official") for side in sides)]
        if official not in officials or (row["issue"] != issue and row["key"] != "issue"):
            continue
        side = both.old if row["kind"] == REMOVED else both.new
        if row["key"] in _MOVING or (
            row["kind"] in (ADDED, REMOVED, RECODED, REATTRIBUTED)
            and is_counted(side.index, row["ref"])
        ):
            yield {"kind": row["kind"], "ref": row["ref"], "key": row["key"]}
