"""Reads all commits that changed a corpus in one walk, and derives each file's past from them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from stances.paths import CORPUS_FILE, MAX_BYTES, RECORD_FOLDERS
from stances.revisions.past import Past, Revision, revision
from stances.revisions.repository import Objects, git, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

_CORPUS = (CORPUS_FILE, "codebook.yaml", *RECORD_FOLDERS)
_LINK, _SUBMODULE = "120000", "160000"
_MANY = 50_000
"""The most objects whose names are kept in memory."""

Changed = dict[str, tuple[str | None, str | None]]
"""Files that differ between two commits: the names of their old and new objects; None if a file did
not exist."""


class Message(NamedTuple):
    """The author and subject of a commit; `time` is in UTC, `subject` is the first line."""

    name: str
    day: str
    time: str
    author: str
    subject: str


def is_shallow(folder: Path) -> bool:
    """Whether the clone that a folder is in lacks older commits. Raises `GitFailed`."""
    return git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


class WholePast(Past):
    """The past of a corpus with all commits read at once, for queries about many files.

    `now` are the files that differ from the commit that is checked out. After that, the only git
    process is one reader of objects, until `close`. Raises `GitFailed` if git does not track the
    folder.
    """

    def __init__(self, folder: Path, now: Collection[str] = ()) -> None:
        super().__init__(folder)
        self._now = now
        self._reader = Objects(folder)
        self.names: list[str] = []
        """All commits, newest first; no commit comes before its descendants."""
        self._number: dict[str, int] = {}
        self._parents: list[tuple[int, ...]] = []
        self._links: dict[int, tuple[Changed, ...]] = {}
        self._touched: dict[str, list[int]] = {}
        self.has_links = False
        """Whether a file of records was a link in any commit."""
        self._messages: dict[str, bytes] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        self._walked: tuple[tuple[str, str], list[Revision]] | None = None
        if self.head:
            self._read_commits(self.head)
            self._read_changes()
        self._entered, self._left = _tour(self._parents)

    def close(self) -> None:
        """End the git process."""
        self._reader.close()

    def _read_commits(self, head: str) -> None:
        listed = git(self._folder, "rev-list", "--date-order", "--parents", head).decode()
        lines = [line.split() for line in listed.splitlines()]
        self.names = [name for name, *_ in lines]
        self._number = {name: number for number, name in enumerate(self.names)}
        self._parents = [tuple(self._number[each] for each in rest) for _, *rest in lines]

    def _read_changes(self) -> None:
        """Compare each commit with each of its parents."""
        pairs = [(n, link) for n, own in enumerate(self._parents) for link in range(len(own) or 1)]
        given = []
        for number, link in pairs:
            names = [self.names[number], *(self.names[p] for p in self._parents[number][link:][:1])]
            given.append(" ".join(names))
        how = "--stdin --always --root --raw -r -z --no-renames --no-abbrev --no-ext-diff".split()
        where = [self._repository.path(name) for name in _CORPUS]
        text = "".join(f"{line}\n" for line in given).encode()
        output = pieces(self._folder, "diff-tree", *how, "--", *where, given=text)
        before, at = len(os.fsencode(self._repository.path(""))), -1
        changed: Changed = {}
        for piece in output:
            if not piece.startswith(b":"):
                at += 1
                number, link = pairs[at]
                changed = {}
                if link:
                    self._links[number] = (*self._links[number], changed)
                else:
                    self._links[number] = (changed,)
                continue
            old_mode, new_mode, *objects, _ = piece[1:].decode().split(" ")
            self.has_links |= _LINK in (old_mode, new_mode)
            path = os.fsdecode(next(output)[before:])
            old, new = (
                None if mode in ("000000", _SUBMODULE) else name
                for mode, name in zip((old_mode, new_mode), objects, strict=True)
            )
            changed[path] = (old, new)
            touched = self._touched.setdefault(path, [])
            if not touched or touched[-1] != pairs[at][0]:
                touched.append(pairs[at][0])
        self._links = {number: links for number, links in self._links.items() if any(links)}

    def touched(self, path: str) -> Sequence[str]:
        """The commits in which a file differs from its state in a parent, newest first."""
        return [self.names[number] for number in self._touched.get(path, ())]

    def changed(self, commit: str) -> Mapping[str, tuple[str | None, str | None]]:
        """The files that differ from the first parent; in a root commit, all files."""
        links = self._links.get(self._number[commit])
        return links[0] if links else {}

    def parents(self, commit: str) -> Sequence[str]:
        """The parents of a commit."""
        return [self.names[each] for each in self._parents[self._number[commit]]]

    def main_line(self) -> Iterable[str]:
        """The commits from the one checked out back to the first, by first parents."""
        number = 0 if self.names else None
        while number is not None:
            yield self.names[number]
            number = self._parents[number][0] if self._parents[number] else None

    @property
    def origin(self) -> str:
        """The first commit of the main line, and the path of the corpus in the repository."""
        *_, first = self.main_line()
        return f"{first}:{self._repository.inside}"

    def message(self, commit: str) -> Message:
        """The time, author and subject of a commit."""
        raw = self._raw(commit)
        found = revision(commit, (), raw)
        seconds = next(
            (line for line in raw.split(b"\n\n")[0].split(b"\n") if line.startswith(b"committer ")),
            b"",
        ).decode("utf-8", "replace")
        subject = raw.partition(b"\n\n")[2].decode("utf-8", "replace").strip().partition("\n")[0]
        return Message(commit, found.day, _time(seconds), found.author, subject)

    def _raw(self, commit: str) -> bytes:
        if commit not in self._messages:
            if len(self._messages) > _MANY:
                self._messages.clear()
            self._messages[commit] = self._reader.read(commit, MAX_BYTES) or b""
        return self._messages[commit]

    # Replaces methods of `Past` that run git each time.

    def revisions(self, start: str, path: str) -> list[Revision]:
        """The commits up to `start` that changed a file, in `git rev-list --topo-order`.

        If a merge leaves the file as in one of its parents, only that parent is followed.
        """
        if self._walked is None or self._walked[0] != (start, path):
            self._walked = (start, path), self._revisions(self._number[start], path)
        return self._walked[1]

    def _revisions(self, start: int, path: str) -> list[Revision]:
        touched = self._touched.get(path, [])
        nodes = {start, *touched, *(parent for each in touched for parent in self._parents[each])}
        nearest = self._nearest(nodes, {*touched})
        followed: dict[int, list[int]] = {}
        own: dict[int, bool] = {}
        for each in touched:
            parents, links = self._parents[each], self._links[each]
            same = [p for p, link in zip(parents, links, strict=False) if path not in link][:1]
            onward = [nearest[parent] for parent in (same or parents)]
            followed[each] = [to for to in onward if to is not None]
            own[each] = not same
        order = [each for each in _in_order(nearest[start], followed) if own[each]]

        def before(number: int) -> list[str]:
            names = []
            for each in followed[number]:
                to: int | None = each
                while to is not None and not own[to]:
                    to = next(iter(followed[to]), None)
                if to is not None:
                    names.append(self.names[to])
            return [*dict.fromkeys(names)]

        return [
            revision(self.names[each], before(each), self._raw(self.names[each])) for each in order
        ]

    def _nearest(self, nodes: set[int], wanted: set[int]) -> dict[int, int | None]:
        """The nearest wanted commit for each node: itself, or one before it by first parents."""
        if not self.names:
            return {}
        found: dict[int, int | None] = {}
        above: list[int] = []
        for node in sorted(nodes, key=self._entered.__getitem__):
            while above and self._left[above[-1]] <= self._entered[node]:
                above.pop()
            if node in wanted:
                above.append(node)
            found[node] = above[-1] if above else None
        return found

    def look_up(self, commits: Iterable[str], paths: Sequence[str]) -> None:
        """Do nothing unless there are links, because objects of files are already known."""
        if self.has_links:
            super().look_up(commits, paths)

    def object(self, commit: str, path: str) -> str | None:
        """The name of a file's object in a commit; None if there is no such file."""
        if self.has_links:
            return super().object(commit, path)
        if (commit, path) not in self._found:
            if len(self._found) > _MANY:
                self._found.clear()
            self._found[commit, path] = self._object(self._number[commit], path)
        return self._found[commit, path]

    def _object(self, number: int, path: str) -> str | None:
        at = self._entered[number]
        above = [
            each
            for each in self._touched.get(path, ())
            if self._entered[each] <= at < self._left[each]
        ]
        if not above:
            return None
        latest = max(above, key=self._entered.__getitem__)
        return next(link[path][1] for link in self._links[latest] if path in link)

    def read(self, commit: str, path: str) -> bytes | None:
        """The content of a file in a commit; None if there is no such file, or it is too large."""
        name = self.object(commit, path)
        if name is None:
            return None
        if name not in self._contents:
            if sum(map(len, self._contents.values())) > MAX_BYTES:
                self._contents.clear()
            raw = self._reader.read(name, MAX_BYTES)
            if raw is None:
                return None
            self._contents[name] = raw
        return self._contents[name]

    def altered(self, old: str, new: str | None, _: Callable[[str], bytes | None]) -> set[str]:
        """The files of officials in a commit that differ in its child `new`, or in the folder."""
        if new is None:
            paths = {path for path in self._now if self.object(old, path)}
        else:
            pairs = self._link(old, new).items()
            paths = {path for path, (was, is_) in pairs if was and was != is_}
        return {path for path in paths if _is_in("officials", path)}

    def swapped(self, old: str, new: str | None, now: Callable[[str], bytes | None]) -> set[str]:
        """The files of sources that only a commit has, or only its child `new` or the folder."""
        if new is None:
            there = {path: (self.object(old, path), now(path)) for path in self._now}
            paths = {path for path, (was, is_) in there.items() if (was is None) != (is_ is None)}
        else:
            pairs = self._link(old, new).items()
            paths = {path for path, (was, is_) in pairs if (was is None) != (is_ is None)}
        return {path for path in paths if _is_in("sources", path)}

    def _link(self, parent: str, commit: str) -> Changed:
        """The files that differ between a commit and one of its parents."""
        number = self._number[commit]
        links = self._links.get(number)
        return links[self._parents[number].index(self._number[parent])] if links else {}

    def is_now(self, _commit: str, path: str, _: Callable[[str], bytes | None]) -> bool:
        """Whether a file is the same now as in the commit that is checked out."""
        return path not in self._now


