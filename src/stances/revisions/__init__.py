"""States of a corpus in git; the only package that runs git."""

from __future__ import annotations

import os
from io import BytesIO
from stat import S_ISREG
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, MAX_BYTES, RECORD_FOLDERS
from stances.revisions.repository import git, repository_of

if TYPE_CHECKING:
    from io import RawIOBase
    from pathlib import Path

_CORPUS = (CORPUS_FILE, "codebook.yaml", *RECORD_FOLDERS)
_LINK, _SUBMODULE = "120000", "160000"
_NO = 1
"""The exit code with which `git check-ignore` answers no; if it fails, it has another."""
_SHA1 = 40
"""Digits of the names of objects, in a repository that does not use SHA-256."""


class Commit(NamedTuple):
    """A commit: its full name, its day (UTC), and whether files now differ from it."""

    name: str
    day: str
    changed: bool


def commit_of(folder: Path) -> Commit | None:
    """The commit that a corpus is checked out at; None if git does not track the corpus.

    `changed` is about the files of the corpus, untracked ones included unless git ignores them, and
    not about other files in the folder, such as a report. What counts is what they say: a CRLF in
    place of a LF is no change, nor is another mode. Files that a filter of git stores otherwise,
    such as git-lfs, are changed: the commit does not say what they do.
    """
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
    top = str(repository.top)
    is_changed = not recorded.keys() >= {*listed.split(b"\0")[:-1]} or any(
        _differs(os.path.join(top, os.fsdecode(path)), mode, object_)
        for path, (mode, _, object_) in recorded.items()
    )
    return Commit(name, day, is_changed)


def distrust(folder: Path) -> str:
    """A hint if git refuses a repository that belongs to another user; otherwise empty.

    That is usual in containers.
    """
    try:
        git(folder, "rev-parse", "--git-dir")
    except GitFailed as failed:
        return failed.helps
    return ""


def named(folder: Path, commit: str) -> tuple[str, str]:
    """The full name of a commit, and its day (UTC). Raises `GitFailed`."""
    how = ("--max-count=1", "--date=format-local:%Y-%m-%d", "--format=%H %cd")
    name, day = git(folder, "rev-list", *how, "--end-of-options", commit, "--").decode().split()[2:]
    return name, day


def is_ignored(folder: Path, name: str) -> bool:
    """Whether git ignores files in a folder that is called so; False where git fails."""
    repository = repository_of(folder)
    ignored = ("--others", "--ignored", "--exclude-standard")
    try:
        return bool(repository and git(folder, "ls-files", *ignored, "--", repository.path(name)))
    except GitFailed:
        return False


class Ignored(NamedTuple):
    """Whether git ignores a file `now`, at `inside` below `top`; `but_tracked`: it would else."""

    top: Path
    inside: str
    now: bool
    but_tracked: bool


def ignored(path: Path) -> Ignored | None:
    """Whether git would ignore a file, which need not be there; None outside of working trees.

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
    """Whether a file is not what git has recorded."""
    try:
        status = os.lstat(path)
        if mode == _SUBMODULE:  # the files in it are not in the commit
            return bool(os.listdir(path))
        if mode == _LINK:
            target = os.fsencode(os.readlink(path))
            return object_ != _name(BytesIO(target), len(target), object_)
        return not S_ISREG(status.st_mode) or not _is_stored(path, status.st_size, object_)
    except OSError:
        return True


def _is_stored(path: str, size: int, object_: str) -> bool:
    """Whether git has stored this file, or this file with LF for CRLF, under a name."""
    with open(path, "rb", buffering=0) as file:
        if size > MAX_BYTES:  # nobody reads it, so it is not worth the memory
            return _name(file, size, object_) == object_
        content = file.read()
    unix = content.replace(b"\r\n", b"\n")
    return any(_name(BytesIO(each), len(each), object_) == object_ for each in (content, unix))


def _name(content: RawIOBase | BytesIO, size: int, like: str) -> str:
    """What git calls a content, in a repository where another is called `like`."""
    import hashlib  # noqa: PLC0415 - slow to import, and not needed for other questions

    sha = hashlib.sha1 if len(like) == _SHA1 else hashlib.sha256
    head = b"blob %d\0" % size
    return hashlib.file_digest(content, lambda: sha(head, usedforsecurity=False)).hexdigest()
