"""Rename a coder in the folders of codings and in the records, or merge two coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.coders import folder_of
from stances.editing.codings import codings_path, hand_all_over, make_room
from stances.editing.rename.merge import Merging
from stances.editing.rename.plan import checked, is_taken
from stances.editing.rename.repoint import statements
from stances.editing.rename.targets import names_of
from stances.errors import CannotRename
from stances.paths import CODINGS, CORPUS_FILE, record_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from stances.editing.rename.merge import Merge
    from stances.editing.rename.plan import RenamePlan
    from stances.editing.workspace import Workspace
    from stances.yaml_reader import Value

_NAMED = """
    SELECT coder FROM all_statements UNION SELECT coder FROM corpus
    UNION SELECT decided_by FROM all_statements WHERE decided_by IS NOT NULL
    UNION SELECT each.value FROM all_statements AS s, json_each(s.reviewed_by) AS each
    ORDER BY 1"""
_OWN = "SELECT ref, coder FROM all_statements ORDER BY ref"
_CODED = "SELECT ref FROM all_codings WHERE coder = ?"


def plan_coder(
    workspace: Workspace,
    merge: Merge,
    progress: Callable[[int, int], object],
    *,
    may_merge: bool = False,
    name: str = "",
) -> RenamePlan:
    """Plan to rename a coder. Nothing is written.

    Records that name the old coder then have `name`. Its default is the name that other records
    use, or else the id. If the new coder has codings or records already, the two are merged if
    `may_merge`. Raises `CannotEdit`, and `CannotRename` if both coders have read one statement.
    """
    old, new, _ = merge
    index = workspace.index
    files = record_files(workspace.folder, CODINGS)
    theirs = [file for file in files if file.parent.name == old.id]
    known = names_of(index, new.id)
    is_there = bool(known) or any(file.parent.name == new.id for file in files)
    _refuse_both(index, merge)
    if is_there and not may_merge:
        raise is_taken(old, new)
    names = [each for (each,) in index.execute(_NAMED) if folder_of(each) == old.id]
    for each in names:
        workspace.open_naming(each, (), progress)
    merging = Merging(workspace, merge)
    for number, file in enumerate(theirs, 1):
        path = codings_path(old.id, file.stem)
        target = codings_path(new.id, file.stem)
        make_room(workspace, path)
        if (workspace.folder / target).exists():
            make_room(workspace, target)
        hand_all_over(workspace, path, target)
        progress(number, len(theirs))
    name = next(iter([*known, name or new.id]))
    uses = sum(_put(workspace, path, old.id, name) for path in [*workspace.after]) if names else 0
    if uses:
        merging.told.append(f"records that name {' and '.join(names)} name {name} from now on")
    return checked(merging, len(theirs) + uses, merged=is_there, exact=False)


def _refuse_both(index: sqlite3.Connection, merge: Merge) -> None:
    """Raise `CannotRename` if two coders to be merged have read the same statement.

    A record counts as a reading by the coder whom it names.
    """
    ids = (merge.old.id, merge.new.id)
    own = {ref: folder_of(coder) for ref, coder in index.execute(_OWN)}
    coded = [{ref for (ref,) in index.execute(_CODED, (id_,))} for id_ in ids]
    pairs = [*zip(ids, coded, strict=True)]
    both = [
        ref
        for ref in sorted(coded[0] | coded[1])
        if all(ref in refs or own.get(ref) == id_ for id_, refs in pairs)
    ]
    if both:
        ref = both[0]
        paths = [codings_path(id_, ref.partition("/")[0]) for id_, refs in pairs if ref in refs]
        more = f" and {len(both) - 1:,} more" if len(both) > 1 else ""
        record = f", and the record is {own[ref]}'s own" if len(paths) == 1 else ""
        message = f"both have a reading of `{ref}`{more}: {', '.join(paths)}{record}"
        hint = "one coder reads a statement once: delete one of the two"
        if record:
            hint = "one coder reads a statement once: delete the coding if the two are one person"
        raise CannotRename(message, hint)


def _put(workspace: Workspace, path: str, old: str, name: str) -> int:
    """Rename a coder to `name` in a file; return the number of changed places."""
    if path == CORPUS_FILE:
        if folder_of(str(workspace.data(path)["coder"])) != old:
            return 0
        workspace.become(path, ("coder",), name)
        return 1
    found = 0
    if workspace.after[path].kind in ("official", "part"):
        for at, statement in statements(workspace.data(path)):
            new, places = _named(statement, old, name)
            if places:
                workspace.become(path, at, new)
            found += places
    return found


def _named(statement: dict[str, Value], old: str, name: str) -> tuple[dict[str, Value], int]:
    """Return a statement with a coder renamed to `name`, and the number of changed places."""
    new, found = dict(statement), 0

    def read(value: Value | None) -> Value | None:
        nonlocal found
        if not isinstance(value, str) or folder_of(value) != old:
            return value
        found += 1
        return name

    if coder := read(statement.get("coder")):
        new["coder"] = coder
    decided, reviewers = statement.get("decided"), statement.get("reviewed_by")
    if isinstance(decided, dict) and (by := read(decided.get("by"))):
        new["decided"] = {**decided, "by": by}
    if isinstance(reviewers, list):
        new["reviewed_by"] = [*dict.fromkeys(str(read(each)) for each in reviewers)]
    return new, found
