"""Scans the corpus folder for changed files without opening any."""

from __future__ import annotations

import os
from array import array
from contextlib import contextmanager
from operator import attrgetter
from typing import TYPE_CHECKING

from stances.paths import CODINGS, RECORD_FOLDERS, WITH_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = tuple[str, int, int, int, int, int]
"""The path of an entry in the folder, and numbers that change whenever it changes. For a file,
these are size, times, inode and mode. For an unreadable entry, they are the error and whether it is
a link, with `_UNREADABLE` as mode. For an entry that is not a record, they say whether it is a
folder, with `_STRAY` as mode."""
_STRAY, _UNREADABLE = -1, -2
_NUMBERS, _WIDTH = 5, 8
"""How many numbers an entry has, and the bytes of each when it is packed."""
_state = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_mode")
HEADS = ("corpus.yaml", "codebook.yaml")
"""The files that all other records depend on."""
_NOTED = ("corpus", "codebook", *RECORD_FOLDERS)
"""Names of top-level entries that are noted, in any case."""
_SLACK = 2 * 10**9
"""Two changes of a file within this many nanoseconds may have the same time: the coarsest file
systems count in two seconds."""


def scan(folder: str) -> list[Entry]:
    """All entries in a corpus's folder that output can depend on, in the order of the system."""
    seen: list[Entry] = []
    seen += [
        _file(entry, entry.name)
        for entry in _listed(folder, "", seen)
        if entry.name.partition(".")[0].casefold() in _NOTED and (entry.name not in RECORD_FOLDERS)
    ]
    for kind in RECORD_FOLDERS:
        _scan_records(folder, kind, seen, has_folders=kind in (WITH_PARTS, CODINGS))
    return seen


def _scan_records(
    folder: str, inside: str, seen: list[Entry], *, has_folders: bool = False
) -> None:
    """Add the entries of a folder of records, and of its subfolders if `has_folders`."""
    for entry in _listed(f"{folder}/{inside}", inside, seen):
        path = f"{inside}/{entry.name}"
        if path.endswith(".yaml"):
            seen.append(_file(entry, path))
            continue
        is_folder = entry.is_dir()
        seen.append((path, is_folder, 0, 0, 0, _STRAY))
        if has_folders and is_folder:
            _scan_records(folder, path, seen)


def _listed(folder: str, path: str, seen: list[Entry]) -> Iterator[os.DirEntry[str]]:
    """The entries of a folder, without hidden files and editors' backups."""
    try:
        with _opened(folder) as place, os.scandir(place) as entries:
            for entry in entries:
                if entry.name[0] not in ".#~":
                    yield entry
    except OSError as error:
        seen.append((path, error.errno or 0, os.path.islink(folder), 0, 0, _UNREADABLE))


@contextmanager
def _opened(folder: str) -> Iterator[int | str]:
    """Open a folder and yield its descriptor, so that files in it are found without their path.

    Yields the path itself if the system does not support that.
    """
    if os.scandir not in os.supports_fd:
        yield folder
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _file(entry: os.DirEntry[str], path: str) -> Entry:
    try:
        status = entry.stat()
    except OSError as error:
        return (path, error.errno or 0, entry.is_symlink(), 0, 0, _UNREADABLE)
    return (path, *_state(status))


def packed(seen: list[Entry]) -> bytes:
    """Encode entries as bytes, equal for equal entries: their count, all numbers, all paths."""
    numbers = [number for entry in seen for number in entry[1:]]
    try:
        cells = array("q", numbers)
    except OverflowError:  # some inodes and dates need the 64th bit
        cells = array("Q", [number & 0xFFFF_FFFF_FFFF_FFFF for number in numbers])
    return len(seen).to_bytes(_WIDTH) + cells.tobytes() + listed([entry[0] for entry in seen])


def unpacked(blob: bytes) -> list[Entry]:
    """Decode the entries that `packed` encoded; numbers of more than 64 bits are cut.

    Raises `ValueError` for any other bytes.
    """
    start = _WIDTH + _NUMBERS * _WIDTH * int.from_bytes(blob[:_WIDTH])
    cells = iter(array("q", blob[_WIDTH:start]))
    return list(zip(unlisted(blob[start:]), *[cells] * _NUMBERS, strict=True))


def listed(paths: list[str]) -> bytes:
    """Encode paths as bytes."""
    return os.fsencode("\0".join([*paths, ""]))


def unlisted(blob: bytes) -> list[str]:
    """Decode the paths that `listed` encoded."""
    return os.fsdecode(blob).split("\0")[:-1]


def unsettled(seen: list[Entry], now: int) -> list[str]:
    """Files changed so shortly before `now`, or after it, that their times may hide another change.

    `now` is in nanoseconds, from before the scan. The contents of these files must be compared.
    """
    latest = now - _SLACK
    return [path for path, _, *times, _, mode in seen if mode >= 0 and max(times) >= latest]


def differing(old: list[Entry], new: list[Entry]) -> list[str]:
    """The paths that were added, removed or changed, sorted."""
    return sorted({path for path, *_ in {*old}.symmetric_difference(new)})
