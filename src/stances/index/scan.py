"""Scans the corpus folder for changed files without opening any."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stances.paths import RECORD_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

Entry = tuple[Any, ...]
"""The path of something in the folder, and what shows that it has changed.

That is the size, times, inode and mode of a file, the error of what cannot be read, and for
anything that is no record whether it is a folder.
"""
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
        for entry in _listed(f"{folder}/{kind}", kind, seen):
            name = entry.name
            if name.endswith(".yaml"):
                seen.append(_file(entry, f"{kind}/{name}"))
            else:
                seen.append((f"{kind}/{name}", entry.is_dir()))
    return seen


def _listed(folder: str, path: str, seen: list[Entry]) -> Iterator[os.DirEntry[str]]:
    """What is in a folder, without hidden files and editors' backups."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[0] not in ".#~":
                    yield entry
    except OSError as error:
        seen.append((path, error.errno, Path(folder).is_symlink()))


def _file(entry: os.DirEntry[str], path: str) -> Entry:
    try:
        status = entry.stat()
    except OSError as error:
        return (path, error.errno, entry.is_symlink())
    times = status.st_mtime_ns, status.st_ctime_ns
    return (path, status.st_size, *times, status.st_ino, status.st_mode)


def packed(seen: list[Entry]) -> bytes:
    """Entries as bytes, equal for equal entries."""
    return marshal.dumps(seen, 2)  # later versions write what is shared by reference


def unpacked(blob: bytes) -> list[Entry]:
    """The entries that `packed` made into bytes."""
    seen: list[Entry] = marshal.loads(blob)  # noqa: S302 - from the user's own cache, and stamped
    return seen


def unsettled(seen: list[Entry], now: int) -> list[str]:
    """Files changed so shortly before `now`, or after it, that a further change may not show.

    `now` is in nanoseconds, from before the scan. The contents of these files must be compared.
    """
    latest = now - _SLACK
    return [entry[0] for entry in seen if len(entry) > 3 and max(entry[2:4]) >= latest]  # noqa: PLR2004


def differing(old: list[Entry], new: list[Entry]) -> list[str]:
    """The paths that were added, removed or changed, sorted."""
    before, after = {entry[0]: entry for entry in old}, {entry[0]: entry for entry in new}
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))
