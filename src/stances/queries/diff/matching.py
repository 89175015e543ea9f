"""Matches records that have different ids in the two states."""

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
    """Return the new id of each record by its old id, matched by each of `contents` in turn.

    Content that several records share matches none of them.
    """
    matches: dict[str, str] = {}
    for content in contents:
        taken = set(matches.values())
        left = _unique({ref: content(row) for ref, row in old.items() if ref not in matches})
        right = _unique({ref: content(row) for ref, row in new.items() if ref not in taken})
        matches |= {ref: right[key] for key, ref in left.items() if key in right}
    return matches


def content_of(row: Row) -> Hashable:
    """Return all fields of a record but its id."""
    fields_ = {key: value for key, value in row.items() if key not in _IDS}
    return repr(sorted(fields_.items()))


def _unique(contents: Mapping[str, Hashable]) -> dict[Hashable, str]:
    """Return ids by content, if only one record has that content."""
    counts = Counter(contents.values())
    return {key: ref for ref, key in contents.items() if key is not None and counts[key] == 1}


@dataclass(frozen=True)
class Renames:
    """New ids by old ids, for each kind of record; a position's is `issue/position`."""

    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, record: str, ids: Mapping[str, str]) -> None:
        """Add new ids, by old ids, of one kind of record."""
        self.ids.setdefault(record, {}).update(ids)

    def of(self, record: str, id_: str) -> str:
        """Return the id that a record has now."""
        return self.ids.get(record, {}).get(id_, id_)

    def position(self, issue: str, id_: str) -> str:
        """Return the id that a position has now, given its old id and its issue's old id."""
        return self.of("position", f"{issue}/{id_}").rpartition("/")[2]

    def ref(self, ref: str) -> str:
        """Return a statement's reference with the id that its official has now."""
        official, _, id_ = ref.partition("/")
        return f"{self.of('official', official)}/{id_}"

    def record(self, record: str, row: Row, issue: str = "") -> Row:
        """Return an old record with the ids of now; `record` is the name of its model."""
        renamed = dict(row)
        for key, field_ in fields.RECORDS[record].items():
            if not row.get(key):
                continue
            if field_.names:
                items = row[key] if field_.many else [row[key]]
                ids = [self._id(field_.names, id_, issue) for id_ in items]
                renamed[key] = ids if field_.many else ids[0]
            elif field_.record and field_.many:
                renamed[key] = [self.record(field_.record, item, issue) for item in row[key]]
            elif field_.record and isinstance(row[key], dict):  # else the row has its fields
                renamed[key] = self.record(field_.record, row[key], issue)
        return renamed

    def statement(self, row: Row) -> Row:
        """Return an old statement with the ids of now."""
        official = self.of("official", row["official"])
        renamed = self.record("Statement", row, row["issue"])
        return renamed | {"ref": self.ref(row["ref"]), "official": official}

    def _id(self, kinds: Sequence[str], id_: str, issue: str) -> str:
        """Return the id that a record of one of these kinds has now."""
        if kinds == ("position",):
            return self.position(issue, id_)
        for kind in kinds:
            id_ = self.of(kind, id_)
        return id_


ALIKE = 0.4
"""The least likeness at which two texts count as one that was altered."""
_MANY = 2_000
"""The most pairs whose likeness is measured; more would take too long."""


def paired(
    old: Sequence[Row], new: Sequence[Row], slots: Sequence[tuple[Alike, float]]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair texts, the most similar first, within each of the `slots` in turn.

    A slot is what two texts must have in common, and their least likeness. Returns the pairs as
    places in both lists, then the places of unpaired old texts, then those of unpaired new ones.
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
