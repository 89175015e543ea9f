"""The manifest of a site: which files of a folder are its own, with their digests.

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
"""What may stand beside a site, and is left as it is, whatever it is."""
PATH = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)+", re.ASCII)
"""Paths of a site. Files have a dot in their names and folders none, so none becomes the other."""
_LINE = re.compile(rf"([0-9a-f]{{64}})  ({PATH.pattern})\n", re.ASCII)
_LONGEST = 4096
"""Bytes of a line of the manifest."""
_AT = 66
"""Where the path begins in it."""
DRAFT = re.compile(r"\.stances-output-[0-9a-f]{8}")
"""The folder of what is not in place yet, which a run that was killed leaves."""


def can_be(path: str) -> bool:
    """Whether a site may have a file of this path."""
    return bool(PATH.fullmatch(path)) and not _is_taken(path)


def read(manifest: str) -> Iterator[tuple[str, list[str]]]:
    """The paths of a manifest, each with its digests: several where putting in place was cut off.

    Raises `ValueError` with a clause, `UnfitFileError` and `OSError`.
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
    """What is in a folder and is neither listed nor kept; the paths listed are sorted."""
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
        pass  # so that all of the manifest is looked at


def _entries(root: str, inside: str) -> list[tuple[str, str]]:
    """What is in a folder, in the order of whole paths: a folder's path ends with a slash.

    With each, what it is, empty for a regular file.
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
    """The digests that a manifest has of a path, found without reading all of it.

    None if it is not listed, or there is no manifest that can be read.
    """
    try:
        with open(opened(root / MANIFEST), "rb") as stream:
            data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, UnfitFileError, ValueError):
        return []  # one without a line cannot be mapped
    with data:
        return _sought(data, path.encode())


def _sought(data: mmap.mmap, path: bytes) -> Sequence[str]:
    """The digests of a path, by halving the lines, which are sorted by path."""
    low, high = 0, data.rfind(b"\n") + 1  # whatever else it has, it ends with a line
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
