"""Writes a file beside the old one and then replaces it, so that no file is ever half written."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DRAFT = re.compile(r"\.stances-[a-z0-9_]{8}")
"""The names of the drafts of a corpus's files, of earlier versions too; not those of outputs."""


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, which replaces it at the end unless there is an error."""
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
    """A hidden name beside `path` that nothing has.

    Only a name, so that whoever makes the file can see to its end before it is there.
    """
    return path.with_name(f".stances-{kind}{os.urandom(4).hex()}")


def create(draft: Path) -> None:
    """Make an empty file, for its owner alone. Raises `FileExistsError`."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to disk, if the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def mode_of(path: Path) -> int:
    """The permissions of a file, or those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)  # there is no way to read it without setting it
    os.umask(umask)
    return 0o666 & ~umask
