"""Reads files that strangers may have put there: regular files, within a folder, of limited size.

A link is followed only to a file in the same folder, and never to a hidden one such as
`.git/config`.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFLNK: "a link",
}
# Without O_NONBLOCK, opening a pipe can wait forever. Windows lacks it, but needs O_BINARY.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_PIECE = 1 << 16
_IS_LINK = (errno.ELOOP, errno.EMLINK)


class UnfitFileError(Exception):
    """The path is not a regular file of the folder: `kind` says what it is, such as `a pipe`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class TooLargeError(Exception):
    """The file is larger than the limit: it has `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def contents(path: Path, limit: int, within: Path | None, *, links: bool = True) -> bytes:
    """Return the file's bytes, `limit` at most; one byte more if it has grown meanwhile.

    Links may not lead out of `within`, which is None for a file that the user named. Without
    `links`, no link is followed. Raises `OSError`, `UnfitFileError` and `TooLargeError`.
    """
    _refuse_unfit(path.stat(follow_symlinks=links), limit)
    descriptor = _opened(path, within, links=links)
    try:
        # Another file may have replaced it since.
        _refuse_unfit(status := os.fstat(descriptor), limit)
        content = b""
        while len(content) <= limit:
            wanted = max(status.st_size + 1 - len(content), _PIECE)  # more is slow
            more = os.read(descriptor, min(wanted, limit + 1 - len(content)))
            if not more:
                break
            content += more
        return content
    finally:
        os.close(descriptor)


def opened(path: Path | str) -> int:
    """Open a regular file for reading and return its descriptor.

    The file itself may not be a link, but its folders may be. Raises `OSError` and
    `UnfitFileError`.
    """
    if not _NO_LINK and Path(path).is_symlink():
        raise UnfitFileError("a link")
    try:
        descriptor = os.open(path, _FLAGS | _NO_LINK)
    except OSError as error:
        if error.errno in _IS_LINK:
            raise UnfitFileError("a link") from error
        raise
    if stat.S_ISREG(mode := os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise UnfitFileError(_KINDS.get(stat.S_IFMT(mode), "no ordinary file"))


def leads_out(path: Path | str, within: Path | str) -> bool:
    """Whether a path leads out of a folder, or to something hidden in it, by a link."""
    real, folder = Path(os.path.realpath(path)), Path(os.path.realpath(within))
    inside = real.relative_to(folder).parts if real.is_relative_to(folder) else ("..",)
    return any(part.startswith(".") for part in inside)


def _opened(path: Path, within: Path | None, *, links: bool) -> int:
    """Open a file without following unchecked links, and return its descriptor."""
    if _NO_LINK or not path.is_symlink():
        try:
            return os.open(path, _FLAGS | _NO_LINK)
        except OSError as error:
            if error.errno not in _IS_LINK:
                raise
    if not links:
        raise UnfitFileError("a link")
    if within is not None and leads_out(path, within):
        raise UnfitFileError("a link that leads out of the folder")
    return os.open(os.path.realpath(path), _FLAGS | _NO_LINK)


def _refuse_unfit(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnfitFileError(_KINDS.get(stat.S_IFMT(status.st_mode), "no ordinary file"))
    if status.st_size > limit:
        raise TooLargeError(status.st_size)
