"""Extracts the corpus of a commit into a folder."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import GitFailed
from stances.paths import CORPUS_FILE, MAX_BYTES, RECORD_FOLDERS
from stances.revisions import git

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_HEADS = (CORPUS_FILE, "codebook.yaml")
_LINK = "120000"
_NOWHERE = "leads-nowhere"
_AT_A_TIME = 16 * 1024 * 1024
"""Bytes of files that are held until they are written."""


class _Entry(NamedTuple):
    """Something in a tree; `size` is None for what is no file."""

    mode: str
    object: str
    size: int | None
    name: str


def corpus_in(folder: Path, commit: str, places: Sequence[str]) -> str | None:
    """The first of some paths in a commit's tree at which there is a corpus; None if none has."""
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

    Links are what they lead to within the tree, else they lead nowhere. Of a file that is too
    large to be read only the size is kept. Raises `GitFailed`.
    """
    try:
        for kind in ("", *RECORD_FOLDERS):
            _unpack_folder(folder, commit, posixpath.join(inside, kind), target / kind)
    except OSError as error:
        raise GitFailed(f"{commit} cannot be unpacked: {error.strerror or error}") from error


def _normal(path: str) -> str:
    """A path as trees know them: without dots, and with nothing for the tree itself."""
    normal = posixpath.normpath(path.replace(os.sep, "/")).strip("/")
    return "" if normal == "." else normal


def _unpack_folder(folder: Path, commit: str, path: str, target: Path) -> None:
    tree = _followed(folder, commit, path.rstrip("/"))
    if tree is None:
        return
    target.mkdir(exist_ok=True)
    entries = [entry for entry in _entries(folder, tree) if _is_record(entry.name, target)]
    wanted: list[tuple[_Entry, Path]] = []
    for entry in entries:
        file = target / entry.name
        if entry.mode == _LINK:
            entry = _behind(folder, commit, posixpath.join(path, entry.name), entry)  # noqa: PLW2901
        if entry.mode == _LINK:
            file.symlink_to(_NOWHERE)
        elif entry.size is None:
            file.mkdir()
        elif entry.size > MAX_BYTES:
            _write_size(file, entry.size)
        else:
            wanted.append((entry, file))
    for batch in _batches(wanted):
        _write(folder, batch)


def _is_record(name: str, target: Path) -> bool:
    """Whether the reader would look at it, and nothing but a name in the folder."""
    if "/" in name or "\0" in name or (os.sep in name):
        return False
    return name in _HEADS or (name.endswith(".yaml") and target.name in RECORD_FOLDERS)


def _write_size(file: Path, size: int) -> None:
    with file.open("wb") as stream:
        stream.truncate(min(size, MAX_BYTES * 1024))


def _entries(folder: Path, tree: str) -> Iterator[_Entry]:
    listed = git(folder, "ls-tree", "-z", "--long", "--full-tree", tree)
    for line in listed.split(b"\0")[:-1]:
        head, _, name = line.partition(b"\t")
        mode, kind, object_, size = head.decode().split()
        number = int(size) if kind == "blob" and size.isdigit() else None
        yield _Entry(mode, object_, number, os.fsdecode(name))


def _followed(folder: Path, commit: str, path: str) -> str | None:
    """The tree at a path of a commit's tree, links followed within it; None if there is none."""
    kind, object_, _ = _looked_up(folder, commit, path)
    return object_ if kind == "tree" else None


def _behind(folder: Path, commit: str, path: str, link: _Entry) -> _Entry:
    """What a link leads to; itself if to nothing within the tree."""
    kind, object_, size = _looked_up(folder, commit, path)
    if kind == "blob":
        return link._replace(mode="100644", object=object_, size=size)
    return link._replace(mode="040000", size=None) if kind == "tree" else link


def _looked_up(folder: Path, commit: str, path: str) -> tuple[str, str, int]:
    """Kind, name and size of the object at a path; the kind is empty if there is none."""
    if "\n" in path:
        return "", "", 0
    asked = os.fsencode(f"{commit}:{path}\n")
    said = git(folder, "cat-file", "--batch-check", "--follow-symlinks", given=asked)
    first = said.split(b"\n")[0].decode("utf-8", "replace").split(" ")
    if len(first) == 3 and first[1] in ("blob", "tree"):  # noqa: PLR2004 - object, kind, size
        return first[1], first[0], int(first[2])
    return "", "", 0


def _batches(wanted: Sequence[tuple[_Entry, Path]]) -> Iterator[list[tuple[_Entry, Path]]]:
    batch: list[tuple[_Entry, Path]] = []
    held = 0
    for entry, file in wanted:
        held += entry.size or 0
        if held > _AT_A_TIME:
            yield batch
            batch, held = [], entry.size or 0
        batch.append((entry, file))
    if batch:
        yield batch


def _write(folder: Path, batch: Sequence[tuple[_Entry, Path]]) -> None:
    """Read the objects in one run of git, each a line that says its size and then its bytes."""
    asked = "".join(f"{entry.object}\n" for entry, _ in batch).encode()
    said = memoryview(git(folder, "cat-file", "--batch", given=asked))
    at = 0
    for entry, file in batch:
        at += len(f"{entry.object} blob {entry.size}\n")
        end = at + (entry.size or 0)
        file.write_bytes(said[at:end])
        at = end + 1
