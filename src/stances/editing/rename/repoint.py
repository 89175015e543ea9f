"""Replace an old id by a new one in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.document import with_value
from stances.editing.edits import append, remove, replace
from stances.editing.file_text import Change, Edit
from stances.editing.references import node_at, uses
from stances.editing.yaml_writer import inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Value


def repoint(
    workspace: Workspace, path: str, old: Named, new: Named, *, shared: bool = False
) -> int:
    """Replace all references of a file to the old id. Returns how many there were.

    If a list has the new id already, the old one is removed. `shared`: things of two kinds have the
    old id, and where it may mean either, the file refers to both after this.
    """
    places = list(uses(old, workspace.held(path)))
    ambiguous = [at for at in places if shared and at[-2:-1] == ("about",)]
    doubled = [at for at in places if at not in ambiguous and _has(workspace, path, at, new.id)]
    plain = [at for at in places if at not in ambiguous and at not in doubled]
    workspace.change(path, _id_replaced, plain, old.id, new.id)
    for at in ambiguous:
        if not _has(workspace, path, at, new.id):
            workspace.change(path, append, at[:-1], new.id)
    for at in reversed(doubled):
        workspace.change(path, remove, at)
    return len(places)


def drop_needless(workspace: Workspace, path: str) -> list[str]:
    """Remove keys of evidence that only repeat its statement or source. Returns notices of them."""
    notices: list[str] = []
    held = workspace.held(path)
    for at, piece, statement in pieces(held.data):
        repeated = {
            "speaker": held.id,
            "position": statement.get("position"),
            "derived_from": piece.get("source"),
        }
        for key, value in repeated.items():
            if piece.get(key, "") == value:
                notices.append(f"{path}: `{key}: {value}` says nothing any more, and is taken out")
                workspace.change(path, remove, (*at, key))
    return notices


def pieces(data: dict[str, Value]) -> Iterator[tuple[Where, dict[str, Value], dict[str, Value]]]:
    """The evidence of an official's file: its path, its data, and its statement."""
    statements = data.get("statements", [])
    for number, statement in enumerate(statements if isinstance(statements, list) else ()):
        if not isinstance(statement, dict):
            continue
        evidence = statement.get("evidence", [])
        for rank, piece in enumerate(evidence if isinstance(evidence, list) else ()):
            if isinstance(piece, dict):
                yield ("statements", number, "evidence", rank), piece, statement


def _id_replaced(file: YamlFile, places: Sequence[Where], old: str, new: str) -> Change:
    """Replace only the id itself, within the quotation marks around it."""
    edits: list[Edit] = []
    data, others = file.data, {}
    for at in places:
        part = file.part(at)
        # A comment after `>-` may contain the word too.
        start = file.text.text.rfind(old, part.start, part.end)
        data = with_value(data, at, new)
        if start < 0 or not (part.style or inline(new, flow=True) == new):
            others[at] = new
        else:
            edits.append(Edit(start, start + len(old), new))
    return Change([*edits, *replace(file, others).edits], data)


def _has(workspace: Workspace, path: str, at: Where, id_: str) -> bool:
    """Whether the list that an item stands in has this id too."""
    holder = node_at(workspace.data(path), at[:-1])
    return isinstance(holder, list) and id_ in holder
