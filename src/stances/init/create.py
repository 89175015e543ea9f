"""Creates new files: all or none, and never over an existing one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from stances.errors import AlreadyThere, CannotWrite
from stances.init.workflows import refuse_existing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def create(files: Mapping[Path, str]) -> None:
    """Write new files and the folders that they need.

    After any exception, including Ctrl-C, new files and folders are removed. Raises `AlreadyThere`
    and `CannotWrite`.
    """
    refuse_existing(files)
    created: list[Path] = []
    try:
        for path, text in files.items():
            _create_file(path, text, created)
    except BaseException:
        for path in reversed(created):
            with suppress(OSError):
                if path.is_dir():
                    path.rmdir()
                else:
                    path.unlink(missing_ok=True)
        raise


def _create_file(path: Path, text: str, created: list[Path]) -> None:
    try:
        _create_folder(path.parent, created)
        created.append(path)
        try:
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
        except FileExistsError as error:  # another program made it, so do not remove it
            created.remove(path)
            raise AlreadyThere([path]) from error
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


def _create_folder(folder: Path, created: list[Path]) -> None:
    """Create a folder and those above it, unless they exist."""
    if os.path.lexists(folder):
        return
    _create_folder(folder.parent, created)
    created.append(folder)  # before it exists, so that an interruption cannot leave it behind
    folder.mkdir()
