"""Where cached indexes are kept, and which of them are valid.

The folder and every file in it are the user's alone: of the user's own, without permissions for
others, and no links. Nothing else is read, and nothing is written through anything else.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISLNK, S_ISREG, S_ISVTX, S_IWGRP, S_IWOTH
from zlib import crc32

from stances import __version__
from stances.paths import printable

_PACKAGE = Path(__file__).resolve().parent.parent
_PATIENCE, _PAUSE = 5, 0.02
"""How often, and with what pause in seconds, to read a stamp that is being written."""
_FORSAKEN = 3600
"""Seconds after which an unfinished file is taken for the remains of a killed process."""
_LARGEST = 64 * 1024 * 1024
"""The bytes of a file that is read whole."""
_OF_INDEX = (".sqlite", ".stamp", ".sqlite-journal")
_NAME = "stances"
"""A folder of this name is for this program, which may therefore set its permissions."""
_OTHERS = 0o077
_HAS_OWNERS = hasattr(os, "geteuid")
"""Not on Windows, where a user's folder is closed to others by what it inherits."""
_EXACTLY = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for its other end
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class _NotOursError(Exception):
    """The folder, or one above it, is not the user's alone; `str()` says why, and what to do."""


def private_folder() -> Path | None:
    """The folder of cached files, made if it is missing; None if it cannot be ours alone.

    Then `why_no_folder` says why. Files in it are read by `read_private` and written by
    `write_private`.
    """
    try:
        return _private(cache_folder())
    except _NotOursError:
        return None


def why_no_folder() -> str:
    """Why `private_folder` gives none, and what to do, in one line; empty if it gives one."""
    try:
        _private(cache_folder())
    except _NotOursError as error:
        return str(error)
    return ""


def cache_folder() -> Path | None:
    """`$STANCES_CACHE_DIR`, or the system's folder for caches; None if that is unknown."""
    if named := os.environ.get("STANCES_CACHE_DIR"):
        return Path(named)
    try:
        if sys.platform == "win32":
            return Path(os.environ["LOCALAPPDATA"]) / _NAME / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / _NAME
        base = Path(os.environ.get("XDG_CACHE_HOME", ""))
        return (base if base.is_absolute() else Path.home() / ".cache") / _NAME
    except (KeyError, RuntimeError):  # there is no home folder
        return None


def _private(named: Path | None) -> Path:
    """The real path of a folder that is ours alone, made if it is missing."""
    if named is None:
        raise _NotOursError("there is no home folder; name a folder by $STANCES_CACHE_DIR")
    folder = os.path.abspath(named)  # noqa: PTH100 - `resolve` follows a link in the last place
    try:
        above = os.path.realpath(os.path.dirname(folder))  # noqa: PTH120 - it takes a path object
        folder = os.path.join(above, os.path.basename(folder))  # noqa: PTH118, PTH119 - as above
        if not os.path.lexists(folder):
            Path(above).mkdir(parents=True, exist_ok=True)
            _refuse_open_parents(above)
            with suppress(FileExistsError):  # another process may have been quicker
                os.mkdir(folder, 0o700)  # noqa: PTH102 - as above
                os.chmod(folder, 0o700)  # noqa: PTH101 - the umask may take even our own rights
        else:
            _refuse_open_parents(above)
        _refuse_open(folder)
    except OSError as error:
        why = f"{printable(folder)} cannot be used ({error.strerror or error})"
        raise _NotOursError(f"{why}; name another folder by $STANCES_CACHE_DIR") from error
    return Path(folder)


def _refuse_open_parents(folder: str) -> None:
    """Refuse a folder in which another user could put something else in place of ours.

    Nobody can where only its owner writes, or where all write and entries stay their owners' (as in
    `/tmp`). A group of the same number as ours is taken for ours, as most systems give each user a
    group, and let that write.
    """
    while _HAS_OWNERS:
        status = os.lstat(folder)
        writers = status.st_mode & (S_IWOTH if status.st_gid == os.getegid() else S_IWOTH | S_IWGRP)
        if status.st_uid not in (0, os.geteuid()) or (writers and not status.st_mode & S_ISVTX):
            why = f"others may change {printable(folder)}, which the cache folder is in"
            raise _NotOursError(f"{why}; name a folder elsewhere by $STANCES_CACHE_DIR")
        folder, below = os.path.dirname(folder), folder  # noqa: PTH120 - each start does this
        if folder == below:
            return


