"""Put a new id in the place of the old one in a file."""

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
    """Let a file name the new thing wherever it names the old one; how often that was.

    A list that has the new one already loses the old one. `shared` says that things of two kinds
    have the old id: where either may be meant, both are named from now on.
    """
    found = list(uses(old, workspace.held(path)))
    open_ = [at for at in found if shared and at[-2:-1] == ("about",)]
    doubled = [at for at in found if at not in open_ and _has(workspace, path, at, new.id)]
    plain = [at for at in found if at not in open_ and at not in doubled]
    workspace.change(path, _spelt, plain, old.id, new.id)
    for at in open_:
        if not _has(workspace, path, at, new.id):
            workspace.change(path, append, at[:-1], new.id)
    for at in reversed(doubled):
        workspace.change(path, remove, at)
    return len(found)


def drop_needless(workspace: Workspace, path: str) -> list[str]:
    """Take out of evidence what now only repeats its statement, or its source; says what it was."""
    told: list[str] = []
    for at, key in reversed([*_needless(workspace, path)]):
        evidence = node_at(workspace.data(path), at)
        if isinstance(evidence, dict):
            told.append(f"{path}: `{key}: {evidence[key]}` says nothing any more, and is taken out")
        workspace.change(path, remove, (*at, key))
    return told[::-1]


def pieces(data: dict[str, Value]) -> Iterator[tuple[Where, dict[str, Value], dict[str, Value]]]:
    """The evidence of a file of an official: its path, itself, and its statement."""
    statements = data.get("statements", [])
    for number, statement in enumerate(statements if isinstance(statements, list) else ()):
        if not isinstance(statement, dict):
            continue
        evidence = statement.get("evidence", [])
        for rank, piece in enumerate(evidence if isinstance(evidence, list) else ()):
            if isinstance(piece, dict):
                yield ("statements", number, "evidence", rank), piece, statement


def _spelt(file: YamlFile, places: Sequence[Where], old: str, new: str) -> Change:
    """Put another id in the very place of the old one, within whatever marks stand around it."""
    edits: list[Edit] = []
    data, others = file.data, {}
    for at in places:
        part = file.part(at)
        # Behind `>-` there may be a comment that has the word too.
        start = file.text.text.rfind(old, part.start, part.end)
        data = with_value(data, at, new)
        if start < 0 or not (part.style or inline(new, flow=True) == new):
            others[at] = new
        else:
            edits.append(Edit(start, start + len(old), new))
    return Change([*edits, *replace(file, others).edits], data)


def _needless(workspace: Workspace, path: str) -> Iterator[tuple[Where, str]]:
    held = workspace.held(path)
    for at, piece, statement in pieces(held.data):
        own = {
            "speaker": held.id,
            "position": statement.get("position"),
            "derived_from": piece.get("source"),
        }
        yield from ((at, key) for key, value in own.items() if piece.get(key, "") == value)


def _has(workspace: Workspace, path: str, at: Where, id_: str) -> bool:
    """Whether the list that an item stands in has this id too."""
    holder = node_at(workspace.data(path), at[:-1])
    return isinstance(holder, list) and id_ in holder
