"""The manifest of a site: the files of a folder that belong to it, with their digests.

It has the lines that `sha256sum` writes, sorted by path.
"""

from __future__ import annotations

import mmap
import os
import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from stances.regular_files import UnfitFileError, opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

MANIFEST = "stances-site.sha256"
KEPT = (".git", "CNAME", ".nojekyll", "robots.txt", ".well-known")
"""Files and folders that may be in the folder of a site; they are never changed."""
PATH = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)+", re.ASCII)
"""The paths of a site. Only names of files have a dot, so no file ever replaces a folder."""
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({PATH.pattern})\n", re.ASCII)
_LONGEST = 4096
"""The most bytes of a line of the manifest."""
_AT = 66
"""The place in a line where the path begins."""
DRAFT = re.compile(r"\.stances-output-[0-9a-f]{8}")
"""The folder of files that are not in place yet. A run that is killed leaves it."""


def can_be(path: str) -> bool:
    """Return whether a site may have a file with this path."""
    return bool(PATH.fullmatch(path)) and not _is_taken(path)


def read(manifest: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the paths of a manifest, each with its digests; nothing if there is no manifest.

    A path has several digests if a run was killed while it put files in place. Raises `ValueError`
    with a clause as its message, `UnfitFileError` and `OSError`.
    """
    try:
        descriptor = opened(manifest)
    except FileNotFoundError:
        return
    with open(descriptor, "rb") as stream:
        for path, group in groupby(_lines(stream), itemgetter(0)):
            yield path, [digest for _, digest in group]


def _lines(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    before = ("", "")
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        found = _LINE.fullmatch(line.decode("ascii", "replace"))
        if not found or _is_taken(found[2]):
            message = f"line {number} is not the digest and the path of a page"
            raise ValueError(message)
        if (here := (found[2], found[1])) <= before:
            message = f"line {number} is not in order"
            raise ValueError(message)
        yield here
        before = here


def _is_taken(path: str) -> bool:
    return path == MANIFEST or path in KEPT


def foreign(root: str, listed: Iterator[str]) -> Iterator[str]:
    """Yield what a folder contains that is neither listed nor kept.

    `listed` are the paths of the manifest, sorted.
    """
    ahead = next(listed, "")
    ways = [iter(_entries(root, ""))]
    while ways:
        path, kind = next(ways[-1], ("", ""))
        if not path:
            ways.pop()
            continue
        while ahead and ahead < path:
            ahead = next(listed, "")
        if kind == "folder" and ahead.startswith(path):
            ways.append(iter(_entries(root, path)))
        elif kind == "folder":
            yield path
        elif kind or path != ahead:
            yield f"{path} ({kind})" if kind else path
    for _ in listed:
        pass  # read the rest of the manifest too, so that its errors are raised


def _entries(root: str, inside: str) -> list[tuple[str, str]]:
    """Return the paths in a folder with their kinds, in the order of whole paths.

    The path of a folder ends with a slash. The kind of a regular file is empty.
    """
    found = []
    with os.scandir(f"{root}/{inside}") as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if path not in KEPT and not DRAFT.fullmatch(path):
                    found.append((f"{path}/", "folder"))
            elif path not in KEPT and path != MANIFEST:
                is_file = entry.is_file(follow_symlinks=False)
                kind = "a link" if entry.is_symlink() else "no regular file"
                found.append((path, "" if is_file else kind))
    return sorted(found)


def listed(root: Path, path: str) -> Sequence[str]:
    """Return the digests of a path in a manifest, without reading all of it.

    There are none if the path is not listed, or if no manifest can be read.
    """
    try:
        with open(opened(root / MANIFEST), "rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, UnfitFileError, ValueError):
        return []  # an empty file cannot be mapped
    with data:
        return _sought(data, path.encode())


def _sought(data: mmap.mmap, path: bytes) -> Sequence[str]:
    """Return the digests of a path, by binary search: the lines are sorted by path."""
    low, high = 0, data.rfind(b"\n") + 1  # ignores a last line that does not end
    while low < high:
        middle = (low + high) // 2
        start = data.rfind(b"\n", low, middle) + 1 or low
        end = data.find(b"\n", middle)
        if data[start + _AT : end] < path:
            low = end + 1
        else:
            high = start
    found = []
    while (line := data[low : data.find(b"\n", low) + 1])[_AT:-1] == path and line:
        found.append(line[: _AT - 2].decode("ascii", "replace"))
        low += len(line)
    return found