def _is_in(folder: str, path: str) -> bool:
    return path.startswith(f"{folder}/") and path.endswith(".yaml")


def _tour(parents: Sequence[tuple[int, ...]]) -> tuple[list[int], list[int]]:
    """The steps at which a walk from the root commits enters and leaves each, by first parents.

    A commit descends from another, by first parents, if it is entered before the other is left.
    """
    sizes = [1] * len(parents)
    for number, own in enumerate(parents):
        if own:
            sizes[own[0]] += sizes[number]
    entered, left, free = [0] * len(parents), [0] * len(parents), [0] * len(parents)
    roots = 0
    for number in range(len(parents) - 1, -1, -1):
        own = parents[number]
        if own:
            entered[number] = free[own[0]]
            free[own[0]] += sizes[number]
        else:
            entered[number] = roots
            roots += sizes[number]
        free[number] = entered[number] + 1
        left[number] = entered[number] + sizes[number]
    return entered, left


def _in_order(start: int | None, followed: Mapping[int, Sequence[int]]) -> list[int]:
    """All reachable commits, each after all that lead to it; otherwise line by line."""
    if start is None:
        return []
    awaited: dict[int, int] = {}
    ahead = [start]
    seen = {start}
    while ahead:
        for to in followed[ahead.pop()]:
            awaited[to] = awaited.get(to, 0) + 1
            if to not in seen:
                seen.add(to)
                ahead.append(to)
    order, ready = [], [start]
    while ready:
        each = ready.pop()
        order.append(each)
        for to in followed[each]:
            awaited[to] -= 1
            if not awaited[to]:
                ready.append(to)
    return order


def _time(committer: str) -> str:
    """The time in `committer Name <address> 1404216000 +0200`, in ISO 8601."""
    words = committer.rpartition("> ")[2].split()
    seconds = int(words[0]) if words and words[0].isdigit() else 0
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return "1970-01-01T00:00:00Z"
