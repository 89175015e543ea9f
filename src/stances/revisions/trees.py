"""Extracts the corpus of a commit into a folder."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import (
    CODINGS,
    CORPUS_FILE,
    MAX_BYTES,
    RECORD_FOLDERS,
    WITH_PARTS,
    printable,
)
from stances.revisions.repository import git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HEADS = (CORPUS_FILE, "codebook.yaml")
_LINK = "120000"
_PART = "part"
_AT_A_TIME = 16 * 1024 * 1024
"""Bytes of files that are kept in memory at a time."""


class _Entry(NamedTuple):
    """An entry of a tree; `size` is None if it is not a file."""

    mode: str
    object: str
    size: int | None
    name: str


def corpus_in(folder: Path, commit: str, places: Sequence[str]) -> str | None:
    """The first path in a commit's tree that has a corpus; None if none has."""
    for place in map(_normal, places):
        tree = _followed(folder, commit, place)
        names = {entry.name for entry in _entries(folder, tree)} if tree else ()
        if CORPUS_FILE in names:
            return place
    return None


def corpora_in(folder: Path, commit: str) -> Iterator[str]:
    """The paths of all corpora in a commit's tree."""
    listed = git(folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", commit)
    for path in map(os.fsdecode, listed.split(b"\0")):
        place, name = posixpath.split(path)
        if name == CORPUS_FILE:
            yield place


def unpack(folder: Path, commit: str, inside: str, target: Path) -> None:
    """Write the records at a path of a commit's tree into an empty folder.

    Links are replaced by their targets within the tree; other links lead nowhere. For a file that
    is too large to be read, only the size is kept. Raises `GitFailed`.
    """
    try:
        for kind in ("", *RECORD_FOLDERS):
            _unpack_folder(folder, commit, posixpath.join(inside, kind), target / kind, kind)
    except OSError as error:
        raise GitFailed(f"{commit} cannot be unpacked: {error.strerror or error}") from error


def _normal(path: str) -> str:
    """A path as git has it in trees: without dots, and empty for the tree itself."""
    normal = posixpath.normpath(path.replace(os.sep, "/")).strip("/")
    return "" if normal == "." else normal


def _unpack_folder(folder: Path, commit: str, path: str, target: Path, kind: str) -> None:
    """Write the records in a folder of the kind `sources`, `officials`, `""` or `part`."""
    tree = _followed(folder, commit, path.rstrip("/"))
    if tree is None:
        return
    target.mkdir(exist_ok=True)
    wanted: list[tuple[_Entry, Path]] = []
    for entry in _entries(folder, tree, all_below=kind in (WITH_PARTS, CODINGS)):
        if entry.mode == _LINK and _has_parts(entry.name, kind):
            linked = posixpath.join(path, entry.name)
            _unpack_folder(folder, commit, linked, target / entry.name, _PART)
        if not _is_record(entry.name, kind):
            continue
        file = target / entry.name
        file.parent.mkdir(exist_ok=True)
        if entry.mode == _LINK:
            entry = _link_target(folder, commit, posixpath.join(path, entry.name), entry)  # noqa: PLW2901
        if entry.mode == _LINK:
            _stand_in(file)
        elif entry.size is None:
            file.mkdir()
        elif entry.size > MAX_BYTES:
            with file.open("wb") as stream:
                stream.truncate(min(entry.size, MAX_BYTES * 1024))
        else:
            wanted.append((entry, file))
    for batch in _batches(wanted):
        _write(folder, batch)


def _stand_in(file: Path) -> None:
    """Make a link that leads nowhere, or a folder if links are not allowed: neither is a record."""
    try:
        file.symlink_to("leads-nowhere")
    except OSError:
        file.mkdir()


def _is_record(name: str, kind: str) -> bool:
    """Whether the reader would read a file of this name, which may include the folder of a part."""
    place, slash, name = name.rpartition("/")
    if not _is_plain(name) or (slash and not _has_parts(place, kind)):
        return False
    return name.endswith(".yaml") if kind else name in _HEADS


def _has_parts(name: str, kind: str) -> bool:
    """Whether the reader would look for further files in a folder of this name."""
    is_folder = not name.endswith(".yaml") and not name.startswith(".")
    return kind in (WITH_PARTS, CODINGS) and is_folder and _is_plain(name)


def _is_plain(name: str) -> bool:
    return not ("/" in name or "\0" in name or os.sep in name)


def _entries(folder: Path, tree: str, *, all_below: bool = False) -> Iterator[_Entry]:
    """The entries of a tree; with `all_below`, also those of the trees in it, with their paths."""
    below = ("-r", "-t") if all_below else ()
    listed = git(folder, "ls-tree", *below, "-z", "--long", "--full-tree", tree)
    for line in listed.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, kind, object_, size = head.decode().split()
        if kind == "blob" and not size.isdigit():
            raise _lost(os.fsdecode(name), object_)
        yield _Entry(mode, object_, int(size) if kind == "blob" else None, os.fsdecode(name))


def _lost(name: str, object_: str) -> GitFailed:
    what = f"the repository has lost what {printable(name)} was: {object_}"
    return GitFailed(what, "`git fsck` says what else is missing")


def _followed(folder: Path, commit: str, path: str) -> str | None:
    """The tree at a path of a commit's tree, following links in it; None if there is none."""
    kind, object_, _ = _looked_up(folder, commit, path)
    return object_ if kind == "tree" else None


def _link_target(folder: Path, commit: str, path: str, link: _Entry) -> _Entry:
    """The target of a link; the link itself if the target is not within the tree."""
    kind, object_, size = _looked_up(folder, commit, path)
    if kind == "blob":
        return link._replace(mode="100644", object=object_, size=size)
    return link._replace(mode="040000", size=None) if kind == "tree" else link


def _looked_up(folder: Path, commit: str, path: str) -> tuple[str, str, int]:
    """Kind, name and size of the object at a path; the kind is empty if there is none."""
    if "\n" in path or path.startswith(".."):
        return "", "", 0
    names = os.fsencode(f"{commit}:{path}\n")
    output = git(folder, "cat-file", "--batch-check", "--follow-symlinks", given=names)
    match output.split(b"\n")[0].decode("utf-8", "replace").split(" "):
        case [name, "blob" | "tree" as kind, size]:
            return kind, name, int(size)
    return "", "", 0


def _batches(wanted: Sequence[tuple[_Entry, Path]]) -> Iterator[list[tuple[_Entry, Path]]]:
    batch: list[tuple[_Entry, Path]] = []
    size = 0
    for entry, file in wanted:
        size += entry.size or 0
        if size > _AT_A_TIME:
            yield batch
            batch, size = [], entry.size or 0
        batch.append((entry, file))
    if batch:
        yield batch


def _write(folder: Path, batch: Sequence[tuple[_Entry, Path]]) -> None:
    """Write the files of a batch, read in one run of git: each comes after a line with its size."""
    names = "".join(f"{entry.object}\n" for entry, _ in batch).encode()
    output = memoryview(git(folder, "cat-file", "--batch", given=names))
    at = 0
    for entry, file in batch:
        head = f"{entry.object} blob {entry.size}\n".encode()
        if output[at : at + len(head)] != head:
            raise _lost(file.name, entry.object)
        at += len(head)
        end = at + (entry.size or 0)
        file.write_bytes(output[at:end])
        at = end + 1
