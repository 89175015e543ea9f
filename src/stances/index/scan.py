"""Scans the corpus folder for changed files without opening any."""

from __future__ import annotations

import os
from array import array
from contextlib import contextmanager
from operator import attrgetter
from typing import TYPE_CHECKING

from stances.paths import RECORD_FOLDERS, WITH_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = tuple[str, int, int, int, int, int]
"""The path of something in the folder, and what shows that it has changed.

That is the size, times, inode and mode of a file. What cannot be read has its error and whether it
is a link, and anything that is no record whether it is a folder; in place of a mode, these have
`_UNREADABLE` and `_STRAY`.
"""
_STRAY, _UNREADABLE = -1, -2
_NUMBERS, _WIDTH = 5, 8
"""How many numbers an entry has, and the bytes of each when it is packed."""
_state = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino", "st_mode")
HEADS = ("corpus.yaml", "codebook.yaml")
"""The files that all other records depend on."""
_SLACK = 2 * 10**9
"""Nanoseconds within which two changes of a file may have the same time: the coarsest clock of a
file system counts in two seconds."""


def scan(folder: str) -> list[Entry]:
    """Everything in a corpus's folder that output can depend on, in the order of the system."""
    seen: list[Entry] = []
    seen += [
        _file(entry, entry.name)
        for entry in _listed(folder, "", seen)
        if entry.name.partition(".")[0].casefold() in ("corpus", "codebook")
    ]
    for kind in RECORD_FOLDERS:
        _scan_records(folder, kind, seen, has_parts=kind == WITH_PARTS)
    return seen


def _scan_records(folder: str, inside: str, seen: list[Entry], *, has_parts: bool = False) -> None:
    """Add what is in a folder of records, and in the folders there if these hold parts."""
    for entry in _listed(f"{folder}/{inside}", inside, seen):
        path = f"{inside}/{entry.name}"
        if path.endswith(".yaml"):
            seen.append(_file(entry, path))
            continue
        is_folder = entry.is_dir()
        seen.append((path, is_folder, 0, 0, 0, _STRAY))
        if has_parts and is_folder:
            _scan_records(folder, path, seen)


def _listed(folder: str, path: str, seen: list[Entry]) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, without hidden files and editors' backups."""
    try:
        with _opened(folder) as place, os.scandir(place) as entries:
            for entry in entries:
                if entry.name[0] not in ".#~":
                    yield entry
    except OSError as error:
        seen.append((path, error.errno or 0, os.path.islink(folder), 0, 0, _UNREADABLE))


@contextmanager
def _opened(folder: str) -> Iterator[int | str]:
    """A folder by its number, so that the system finds each file there without the way to it.

    Where the system has no such numbers, by its path.
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
    """Entries as bytes, equal for equal entries: how many, all numbers, all paths."""
    numbers = [number for entry in seen for number in entry[1:]]
    try:
        cells = array("q", numbers)
    except OverflowError:  # such inodes and dates exist, and 64 bits tell them apart
        cells = array("Q", [number & 0xFFFF_FFFF_FFFF_FFFF for number in numbers])
    return len(seen).to_bytes(_WIDTH) + cells.tobytes() + listed([entry[0] for entry in seen])


def unpacked(blob: bytes) -> list[Entry]:
    """The entries that `packed` made into bytes; numbers of more than 64 bits are cut.

    Raises `ValueError` for any other bytes.
    """
    start = _WIDTH + _NUMBERS * _WIDTH * int.from_bytes(blob[:_WIDTH])
    cells = iter(array("q", blob[_WIDTH:start]))
    return list(zip(unlisted(blob[start:]), *[cells] * _NUMBERS, strict=True))


def listed(paths: list[str]) -> bytes:
    """Paths as bytes."""
    return os.fsencode("\0".join([*paths, ""]))


def unlisted(blob: bytes) -> list[str]:
    """The paths that `listed` made into bytes."""
    return os.fsdecode(blob).split("\0")[:-1]


def unsettled(seen: list[Entry], now: int) -> list[str]:
    """Files changed so shortly before `now`, or after it, that a further change may not show.

    `now` is in nanoseconds, from before the scan. The contents of these files must be compared.
    """
    latest = now - _SLACK
    return [path for path, _, *times, _, mode in seen if mode >= 0 and max(times) >= latest]


def differing(old: list[Entry], new: list[Entry]) -> list[str]:
    """The paths that were added, removed or changed, sorted."""
    return sorted({path for path, *_ in {*old}.symmetric_difference(new)})
