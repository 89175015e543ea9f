"""Reads states of a corpus from git; the only package that runs git."""

from __future__ import annotations

import os
from io import BytesIO
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, MAX_BYTES, RECORD_FOLDERS
from stances.revisions.repository import git, repository_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase
    from pathlib import Path

_CORPUS = (CORPUS_FILE, "codebook.yaml", *RECORD_FOLDERS)
_LINK, _SUBMODULE = "120000", "160000"
_NO = 1
"""The exit code of `git check-ignore` for "not ignored"; failures have other codes."""
_NO_DAY = "1970-01-01"
_SHA1 = 40
"""The number of digits in object names, in a repository that does not use SHA-256."""


class Commit(NamedTuple):
    """A commit: its full name, its day (UTC), and whether files now differ from it."""

    name: str
    day: str
    changed: bool


def commit_of(folder: Path) -> Commit | None:
    """The commit that a corpus is checked out at; None if git does not track the corpus.

    `changed` is only about the files of the corpus, not about other files in the folder, such as a
    report. It counts untracked files unless git ignores them. Only content counts: CRLF instead of
    LF is not a change, nor is another mode. Files stored through a filter of git, such as git-lfs,
    count as changed, because their content is not in the commit.
    """
    state = _state_of(folder)
    return state and state[0]._replace(changed=next(state[1], None) is not None)


def state_of(folder: Path) -> tuple[Commit, frozenset[str]] | None:
    """The commit of a corpus, as `commit_of`, and the corpus paths of all files that differ."""
    state = _state_of(folder)
    if state is None:
        return None
    differing = frozenset(state[1])
    return state[0]._replace(changed=bool(differing)), differing


def _state_of(folder: Path) -> tuple[Commit, Iterator[str]] | None:
    repository = repository_of(folder)
    if repository is None or repository.bare:
        return None
    paths = [repository.path(name) for name in _CORPUS]
    tracked = ("--cached", "--others", "--exclude-standard")
    try:
        name, day = named(folder, "HEAD")
        tree = git(folder, "ls-tree", "-r", "-z", "--full-tree", name, "--", *paths)
        listed = git(folder, "ls-files", "-z", *tracked, "--", *paths)
    except GitFailed:
        return None
    entries = [line.partition(b"\t") for line in tree.split(b"\0")[:-1]]
    recorded = {path: head.decode().split() for head, _, path in entries}
    if os.fsencode(paths[0]) not in recorded:
        return None
    top, before = str(repository.top), len(os.fsencode(repository.path("")))

    def differing() -> Iterator[str]:
        for path in {*listed.split(b"\0")[:-1]} - recorded.keys():
            yield os.fsdecode(path[before:])
        for path, (mode, _, object_) in recorded.items():
            if _differs(os.path.join(top, os.fsdecode(path)), mode, object_):
                yield os.fsdecode(path[before:])

    return Commit(name, day, changed=False), differing()


def distrust(folder: Path) -> str:
    """A hint if git refuses a repository that belongs to another user; otherwise empty.

    Such repositories are usual in containers.
    """
    try:
        git(folder, "rev-parse", "--git-dir")
    except GitFailed as failed:
        return failed.helps
    return ""


def named(folder: Path, commit: str) -> tuple[str, str]:
    """The full name of a commit, and its day (UTC). Raises `GitFailed`.

    A date that git cannot read, as from some converters, counts as 1970-01-01.
    """
    how = ("--max-count=1", "--date=format-local:%Y-%m-%d", "--format=%H %cd")
    told = git(folder, "rev-list", *how, "--end-of-options", commit, "--").decode().split()[2:]
    name, day = (*told, _NO_DAY)[:2]
    return name, day


def is_ignored(folder: Path, name: str) -> bool:
    """Whether git ignores files in a folder of this name; False if git fails."""
    repository = repository_of(folder)
    ignored = ("--others", "--ignored", "--exclude-standard")
    try:
        return bool(repository and git(folder, "ls-files", *ignored, "--", repository.path(name)))
    except GitFailed:
        return False


class Ignored(NamedTuple):
    """Whether git ignores a file `now`; its path is `inside`, below `top`.

    `but_tracked`: git would ignore the file if it were not tracked.
    """

    top: Path
    inside: str
    now: bool
    but_tracked: bool


def ignored(path: Path) -> Ignored | None:
    """Whether git would ignore a file, which need not exist; None outside of working trees.

    Raises `GitFailed`.
    """
    repository = repository_of(path.parent)
    if repository is None or repository.bare:
        return None
    inside = repository.path(path.name)

    def is_so(*how: str) -> bool:
        try:
            git(repository.top, "check-ignore", "--quiet", *how, "--", f"./{inside}")
        except GitFailed as error:
            if error.code == _NO:
                return False
            raise
        return True

    now = is_so()
    return Ignored(repository.top, inside, now, not now and is_so("--no-index"))


def _differs(path: str, mode: str, object_: str) -> bool:
    """Whether a file differs from what git has recorded."""
    try:
        status = os.lstat(path)
        if mode == _SUBMODULE:  # the commit does not have the files in it
            return bool(os.listdir(path))
        if mode == _LINK:
            target = os.fsencode(os.readlink(path))
            return object_ != _name(BytesIO(target), len(target), object_)
        return not S_ISREG(status.st_mode) or not _is_stored(path, status.st_size, object_)
    except OSError:
        return True


def _is_stored(path: str, size: int, object_: str) -> bool:
    """Whether git's object of this name is the file, or the file with LF instead of CRLF."""
    with open(path, "rb", buffering=0) as file:
        if size > MAX_BYTES:  # no reader accepts it, so do not keep it in memory
            return _name(file, size, object_) == object_
        content = file.read()
    unix = content.replace(b"\r\n", b"\n")
    return any(_name(BytesIO(each), len(each), object_) == object_ for each in (content, unix))


def _name(content: RawIOBase | BytesIO, size: int, like: str) -> str:
    """The name that git gives to content, in a repository with another object `like`."""
    import hashlib  # noqa: PLC0415 - slow to import, and rarely needed

    sha = hashlib.sha1 if len(like) == _SHA1 else hashlib.sha256
    head = b"blob %d\0" % size
    return hashlib.file_digest(content, lambda: sha(head, usedforsecurity=False)).hexdigest()
