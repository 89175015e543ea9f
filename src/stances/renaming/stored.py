"""The stored copies of a source have its id for a name: they are renamed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.editing.saving import Replacement
from stances.errors import CannotRename

if TYPE_CHECKING:
    from pathlib import Path


def copies_renamed(folder: Path | None, old: str, new: str) -> tuple[list[Replacement], list[str]]:
    """What renames the copies in a folder, and what is to be told of those that stay.

    Raises `CannotRename` if one cannot be read.
    """
    found: list[Replacement] = []
    left: list[str] = []
    for path in _copies(folder, old):
        target = path.with_name(f"{new}{path.suffix}")
        if target.exists():
            shown = f"{path.parent.name}/{path.name}"
            left.append(f"{shown} keeps its name, because there is a {target.name} already")
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            hint = "`stances verify` looks for it under the new id"
            raise CannotRename(f"{path} cannot be renamed: {error.strerror}", hint) from error
        found += [Replacement(target, None, content, path), Replacement(path, content, None)]
    return found, left


def _copies(folder: Path | None, id_: str) -> list[Path]:
    if folder is None:
        return []
    # Compared with names that are there, and never made a path of.
    return sorted(path for path in folder.iterdir() if path.stem == id_ and path.is_file())
