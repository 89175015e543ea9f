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
"""Whose word counts where two differ; empty if nobody has said so yet."""


class Difference(NamedTuple):
    """A key of which two mappings say different things; None where one says nothing.

    `path` and `at` are where the one stands that stays. If it is not `open`, nobody has to decide:
    what that one says is followed, unless the other is preferred.
    """

    path: str
    at: Where
    key: str
    old: str | None
    new: str | None
    open: bool = True

    @property
    def shown(self) -> str:
        """Where it is, as one would say it: `codebook.yaml, positions 2, score`."""
        steps = [str(step + 1) if isinstance(step, int) else step for step in self.at]
        return ", ".join(filter(None, (self.path, " ".join(steps), self.key)))


class Merge(NamedTuple):
    """Which two are made one, and whose word counts."""

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
    """Two things that are being made one in a workspace.

    `told` is what a person should look at. Those `shared` have an id that things of two kinds have.
    """

    workspace: Workspace
    merge: Merge
    shared: bool = False
    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def join(self, spot: Spot, theirs: dict[str, Value], without: Container[str] = ()) -> None:
        """Add to a record what another of its kind says besides, and note what they differ on.

        Lists get the items that they lack, notes are put together. What a preference overrules is
        kept in the note. Keys in `without` are left alone.
        """
        old, new, prefer = self.merge
        found = [*self._joined(spot, theirs, without)]
        for each in found:
            if prefer == "OLD":
                self.set_key(Spot(each.path, (*each.at, each.key)), each.old)
                self._add_to_note(spot, f"({new.shown} had {each.key}: {each.new})")
            elif prefer == "NEW":
                self._add_to_note(spot, f"({old.shown} had {each.key}: {each.old})")
        self.differences += found

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
        """Add items to a list, which is made if it is not there."""
        for item in items:
            self.workspace.change(spot.path, append, spot.at, item)

    def _add_to_note(self, spot: Spot, text: str) -> None:
        note = self.mapping(spot).get("note")
        text = f"{note.rstrip()} {text}" if isinstance(note, str) else text
        self.set_key(spot.inner("note"), text)

    def set_key(self, spot: Spot, value: str | None) -> None:
        """Give a key another value; or put it in, or take it out."""
        path, at = spot
        if value is None:
            self.workspace.change(path, remove, at)
        elif at[-1] in self.mapping(Spot(path, at[:-1])):
            self.workspace.change(path, replace, {at: value})
        else:
            self.workspace.change(path, insert, at, value)

    def mapping(self, spot: Spot) -> dict[str, Value]:
        """What a file would have in a place that is a mapping."""
        found = node_at(self.workspace.data(spot.path), spot.at)
        return found if isinstance(found, dict) else {}
