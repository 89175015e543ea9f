"""Writes a file beside the old one and then replaces the old one: no file is ever half written."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DRAFT = re.compile(r"\.stances-[a-z0-9_]{8}")
"""Matches the drafts of corpus files, including those of earlier versions, but not of outputs."""


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Yield an empty file beside `path`, and replace `path` with it unless there is an error."""
    draft = new_draft(path, "output-")
    try:
        create(draft)
        yield draft
        draft.chmod(mode_of(path))
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def new_draft(path: Path, kind: str = "") -> Path:
    """Return a hidden, unused name beside `path`.

    Does not create the file: a caller that creates it can also make sure that it is removed.
    """
    return path.with_name(f".stances-{kind}{os.urandom(4).hex()}")


def create(draft: Path) -> None:
    """Make an empty file that only its owner can read. Raises `FileExistsError`."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync_folder(folder: Path) -> None:
    """Flush the folder's entries to disk, if the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def mode_of(path: Path) -> int:
    """Return the permissions of a file, or those that a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)  # the only way to read it is to set it
    os.umask(umask)
    return 0o666 & ~umask
