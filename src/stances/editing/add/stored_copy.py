"""Read the copy of a new source within limits, and store it where `verify` looks for it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from stances import regular_files
from stances.atomic import create, mode_of, new_draft, sync_folder
from stances.errors import CannotRead, CannotStore, CannotWrite, GitFailed
from stances.evidence.copies import LARGEST, LARGEST_TEXT
from stances.regular_files import TooLargeError, UnfitFileError
from stances.revisions import Ignored, ignored

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_INPUT = "-"
_ENDINGS = {".txt": ".txt", ".md": ".md", ".html": ".html", ".htm": ".html", ".pdf": ".pdf"}
"""The ending of the stored copy, by the ending of the original file."""
_BEGINNING = 1024
"""HTML is recognized within this many characters, and a PDF within this many bytes."""
_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*|<\?xml.*?\?>\s*)*(<!doctype html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
_SPECIAL = re.compile(r"([\\*?\[\]]|^[#!]|\s(?=\s*$))")
"""Characters of a path that `.gitignore` would read as a pattern."""


@dataclass(frozen=True)
class NewCopy:
    """The bytes of a copy, the ending of its name, and the modification day of its file."""

    content: bytes
    ending: str
    day: str = ""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 checksum in hexadecimal, as records have it."""
        return hashlib.sha256(self.content).hexdigest()


def read_copy(name: str) -> NewCopy:
    """Read the copy from a file, or from standard input for `-`. Raises `CannotRead`."""
    content, day = _standard_input() if name == STANDARD_INPUT else _file(name)
    if not content.strip():
        raise CannotRead(name, "there is nothing in it")
    called = "" if name == STANDARD_INPUT else Path(name).suffix.lower()
    is_pdf = b"%PDF-" in content[:_BEGINNING]
    if is_pdf is not (called == ".pdf") and called in _ENDINGS:
        why = f"it is called {called}, and is {'a' if is_pdf else 'no'} PDF"
        raise CannotRead(name, why, "give the file the ending of what it is")
    if is_pdf:
        return NewCopy(content, ".pdf", day)
    if len(content) > LARGEST_TEXT:
        raise _too_large(name, LARGEST_TEXT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        place = f"byte 0x{content[error.start]:02x} on line {line}"
        why = f"it is neither a PDF nor text in UTF-8: {place}"
        raise CannotRead(name, why, "save it as UTF-8, or as a PDF") from error
    if "\0" in text:
        raise CannotRead(name, "it is neither a PDF nor text", "store its text, as .txt")
    sniffed = ".html" if _PAGE.match(text[:_BEGINNING]) else ".txt"
    return NewCopy(content, _ENDINGS.get(called, sniffed), day)


def _standard_input() -> tuple[bytes, str]:
    content = sys.stdin.buffer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _too_large(STANDARD_INPUT, LARGEST)
    return content, ""


def _file(name: str) -> tuple[bytes, str]:
    path = Path(name)
    try:
        if path.is_symlink():
            hint = f"if that is meant, name the file itself: {os.path.realpath(path)}"
            raise CannotRead(name, "it is a link, and links are not followed", hint)
        content = regular_files.contents(path, LARGEST, None, links=False)
        changed = time.localtime(path.lstat().st_mtime)
    except TooLargeError as error:
        raise _too_large(name, LARGEST) from error
    except UnfitFileError as error:
        raise CannotRead(name, f"it is no file but {error.kind}") from error
    except (OSError, ValueError) as error:
        raise CannotRead(name, getattr(error, "strerror", None) or str(error)) from error
    if len(content) > LARGEST:
        raise _too_large(name, LARGEST)
    return content, time.strftime("%Y-%m-%d", changed)


def _too_large(name: str, limit: int) -> CannotRead:
    hint = "store its text, or only the part that is quoted, as .txt"
    return CannotRead(name, f"it is larger than {limit >> 20} MiB", hint)


def target(copy: NewCopy, folder: Path, source: str) -> tuple[Path, bool]:
    """Return the path for the copy of a source in a folder, and whether the copy is there already.

    Raises `CannotStore` if something else is there, or if git would not ignore the path.
    """
    path = folder / f"{source}{copy.ending}"
    if folder.exists() and not folder.is_dir():
        raise CannotStore(folder, "it is no folder")
    is_there = os.path.lexists(path)
    if is_there:
        _refuse_another(copy, path)
    refuse_unignored(path)
    return path, is_there


def _refuse_another(copy: NewCopy, path: Path) -> None:
    try:
        if path.is_symlink():
            raise CannotStore(
                path, "a link is there, and links are not followed", "delete the link"
            )
        there = regular_files.contents(path, LARGEST, None, links=False)
    except TooLargeError:
        there = b""
    except UnfitFileError as error:
        raise CannotStore(path, f"{error.kind} is there", "move that away") from error
    except OSError as error:
        raise CannotStore(path, error.strerror or str(error)) from error
    if hashlib.sha256(there).hexdigest() != copy.sha256:
        hint = "a later edition is a source of its own, with `version_of`; else move that one away"
        raise CannotStore(path, "another copy is there, which is not the same", hint)


def refuse_unignored(path: Path) -> None:
    """Raise `CannotStore` if git could add the copy to its history."""
    try:
        found = ignored(path)
    except GitFailed as error:
        why = f"git does not say whether it ignores this: {error}"
        raise CannotStore(path, why, error.helps) from error
    if found is None or found.now:
        return
    if found.but_tracked:
        hint = "take it out of the history first: `git rm --cached` and commit"
        raise CannotStore(path, "git tracks it already, and a copy is not to be published", hint)
    place, line = found.top / ".gitignore", _line(found)
    why = "git does not ignore it, and a copy is not to be published"
    raise CannotStore(path, why, f"put this line into {place}: {line}")


def _line(found: Ignored) -> str:
    """Return the `.gitignore` line for the folder of the copies, or for a copy at the top level."""
    folder, slash, name = found.inside.rpartition("/")
    return "/" + _SPECIAL.sub(r"\\\1", folder or name) + slash


@contextmanager
def stored(copy: NewCopy, path: Path) -> Iterator[None]:
    """Store a copy under an unused name; delete it again if the body of the `with` fails.

    Raises `CannotWrite`.
    """
    is_new = not path.parent.exists()
    try:
        if is_new:
            path.parent.mkdir()
        _write(copy, path)
    except FileExistsError as error:
        raise CannotWrite(path, "it has been made meanwhile; nothing was written") from error
    except OSError as error:
        raise CannotWrite(path, f"{error.strerror or error}; nothing was written") from error
    try:
        yield
    except BaseException:
        with suppress(OSError):
            path.unlink()
            if is_new:
                path.parent.rmdir()
        raise


def _write(copy: NewCopy, path: Path) -> None:
    """Write a draft and give it its name; an existing file or link is not replaced."""
    draft = new_draft(path)
    try:
        create(draft)
        with draft.open("wb") as stream:
            stream.write(copy.content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(mode_of(path))
        try:
            path.hardlink_to(draft)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK):
                raise
            if os.path.lexists(path):  # the best check without hard links
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    sync_folder(path.parent)
