"""Where cached indexes are kept, and how a valid one is recognised."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

_PACKAGE = Path(__file__).resolve().parent.parent
_PATIENCE, _PAUSE = 5, 0.02
"""How often, and after how many seconds, to look again for a stamp that is being written."""
_FORSAKEN = 3600
"""Seconds after which an unfinished file is taken for that of a process that was killed."""


def cache_folder() -> Path | None:
    """`$STANCES_CACHE_DIR`, or where the system keeps such files; None if that cannot be told."""
    if named := os.environ.get("STANCES_CACHE_DIR"):
        return Path(named)
    try:
        if sys.platform == "win32":
            return Path(os.environ["LOCALAPPDATA"]) / "stances" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "stances"
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (base if base.is_absolute() else Path.home() / ".cache") / "stances"
    except (KeyError, RuntimeError):  # nobody's home
        return None


def cache_file(folder: Path, cache: Path) -> Path:
    """The file for a corpus, named by the corpus's place, the program's own files and Python.

    So an index of another version is never taken for one of this, not even while the program is
    being worked on.
    """
    place, version = os.fsencode(folder), repr((*_program(str(_PACKAGE)), sys.version)).encode()
    return cache / f"{crc32(place):08x}-{crc32(version):08x}.sqlite"


def _program(folder: str) -> list[tuple[str, int, int]]:
    """The path, size and time of each file that the program is made of, sorted."""
    found, folders = [], [folder]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.endswith((".py", ".sql")):
                status = entry.stat()
                found.append((entry.path, status.st_size, status.st_mtime_ns))
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                folders.append(entry.path)
    return sorted(found)


def stamp(file: Path) -> None:
    """Write down how the file was left."""
    _stamp(file).write_text(_left(file), "ascii")


def is_stamped(file: Path) -> bool:
    """Whether nobody but this program has changed the file; waits for one that is just doing so."""
    for again in range(_PATIENCE):
        if again:
            time.sleep(_PAUSE)
        with suppress(OSError, UnicodeDecodeError):
            if _stamp(file).read_text("ascii") == _left(file):
                return True
    return False


def _stamp(file: Path) -> Path:
    return file.with_suffix(".stamp")


def _left(file: Path) -> str:
    found = file.stat()
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def keep(index: sqlite3.Connection) -> bool:
    """Write what has been changed in a lasting index; False if others, who read it, forbid."""
    _, _, file = index.execute("PRAGMA database_list").fetchone()
    if not (file and index.in_transaction):
        return True
    try:
        index.execute("COMMIT")
    except sqlite3.OperationalError:
        return False
    index.execute("BEGIN")
    with suppress(OSError):
        stamp(Path(file))
    return True


def discard_others(file: Path) -> None:
    """Delete what other versions have kept for the corpus, and what killed processes have left."""
    corpus = file.name.partition("-")[0]
    for other in file.parent.glob(f"{corpus}-*"):
        with suppress(OSError):
            forsaken = other.stat().st_mtime < time.time() - _FORSAKEN
            if other.stem != file.stem and (other.suffix != ".draft" or forsaken):
                other.unlink()
