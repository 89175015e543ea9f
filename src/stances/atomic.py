"""Writes a file beside the old one and then replaces it, so that no file is ever half written."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, which replaces it at the end unless there is an error."""
    draft: Path | None = None
    try:
        draft = new_draft(path)
        yield draft
        draft.chmod(mode_of(path))
        draft.replace(path)
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def new_draft(path: Path) -> Path:
    """An empty file beside `path`, with a hidden name."""
    with NamedTemporaryFile(dir=path.parent, prefix=".stances-", delete=False) as file:
        return Path(file.name)


def mode_of(path: Path) -> int:
    """The permissions of a file, or those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)  # there is no way to read it without setting it
    os.umask(umask)
    return 0o666 & ~umask
