"""Merge two mappings without losing anything of either."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.editing.edits import append, insert, remove, replace
from stances.editing.references import node_at

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from stances.editing.references import Named
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value

Side = Literal["", "OLD", "NEW"]
"""The record to prefer where two differ; empty if that is not decided yet."""


class Difference(NamedTuple):
    """A key with different values in two mappings; None if one does not have it.

    `path` and `at` are those of the mapping that stays. If it is not `open`, no decision is needed:
    its value stays, unless the other is preferred.
    """

    path: str
    at: Where
    key: str
    old: str | None
    new: str | None
    open: bool = True

    @property
    def shown(self) -> str:
        """Its place for people: `codebook.yaml, positions 2, score`."""
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.at]
        return ", ".join(filter(None, (self.path, " ".join(steps), self.key)))


class Merge(NamedTuple):
    """The two things to merge, and which to prefer."""

    old: Named
    new: Named
    prefer: Side = ""


class Spot(NamedTuple):
    """A mapping in a file, by its path there."""

    path: str
    at: Where = ()

    def inner(self, *steps: str | int) -> Spot:
        """Something within it."""
        return self._replace(at=(*self.at, *steps))


@dataclass(slots=True)
class Merging:
    """Two things that are being merged in a workspace.

    `told` is what the user should check. `shared`: things of two kinds have the old id. `ids` are
    the ids that the statements of an official get, by those they have; the other official has
    those of `there` already.
    """

    workspace: Workspace
    merge: Merge
    shared: bool = False
    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    there: set[str] = field(default_factory=set)

    def join(self, spot: Spot, theirs: dict[str, Value], without: Container[str] = ()) -> None:
        """Add what another record of its kind has in addition, and collect the differences.

        Lists get the missing items, notes are joined. A value that is not preferred is kept in the
        note. Keys in `without` are skipped.
        """
        old, new, prefer = self.merge
        differences = [*self._joined(spot, theirs, without)]
        for each in differences:
            if prefer == "OLD":
                self.set_key(Spot(each.path, (*each.at, each.key)), each.old)
                self._add_to_note(spot, f"({new.shown} had {each.key}: {each.new})")
            elif prefer == "NEW":
                self._add_to_note(spot, f"({old.shown} had {each.key}: {each.old})")
        self.differences += differences

    def _joined(
        self, spot: Spot, theirs: dict[str, Value], without: Container[str] = ()
    ) -> Iterator[Difference]:
        for key, value in theirs.items():
            mine = self.mapping(spot).get(key)
            if key in without or value == mine:
                continue
            inner = spot.inner(key)
            if mine is None:
                self.workspace.change(spot.path, insert, inner.at, value)
            elif isinstance(mine, list) and isinstance(value, list):
                self.add_items(inner, [item for item in value if item not in mine])
            elif isinstance(mine, dict) and isinstance(value, dict):
                yield from self._joined(inner, value)
            elif key == "note":
                self._add_to_note(spot, f"(From {self.merge.old.shown}: {value})")
            else:
                yield Difference(*spot, key, str(value), str(mine))

    def add_items(self, spot: Spot, items: Iterable[Value]) -> None:
        """Add items to a list, which is inserted if it is missing."""
        for item in items:
            self.workspace.change(spot.path, append, spot.at, item)

    def _add_to_note(self, spot: Spot, text: str) -> None:
        note = self.mapping(spot).get("note")
        if isinstance(note, str) and text in note:
            return  # a merging that was cut off has put it there
        text = f"{note.rstrip()} {text}" if isinstance(note, str) else text
        self.set_key(spot.inner("note"), text)

    def set_key(self, spot: Spot, value: str | None) -> None:
        """Set a key to a value; remove it if the value is None."""
        path, at = spot
        if value is None:
            self.workspace.change(path, remove, at)
        elif at[-1] in self.mapping(Spot(path, at[:-1])):
            self.workspace.change(path, replace, {at: value})
        else:
            self.workspace.change(path, insert, at, value)

    def mapping(self, spot: Spot) -> dict[str, Value]:
        """The mapping at a place, empty if it is something else."""
        node = node_at(self.workspace.data(spot.path), spot.at)
        return node if isinstance(node, dict) else {}
