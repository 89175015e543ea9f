"""Reads the bytes of a file and decodes them."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from stances.problems import Fault, Place
from stances.yaml_reader.characters import Lines

if TYPE_CHECKING:
    from pathlib import Path

_NOT_FILES = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_REASONS = {
    errno.ELOOP: "its link leads back to itself",
    errno.ENOENT: "it is gone",
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
}
# Without the first flag, opening a pipe can wait forever. Windows lacks it and needs the second.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_START = Place(1, 1)


def contents(path: Path, limit: int) -> bytes | Fault:
    """The bytes of a regular file of at most `limit` bytes; one more if it has grown meanwhile."""
    try:
        if fault := _unfit(path.stat(), limit):
            return fault
        with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as stream:
            # Another file may have taken its place since.
            return _unfit(os.fstat(stream.fileno()), limit) or stream.read(limit + 1)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        message = f"this file cannot be read: {reason}"
        hint = "check where the file is and who may read it"
        if error.errno == errno.ENOENT and path.is_symlink():
            message, hint = "this link leads to nothing", "mend it, or delete it"
        return Fault("ST001", (), message, hint, _START)


def _unfit(status: os.stat_result, limit: int) -> Fault | None:
    if not stat.S_ISREG(status.st_mode):
        kind = _NOT_FILES.get(stat.S_IFMT(status.st_mode), "no ordinary file")
        hint = "rename it or move it elsewhere, so that only data files end in .yaml"
        return Fault("ST002", (), f"this is not a file but {kind}", hint, _START)
    return _too_large(status.st_size, limit) if status.st_size > limit else None


def _too_large(size: int, limit: int) -> Fault:
    message = f"this file is {size:,} bytes large, but no more than {limit:,} are read"
    hint = "keep whole texts out of the corpus: a record holds only the words quoted"
    return Fault("ST003", (), message, hint, _START)


def decoded(raw: bytes, limit: int) -> str | Fault:
    """The text of at most `limit` UTF-8 bytes, without a byte order mark."""
    if len(raw) > limit:
        return _too_large(len(raw), limit)
    try:
        return raw.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode().removeprefix("\ufeff")
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            message, encoding = "this file is written in UTF-16, not in UTF-8", "UTF-16"
        else:
            message = f"the byte 0x{raw[error.start]:02X} here is not UTF-8 text"
            encoding = "an older encoding such as Windows-1252 or Windows-1256"
        hint = f"open the file as {encoding} and save it as UTF-8"
        return Fault("ST004", (), message, hint, Lines(before).place(len(before)))