def _refuse_open(folder: str) -> None:
    """Refuse what is not a folder of ours alone; close one that bears our name."""
    status, shown = os.lstat(folder), printable(folder)
    if S_ISLNK(status.st_mode):
        raise _NotOursError(f"{shown} is a link; name the folder itself by $STANCES_CACHE_DIR")
    if not S_ISDIR(status.st_mode):
        raise _NotOursError(f"{shown} is no folder; remove it, or set $STANCES_CACHE_DIR")
    if not _HAS_OWNERS:
        return
    if status.st_uid != os.geteuid():
        raise _NotOursError(f"{shown} is another user's; name one of yours by $STANCES_CACHE_DIR")
    if status.st_mode & _OTHERS:
        # One that was named by hand may be for more than this program.
        if os.path.basename(folder) != _NAME:  # noqa: PTH119 - it takes a path object
            mode = f"{S_IMODE(status.st_mode):o}"
            raise _NotOursError(f"{shown} is open to others ({mode}); close it: chmod 700 {shown}")
        os.chmod(folder, 0o700)  # noqa: PTH101 - as above


def is_private(status: os.stat_result) -> bool:
    """Whether this is the state of a regular file that is ours alone, and has no other name."""
    if not S_ISREG(status.st_mode):
        return False
    if not _HAS_OWNERS:
        return True
    own = status.st_uid == os.geteuid() and status.st_nlink == 1
    return own and not status.st_mode & _OTHERS


def read_private(file: Path) -> bytes | None:
    """The content of a file in the private folder.

    None if there is none, or it is not a regular file of ours alone, or it is larger than 64 MB.
    """
    try:
        number = os.open(file, os.O_RDONLY | _EXACTLY)
        with open(number, "rb") as stream:  # noqa: PTH123 - it has been opened
            status = os.fstat(number)
            if not is_private(status) or status.st_size > _LARGEST:
                return None
            content = stream.read(_LARGEST + 1)
    except OSError:
        return None
    return content if len(content) <= _LARGEST else None


def write_private(file: Path, content: bytes) -> None:
    """Put a file with this content, for us alone, in place of whatever has its name.

    When this returns, it is on the disk. If it raises `OSError`, what was there stays.
    """
    _replace(file, content, sync=True)


def new_draft(file: Path) -> Path:
    """An empty file beside `file` for us alone, which is to replace it."""
    draft = file.with_name(f"{file.name}.{os.urandom(8).hex()}.draft")
    os.close(_created(draft))
    return draft


def _created(draft: Path) -> int:
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _EXACTLY, 0o600)
    if _HAS_OWNERS:
        os.fchmod(number, 0o600)  # the umask may take even our own rights
    return number


def _replace(file: Path, content: bytes, *, sync: bool) -> None:
    draft = file.with_name(f"{file.name}.{os.urandom(8).hex()}.draft")
    try:
        with open(_created(draft), "wb") as stream:
            stream.write(content)
            stream.flush()
            if sync:
                os.fsync(stream.fileno())
        draft.replace(file)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    if sync and _HAS_OWNERS:
        sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def cache_file(folder: Path, cache: Path) -> Path:
    """The file for a corpus, named by the corpus's path, the program's own files and Python.

    So an index of another version is never used, not even while the program is being developed.
    """
    place, version = os.fsencode(folder), repr((__version__, *_program(), sys.version)).encode()
    return cache / f"{crc32(place):08x}-{crc32(version):08x}.sqlite"


def journal_file(folder: Path | str, cache: Path) -> Path:
    """The journal of a change of a corpus that is being made, or was cut off."""
    place = os.fsencode(os.path.realpath(folder))
    return cache / f"{crc32(place):08x}.journal"


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
    _replace(_stamp_file(file), _state(file), sync=False)


def is_stamped(file: Path) -> bool:
    """Whether only this program has changed the file; waits for a process that is changing it."""
    for attempt in range(_PATIENCE):
        if attempt:
            time.sleep(_PAUSE)
        with suppress(OSError):
            if read_private(_stamp_file(file)) == _state(file):
                return True
    return False


def _stamp_file(file: Path) -> Path:
    return file.with_suffix(".stamp")


def _state(file: Path) -> bytes:
    status = os.lstat(file)
    state = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
    return state.encode()


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
    for entry in os.scandir(file.parent):
        with suppress(OSError):
            name = Path(entry.name)
            if name.suffix == ".draft":
                status = entry.stat(follow_symlinks=False)
                is_over = status.st_mtime < time.time() - _FORSAKEN
            else:
                is_index = entry.name.startswith(f"{corpus}-") and name.suffix in _OF_INDEX
                is_over = is_index and name.stem != file.stem
            if is_over:
                os.unlink(entry)  # noqa: PTH108 - not what a link points to
