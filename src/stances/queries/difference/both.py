"""Both states while they are compared: what is found, what is known of ids, what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.difference.changes import change
from stances.queries.difference.kinds import ADDED, REMOVED, RENAMED
from stances.queries.difference.reading import decoded, differing, read
from stances.queries.difference.renames import Renames, matched
from stances.queries.difference.withheld import Withheld, withheld

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from stances.queries.difference.renames import Alike
    from stances.queries.result import Row

    Rows = dict[str, Row]


@dataclass(frozen=True)
class Side:
    """A state: its index, how it is described, and whether there is no corpus in it at all."""

    index: sqlite3.Connection
    described: Row
    absent: bool = False

    def withheld(self) -> Withheld:
        """What it leaves out because of problems."""
        return Withheld() if self.absent else withheld(self.index)


class Left(NamedTuple):
    """What has no counterpart under its id: pairs under different ids, and the rest."""

    pairs: list[tuple[Row, Row]]
    removed: list[Row]
    added: list[Row]


def ref_then(old: Row) -> str:
    """The id that an old record had."""
    ref: str = old["was_ref"] if "was_ref" in old else old["ref"]
    return ref


@dataclass
class Both:
    """Two states, and what has been found so far.

    `missing` are the records that are left out in one state or both, with which: old, new.
    """

    old: Side
    new: Side
    changes: list[Row] = field(default_factory=list)
    renames: Renames = field(default_factory=Renames)
    missing: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    uncompared: dict[str, set[str]] = field(default_factory=lambda: {"old": set(), "new": set()})

    def __post_init__(self) -> None:
        self.held = {"old": self.old.withheld(), "new": self.new.withheld()}
        for side, held in self.held.items():
            for record, ref in held.refs():
                self.missing.setdefault((record, ref), set()).add(side)

    def differing(self, record: str) -> Iterator[tuple[Row | None, Row | None]]:
        """The records of a kind that are not the same under one id, decoded."""
        rows = partial(read, record=record)
        for old, new in differing(self.old.index, self.new.index, rows):
            yield old and decoded(old), new and decoded(new)

    def left(self, record: str, old: Iterable[Row], new: Iterable[Row], *alike: Alike) -> Left:
        """Sort out what only one state has under its id; learn which ids were renamed.

        The `ref` of old records is the one they would have now. What the other state leaves out is
        neither added nor removed.
        """
        before = {row["ref"]: row for row in self._known(record, old, "new")}
        after = {row["ref"]: row for row in self._known(record, new, "old")}
        found = {ref: ref for ref in before.keys() & after.keys()}
        rest = [{k: row for k, row in side.items() if k not in found} for side in (before, after)]
        found |= matched(rest[0], rest[1], *alike)
        pairs = [(before[was], after[now]) for was, now in sorted(found.items())]
        taken = set(found.values())
        return Left(
            pairs,
            [row for ref, row in sorted(before.items()) if ref not in found],
            [row for ref, row in sorted(after.items()) if ref not in taken],
        )

    def _known(self, record: str, rows: Iterable[Row], other: str) -> Iterator[Row]:
        """Those that the other state does not leave out."""
        for row in rows:
            if not self.held[other].has(record, row["ref"]):
                yield row
                continue
            if record != "assessment":
                self.missing.setdefault((record, row["ref"]), set()).add(other)
            self.uncompared["old" if other == "new" else "new"].add(ref_then(row))

    def know_officials(self) -> None:
        """From here on, what the old state leaves out has the ids that officials have now."""
        old = self.held["old"]
        self.held["old"] = old._replace(
            statements=frozenset(map(self.renames.ref, old.statements)),
            unnamed=frozenset(self.renames.of("official", each) for each in old.unnamed),
        )

    def tell(self, found: Iterable[Row]) -> None:
        """Add changes."""
        self.changes += found

    def renamed(self, record: str, was: str, now: str, **told: Any) -> None:
        """Add that a record has another id."""
        self.tell([change(RENAMED, record, now, previous_ref=was, **told)])

    def settle(self, record: str, row: Row, *, added: bool, **told: Any) -> None:
        """Add that a record was added or removed, with all that it says."""
        kind, side = (ADDED, "now") if added else (REMOVED, "was")
        self.tell([change(kind, record, row["ref"], **told, **{side: row})])
