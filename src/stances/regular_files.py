"""Reads files that strangers may have put there: regular ones, within a folder, of limited size.

A link is followed only to a file in the same folder, and not behind a hidden name there, such as
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
# Without the first flag, opening a pipe can wait forever. Windows lacks it and needs the second.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_PIECE = 1 << 16
_IS_LINK = (errno.ELOOP, errno.EMLINK)


class UnfitFileError(Exception):
    """What stands there is no regular file of the folder: `kind` says what it is, `a pipe`."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class TooLargeError(Exception):
    """The file is larger than what is read: it has `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def contents(path: Path, limit: int, within: Path | None, *, links: bool = True) -> bytes:
    """The bytes of a file of at most `limit` bytes; one more if it has grown meanwhile.

    `within` is the folder that a link may not lead out of; None for a file that the user named.
    Without `links`, none is followed. Raises `OSError`, `UnfitFileError` and `TooLargeError`.
    """
    _refuse_unfit(path.stat(follow_symlinks=links), limit)
    descriptor = _opened(path, within, links=links)
    try:
        # Another file may have taken its place since.
        _refuse_unfit(status := os.fstat(descriptor), limit)
        content = b""
        while len(content) <= limit:
            wanted = max(status.st_size + 1 - len(content), _PIECE)  # room for `limit` takes long
            more = os.read(descriptor, min(wanted, limit + 1 - len(content)))
            if not more:
                break
            content += more
        return content
    finally:
        os.close(descriptor)


def leads_out(path: Path | str, within: Path | str) -> bool:
    """Whether a link leads out of a folder, or to something hidden in it."""
    real, folder = Path(os.path.realpath(path)), Path(os.path.realpath(within))
    inside = real.relative_to(folder).parts if real.is_relative_to(folder) else ("..",)
    return any(part.startswith(".") for part in inside)


def _opened(path: Path, within: Path | None, *, links: bool) -> int:
    """A descriptor of a file, which is opened without following links that were not looked at."""
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
