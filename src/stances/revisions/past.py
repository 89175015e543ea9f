"""Reads the commits that changed a file of a corpus, and the content of its files at the time."""

from __future__ import annotations

import os
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import MAX_BYTES
from stances.revisions.repository import git, repository_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

_AT_A_TIME = 16 * 1024 * 1024
"""Bytes of files that are kept in memory at a time."""
_WITHOUT = "the history is that of the files in git, which keeps none of this folder"
_LED_ASTRAY = frozenset(("symlink", "dangling", "loop", "notdir"))
"""Git's words for a link that it cannot follow; the next line has the link's target."""


class Revision(NamedTuple):
    """A commit: its full name, its parents, its day (UTC), and its author.

    `before` are the earlier commits that changed the same file. `cut`: some of its `parents` are
    missing, because the clone is shallow.
    """

    name: str
    parents: Sequence[str]
    before: Sequence[str]
    day: str
    author: str
    cut: bool = False


class Past:
    """The states of a corpus in the repository of its folder.

    Paths are relative to the corpus. `head` is the commit that is checked out; None if there is
    none yet. Raises `GitFailed` if git does not track the folder.
    """

    def __init__(self, folder: Path) -> None:
        repository = repository_of(folder)
        try:
            git(folder, "rev-parse", "--git-dir")
        except GitFailed as failed:
            raise GitFailed(str(failed), failed.helps or _WITHOUT) from failed
        if repository is None or repository.bare:
            raise GitFailed("the corpus is in no working tree of git", _WITHOUT)
        self._folder, self._repository = folder, repository
        self._objects: dict[tuple[str, str], tuple[str, int] | None] = {}
        self._contents: dict[str, bytes] = {}
        self._awaited: deque[tuple[str, int]] = deque()
        try:
            name = git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
            self.head = name.decode().strip() or None
        except GitFailed:
            self.head = None

    def revisions(self, start: str, path: str) -> list[Revision]:
        """The commits up to `start` that changed a file, newest first, and merges between them."""
        where = self._repository.path(path)
        listed = git(
            self._folder, "rev-list", "--topo-order", "--parents", start, "--", where
        ).decode()
        lines = [line.split() for line in listed.splitlines()]
        names = "".join(f"{name}\n" for name, *_ in lines).encode()
        raw = self._batch(names) if lines else iter(())
        found = [
            revision(name, before, content)
            for (name, *before), content in zip(lines, raw, strict=True)
        ]
        gone = self._missing({parent for each in found for parent in each.parents})
        return [each._replace(cut=not gone.isdisjoint(each.parents)) for each in found]

    def _missing(self, commits: Iterable[str]) -> set[str]:
        given = "".join(f"{each}\n" for each in sorted(commits)).encode()
        output = git(self._folder, "cat-file", "--batch-check", given=given) if given else b""
        lines = output.decode().splitlines()
        return {line.split(" ")[0] for line in lines if line.endswith(" missing")}

    def look_up(self, commits: Iterable[str], paths: Sequence[str]) -> None:
        """Find files in commits, all at once; `read` then reads contents ahead in this order."""
        wanted = [(commit, path) for commit in commits for path in paths]
        wanted = [each for each in dict.fromkeys(wanted) if each not in self._objects]
        names = [f"{commit}:{self._repository.path(path)}" for commit, path in wanted]
        if any("\n" in name for name in names):
            raise GitFailed("the path of the corpus has a line break in it")
        given = b"".join(os.fsencode(name) + b"\n" for name in names)
        lines = iter(self._check(given)) if wanted else iter(())
        for each in wanted:
            found = self._objects[each] = _blob(next(lines, b""), lines)
            if found:
                self._awaited.append(found)

    def _check(self, given: bytes) -> list[bytes]:
        return git(
            self._folder, "cat-file", "--batch-check", "--follow-symlinks", given=given
        ).split(b"\n")

    def object(self, commit: str, path: str) -> str | None:
        """The name of a file's object in a commit; None if there is no such file."""
        if (commit, path) not in self._objects:
            self.look_up([commit], [path])
        found = self._objects[commit, path]
        return found and found[0]

    def read(self, commit: str, path: str) -> bytes | None:
        """The content of a file in a commit; None if there is no such file, or it is too large."""
        name = self.object(commit, path)
        found = self._objects[commit, path]
        if name is None or found is None or found[1] > MAX_BYTES:
            return None
        if name not in self._contents:
            self._read_ahead(name, found[1])
        return self._contents[name]

    def _read_ahead(self, name: str, size: int) -> None:
        """Read an object, and those that were looked up after it."""
        batch = {name: size}
        while self._awaited and sum(batch.values()) < _AT_A_TIME:
            object_, size = self._awaited.popleft()
            if size <= MAX_BYTES:
                batch[object_] = size
        given = "".join(f"{each}\n" for each in batch).encode()
        if sum(map(len, self._contents.values())) > _AT_A_TIME:
            self._contents = {}
        self._contents |= zip(batch, self._batch(given), strict=True)

    def _batch(self, names: bytes) -> Iterator[bytes]:
        """The contents of objects, given their names, one per line."""
        output = memoryview(git(self._folder, "cat-file", "--batch", given=names))
        at = 0
        while at < len(output):
            head = bytes(output[at : at + 256]).partition(b"\n")[0]
            name, _, size = head.decode("utf-8", "replace").partition(" ")
            if not size.rpartition(" ")[2].isdigit():
                hint = "`git fsck` says what else is missing"
                raise GitFailed(f"the repository has lost {name}", hint)
            at += len(head) + 1
            end = at + int(size.rpartition(" ")[2])
            yield bytes(output[at:end])
            at = end + 1

    def altered(self, old: str, new: str | None, now: Callable[[str], bytes | None]) -> set[str]:
        """The files of officials in a commit that differ, or are missing, in another.

        If `new` is None, they are compared with the present files, which `now` reads.
        """
        before = self._files(old, "officials")
        if new is None:
            return {path for path in before if now(path) != self.read(old, path)}
        after = self._files(new, "officials")
        return {path for path, object_ in before.items() if after.get(path) != object_}

    def swapped(self, old: str, new: str | None, _: Callable[[str], bytes | None]) -> set[str]:
        """The files of sources that only one of two states has; see `altered`."""
        if new:
            after = {*self._files(new, "sources")}
        else:
            after = {f"sources/{path.name}" for path in self._folder.glob("sources/*.yaml")}
        return self._files(old, "sources").keys() ^ after

    def is_now(self, commit: str, path: str, now: Callable[[str], bytes | None]) -> bool:
        """Whether a file has the same content now as in a commit."""
        return self.read(commit, path) == now(path)

    def _files(self, commit: str, folder: str) -> dict[str, str]:
        """The files of records in a folder of a commit, with the names of their objects."""
        where = self._repository.path(folder)
        listed = git(self._folder, "ls-tree", "-r", "-z", "--full-tree", commit, "--", where)
        found = {}
        for entry in listed.split(b"\0")[:-1]:
            head, _, path = entry.partition(b"\t")
            name = os.fsdecode(path).removeprefix(where.removesuffix(folder))
            if name.endswith(".yaml"):
                found[name] = head.decode().split()[2]
        return found


def revision(name: str, before: Sequence[str], raw: bytes) -> Revision:
    """Parse a commit as git stores it: one key per line, up to an empty line."""
    parents: list[str] = []
    author, when = "", 0
    for line in raw.partition(b"\n\n")[0].decode("utf-8", "replace").splitlines():
        key, _, value = line.partition(" ")
        if key == "parent":
            parents.append(value)
        elif key == "author":
            author = value.partition(" <")[0]
        elif key == "committer":
            when = _seconds(value)
    return Revision(name, parents, before, _day(when), author)


def _seconds(signature: str) -> int:
    """The time in `Name <address> 1404216000 +0200`; 0 if it is damaged."""
    words = signature.rpartition("> ")[2].split()
    return int(words[0]) if words and words[0].isdigit() else 0


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return "0000-00-00"


def _blob(line: bytes, following: Iterator[bytes]) -> tuple[str, int] | None:
    """The name and size of a file from git's output for a path; None if it is not a file."""
    match line.decode("utf-8", "replace").split(" "):
        case [name, "blob", size]:
            return name, int(size)
        case [word, _] if word in _LED_ASTRAY:
            next(following, None)  # a target with a line break cannot be skipped without its size
    return None
