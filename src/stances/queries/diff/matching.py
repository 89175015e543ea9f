"""Matches records that have another id in the other state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stances.evidence.word_diff import likeness
from stances.model import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from stances.queries.result import Row

    Alike = Callable[[Row], Hashable]


_IDS = ("ref", "id", "was_ref")


def matched(old: Mapping[str, Row], new: Mapping[str, Row], *contents: Alike) -> dict[str, str]:
    """Old ids and the new ids of the same, by what is alike: the first of `contents` counts most.

    What several records have in common shows nothing.
    """
    found: dict[str, str] = {}
    for content in contents:
        taken = set(found.values())
        left = _unique({ref: content(row) for ref, row in old.items() if ref not in found})
        right = _unique({ref: content(row) for ref, row in new.items() if ref not in taken})
        found |= {ref: right[key] for key, ref in left.items() if key in right}
    return found


def content_of(row: Row) -> Hashable:
    """All that a record says but its id."""
    said = {key: value for key, value in row.items() if key not in _IDS}
    return repr(sorted(said.items()))


def _unique(contents: Mapping[str, Hashable]) -> dict[Hashable, str]:
    """The ids by contents that only one of them has."""
    counts = Counter(contents.values())
    return {key: ref for ref, key in contents.items() if key is not None and counts[key] == 1}


@dataclass(frozen=True)
class Renames:
    """New ids by old ones, for each kind of record; a position's is `issue/position`."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, record: str, found: Mapping[str, str]) -> None:
        """Learn the new ids of a kind of record."""
        self.ids.setdefault(record, {}).update(found)

    def of(self, record: str, id_: str) -> str:
        """The id that a record has now."""
        return self.ids.get(record, {}).get(id_, id_)

    def position(self, issue: str, id_: str) -> str:
        """The id that a position has now, by the ids that it and its issue had."""
        return self.of("position", f"{issue}/{id_}").rpartition("/")[2]

    def ref(self, ref: str) -> str:
        """A statement's reference with the id that its official has now."""
        official, _, id_ = ref.partition("/")
        return f"{self.of('official', official)}/{id_}"

    def record(self, record: str, row: Row, issue: str = "") -> Row:
        """An old record, by the name of its model, as it would be written now."""
        found = dict(row)
        for key, known in fields.RECORDS[record].items():
            if not row.get(key):
                continue
            if known.names:
                items = row[key] if known.many else [row[key]]
                ids = [self._id(known.names, id_, issue) for id_ in items]
                found[key] = ids if known.many else ids[0]
            elif known.record and known.many:
                found[key] = [self.record(known.record, each, issue) for each in row[key]]
        return found

    def statement(self, row: Row) -> Row:
        """An old statement as it would be written now."""
        official = self.of("official", row["official"])
        found = self.record("Statement", row, row["issue"])
        return found | {"ref": self.ref(row["ref"]), "official": official}

    def _id(self, kinds: Sequence[str], id_: str, issue: str) -> str:
        """The id that something of one of these kinds has now."""
        if kinds == ("position",):
            return self.position(issue, id_)
        for kind in kinds:
            id_ = self.of(kind, id_)
        return id_


ALIKE = 0.4
"""From this likeness on, two texts in different forms are taken for one that was altered."""
_MANY = 2_000
"""Pairs up to which it is worth the time to look which are the nearest."""

Slot = tuple["Callable[[Row], Hashable]", float]
Pairs = tuple[list[tuple[int, int]], list[int], list[int]]
"""Places of pairs in the two lists, and the places of those that are in only one of them."""


def paired(old: Sequence[Row], new: Sequence[Row], slots: Sequence[Slot]) -> Pairs:
    """Pair texts: those that are the same, then the nearest within each of the `slots` in turn.

    A slot says what two texts must have in common, and how like each other they must be.
    """
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(old))), list(range(len(new)))
    for common, least in slots:
        fitting = [(a, b) for a in left for b in right if common(old[a]) == common(new[b])]
        candidates = [
            (likeness(old[a]["text"], new[b]["text"]) if len(fitting) <= _MANY else 1.0, -a, -b)
            for a, b in fitting
        ]
        for alike, a, b in sorted(candidates, reverse=True):
            if alike >= least and -a in left and -b in right:
                pairs.append((-a, -b))
                left.remove(-a)
                right.remove(-b)
    return sorted(pairs, key=lambda pair: pair[1]), left, right
