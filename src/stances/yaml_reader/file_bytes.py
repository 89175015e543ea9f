"""Reads the bytes of a file and decodes them."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from stances import regular_files
from stances.problems import Fault, Place
from stances.regular_files import TooLargeError, UnfitFileError
from stances.yaml_reader.characters import Lines

if TYPE_CHECKING:
    from pathlib import Path

_REASONS = {
    errno.ELOOP: "its link leads back to itself",
    errno.ENOENT: "it is gone",
    errno.EACCES: "you have no permission to read it",
    errno.EPERM: "you have no permission to read it",
}
_START = Place(1, 1)


def contents(path: Path, limit: int, within: Path | None = None) -> bytes | Fault:
    """Read a regular file of at most `limit` bytes; return one byte more if it has grown meanwhile.

    `within` is the folder that links may not lead out of, if there is one.
    """
    try:
        return regular_files.contents(path, limit, within)
    except UnfitFileError as error:
        message = f"this is not a file but {error.kind}"
        hint = "rename it or move it elsewhere, so that only data files end in .yaml"
        if os.path.islink(path):  # noqa: PTH114 - pathlib makes more system calls
            hint = "put the file itself in the place of the link"
        return Fault("ST002", (), message, hint, _START)
    except TooLargeError as error:
        return _too_large(error.size, limit)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        message = f"this file cannot be read: {reason}"
        hint = "check where the file is and who may read it"
        if error.errno == errno.ENOENT and path.is_symlink():
            message, hint = "this link leads to nothing", "mend it, or delete it"
        return Fault("ST001", (), message, hint, _START)


def _too_large(size: int, limit: int) -> Fault:
    message = f"this file is {size:,} bytes large, but no more than {limit:,} are read"
    hint = "keep whole texts out of the corpus: a record holds only the words quoted"
    return Fault("ST003", (), message, hint, _START)


def decoded(raw: bytes, limit: int) -> str | Fault:
    """Decode at most `limit` bytes of UTF-8; a byte order mark is removed."""
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
