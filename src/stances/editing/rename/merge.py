"""Merge two mappings without losing data of either."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.editing.references import node_at

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

    from stances.editing.references import Named
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

Side = Literal["", "OLD", "NEW"]
"""The record to prefer where two differ; empty before a decision."""


def written(value: Value | None) -> str:
    """Return a value of a difference on one line."""
    if isinstance(value, list):
        return ", ".join(map(written, value))
    return "(nothing)" if value is None else str(value)


class Difference(NamedTuple):
    """A key with different values in two mappings; a value is None if the mapping lacks the key.

    `path` and `at` locate the mapping that stays. If not `open`, the user need not decide: the
    value of this mapping stays, unless the other is preferred.
    """

    path: str
    at: Where
    key: str
    old: Value | None
    new: Value | None
    open: bool = True

    @property
    def shown(self) -> str:
        """The place of the difference for people: `codebook.yaml, positions 2, score`."""
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.at]
        return ", ".join(filter(None, (self.path, " ".join(steps), self.key)))

    @property
    def values(self) -> tuple[str, str]:
        """The old and the new value for people."""
        return written(self.old), written(self.new)


def with_key(record: dict[str, Value], key: str, value: Value | None) -> dict[str, Value]:
    """Return a record with another value of a key, or without the key if the value is None."""
    if value is None:
        return {each: item for each, item in record.items() if each != key}
    return {**record, key: value}


def _identity(item: Value) -> str:
    return item if isinstance(item, str) else json.dumps(item, sort_keys=True)


class Rules(NamedTuple):
    """Exceptions to the default merge, which adds the missing keys and list items.

    Keys in `whole` also differ if only one mapping has them, and their lists are not joined.
    `defaults` are the values of absent keys.
    """

    whole: Collection[str] = ()
    defaults: Mapping[str, str] = MappingProxyType({})


ADDING = Rules()
OF_EVIDENCE = Rules(
    whole=("match", "speaker", "said", "position", "conditions", "lang"),
    defaults=MappingProxyType({"match": "certain"}),
)
"""An absent key of evidence means the value of its statement or source, so it may differ."""


class Merge(NamedTuple):
    """The two things to merge, and the one to prefer."""

    old: Named
    new: Named
    prefer: Side = ""


class Spot(NamedTuple):
    """A mapping in a file, by its path there."""

    path: str
    at: Where = ()

    def inner(self, *steps: str | int) -> Spot:
        """Return the place of something within the mapping."""
        return self._replace(at=(*self.at, *steps))


@dataclass(slots=True)
class Merging:
    """Two things that are being merged in a workspace.

    `told` is what the user should check. `shared`: things of two kinds have the old id. `ids` maps
    the statement ids of the old official to new ones. The new official already has the statements
    whose old ids are in `there`.
    """

    workspace: Workspace
    merge: Merge
    shared: bool = False
    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)

    def join(
        self,
        spot: Spot,
        theirs: dict[str, Value],
        without: Container[str] = (),
        rules: Rules = ADDING,
    ) -> None:
        """Add the additional data of another record of this kind, and collect the differences.

        Keys in `without` are skipped.
        """
        more = {key: value for key, value in theirs.items() if key not in without}
        self.workspace.become(*spot, self.joined(spot, self.mapping(spot), more, rules))

    def joined(
        self,
        spot: Spot,
        mine: dict[str, Value],
        theirs: dict[str, Value],
        rules: Rules = ADDING,
    ) -> dict[str, Value]:
        """Return a record with the additional data of another, and collect the differences.

        Missing list items are added and notes are joined. A value that is not preferred goes into
        the note.
        """
        old, new, prefer = self.merge
        notes: list[str] = []
        found: list[Difference] = []
        if "note" in theirs and mine.get("note", theirs["note"]) != theirs["note"]:
            notes.append(f"(From {old.shown}: {theirs['note']})")
            theirs = with_key(theirs, "note", None)
        result = self._joined(spot, mine, theirs, rules, found)
        for each in found:
            if prefer == "OLD":
                notes.append(f"({new.shown} had {each.key}: {written(each.new)})")
            elif prefer == "NEW":
                notes.append(f"({old.shown} had {each.key}: {written(each.old)})")
        self.differences += found
        note = result.get("note")
        # An earlier merge that was cut off may have added some of these.
        notes = [text for text in notes if not (isinstance(note, str) and text in note)]
        if notes:
            result["note"] = " ".join([*([note.rstrip()] if isinstance(note, str) else []), *notes])
        return result

    def _joined(
        self,
        spot: Spot,
        mine: dict[str, Value],
        theirs: dict[str, Value],
        rules: Rules,
        found: list[Difference],
    ) -> dict[str, Value]:
        result = dict(mine)
        for key in dict.fromkeys((*theirs, *(key for key in rules.whole if key in mine))):
            old, new = (each.get(key, rules.defaults.get(key)) for each in (theirs, mine))
            if old == new:
                continue
            if new is None and key not in rules.whole:
                result[key] = theirs[key]
            elif isinstance(old, list) and isinstance(new, list) and key not in rules.whole:
                known = {*map(_identity, new)}
                result[key] = [*new, *(item for item in old if _identity(item) not in known)]
            elif isinstance(old, dict) and isinstance(new, dict):
                result[key] = self._joined(spot.inner(key), new, old, ADDING, found)
            else:
                found.append(Difference(*spot, key, old, new))
                if self.merge.prefer == "OLD" and key in theirs:
                    result[key] = theirs[key]
                elif self.merge.prefer == "OLD":
                    del result[key]
        return result

    def add_items(self, spot: Spot, key: str, items: Iterable[Value]) -> None:
        """Add items to a list of a mapping; insert the list if it is missing."""
        mapping = self.mapping(spot)
        there = mapping.get(key, [])
        if isinstance(there, list) and (more := [*items]):
            self.workspace.become(*spot, {**mapping, key: [*there, *more]})

    def mapping(self, spot: Spot) -> dict[str, Value]:
        """Return the mapping at a place; empty if something else is there."""
        node = node_at(self.workspace.data(spot.path), spot.at)
        return node if isinstance(node, dict) else {}
