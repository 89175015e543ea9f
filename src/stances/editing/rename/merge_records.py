"""Merge two officials, sources or codebook words without losing data of either."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stances.editing.comments import comments_of
from stances.editing.edits import append, append_part, commented, note_below, remove, replace
from stances.editing.ids import free
from stances.editing.references import node_at
from stances.editing.rename.merge import OF_EVIDENCE, Difference, Spot, with_key
from stances.editing.rename.repoint import pieces, repoint, repoint_refs, statements
from stances.editing.workspace import Workspace
from stances.errors import CannotRename
from stances.paths import main_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.editing.rename.merge import Merge, Merging
    from stances.problems import Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.syntax_tree import Node


def merge_officials(merging: Merging) -> None:
    """Add an official's names, roles and statements to another's, and delete the old file.

    Parts are moved.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    path = f"officials/{new.id}.yaml"
    theirs, mine = workspace.after[f"officials/{old.id}.yaml"], _comments(workspace, path)
    _add_names(merging, path, theirs.data)
    without = {"name", "aliases", "statements"}
    if "native_name" in workspace.data(path):
        without.add("native_name")
    merging.join(Spot(path), theirs.data, without)
    doubled = _add_statements(merging, path)
    _keep_comments(workspace, path, theirs, mine, doubled)
    workspace.delete(f"officials/{old.id}.yaml")
    for part in workspace.of(f"officials/{old.id}.yaml"):
        _move_part(merging, part)


