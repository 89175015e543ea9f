"""Merge two officials, sources or codebook words, without losing data of either."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stances.editing.comments import attach, comments_of
from stances.editing.edits import append, append_part, note_below, remove, replace
from stances.editing.ids import free
from stances.editing.references import node_at
from stances.editing.rename.merge import Difference, Spot
from stances.editing.rename.repoint import pieces
from stances.errors import CannotRename
from stances.paths import main_of
from stances.yaml_reader import parse_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.editing.rename.merge import Merge, Merging
    from stances.editing.workspace import Workspace
    from stances.problems import Where
    from stances.yaml_reader import Node, Value


def merge_officials(merging: Merging) -> None:
    """Add an official's names, roles and statements to another's, and delete their file.

    Parts are moved.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    path = f"officials/{new.id}.yaml"
    theirs, mine = workspace.after[f"officials/{old.id}.yaml"], _comments(workspace, path)
    there = [each for file in workspace.of(path) for each in _statements(workspace, file)]
    _add_names(merging, path, theirs.data)
    without = {"name", "aliases", "statements"}
    if "native_name" in workspace.data(path):
        without.add("native_name")
    merging.join(Spot(path), theirs.data, without)
    taken = {str(each.get("id")) for each in there}
    doubled = _add_statements(merging, path, there, taken)
    _keep_comments(workspace, path, theirs, mine, doubled)
    workspace.delete(f"officials/{old.id}.yaml")
    for part in workspace.of(f"officials/{old.id}.yaml"):
        _move_part(merging, part, there, taken)


def merge_sources(merging: Merging) -> None:
    """Add what one source has in addition to another, and delete its file.

    Raises `CannotRename` if they are in different languages, because they are not one text then.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    path = f"sources/{new.id}.yaml"
    theirs, mine = workspace.after[f"sources/{old.id}.yaml"], _comments(workspace, path)
    old_lang, new_lang = theirs.data.get("lang"), workspace.data(path).get("lang")
    if old_lang != new_lang:
        message = f"{old.id} is in `{old_lang}` and {new.id} in `{new_lang}`"
        raise CannotRename(f"{message}, so they are not one text", "correct `lang` first")
    merging.join(Spot(path), theirs.data)
    _keep_comments(workspace, path, theirs, mine)
    workspace.delete(f"sources/{old.id}.yaml")


def merge_twice_quoted(merging: Merging, path: str) -> None:
    """Merge evidence with the same text from both sources, before these are merged."""
    while pair := _quoted_from_both(merging.workspace, path, merging.merge):
        old, new = pair
        theirs = merging.mapping(Spot(path, old))
        merging.join(Spot(path, new), theirs, {"source"})
        merging.workspace.change(path, remove, old)
        text = theirs.get("text")
        merging.told.append(f"{path}: quoted from both, and there once now: {text}")


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


def _add_names(merging: Merging, path: str, theirs: dict[str, Value]) -> None:
    mine = merging.workspace.data(path)
    known = [mine.get("name"), mine.get("native_name"), *_list(mine, "aliases")]
    native_name = theirs.get("native_name") if "native_name" in mine else None
    names = [theirs.get("name"), native_name, *_list(theirs, "aliases")]
    missing = dict.fromkeys(str(name) for name in names if name and name not in known)
    merging.add_items(Spot(path, ("aliases",)), missing)


def _list(data: dict[str, Value], key: str) -> list[Value]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _add_statements(
    merging: Merging, path: str, there: Sequence[dict[str, Value]], taken: set[str]
) -> Counter[str]:
    """Add statements with their comments, and report new ids.

    Returns the comments of those that are `there` already. `taken` are the ids of all.
    """
    workspace, (old, _, _), told = merging.workspace, merging.merge, merging.told
    theirs = workspace.after[f"officials/{old.id}.yaml"]
    parts = _statement_parts(theirs)
    new_ones: list[tuple[int, dict[str, Value]]] = []
    comments: Counter[str] = Counter()
    for number, statement in enumerate(_statements(workspace, f"officials/{old.id}.yaml")):
        if _is_there(merging, statement, there):
            comments.update(comments_of(parts[number]))
        else:
            new_ones.append((number, statement))
    if new_ones:
        many = "statement" if len(new_ones) == 1 else "statements"
        told.append(f"{len(new_ones)} {many} of {old.id} moved")
    for number, statement in new_ones:
        new_id = _new_id(merging, statement, taken)
        moved = {**statement, "id": new_id}
        part = parts[number]
        for entry in part.items:
            if entry.key and entry.key.value == "id":
                entry.value = new_id
        if _statements(workspace, path):
            workspace.change(path, append_part, ("statements",), moved, part)
        else:
            workspace.change(path, append, ("statements",), moved)
    return comments


def _is_there(
    merging: Merging, statement: dict[str, Value], there: Iterable[dict[str, Value]]
) -> bool:
    """Whether a statement is among those of the other official, perhaps under another id."""
    (old, new, _), id_ = merging.merge, statement.get("id", "")
    twin = next((each for each in there if {**each, "id": id_} == statement), None)
    if twin is not None:  # perhaps from a merging that was cut off
        merging.told.append(f"{old.id}/{id_} is there already, as {new.id}/{twin.get('id')}")
    return twin is not None


def _new_id(merging: Merging, statement: dict[str, Value], taken: set[str]) -> str:
    """The id that a statement gets, which is taken from then on."""
    (old, new, _), id_ = merging.merge, str(statement.get("id"))
    new_id = free(id_, taken)
    if new_id != id_:
        merging.told.append(f"{old.id}/{id_} becomes {new.id}/{new_id}, for {id_} is taken")
    taken.add(new_id)
    return new_id


def _move_part(
    merging: Merging, path: str, there: Sequence[dict[str, Value]], taken: set[str]
) -> None:
    """Move a part to the other official, without the statements that are `there` already."""
    workspace, new = merging.workspace, merging.merge.new
    main, theirs = f"officials/{new.id}.yaml", workspace.after[path]
    mine, parts = _comments(workspace, main), _statement_parts(theirs)
    comments: Counter[str] = Counter()
    for number, statement in reversed([*enumerate(_statements(workspace, path))]):
        at = ("statements", number)
        if _is_there(merging, statement, there):
            comments.update(comments_of(parts[number]))
            workspace.change(path, remove, at)
        else:
            id_ = _new_id(merging, statement, taken)
            workspace.change(path, replace, {(*at, "id"): id_})
    if _statements(workspace, path):
        stems = {PurePosixPath(each).stem for each in workspace.of(main)[1:]}
        target = f"officials/{new.id}/{free(PurePosixPath(path).stem, stems)}.yaml"
        workspace.move(path, target)
        _keep_comments(workspace, target, theirs, mine, comments)
    else:
        workspace.delete(path)
        _keep_comments(workspace, main, theirs, mine, comments)


def _statements(workspace: Workspace, path: str) -> list[dict[str, Value]]:
    statements = _list(workspace.data(path), "statements")
    return [each for each in statements if isinstance(each, dict)]


def _statement_parts(file: YamlFile) -> list[Node]:
    """The nodes of a file's statements, with their comments."""
    tree = parse_tree(file.raw)
    if tree is None:
        return []
    attach(tree)
    for entry in tree.root.items:
        if entry.key and entry.key.value == "statements":
            return [*entry.items]
    return []


