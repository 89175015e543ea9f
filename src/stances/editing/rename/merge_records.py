"""Two officials, sources or codebook words made one, with everything that either says."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.editing.comments import attach
from stances.editing.edits import append, append_part, note_below, remove
from stances.editing.ids import free
from stances.editing.references import node_at
from stances.editing.rename.merge import Difference, Spot, add_items, join, mapping, set_key, settle
from stances.editing.rename.repoint import pieces
from stances.errors import CannotRename
from stances.yaml_reader import parse_tree

if TYPE_CHECKING:
    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.editing.rename.merge import Merge
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Node, Value

    Merged = tuple[list[Difference], list[str]]
    """What the two differ on, and what a person should look at."""

_NAMES = ("name", "native_name")


def merge_officials(workspace: Workspace, merge: Merge) -> Merged:
    """Add an official's names, roles and statements to another's, and leave their file out."""
    old, new = _path(merge.old.id, "officials"), _path(merge.new.id, "officials")
    theirs = workspace.after[old]
    before = workspace.after[new]
    _add_names(workspace, new, theirs.data)
    without = {"name", "aliases", "statements"}
    if "native_name" in mapping(workspace, Spot(new)):
        without.add("native_name")
    found = join(workspace, Spot(new), theirs.data, merge, without)
    settle(workspace, found, Spot(new), merge)
    told = _add_statements(workspace, new, theirs, merge)
    _keep_comments(workspace, new, theirs, before)
    workspace.delete(old)
    return found, told


def merge_sources(workspace: Workspace, merge: Merge) -> Merged:
    """Add what one source says besides to another, and leave its file out.

    Raises `CannotRename` if they are in different languages, for then they are not one text.
    """
    old, new = _path(merge.old.id, "sources"), _path(merge.new.id, "sources")
    theirs, before = workspace.after[old], workspace.after[new]
    langs = theirs.data.get("lang"), before.data.get("lang")
    if langs[0] != langs[1]:
        message = f"{merge.old.id} is in `{langs[0]}` and {merge.new.id} in `{langs[1]}`"
        raise CannotRename(f"{message}, so they are not one text", "correct `lang` first")
    found = join(workspace, Spot(new), theirs.data, merge)
    settle(workspace, found, Spot(new), merge)
    _keep_comments(workspace, new, theirs, before)
    workspace.delete(old)
    return found, []


def merge_twice_quoted(workspace: Workspace, path: str, merge: Merge) -> Merged:
    """Make one of evidence that quotes one text from both sources, before these are one."""
    found: list[Difference] = []
    told: list[str] = []
    while pair := _quoted_from_both(workspace, path, merge):
        old, new = pair
        theirs = mapping(workspace, Spot(path, old))
        more = join(workspace, Spot(path, new), theirs, merge, {"source"})
        settle(workspace, more, Spot(path, new), merge)
        found += more
        workspace.change(path, remove, old)
        told.append(f"{path}: quoted from both, and there once now: {theirs.get('text')}")
    return found, told


def _quoted_from_both(workspace: Workspace, path: str, merge: Merge) -> tuple[Where, Where] | None:
    """The evidence of one statement with one text, from the old source and from the new."""
    seen: dict[tuple[object, ...], Where] = {}
    for at, piece, _ in pieces(workspace.data(path)):
        seen.setdefault((at[1], piece.get("source"), piece.get("text")), at)
    for (statement, source, text), at in seen.items():
        other = seen.get((statement, merge.new.id, text))
        if source == merge.old.id and other:
            return at, other
    return None


def _add_names(workspace: Workspace, path: str, theirs: dict[str, Value]) -> None:
    mine = mapping(workspace, Spot(path))
    known = [mine.get(key) for key in _NAMES] + _list(mine, "aliases")
    names = [theirs.get("name")]
    if "native_name" in mine:
        names.append(theirs.get("native_name"))
    names += _list(theirs, "aliases")
    wanted = dict.fromkeys(str(name) for name in names if name and name not in known)
    add_items(workspace, Spot(path, ("aliases",)), wanted)


def _list(data: dict[str, Value], key: str) -> list[Value]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _add_statements(workspace: Workspace, path: str, theirs: YamlFile, merge: Merge) -> list[str]:
    """Add statements with the comments in them; says which have another id now."""
    parts, statements = _statement_parts(theirs), _list(theirs.data, "statements")
    many = "statement" if len(statements) == 1 else "statements"
    told = [f"{len(statements)} {many} of {merge.old.id} moved"] if statements else []
    for number, statement in enumerate(statements):
        if not isinstance(statement, dict):
            continue
        taken = {str(each.get("id")) for each in _statements(workspace, path)}
        id_ = str(statement.get("id"))
        new_id = free(id_, taken)
        if new_id != id_:
            told.append(f"{merge.old.id}/{id_} becomes {merge.new.id}/{new_id}, for {id_} is taken")
        moved = {**statement, "id": new_id}
        part = parts[number]
        for entry in part.items:
            if entry.key and entry.key.value == "id":
                entry.value = new_id
        if _statements(workspace, path):
            workspace.change(path, append_part, ("statements",), moved, part)
        else:
            workspace.change(path, append, ("statements",), moved)
    return told


def _statements(workspace: Workspace, path: str) -> list[dict[str, Value]]:
    found = _list(workspace.data(path), "statements")
    return [each for each in found if isinstance(each, dict)]


def _statement_parts(file: YamlFile) -> list[Node]:
    """The statements of a file as they stand there, with their comments."""
    found = parse_tree(file.raw)
    if found is None:
        return []
    attach(found)
    for entry in found.root.items:
        if entry.key and entry.key.value == "statements":
            return [*entry.items]
    return []


def _keep_comments(workspace: Workspace, path: str, theirs: YamlFile, before: YamlFile) -> None:
    """Put the comments of a file that goes, as far as they are nowhere yet, at the end of this."""
    there = Counter(_comments(workspace.after[path])) - Counter(_comments(before))
    missing = [*(Counter(_comments(theirs)) - there).elements()]
    if missing:
        lines = [f"# From {theirs.path.name}:", *missing]
        workspace.change(path, note_below, lines)


def _comments(file: YamlFile) -> list[str]:
    found = parse_tree(file.raw)
    if found is None:
        return []
    attach(found)
    return [comment for comment in _told(found.root) if comment]


def _told(part: Node) -> list[str]:
    inner = [comment for item in part.items for comment in _told(item)]
    return [*part.before, *inner, part.beside, *part.after]


def _path(id_: str, folder: str) -> str:
    return f"{folder}/{id_}.yaml"


FILE = "codebook.yaml"
_COUNTED = ("score", "requires")
"""What figures and checks rest on, so that somebody has to decide where two differ on it."""


def merge_words(workspace: Workspace, merge: Merge) -> Merged:
    """Take the old definition out; what the two differ on, and what else is to be looked at."""
    old, new = _defined(workspace, merge.old), _defined(workspace, merge.new)
    told: list[str] = []
    found = _differences(workspace, old, new)
    if merge.old.kind == "issue":
        more, told = _merge_scales(workspace, old, new, merge)
        found += more
    if merge.prefer == "OLD":
        for each in found:
            set_key(workspace, Spot(each.path, each.at).inner(each.key), each.old)
    workspace.change(FILE, remove, old)
    return found, told


def _merge_scales(workspace: Workspace, old: Where, new: Where, merge: Merge) -> Merged:
    """Give one issue the positions that only the other has."""
    found: list[Difference] = []
    told: list[str] = []
    for number, position in enumerate(_items(workspace, (*old, "positions"))):
        mine = _items(workspace, (*new, "positions"))
        ids = [each.get("id") for each in mine]
        if position.get("id") in ids:
            at = (*new, "positions", ids.index(position.get("id")))
            found += _differences(workspace, (*old, "positions", number), at)
        else:
            workspace.change(FILE, append, (*new, "positions"), position)
            told.append(
                f"`{position.get('id')}` is new at the end of the scale of {merge.new.id}: "
                "see that it stands where it belongs"
            )
    return found, told


def _differences(workspace: Workspace, old: Where, new: Where) -> list[Difference]:
    theirs, mine = (mapping(workspace, Spot(FILE, at)) for at in (old, new))
    keys = [key for key in {**mine, **theirs} if key not in ("id", "positions")]
    return [
        Difference(FILE, new, key, _text(theirs, key), _text(mine, key), key in _COUNTED)
        for key in keys
        if theirs.get(key) != mine.get(key)
    ]


def _text(data: dict[str, Value], key: str) -> str | None:
    value = data.get(key)
    return value if isinstance(value, str) else None


def _items(workspace: Workspace, at: Where) -> list[dict[str, Value]]:
    found = node_at(workspace.data(FILE), at)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _defined(workspace: Workspace, word: Named) -> Where:
    """Where a word is defined."""
    at: Where = ("issues",) if word.kind in ("issue", "position") else (f"{word.kind}s",)
    if word.kind == "position":
        at = (*at, _number(workspace, at, word.within), "positions")
    return (*at, _number(workspace, at, word.id))


def _number(workspace: Workspace, at: Where, id_: str) -> int:
    return [item.get("id") for item in _items(workspace, at)].index(id_)
