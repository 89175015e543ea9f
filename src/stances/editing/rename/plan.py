"""What a renaming would change, before it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from stances.editing.references import keys_of, node_at, texts
from stances.editing.rename.merge import Merging
from stances.editing.rename.merge_records import (
    FILE,
    merge_officials,
    merge_sources,
    merge_twice_quoted,
    merge_words,
)
from stances.editing.rename.repoint import drop_needless, repoint
from stances.editing.rename.targets import is_there
from stances.editing.rename.verify import verified
from stances.editing.save import Replacement
from stances.errors import CannotRename
from stances.yaml_reader import parse, parse_tree

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stances.editing.references import Named
    from stances.editing.rename.merge import Difference, Merge
    from stances.editing.workspace import Workspace
    from stances.problems import Problem, Where
    from stances.yaml_reader import Value

    Progress = Callable[[int, int], object]


_RECORDS = {"official": "officials", "source": "sources"}


@dataclass(frozen=True)
class RenamePlan:
    """All that is to be known of a renaming before it is done.

    `uses` counts the places that named the old one. `told` is what a person should look at,
    `mentions` where free text has the old id, which stays. `copies` are stored copies of a source,
    in the order of what is written; those in `left` keep their name. `warnings` would be new.
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
        """What somebody has to decide before anything is written."""
        return [each for each in self.differences if each.open]

    @property
    def files(self) -> int:
        """How many files are written, moved or deleted, each counted once."""
        changes = (*self.replacements, *self.copies)
        return len(changes) - sum(each.like is not None for each in changes)


def plan(
    workspace: Workspace,
    merge: Merge,
    progress: Progress,
    *,
    may_merge: bool = False,
    snapshots: Path | None = None,
) -> RenamePlan:
    """What it takes to call `merge.old` as `merge.new`; `snapshots` has the stored copies.

    If that is there already, the two are merged if they may be. Raises `CannotRename` and
    `CannotEdit`; nothing is written in any case.
    """
    old, new = merge.old, merge.new
    merges = _taken(workspace, new)
    if merges and not may_merge:
        raise _is_taken(old, new)
    if merges and old.kind == "statement":
        hint = "move its evidence by hand, and delete the other"
        raise CannotRename("two statements are not made one by renaming", hint)
    workspace.open_naming(old.id, _also(merge), progress)
    shared = _is_shared(workspace.index, old)
    merging = Merging(workspace, merge, shared)
    uses = _merged(merging) if merges else _renamed(merging)
    workspace.refuse_faulty()
    found = RenamePlan(
        old,
        new,
        merges,
        uses,
        workspace.replacements(),
        merging.differences,
        merging.told,
        [*mentions(workspace, old)],
    )
    if found.undecided and not merge.prefer:
        return found
    copies, left = copies_renamed(snapshots, old.id, new.id) if old.kind == "source" else ([], [])
    warnings = verified(workspace, merge, exact=not (merges or shared))
    return replace(found, copies=copies, told=[*merging.told, *left], warnings=warnings)


def _renamed(merging: Merging) -> int:
    """Put the new id everywhere, and into the name of the file; how many uses there were."""
    workspace, (old, new, _) = merging.workspace, merging.merge
    uses = _repointed(merging)
    if folder := _RECORDS.get(old.kind):
        workspace.move(f"{folder}/{old.id}.yaml", f"{folder}/{new.id}.yaml")
    if old.kind == "statement":
        workspace.renamed[new.shown] = old.shown
    return uses


def _merged(merging: Merging) -> int:
    """Make one of two; how many uses of the old one there were."""
    workspace, kind = merging.workspace, merging.merge.old.kind
    officials = [path for path in workspace.after if path.startswith("officials/")]
    if kind not in _RECORDS:
        merge_words(merging)
    if kind == "source":
        for path in officials:
            merge_twice_quoted(merging, path)
    uses = _repointed(merging)
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


def _also(merge: Merge) -> set[str]:
    """Files that matter whether they name the old one or not."""
    if folder := _RECORDS.get(merge.old.kind):
        return {f"{folder}/{each.id}.yaml" for each in (merge.old, merge.new)}
    return {FILE}


