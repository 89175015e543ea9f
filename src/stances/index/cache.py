"""Where cached indexes are kept, and which of them are valid."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from stances import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
_PATIENCE, _PAUSE = 5, 0.02
"""How often, and with what pause in seconds, to read a stamp that is being written."""
_FORSAKEN = 3600
"""Seconds after which an unfinished file is taken for the remains of a killed process."""


def cache_folder() -> Path | None:
    """`$STANCES_CACHE_DIR`, or the system's folder for caches; None if that is unknown."""
    if named := os.environ.get("STANCES_CACHE_DIR"):
        return Path(named)
    try:
        if sys.platform == "win32":
            return Path(os.environ["LOCALAPPDATA"]) / "stances" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "stances"
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (base if base.is_absolute() else Path.home() / ".cache") / "stances"
    except (KeyError, RuntimeError):  # there is no home folder
        return None


def cache_file(folder: Path, cache: Path) -> Path:
    """The file for a corpus, named by the corpus's path, the program's own files and Python.

    So an index of another version is never used, not even while the program is being developed.
    """
    place, version = os.fsencode(folder), repr((__version__, *_program(), sys.version)).encode()
    return cache / f"{crc32(place):08x}-{crc32(version):08x}.sqlite"


def _program() -> list[tuple[str, int, int]]:
    """The path, size and time of the list of installed files, or of each file in a checkout."""
    installed = f"{_PACKAGE.parent}/stances-{__version__}.dist-info/RECORD"
    with suppress(OSError):
        status = os.stat(installed)  # noqa: PTH116 - a path object takes longer than all of this
        return [(installed, status.st_size, status.st_mtime_ns)]
    files, folders = [], [str(_PACKAGE)]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.endswith((".py", ".sql")):
                status = entry.stat()
                files.append((entry.path, status.st_size, status.st_mtime_ns))
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                folders.append(entry.path)
    return sorted(files)


def stamp(file: Path) -> None:
    """Record the state of the file beside it."""
    _stamp_file(file).write_text(_state(file), "ascii")


def is_stamped(file: Path) -> bool:
    """Whether only this program has changed the file; waits for a process that is changing it."""
    for attempt in range(_PATIENCE):
        if attempt:
            time.sleep(_PAUSE)
        with suppress(OSError, UnicodeDecodeError):
            if _stamp_file(file).read_text("ascii") == _state(file):
                return True
    return False


def _stamp_file(file: Path) -> Path:
    return file.with_suffix(".stamp")


def _state(file: Path) -> str:
    status = file.stat()
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def keep(index: sqlite3.Connection) -> bool:
    """Commit changes to an index that is a file; False if readers of it keep it locked."""
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
    """Delete the corpus's indexes of other versions, and the remains of killed processes."""
    corpus = file.name.partition("-")[0]
    for other in file.parent.glob(f"{corpus}-*"):
        with suppress(OSError):
            forsaken = other.stat().st_mtime < time.time() - _FORSAKEN
            if other.stem != file.stem and (other.suffix != ".draft" or forsaken):
                other.unlink()
