"""Plan the changes of a renaming before they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.codings import files_of_codings
from stances.editing.references import node_at, texts
from stances.editing.rename.half_done import FOLDERS, dangling, is_begun, moved_to, paths_of
from stances.editing.rename.merge import Merging
from stances.editing.rename.merge_records import (
    FILE,
    merge_officials,
    merge_sources,
    merge_twice_quoted,
    merge_words,
    renumber,
)
from stances.editing.rename.merge_statements import merge_statements
from stances.editing.rename.repoint import drop_needless, repoint
from stances.editing.rename.targets import is_there
from stances.editing.rename.verify import verified
from stances.editing.save import Replacement
from stances.errors import CannotRename
from stances.evidence.copies import LARGEST
from stances.problems import key_of
from stances.queries.choices import files_of_official
from stances.regular_files import TooLargeError, UnfitFileError, contents
from stances.yaml_reader import parse, parse_tree

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stances.editing.references import Held, Named
    from stances.editing.rename.merge import Difference, Merge
    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where


@dataclass(frozen=True)
class RenamePlan:
    """The result of a renaming before it is written.

    `uses` counts the references to the old id. `told` is what the user should check. `mentions` are
    places in free text with the old id, which stay. `copies` are renamed stored copies of a source,
    in the order of writing. `warnings` are new problems.
    """

    old: Named
    new: Named
    merged: bool
    uses: int
    replacements: Sequence[Replacement]
    differences: Sequence[Difference]
    told: Sequence[str]
    mentions: Sequence[Mention]
    copies: Sequence[Replacement] = ()
    warnings: Sequence[Problem] = ()

    @property
    def undecided(self) -> list[Difference]:
        """The differences that the user has to decide before anything is written."""
        return [each for each in self.differences if each.open]

    @property
    def files(self) -> int:
        """The number of files that are written, moved or deleted, each counted once."""
        changes = (*self.replacements, *self.copies)
        return len(changes) - sum(each.like is not None for each in changes)


def plan(
    workspace: Workspace,
    merge: Merge,
    progress: Callable[[int, int], object],
    *,
    may_merge: bool = False,
    snapshots: Path | None = None,
) -> RenamePlan:
    """Plan to rename `merge.old` to `merge.new`; `snapshots` is the folder of the stored copies.

    If the new one exists already, the two are merged if `may_merge`. Nothing is written. Raises
    `CannotRename` and `CannotEdit`.
    """
    old, new = merge.old, merge.new
    folder = FOLDERS.get(new.kind)
    # A file with problems counts too.
    taken = paths_of(workspace.folder, new) if folder else []
    has_file = f"{folder}/{new.id}.yaml" in taken
    if taken and not has_file:
        hint = f"write {folder}/{new.id}.yaml, or move what is in the folder {folder}/{new.id}"
        raise CannotRename(f"there are parts of another official: {taken[0]}", hint)
    is_there_already = has_file or is_there(workspace.index, new)
    # The id of an official and a faction may mean either.
    other_kind = {"official": "faction", "faction": "official"}.get(old.kind)
    shared = other_kind is not None and is_there(workspace.index, old._replace(kind=other_kind))
    begun = is_there_already and is_begun(workspace, merge, shared=shared)
    merges = is_there_already and not begun
    if merges and not may_merge:
        raise is_taken(old, new)
    if folder:
        workspace.refuse_link(f"{folder}/{old.id}")  # files in a linked folder are not found
    also = {*taken, *paths_of(workspace.folder, old)} if folder else {FILE}
    if old.kind == "statement":
        also = {*files_of_official(workspace.index, old.within)}
    if old.kind in ("official", "statement"):
        ids = (old.within, old.id, new.id)
        also |= {*files_of_codings(workspace.index, ids)}
    workspace.open_naming(old.id, also, progress)
    merging = Merging(workspace, merge, shared)
    if begun:
        merging.told.append(f"{folder}/{new.id}.yaml is there already, with all that {old.id} has")
        _move(workspace, old, new)
    uses = _merged(merging) if merges else _repointed(merging) if begun else _renamed(merging)
    return checked(merging, uses, snapshots, merged=merges, exact=not (is_there_already or shared))


def plan_rest(workspace: Workspace, merge: Merge, *, snapshots: Path | None = None) -> RenamePlan:
    """Plan to finish a renaming where only the new thing exists, and open files still name the old.

    Raises `CannotRename` and `CannotEdit`.
    """
    merging = Merging(workspace, merge)
    uses = _repointed(merging)
    merging.told.append(f"`{merge.new.shown}` is there, and nothing is called `{merge.old.shown}`")
    return checked(merging, uses, snapshots, merged=False, exact=True)


def checked(  # noqa: PLR0913 - the plan is all of this
    merging: Merging,
    uses: int,
    snapshots: Path | None = None,
    *,
    merged: bool,
    exact: bool,
    look: Callable[[sqlite3.Connection], object] | None = None,
) -> RenamePlan:
    """Return the plan; verify it against the present corpus unless the user still has to decide.

    `look` is called with the index of the corpus after the change.
    """
    workspace, (old, new, prefer) = merging.workspace, merging.merge
    if there := dangling(workspace.index, new):
        references = "1 reference" if len(there) == 1 else f"{len(there):,} references"
        where = f"{there[0].path}:{there[0].line}"
        merging.told.append(f"{references} to `{new.id}` led nowhere so far, as in {where}")
    workspace.refuse_faulty([*there, *dangling(workspace.index, old)])
    result = RenamePlan(
        old,
        new,
        merged,
        uses,
        workspace.replacements(),
        merging.differences,
        merging.told,
        [*mentions(workspace, old)],
    )
    if result.undecided and not prefer:
        return result
    copies, notices = (
        copies_renamed(snapshots, old.id, new.id) if old.kind == "source" else ([], [])
    )
    warnings = verified(merging, exact=exact, look=look)
    changes, told = workspace.replacements(), [*merging.told, *notices]
    return replace(result, replacements=changes, copies=copies, told=told, warnings=warnings)


def _renamed(merging: Merging) -> int:
    """Replace the id everywhere, also in the name of the file. Returns the number of uses."""
    workspace, (old, new, _) = merging.workspace, merging.merge
    uses = _repointed(merging)
    if old.kind in FOLDERS:
        _move(workspace, old, new)
    if old.kind == "statement":
        workspace.renamed[new.shown] = old.shown
    return uses


def _move(workspace: Workspace, old: Named, new: Named) -> None:
    """Rename the files of an official or a source, unless the new names exist already."""
    for path in workspace.of(f"{FOLDERS[old.kind]}/{old.id}.yaml"):
        target = moved_to(path, new.id)
        if target in workspace.after:
            workspace.delete(path)
        else:
            workspace.move(path, target)


def _merged(merging: Merging) -> int:
    """Merge the two things. Returns the number of uses of the old one."""
    workspace, kind = merging.workspace, merging.merge.old.kind
    if kind == "statement":
        return merge_statements(merging)
    officials = [path for path in workspace.after if path.startswith("officials/")]
    if kind not in FOLDERS:
        merge_words(merging)
    if kind == "source":
        for path in officials:
            merge_twice_quoted(merging, path)
    uses = renumber(merging) if kind == "official" else 0
    uses += _repointed(merging)
    if kind == "official":
        merge_officials(merging)
    elif kind == "source":
        merge_sources(merging)
    for path in officials:
        if path in workspace.after:
            merging.told += drop_needless(workspace, path)
    return uses


def _repointed(merging: Merging) -> int:
    workspace, (old, new, _) = merging.workspace, merging.merge
    paths = [*workspace.after]
    return sum(repoint(workspace, path, old, new, shared=merging.shared) for path in paths)


def is_taken(old: Named, new: Named) -> CannotRename:
    """Return the error for an id that something else has."""
    if old.within != new.within:
        return CannotRename(f"there is a {new.kind} `{new.shown}` already", "choose another id")
    article = "an" if new.kind[0] in "aeiou" else "a"
    hint = f"--merge would make one of the two and keep the id `{new.shown}`; see it with --dry-run"
    return CannotRename(f"there is {article} {new.kind} `{new.shown}` already", hint)


def copies_renamed(folder: Path | None, old: str, new: str) -> tuple[list[Replacement], list[str]]:
    """Return replacements that rename the copies in a folder, and notices of those that stay.

    Raises `CannotRename` if a copy cannot be read.
    """
    replacements: list[Replacement] = []
    notices: list[str] = []
    # Compare with the names in the folder; never make a path from an id.
    paths = folder.iterdir() if folder else ()
    for path in sorted(path for path in paths if path.stem == old and path.is_file()):
        target = path.with_name(f"{new}{path.suffix}")
        if target.exists():
            shown = f"{path.parent.name}/{path.name}"
            notices.append(f"{shown} keeps its name, because there is a {target.name} already")
            continue
        try:
            content = contents(path, LARGEST, folder)
        except (OSError, TooLargeError, UnfitFileError) as error:
            hint = "`stances verify` looks for it under the new id"
            why = f"it has {error.size:,} bytes" if isinstance(error, TooLargeError) else ""
            why = f"it is {error.kind}" if isinstance(error, UnfitFileError) else why
            why = error.strerror or str(error) if isinstance(error, OSError) else why
            raise CannotRename(f"{path} cannot be renamed: {why}", hint) from error
        copies = [Replacement(target, None, content, path), Replacement(path, content, None)]
        replacements += copies
    return replacements, notices


OWN_WORDS = frozenset("note why resolution summary definition description scope question".split())
"""Keys of texts by analysts; the words of sources are never changed."""


class Mention(NamedTuple):
    """A text that contains the old id: its first line, and what it is, e.g. `note of rouhani/x`.

    `path` is the path of the file after the renaming.
    """

    path: str
    line: int
    what: str


def mentions(workspace: Workspace, old: Named) -> Iterator[Mention]:
    """Yield all notes, definitions, comments and so on that mention a thing, by file and line."""
    pattern = re.compile(rf"(?<![\w/-]){re.escape(old.shown)}(?![\w-])")
    for path in sorted(workspace.after):
        raw = workspace.after[path].raw
        held = workspace.held(path)
        document = parse(raw)
        found = [
            Mention(path, document.place(at).line, f"{at[-1]} of {_record(held, at)}")
            for at, text in texts(held.data)
            if key_of(at) in OWN_WORDS and pattern.search(text)
        ]
        yield from sorted([*found, *_comments(path, raw, pattern)])


def _comments(path: str, raw: bytes, pattern: re.Pattern[str]) -> Iterator[Mention]:
    tree, line, counted = parse_tree(raw), 1, 0
    for gap in tree.gaps if tree else ():
        text = tree.text if tree else ""
        for match in pattern.finditer(text, gap.start, gap.end):
            line += text.count("\n", counted, match.start())
            counted = match.start()
            yield Mention(path, line, "a comment")


def _record(held: Held, at: Where) -> str:
    """Return the record of a text: the reference of a statement, else the file and place."""
    id_, data = held.id, held.data
    if held.kind == "coding":
        return f"a coding of {id_}/{at[0]}"
    if at[0] != "statements":
        steps = [str(step + 1) if isinstance(step, int) else step for step in at[:2]]
        return " ".join([id_, *steps] if len(at) > 1 else [id_]).strip()
    statement = node_at(data, at[:2])
    return f"{id_}/{statement.get('id', '') if isinstance(statement, dict) else ''}"
