"""Find what is left to do of a renaming that was cut off, or begun by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.document import opened
from stances.editing.formatting import kind_of
from stances.editing.references import KINDS, Named, refers, renamed, uses
from stances.editing.rename.repoint import repoint
from stances.editing.rename.targets import INNER, id_in, things_with_id
from stances.editing.workspace import HEADS, Workspace
from stances.errors import AmbiguousThing, CannotEdit
from stances.model.types import SLUG
from stances.paths import RECORD_FOLDERS, files_of, path_in
from stances.queries.faults import problems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stances.editing.rename.merge import Merge
    from stances.problems import Problem
    from stances.yaml_reader import Value

FOLDERS = {"official": "officials", "source": "sources"}
"""The folders of the things that have files of their own."""
_NO_STATEMENT = "ST109"
_UNKNOWN_WORD = "ST1"
"""The start of the codes for references to missing things."""


def dangling(index: sqlite3.Connection, *things: Named) -> list[Problem]:
    """Return the problems of references to these things that lead nowhere."""
    called = tuple(f"called `{thing.id}`" for thing in things)
    return [
        each
        for each in problems(index)
        if each.code.startswith(_UNKNOWN_WORD)
        and (each.message.endswith(called) or any(_misses(each, thing) for thing in things))
    ]


def _misses(problem: Problem, thing: Named) -> bool:
    """Whether a problem is a reference to this missing statement."""
    return problem.code == _NO_STATEMENT and refers(problem.message.split("`")[1], thing)


def only_dangles(index: sqlite3.Connection, *ids: str) -> bool:
    """Whether the corpus cannot be used only because words with these ids are missing."""
    reasons = {*HEADS, *RECORD_FOLDERS}
    bad = [p for p in problems(index) if p.path in reasons and p.severity == "error"]
    return bool(bad) and {*bad} <= {*dangling(index, *(Named("", id_) for id_ in ids))}


def half_renamed(
    workspace: Workspace, old: str, new: str, kind: str, progress: Callable[[int, int], object]
) -> Named | None:
    """Return the thing that files still call `old`, although only `new` exists; None if none does.

    `kind` may be empty. The files that name the thing are open afterwards. Raises `CannotEdit` for
    a file that cannot be read, and `AmbiguousThing`.
    """
    kinds = [kind] if kind else [*KINDS]
    id_ = id_in(old)
    if not SLUG.fullmatch(id_) or any(things_with_id(workspace.index, k, old) for k in kinds):
        return None
    candidates = [thing for each in kinds for thing in _renamed_to(workspace, each, old, new)]
    if not candidates:
        return None
    workspace.open_naming(id_, (), progress)
    files = [workspace.held(path) for path in workspace.after]
    found = [thing for thing in candidates if any(any(uses(thing, held)) for held in files)]
    if len(found) > 1:
        raise AmbiguousThing(old, [(each.kind, each.shown) for each in found])
    return found[0] if found else None


def _renamed_to(workspace: Workspace, kind: str, old: str, new: str) -> Iterator[Named]:
    """Yield the things with the new name, under the old name that they would have had."""
    within, slash, id_ = old.rpartition("/")
    if slash and kind not in INNER:
        return
    holder, moves, _ = new.rpartition("/")
    if kind == "statement" and moves and holder != within:
        if things_with_id(workspace.index, kind, f"{holder}/{id_in(new) or id_}"):
            yield Named(kind, id_, within)
        return
    named = f"{within}/{id_in(new)}" if slash else id_in(new)
    yield from (thing.called(id_) for thing in things_with_id(workspace.index, kind, named))


def is_begun(workspace: Workspace, merge: Merge, *, shared: bool) -> bool:
    """Whether the new files exist already and equal the old ones except for the id.

    Parts of an official may still be missing.
    """
    old, new, _ = merge
    if old.kind not in FOLDERS:
        return False
    folder, main = workspace.folder, f"{FOLDERS[old.kind]}/{old.id}.yaml"
    pairs = [(path, moved_to(path, new.id)) for path in paths_of(folder, old)]
    try:
        for path, target in pairs:
            if path != main and not (folder / target).exists():
                continue
            file, there = (opened(folder / each, kind_of(each)) for each in (path, target))
            alone = Workspace(folder, workspace.index, {path: file})
            repoint(alone, path, old, new, shared=shared)
            if alone.after[path].raw != there.raw:
                return False
    except CannotEdit:
        return False
    return bool(pairs) and pairs[0][0] == main


def paths_of(folder: Path, thing: Named) -> list[str]:
    """Return the existing files of an official or a source, `ID.yaml` first."""
    files = files_of(folder, f"{FOLDERS[thing.kind]}/{thing.id}.yaml")
    return [path_in(folder, file) for file in files if file.exists()]


def moved_to(path: str, id_: str) -> str:
    """Return the new path of a file of an official or a source that gets another id."""
    folder, _, name = path.partition("/")
    part = name.partition("/")[2]
    return f"{folder}/{id_}/{part}" if part else f"{folder}/{id_}.yaml"


def changes_only_ids(workspace: Workspace, merge: Merge) -> bool:
    """Whether all changed files say the same as before, except for the id.

    This compares the files themselves, because the index lacks records with a dangling reference,
    or has them in another state.
    """
    was = {old: new for new, old in workspace.moved.items()}
    for path, before in workspace.before.items():
        after = workspace.after.get(was.get(path, path))
        if after is None or not _is_same(before.data, after.data, merge):
            return False
    return True


def _is_same(before: Value, after: Value, merge: Merge) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return before.keys() == after.keys() and all(
            _is_same(value, after[key], merge) for key, value in before.items()
        )
    if isinstance(before, list) and isinstance(after, list):
        if len(after) < len(before):  # of two ids in one list, only the new one is left
            before = [item for item in before if item != merge.old.id]
        return len(before) == len(after) and all(
            _is_same(*items, merge) for items in zip(before, after, strict=True)
        )
    old, new, _ = merge
    if isinstance(before, str) and (before == old.id or refers(before, old)):
        return after in (before, renamed(before, old, new))
    return after == before
