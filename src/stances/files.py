"""Which files of a corpus are records, and which only look like it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stances.folders import CORPUS_FILE, RECORD_FOLDERS
from stances.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LIKE_YAML = (".yaml", ".yml", ".json")


def record_files(folder: Path, kind: str) -> list[Path]:
    """The files of `sources` or `officials`, in the order of their names."""
    inside = folder / kind
    return [inside / name for name in _names(inside) if name.endswith(".yaml")]


def stray_files(folder: Path) -> Iterator[Problem]:
    """Files that look like records and are read by nobody."""
    for name in _names(folder):
        stem = name.casefold().partition(".")[0]
        known = name in (CORPUS_FILE, "codebook.yaml")
        if stem in ("corpus", "codebook") and _like_yaml(name) and not known:
            yield _stray(name, f"rename it to {stem}.yaml, or move it out")
    for kind in RECORD_FOLDERS:
        yield from _unlisted(folder / kind)
        for name in _names(folder / kind):
            if name.endswith(".yaml"):
                continue
            if (folder / kind / name).is_dir():
                yield _stray(f"{kind}/{name}", f"put its files into {kind}/ itself")
            elif _like_yaml(name):
                yield _stray(f"{kind}/{name}", "give it the ending .yaml, or move it out")


def printable(name: str) -> str:
    """A file's name as it can be shown and stored: what is not text is escaped, one for one."""
    text = os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _names(folder: Path) -> list[str]:
    """What is in a folder, sorted, without hidden files and editors' backups."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:  # `stray_files` says so
        return []
    return sorted(name for name in names if not name.startswith((".", "#", "~")))


def _like_yaml(name: str) -> bool:
    return any(ending in name.casefold() for ending in _LIKE_YAML) and not name.endswith("~")


def _unlisted(folder: Path) -> Iterator[Problem]:
    """A folder of records that is there and cannot be looked into."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        if folder.is_symlink():
            yield Problem(folder.name, 1, 1, "ST001", "this link leads nowhere", "mend the link")
    except NotADirectoryError:
        message = "this should be a folder of records"
        yield Problem(folder.name, 1, 1, "ST002", message, "move it out of the corpus")
    except OSError as error:
        message = f"this folder cannot be read: {error.strerror}"
        yield Problem(folder.name, 1, 1, "ST001", message, "mend its permissions")


def _stray(path: str, hint: str) -> Problem:
    return Problem(printable(path), 1, 1, "ST018", "this file is not read", hint)
