"""Merge two mappings without losing anything of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.editing.edits import append, insert, remove, replace
from stances.editing.references import node_at

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

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
        return (
            f"{self.path}, {' '.join(steps)}, {self.key}" if steps else f"{self.path}, {self.key}"
        )


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


def join(
    workspace: Workspace,
    spot: Spot,
    theirs: dict[str, Value],
    merge: Merge,
    without: Container[str] = (),
) -> list[Difference]:
    """Add to a mapping what another of its kind says besides, and tell what they differ on.

    Lists get the items that they lack, notes are put together. What a preference overrules is kept
    in the note. Keys in `without` are left alone.
    """
    found: list[Difference] = []
    for key, value in theirs.items():
        mine = mapping(workspace, spot).get(key)
        if key in without or value == mine:
            continue
        inner = spot.inner(key)
        if mine is None:
            workspace.change(spot.path, insert, inner.at, value)
        elif isinstance(mine, list) and isinstance(value, list):
            add_items(workspace, inner, [item for item in value if item not in mine])
        elif isinstance(mine, dict) and isinstance(value, dict):
            found += join(workspace, inner, value, merge)
        elif key == "note":
            add_to_note(workspace, spot, f"(From {merge.old.shown}: {value})")
        else:
            found.append(Difference(*spot, key, str(value), str(mine)))
    return found


def settle(
    workspace: Workspace, differences: Iterable[Difference], noted: Spot, merge: Merge
) -> None:
    """Let the side count that is preferred, and keep what the other said in a note."""
    for each in differences:
        if merge.prefer == "OLD":
            set_key(workspace, Spot(each.path, each.at).inner(each.key), each.old)
            add_to_note(workspace, noted, f"({merge.new.shown} had {each.key}: {each.new})")
        elif merge.prefer == "NEW":
            add_to_note(workspace, noted, f"({merge.old.shown} had {each.key}: {each.old})")


def add_items(workspace: Workspace, spot: Spot, items: Iterable[Value]) -> None:
    """Add items to a list, which is made if it is not there."""
    for item in items:
        workspace.change(spot.path, append, spot.at, item)


def add_to_note(workspace: Workspace, spot: Spot, text: str) -> None:
    """Say something more in the note of a record."""
    note = mapping(workspace, spot).get("note")
    set_key(
        workspace, spot.inner("note"), f"{note.rstrip()} {text}" if isinstance(note, str) else text
    )


def set_key(workspace: Workspace, spot: Spot, value: str | None) -> None:
    """Give a key another value; or put it in, or take it out."""
    path, at = spot
    if value is None:
        workspace.change(path, remove, at)
    elif at[-1] in mapping(workspace, Spot(path, at[:-1])):
        workspace.change(path, replace, {at: value})
    else:
        workspace.change(path, insert, at, value)


def mapping(workspace: Workspace, spot: Spot) -> dict[str, Value]:
    """What a file would have in a place that is a mapping."""
    found = node_at(workspace.data(spot.path), spot.at)
    return found if isinstance(found, dict) else {}