def _keep_comments(
    workspace: Workspace,
    path: str,
    theirs: YamlFile,
    mine: Counter[str],
    there: Counter[str] | None = None,
) -> None:
    """Add the comments of a deleted file that have not been moved yet to the end of this one.

    `mine` are those that the record had before. Of those `there`, it may have some already; or all,
    from a merging that was cut off.
    """
    head = f"# From {theirs.path.name}:"
    moved = _comments(workspace, main_of(path)) - mine
    known = mine if head in mine else mine & (there or Counter())
    missing = [*(Counter(_comments_in(theirs)) - moved - known).elements()]
    if missing:
        workspace.change(path, note_below, [head, *missing])


def _comments(workspace: Workspace, main: str) -> Counter[str]:
    """The comments in all files of a record."""
    return Counter(
        comment for path in workspace.of(main) for comment in _comments_in(workspace.after[path])
    )


def _comments_in(file: YamlFile) -> list[str]:
    tree = parse_tree(file.raw)
    if tree is None:
        return []
    attach(tree)
    return comments_of(tree.root)


FILE = "codebook.yaml"
_COUNTED = ("score", "requires")
"""Keys that results and checks depend on, so that the user has to decide if two differ."""


def merge_words(merging: Merging) -> None:
    """Remove the old definition, and report what to check in the new one."""
    workspace, merge = merging.workspace, merging.merge
    old, new = _definition(workspace, merge.old), _definition(workspace, merge.new)
    differences = [*_differences(merging, old, new)]
    if merge.old.kind == "issue":
        differences += _merge_scales(merging, old, new)
    if merge.prefer == "OLD":
        for each in differences:
            merging.set_key(Spot(each.path, (*each.at, each.key)), each.old)
    workspace.change(FILE, remove, old)
    merging.differences += differences


def _merge_scales(merging: Merging, old: Where, new: Where) -> Iterator[Difference]:
    """Add the positions that only the old issue has to the new one."""
    workspace = merging.workspace
    for number, position in enumerate(_items(workspace, (*old, "positions"))):
        id_ = position.get("id")
        ids = [each.get("id") for each in _items(workspace, (*new, "positions"))]
        if id_ in ids:
            at = (*new, "positions", ids.index(id_))
            yield from _differences(merging, (*old, "positions", number), at)
        else:
            workspace.change(FILE, append, (*new, "positions"), position)
            where = f"new at the end of the scale of {merging.merge.new.id}"
            merging.told.append(f"`{id_}` is {where}: see that it stands where it belongs")


def _differences(merging: Merging, old: Where, new: Where) -> Iterator[Difference]:
    theirs, mine = (merging.mapping(Spot(FILE, at)) for at in (old, new))
    for key in {**mine, **theirs}:
        if key not in ("id", "positions") and theirs.get(key) != mine.get(key):
            values = (theirs.get(key), mine.get(key))
            texts = [value if isinstance(value, str) else None for value in values]
            yield Difference(FILE, new, key, texts[0], texts[1], key in _COUNTED)


def _items(workspace: Workspace, at: Where) -> list[dict[str, Value]]:
    items = node_at(workspace.data(FILE), at)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _definition(workspace: Workspace, word: Named) -> Where:
    """The path of a word's definition."""
    at: Where = ("issues",) if word.kind in ("issue", "position") else (f"{word.kind}s",)
    if word.kind == "position":
        at = (*at, _number(workspace, at, word.within), "positions")
    return (*at, _number(workspace, at, word.id))


def _number(workspace: Workspace, at: Where, id_: str) -> int:
    return [item.get("id") for item in _items(workspace, at)].index(id_)