def _taken(workspace: Workspace, new: Named) -> bool:
    """Whether there is something of the new id; a file that cannot be used counts too."""
    folder = _RECORDS.get(new.kind)
    has_file = folder is not None and (workspace.folder / folder / f"{new.id}.yaml").exists()
    return has_file or is_there(workspace.index, new)


def _is_taken(old: Named, new: Named) -> CannotRename:
    if old.kind == "statement":
        return CannotRename(f"there is a statement `{new.shown}` already", "choose another id")
    hint = f"--merge would make one of the two and keep the id `{new.shown}`; see it with --dry-run"
    return CannotRename(f"there is {_article(new.kind)} `{new.shown}` already", hint)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _is_shared(index: sqlite3.Connection, old: Named) -> bool:
    """Whether an official and a faction have the old id, so that it may mean either."""
    other = {"official": "faction", "faction": "official"}.get(old.kind)
    return other is not None and is_there(index, old._replace(kind=other))


def copies_renamed(folder: Path | None, old: str, new: str) -> tuple[list[Replacement], list[str]]:
    """What renames the copies in a folder, and what is to be told of those that stay.

    Raises `CannotRename` if one cannot be read.
    """
    found: list[Replacement] = []
    left: list[str] = []
    for path in _copies(folder, old):
        target = path.with_name(f"{new}{path.suffix}")
        if target.exists():
            shown = f"{path.parent.name}/{path.name}"
            left.append(f"{shown} keeps its name, because there is a {target.name} already")
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            hint = "`stances verify` looks for it under the new id"
            raise CannotRename(f"{path} cannot be renamed: {error.strerror}", hint) from error
        found += [Replacement(target, None, content, path), Replacement(path, content, None)]
    return found, left


def _copies(folder: Path | None, id_: str) -> list[Path]:
    if folder is None:
        return []
    # Compared with names that are there, and never made a path of.
    return sorted(path for path in folder.iterdir() if path.stem == id_ and path.is_file())


OWN_WORDS = frozenset("note resolution summary definition description scope question".split())
"""Keys under which the analysts write; what sources say is nobody's to change."""


class Mention(NamedTuple):
    """A text that has the old id in it: where it begins, and what it is, e.g. `note of rouhani/x`.

    `path` is that of the file as it would be called.
    """

    path: str
    line: int
    what: str


def mentions(workspace: Workspace, old: Named) -> Iterator[Mention]:
    """All notes, definitions, comments and so on that mention a thing, by file and line."""
    found = re.compile(rf"(?<![\w/-]){re.escape(old.shown)}(?![\w-])")
    for path in sorted(workspace.after):
        raw = workspace.after[path].raw
        held = workspace.held(path)
        document = parse(raw)
        told = [
            Mention(path, document.place(at).line, f"{at[-1]} of {_record(held.id, held.data, at)}")
            for at, text in texts(held.data)
            if keys_of(at)[-1:] and keys_of(at)[-1] in OWN_WORDS and found.search(text)
        ]
        yield from sorted([*told, *_comments(path, raw, found)])


def _comments(path: str, raw: bytes, found: re.Pattern[str]) -> Iterator[Mention]:
    tree = parse_tree(raw)
    for gap in tree.gaps if tree else ():
        text = tree.text if tree else ""
        for match in found.finditer(text, gap.start, gap.end):
            yield Mention(path, text.count("\n", 0, match.start()) + 1, "a comment")


def _record(id_: str, data: dict[str, Value], at: Where) -> str:
    """What a text belongs to: a statement by its reference, else the file and the place there."""
    if at[0] != "statements":
        steps = [str(step + 1) if isinstance(step, int) else step for step in at[:2]]
        return " ".join([id_, *steps] if len(at) > 1 else [id_]).strip()
    statement = node_at(data, at[:2])
    own = statement.get("id", "") if isinstance(statement, dict) else ""
    return f"{id_}/{own}"