def merge_sources(merging: Merging) -> None:
    """Add the additional data of one source to another, and delete the old file.

    Raises `CannotRename` if their languages differ, because they are then not one text.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    path = f"sources/{new.id}.yaml"
    theirs, mine = workspace.after[f"sources/{old.id}.yaml"], _comments(workspace, path)
    old_lang, new_lang = theirs.data.get("lang"), workspace.data(path).get("lang")
    if old_lang != new_lang:
        message = f"{old.id} is in `{old_lang}` and {new.id} in `{new_lang}`"
        raise CannotRename(f"{message}, so they are not one text", "correct `lang` first")
    # A source cannot come from itself.
    ties = ("version_of", "copy_of")
    merging.join(Spot(path), theirs.data, {key for key in ties if theirs.data.get(key) == new.id})
    for key in ties:
        if workspace.data(path).get(key) == new.id:
            workspace.change(path, remove, (key,))
            told = f"`{key}: {old.id}` says nothing any more, and is taken out"
            merging.told.append(f"{path}: {told}")
    _keep_comments(workspace, path, theirs, mine)
    workspace.delete(f"sources/{old.id}.yaml")


def merge_twice_quoted(merging: Merging, path: str) -> None:
    """Merge evidence with the same text from both sources, before the sources are merged.

    A dispute between the two sources is reported.
    """
    old, new, _ = merging.merge
    for _, statement in statements(merging.workspace.data(path)):
        for dispute in _list(statement, "disputes"):
            if isinstance(dispute, dict) and {old.id, new.id} <= {*_list(dispute, "sources")}:
                told = f"{statement.get('id')} has a dispute between the two, which are one now"
                merging.told.append(f"{path}: {told}")
    while pair := _quoted_from_both(merging.workspace, path, merging.merge):
        was, now = pair
        theirs = merging.mapping(Spot(path, was))
        merging.join(Spot(path, now), theirs, {"source"}, OF_EVIDENCE)
        merging.workspace.change(path, remove, was)
        text = theirs.get("text")
        merging.told.append(f"{path}: quoted from both, and there once now: {text}")


def _quoted_from_both(workspace: Workspace, path: str, merge: Merge) -> tuple[Where, Where] | None:
    """Return the paths of two pieces of evidence with one text, from the old and the new source.

    Both belong to one statement. Returns None if there are no such pieces.
    """
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
    merging.add_items(Spot(path), "aliases", missing)


def _list(data: dict[str, Value], key: str) -> list[Value]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _add_statements(merging: Merging, path: str) -> Counter[str]:
    """Add the statements of the old official's `ID.yaml` with their comments, and report new ids.

    Returns the comments of statements that the new official has already.
    """
    workspace, (old, _, _), told = merging.workspace, merging.merge, merging.told
    theirs = workspace.after[f"officials/{old.id}.yaml"]
    parts, new_ones = commented(theirs), []
    comments: Counter[str] = Counter()
    for at, statement in statements(theirs.data):
        if _is_there(merging, statement):
            comments.update(comments_of(parts.part(at)))
        else:
            new_ones.append((at, statement))
    if new_ones:
        many = "statement" if len(new_ones) == 1 else "statements"
        told.append(f"{len(new_ones)} {many} of {old.id} moved")
    for at, statement in new_ones:
        part, new_id = parts.part(at), _new_id(merging, statement)
        for entry in part.items:
            if entry.key and entry.key.value == "id":
                entry.value = new_id
        add_statement(workspace, path, {**statement, "id": new_id}, part)
    return comments


def _is_there(merging: Merging, statement: dict[str, Value]) -> bool:
    """Whether the other official has the statement already, perhaps under another id."""
    (old, new, _), id_ = merging.merge, str(statement.get("id", ""))
    if id_ in merging.there:
        merging.told.append(f"{old.id}/{id_} is there already, as {new.id}/{merging.ids[id_]}")
    return id_ in merging.there


def _new_id(merging: Merging, statement: dict[str, Value]) -> str:
    """Return the new id of a statement; report it if it differs."""
    (old, new, _), id_ = merging.merge, str(statement.get("id", ""))
    new_id = merging.ids[id_]
    if new_id != id_:
        merging.told.append(f"{old.id}/{id_} becomes {new.id}/{new_id}, for {id_} is taken")
    return new_id


def _move_part(merging: Merging, path: str) -> None:
    """Move a part to the other official, without statements that this official has already."""
    workspace, new = merging.workspace, merging.merge.new
    main, theirs = f"officials/{new.id}.yaml", workspace.after[path]
    mine, parts = _comments(workspace, main), commented(theirs)
    comments: Counter[str] = Counter()
    for at, statement in reversed([*statements(theirs.data)]):
        if _is_there(merging, statement):
            comments.update(comments_of(parts.part(at)))
            workspace.change(path, remove, at)
        else:
            workspace.change(path, replace, {(*at, "id"): _new_id(merging, statement)})
    if any(statements(workspace.data(path))):
        stems = {PurePosixPath(each).stem for each in workspace.of(main)[1:]}
        target = f"officials/{new.id}/{free(PurePosixPath(path).stem, stems)}.yaml"
        workspace.move(path, target)
        _keep_comments(workspace, target, theirs, mine, comments)
    else:
        workspace.delete(path)
        _keep_comments(workspace, main, theirs, mine, comments)


def add_statement(workspace: Workspace, path: str, statement: dict[str, Value], part: Node) -> None:
    """Add a statement to the end of a file; `part` is its node in another file, with comments."""
    if path not in workspace.after:
        workspace.draw_up(path, {"statements": [statement]})
    elif any(statements(workspace.data(path))):
        workspace.change(path, append_part, ("statements",), statement, part)
    else:
        workspace.change(path, append, ("statements",), statement)


def renumber(merging: Merging) -> int:
    """Choose the ids of an official's statements after a merge, and repoint references.

    A statement that the other official has already, perhaps from a merge that was cut off, gets the
    id it has there. Returns the number of references.
    """
    workspace, (old, new, _) = merging.workspace, merging.merge
    theirs, mine = (workspace.of(f"officials/{each.id}.yaml") for each in (old, new))
    files = {path: workspace.after[path] for path in (*theirs, *mine)}
    then = Workspace(workspace.folder, workspace.index, files)
    for path in files:
        repoint(then, path, old, new, shared=merging.shared)
    there = [statement for path in mine for _, statement in statements(then.data(path))]
    taken = {str(statement.get("id")) for statement in there}
    quoted = {words: str(each.get("id")) for each in reversed(there) for words in _quoted(each)}
    pairs = [
        (was, now)
        for path in theirs
        for (_, was), (_, now) in zip(
            statements(workspace.data(path)), statements(then.data(path)), strict=True
        )
    ]
    # Statements without ties come first, because the others refer to them.
    for was, now in sorted(pairs, key=lambda pair: any(key in pair[0] for key in _TIES)):
        id_ = str(was.get("id", ""))
        moved = now | {key: _moved(was[key], merging) for key in _TIES if key in was}
        twin = next((each for each in there if {**each, "id": id_} == moved), None)
        if twin:
            merging.there.add(id_)
        merging.ids[id_] = str(twin.get("id")) if twin else free(id_, taken)
        taken.add(merging.ids[id_])
        if same := None if twin else next(filter(None, map(quoted.get, _quoted(now))), None):
            both = f"{new.id}/{merging.ids[id_]} {new.id}/{same}"
            told = f"{old.id}/{id_} has words of {new.id}/{same}; if they are one, merge them next"
            merging.told.append(f"{told}: `stances rename {both} --merge`")
    refs = {f"{old.id}/{was}": f"{new.id}/{now}" for was, now in merging.ids.items()}
    return sum(repoint_refs(workspace, each, refs, merging.told) for each in [*workspace.after])


_TIES = ("words_of", "same_occasion")


def _quoted(statement: dict[str, Value]) -> list[tuple[object, object]]:
    """Return the sources and texts of the evidence of a statement."""
    pieces = (piece for piece in _list(statement, "evidence") if isinstance(piece, dict))
    return [(piece.get("source"), piece.get("text")) for piece in pieces]


def _moved(refs: Value, merging: Merging) -> Value:
    """Return references with the ids that their statements have after the merge."""
    if isinstance(refs, list):
        return [_moved(ref, merging) for ref in refs]
    official, _, id_ = str(refs).partition("/")
    old, new, _ = merging.merge
    return f"{new.id}/{merging.ids.get(id_, id_)}" if official == old.id else refs


def _keep_comments(
    workspace: Workspace,
    path: str,
    theirs: YamlFile,
    mine: Counter[str],
    there: Counter[str] | None = None,
) -> None:
    """Add the comments of a deleted file that have not been moved yet to the end of this file.

    `mine` are the comments that the record had before. `there` are comments of statements that it
    had already, so some may be among `mine`; after a merge that was cut off, all comments may be.
    """
    head = f"# From {theirs.path.name}:"
    moved = _comments(workspace, main_of(path)) - mine
    known = mine if head in mine else mine & (there or Counter())
    missing = [*(Counter(comments_of(commented(theirs).root)) - moved - known).elements()]
    if missing:
        workspace.change(path, note_below, [head, *missing])


def _comments(workspace: Workspace, main: str) -> Counter[str]:
    """Count the comments in all files of a record."""
    return Counter(
        comment
        for path in workspace.of(main)
        for comment in comments_of(commented(workspace.after[path]).root)
    )


FILE = "codebook.yaml"
_COUNTED = ("score", "requires")
"""Keys that results and checks depend on; the user decides if two values differ."""


def merge_words(merging: Merging) -> None:
    """Remove the old definition, and report what to check in the new one."""
    workspace, merge = merging.workspace, merging.merge
    old, new = _definition(workspace, merge.old), _definition(workspace, merge.new)
    differences = [*_differences(merging, old, new)]
    if merge.old.kind == "issue":
        differences += _merge_scales(merging, old, new)
    if merge.prefer == "OLD":
        for each in differences:
            spot = Spot(each.path, each.at)
            workspace.become(*spot, with_key(merging.mapping(spot), each.key, each.old))
    workspace.change(FILE, remove, old)
    merging.differences += differences


def _merge_scales(merging: Merging, old: Where, new: Where) -> Iterator[Difference]:
    """Add the positions that only the old issue has to the new one; yield differences."""
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
    """Return the path of a word's definition."""
    at: Where = ("issues",) if word.kind in ("issue", "position") else (f"{word.kind}s",)
    if word.kind == "position":
        at = (*at, _number(workspace, at, word.within), "positions")
    return (*at, _number(workspace, at, word.id))


def _number(workspace: Workspace, at: Where, id_: str) -> int:
    return [item.get("id") for item in _items(workspace, at)].index(id_)
