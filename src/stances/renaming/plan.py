"""What a renaming would change: worked out whole, tried, and not written yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stances.errors import CannotEdit, CannotRename
from stances.queries.faults import problems
from stances.renaming.draft import Draft, files_naming
from stances.renaming.mentions import mentions
from stances.renaming.proof import new_problems
from stances.renaming.records import merge_officials, merge_sources, merge_twice_quoted
from stances.renaming.repointing import drop_needless, repoint
from stances.renaming.stored import copies_renamed
from stances.renaming.targets import is_there
from stances.renaming.words import FILE, merge_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stances.editing.saving import Replacement
    from stances.problems import Problem
    from stances.renaming.mentions import Mention
    from stances.renaming.merging import Difference, Merge
    from stances.renaming.uses import Named

    Progress = Callable[[int, int], object]

_RECORDS = {"official": "officials", "source": "sources"}
_ACROSS = "ST400"
"""From this code on, faults are between records, and a renaming may be what mends them."""


@dataclass(frozen=True)
class Plan:
    """All that is to be known of a renaming before it is done.

    `uses` counts the places that named the old one, in `files` files; `moved` are the old and new
    paths of files that get another name. `told` is what a person should look at, `mentions` where
    free text has the old id, which stays. `copies` are stored copies of a source, in the order of
    what is written; those in `left` keep their name. `warnings` would be new.
    """

    old: Named
    new: Named
    merged: bool
    uses: int
    replacements: Sequence[Replacement]
    moved: Sequence[tuple[str, str]]
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

    def with_copies(self, copies: Sequence[Replacement], left: Sequence[str]) -> Plan:
        """The same with the stored copies of a source."""
        return replace(self, copies=copies, told=[*self.told, *left])


@dataclass(frozen=True)
class Corpus:
    """A corpus to be changed: its folder, its index, and where its stored copies are, if known."""

    folder: Path
    index: sqlite3.Connection
    snapshots: Path | None = None


def plan(corpus: Corpus, merge: Merge, progress: Progress, *, may_merge: bool = False) -> Plan:
    """What it takes to call `merge.old` as `merge.new`.

    If that is there already, the two are merged if they may be. Raises `CannotRename` and
    `CannotEdit`; nothing is written in any case.
    """
    old, new = merge.old, merge.new
    merges = _taken(corpus, new)
    if merges and not may_merge:
        raise _is_taken(old, new)
    if merges and old.kind == "statement":
        hint = "move its evidence by hand, and delete the other"
        raise CannotRename("two statements are not made one by renaming", hint)
    draft = _draft(corpus, merge, progress)
    shared = _is_shared(corpus, old)
    made = _Made(draft, merge, shared=shared)
    uses = made.merged() if merges else made.renamed()
    _refuse_faulty(corpus, draft)
    found = Plan(
        old,
        new,
        merges,
        uses,
        draft.replacements(),
        [(was, path) for path, was in draft.moved.items()],
        made.differences,
        made.told,
        [*mentions(draft, old)],
    )
    if found.undecided and not merge.prefer:
        return found
    if old.kind == "source":
        found = found.with_copies(*copies_renamed(corpus.snapshots, old.id, new.id))
    warnings = new_problems(corpus.folder, corpus.index, draft, merge, exact=not (merges or shared))
    return replace(found, warnings=warnings)


class _Made:
    """The changes of a draft that a renaming takes; `shared` is as in `repoint`."""

    def __init__(self, draft: Draft, merge: Merge, *, shared: bool) -> None:
        self.shared = shared
        self.draft = draft
        self.merge = merge
        self.differences: list[Difference] = []
        self.told: list[str] = []

    def renamed(self) -> int:
        """Put the new id everywhere, and into the name of the file; how many uses there were."""
        old, new = self.merge.old, self.merge.new
        uses = self._repointed()
        if folder := _RECORDS.get(old.kind):
            self.draft.move(f"{folder}/{old.id}.yaml", f"{folder}/{new.id}.yaml")
        return uses

    def merged(self) -> int:
        """Make one of two; how many uses of the old one there were."""
        kind = self.merge.old.kind
        if kind not in _RECORDS:
            self._note(merge_words(self.draft, self.merge))
        if kind == "source":
            for path in self._officials():
                self._note(merge_twice_quoted(self.draft, path, self.merge))
        uses = self._repointed()
        if kind == "official":
            self._note(merge_officials(self.draft, self.merge))
        elif kind == "source":
            self._note(merge_sources(self.draft, self.merge))
        for path in self._officials():
            self.told += drop_needless(self.draft, path)
        return uses

    def _officials(self) -> list[str]:
        return [path for path in self.draft.after if path.startswith("officials/")]

    def _repointed(self) -> int:
        old, new = self.merge.old, self.merge.new
        return sum(
            repoint(self.draft, path, old, new, shared=self.shared) for path in [*self.draft.after]
        )

    def _note(self, found: tuple[list[Difference], list[str]]) -> None:
        self.differences += found[0]
        self.told += found[1]


def _draft(corpus: Corpus, merge: Merge, progress: Progress) -> Draft:
    """The files that name the old one, and those that are merged."""
    [[default]] = corpus.index.execute("SELECT default_issue FROM corpus").fetchall()
    found = files_naming(corpus.folder, merge.old.id, _also(merge), progress)
    return Draft(corpus.folder, found, default or "")


def _also(merge: Merge) -> set[str]:
    """Files that matter whether they name the old one or not."""
    if folder := _RECORDS.get(merge.old.kind):
        return {f"{folder}/{each.id}.yaml" for each in (merge.old, merge.new)}
    return {FILE}


def _taken(corpus: Corpus, new: Named) -> bool:
    """Whether there is something of the new id; a file that cannot be used counts too."""
    folder = _RECORDS.get(new.kind)
    path = corpus.folder / folder / f"{new.id}.yaml" if folder else None
    return is_there(corpus.index, new) or (path is not None and path.exists())


def _is_taken(old: Named, new: Named) -> CannotRename:
    if old.kind == "statement":
        return CannotRename(f"there is a statement `{new.shown}` already", "choose another id")
    hint = f"--merge would make one of the two and keep the id `{new.shown}`; see it with --dry-run"
    return CannotRename(f"there is {_article(new.kind)} `{new.shown}` already", hint)


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _is_shared(corpus: Corpus, old: Named) -> bool:
    """Whether an official and a faction have the old id, so that it may mean either."""
    other = {"official": "faction", "faction": "official"}.get(old.kind)
    return other is not None and is_there(corpus.index, old._replace(kind=other))


def _refuse_faulty(corpus: Corpus, draft: Draft) -> None:
    """Refuse to change a file in which something is wrong that a change might bury."""
    changed = {*draft.changed}
    for each in problems(corpus.index):
        if each.path in changed and each.severity == "error" and each.code < _ACROSS:
            raise CannotEdit(corpus.folder / each.path, f"line {each.line}: {each.message}")
