"""Write an answer into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stances.drafts import drafted
from stances.errors import CannotWrite

if TYPE_CHECKING:
    from collections.abc import Iterable


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
