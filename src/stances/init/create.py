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

    Whatever comes in between, Ctrl-C too, takes away what has been made. Raises `AlreadyThere`,
    and `CannotWrite`.
    """
    refuse_existing(files)
    made: list[Path] = []
    try:
        for path, text in files.items():
            _make(path, text, made)
    except BaseException:
        _undo(made)
        raise


def _make(path: Path, text: str, made: list[Path]) -> None:
    try:
        _make_folder(path.parent, made)
        _make_file(path, text, made)
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, unless they are there."""
    if os.path.lexists(folder):
        return
    _make_folder(folder.parent, made)
    made.append(folder)  # before it is there: nothing can come in between and leave it behind
    folder.mkdir()


def _make_file(path: Path, text: str, made: list[Path]) -> None:
    made.append(path)
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:  # another program was quicker, and it is not ours to delete
        made.remove(path)
        raise AlreadyThere([path]) from error


def _undo(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
