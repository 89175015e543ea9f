"""Finds the two states that `diff` compares: revisions, folders or the working tree."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.errors import AmbiguousState, GitFailed, NoCorpus, NoRevision
from stances.paths import CORPUS_FILE, from_here
from stances.revisions import named
from stances.revisions.repository import git, repository_of
from stances.revisions.trees import corpora_in, corpus_in
from stances.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = "HEAD"
_SHORT = 7
"""Characters of a commit's name that are shown."""
_SHALLOW = "this clone is shallow: `git fetch --unshallow`; for actions/checkout, `fetch-depth: 0`"


class Here(NamedTuple):
    """The folder that git runs in, and the corpus of the working tree.

    `inside` is the corpus's path in a tree, if `--data` names one that the working tree does not
    have.
    """

    folder: Path
    corpus: Path | None = None
    inside: str | None = None


class State(NamedTuple):
    """A state of a corpus.

    `folder` is the corpus's folder or, for a revision, the folder that git runs in. `inside` is
    then the path of the corpus in the tree, None if the tree has none. `shown` is the beginning of
    its files' paths, relative to the current folder.
    """

    kind: Literal["revision", "folder", "working-tree"]
    name: str
    folder: Path
    shown: str
    commit: str | None = None
    day: str | None = None
    inside: str | None = None

    @property
    def absent(self) -> bool:
        """Whether the state has no corpus."""
        return self.kind == "revision" and self.inside is None

    def __str__(self) -> str:
        """Return, for example, `HEAD (1a2b3c4 of 2014-06-25)`."""
        return f"{self.name} ({self.commit[:_SHORT]} of {self.day})" if self.commit else self.name


def states(arguments: Sequence[str], here: Here) -> tuple[State, State]:
    """The older and the newer state, named by up to two arguments.

    Raises `NoRevision`, `AmbiguousState`, `NoCorpus` and `GitFailed`.
    """
    match arguments:
        case []:
            return _known(HEAD, here), _working_tree(here)
        case [one]:
            return _named_by_one(one, here)
        case [old, new]:
            return _known(old, here), _known(new, here)
    raise AssertionError(arguments)


def is_of_here(folder: Path) -> bool:
    """Whether a folder is in the same working tree as the current folder."""
    return _top(folder) == _top(Path())


def _named_by_one(text: str, here: Here) -> tuple[State, State]:
    """Read one argument: a state to compare with the working tree, or a range."""
    if state := _state(text, here):
        return state, _working_tree(here)
    for old, dots, new in _splits(text):
        sides = _state(old or HEAD, here), _state(new or HEAD, here)
        if not (sides[0] and sides[1]):
            continue
        if dots == "..":
            return sides[0], sides[1]
        if sides[0].commit and sides[1].commit:
            return _merge_base(sides[0], sides[1], here), sides[1]
    old, _, new = next(_splits(text), (text, "", ""))
    unknown = [side for side in (old, new) if side and not _state(side, here)]
    raise _unknown(unknown[0] if unknown else text, here)


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """All ways to read a range, since names of folders may also have dots."""
    for dots in ("...", ".."):
        at = text.find(dots)
        while at >= 0:
            yield text[:at], dots, text[at + len(dots) :]
            at = text.find(dots, at + 1)


def _known(name: str, here: Here) -> State:
    if state := _state(name, here):
        return state
    raise _unknown(name, here)


def _state(name: str, here: Here) -> State | None:
    """The state that a name refers to; None if there is none."""
    is_folder = bool(name) and os.path.lexists(Path(name, CORPUS_FILE))
    commit = _commit(name, here)
    if is_folder and commit:
        raise AmbiguousState(name)
    if is_folder:
        return State("folder", name, Path(name), name)
    return _revision(name, commit, here) if commit else None


def _commit(name: str, here: Here) -> str | None:
    """The commit that a name refers to; None if there is none, or if git fails."""
    if not name or name.startswith("-"):  # git would read this as an option
        return None
    try:
        options = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return git(here.folder, "rev-parse", *options).decode().strip()
    except (GitFailed, ValueError):
        return None


def _revision(name: str, commit: str, here: Here) -> State:
    full, day = named(here.folder, commit)
    top = _top(here.folder)
    inside = corpus_in(here.folder, full, list(_places(here)))
    if inside is None and top and here.corpus is not None:
        # If the corpus has been moved since, its old place is the only one without a corpus now.
        corpora = corpora_in(here.folder, full)
        gone = [path for path in corpora if not os.path.lexists(top / path / CORPUS_FILE)]
        inside = gone[0] if len(gone) == 1 else None
    shown = _from_here(top / inside) if top and inside is not None else inside or ""
    return State("revision", name, here.folder, shown, full, day, inside)


def _places(here: Here) -> Iterator[str]:
    """The possible paths of the corpus in a tree, the likeliest first."""
    repository = repository_of(here.folder)
    if here.corpus is not None:
        yield from [repository.inside] if repository else []
    elif here.inside is None:
        yield from ("", "data")
    elif repository and here.inside.startswith(os.pardir):
        yield posixpath.join(repository.inside, here.inside)
    else:
        yield here.inside


def _top(folder: Path) -> Path | None:
    """The root of the working tree that a folder is in; None in a bare repository."""
    repository = repository_of(folder)
    return None if repository is None or repository.bare else repository.top


def _from_here(path: Path) -> str:
    return from_here(path)


def _merge_base(old: State, new: State, here: Here) -> State:
    """The common ancestor of two revisions, with which a pull request is compared."""
    try:
        base = git(here.folder, "merge-base", str(old.commit), str(new.commit)).decode()
    except GitFailed as error:
        reason = f"`{old.name}` and `{new.name}` have no commit in common"
        hint = _SHALLOW if _is_shallow(here) else f"`stances diff {old.name}..{new.name}`"
        raise GitFailed(reason, hint) from error
    return _revision(f"the merge base of {old.name} and {new.name}", base.split()[0], here)


def _working_tree(here: Here) -> State:
    if here.corpus is None:
        repository = repository_of(here.folder)
        if repository and repository.bare:
            reason = "a bare repository has no working tree to compare with"
            raise GitFailed(reason, "name two revisions: `stances diff A..B`")
        if here.inside is not None:
            raise NoCorpus(Path(here.inside), named_by="--data")
        raise NoCorpus(None)
    return State("working-tree", "the working tree", here.corpus, _from_here(here.corpus))


def _is_shallow(here: Here) -> bool:
    try:
        return git(here.folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitFailed:
        return False


def _unknown(name: str, here: Here) -> NoRevision:
    """The error for an unknown name, with a hint. Raises `GitFailed` if git cannot be run."""
    git(here.folder, "rev-parse", "--git-dir")
    if _is_shallow(here):
        return NoRevision(name, _SHALLOW)
    refs = os.fsdecode(git(here.folder, "for-each-ref", "--format=%(refname:short)"))
    if not _commit(HEAD, here):
        return NoRevision(name, "nothing has been committed yet: `git commit` makes a first state")
    hint = did_you_mean(name, [HEAD, *refs.split()])
    return NoRevision(name, f"{hint} (`git log --oneline --all` lists the revisions)")
