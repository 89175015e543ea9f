"""Write an answer into a file."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from stances.errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write_file(name: str, chunks: Iterable[str]) -> None:
    """Write the whole answer or nothing; an answer that fails half-way leaves the old file.

    What is no file, such as a pipe, is written to as it is.
    """
    path = Path(name)
    try:
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(chunks)
        else:
            _replace(path.resolve(), chunks)
    except (OSError, RuntimeError) as error:
        raise CannotWrite(path, getattr(error, "strerror", None) or str(error)) from error


def _replace(path: Path, chunks: Iterable[str]) -> None:
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(chunks)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """An empty file beside `path`, which takes its place once all is written."""
    draft: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".stances-", delete=False) as file:
            draft = Path(file.name)
        yield draft
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        draft.replace(path)
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
