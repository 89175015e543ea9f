"""Locates cached indexes, and decides which of them are valid.

The folder and every file in it belong to the user, without permissions for others, and are not
links. Nothing else is read or written through. Paths are strings here, because importing pathlib
would slow down every warm start.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from contextlib import suppress
from os import fspath
from stat import S_IMODE, S_ISDIR, S_ISLNK, S_ISREG, S_ISVTX, S_IWGRP, S_IWOTH
from typing import TYPE_CHECKING
from zlib import crc32

from stances import __version__
from stances.paths import printable, upwards

if TYPE_CHECKING:
    from os import PathLike

    AnyPath = str | PathLike[str]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
_PATIENCE, _PAUSE = 5, 0.02
"""How often, and with what pause in seconds, to read a stamp that is being written."""
_FORSAKEN = 3600
"""Seconds after which an unfinished file counts as left by a killed process."""
LARGEST = 64 * 1024 * 1024
"""The most bytes of a file that is read whole."""
_SMALL = 2 * 1024 * 1024
"""Up to this size in bytes, the whole index is checked against a checksum at each start."""
_OF_INDEX = (".sqlite", ".stamp", ".sqlite-journal", ".records")
_BESIDE = ("-journal", "-wal", "-shm")
"""Suffixes of the files that SQLite looks for beside a database."""
_OTHERS = 0o077
_HAS_OWNERS = hasattr(os, "geteuid")
"""False on Windows, where inherited permissions close a user's folder to others."""
_EXACTLY = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # opening a pipe would wait for its other end
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class _NotOursError(Exception):
    """A folder that is not only the user's own; `str()` says why, and how to fix it."""

    def __init__(self, folder: str | None, why: str) -> None:
        super().__init__(f"{printable(folder)} {why}" if folder else why)


def private_folder() -> str | None:
    """The folder of cached files, created if missing; None if it cannot be private to the user.

    In that case, `why_no_folder` says why. Use `read_private` and `write_private` for files in it.
    """
    try:
        return _private(cache_folder())
    except _NotOursError:
        return None


def why_no_folder() -> str:
    """Why `private_folder` returns None, and how to fix it, in one line; empty if it does not."""
    try:
        _private(cache_folder())
    except _NotOursError as error:
        return str(error)
    return ""


def cache_folder() -> str | None:
    """`$STANCES_CACHE_DIR`, or the system's folder for caches; None if there is no home folder."""
    if named := os.environ.get("STANCES_CACHE_DIR"):
        return named
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return local and os.path.join(local, "stances", "cache")
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        place = os.path.join(home, "Library", "Caches", "stances")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.join(home, ".cache")
        place = os.path.join(base, "stances")
    return None if place.startswith("~") else place  # there is no home folder


def _private(named: str | None) -> str:
    """The real path of a folder that is private to the user, created if missing."""
    if named is None:
        raise _NotOursError(None, "there is no home folder; name a folder by $STANCES_CACHE_DIR")
    try:
        parent, name = _parted(os.path.join(os.getcwd(), named))
        above = os.path.realpath(parent)  # a link as the last part is not followed
        folder = os.path.join(above, name)
        _refuse_open_parents(above)
        if not os.path.lexists(folder):
            os.makedirs(above, exist_ok=True)
            _refuse_open_parents(above)  # the umask may let others write to new folders
            with suppress(FileExistsError):  # another process may have been faster
                os.mkdir(folder, 0o700)
                os.chmod(folder, 0o700)  # the umask may even remove our own permissions
        _refuse_open(folder)
    except OSError as error:
        why = error.strerror or error
        hint = "name another folder by $STANCES_CACHE_DIR"
        raise _NotOursError(named, f"cannot be used ({why}); {hint}") from error
    return folder


def _parted(place: str) -> tuple[str, str]:
    """The parent folder and the name of a path, also if it ends in `/` or `/.`."""
    parent, name = os.path.split(place)
    while name in ("", os.curdir) and parent != place:
        place = parent
        parent, name = os.path.split(place)
    return parent, name


def _refuse_open_parents(above: str) -> None:
    """Refuse a folder in which another user could replace ours.

    Nobody can if only its owner can write, or if everybody can but the sticky bit is set, as in
    `/tmp`. A group with our group number counts as ours, because many systems give each user a
    group with permission to write. Missing folders will be created as ours.
    """
    if not _HAS_OWNERS:
        return
    owners, group = (0, os.geteuid()), os.getegid()
    for folder in upwards(above):
        try:
            status = os.lstat(folder)
        except FileNotFoundError:
            continue
        others = S_IWOTH if status.st_gid == group else S_IWOTH | S_IWGRP
        is_open = S_ISDIR(status.st_mode) and status.st_mode & others
        if status.st_uid not in owners or (is_open and not status.st_mode & S_ISVTX):
            hint = "name a folder elsewhere by $STANCES_CACHE_DIR"
            raise _NotOursError(folder, f"may be changed by others, and the cache is in it; {hint}")


def _refuse_open(folder: str) -> None:
    """Refuse a folder that others can use, or close it to them if its name is our choice."""
    status = os.lstat(folder)
    if S_ISLNK(status.st_mode):
        raise _NotOursError(folder, "is a link; name the folder itself by $STANCES_CACHE_DIR")
    if not S_ISDIR(status.st_mode):
        raise _NotOursError(folder, "is no folder; name one by $STANCES_CACHE_DIR")
    if not _HAS_OWNERS:
        return
    if status.st_uid != os.geteuid():
        raise _NotOursError(folder, "is another user's; name one of yours by $STANCES_CACHE_DIR")
    if status.st_mode & _OTHERS:
        if os.environ.get("STANCES_CACHE_DIR"):  # it may have other uses
            mode = f"{S_IMODE(status.st_mode):o}"
            raise _NotOursError(folder, f"is open to others (mode {mode}); close it by chmod 700")
        os.chmod(folder, 0o700)


def is_private(status: os.stat_result) -> bool:
    """Whether a status is of a regular file that is private to us and has no second name."""
    if not S_ISREG(status.st_mode):
        return False
    if not _HAS_OWNERS:
        return True
    # A file that another process has just replaced has no name.
    own = status.st_uid == os.geteuid() and status.st_nlink <= 1
    return own and not status.st_mode & _OTHERS


def is_ours(database: AnyPath) -> bool:
    """Whether a database exists and is private, including all files that SQLite reads with it."""
    try:
        statuses = [os.lstat(database)]
    except OSError:
        return False
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            statuses.append(os.lstat(f"{fspath(database)}{ending}"))
    return all(map(is_private, statuses))


def read_private(file: AnyPath) -> bytes | None:
    """The content of a file in the private folder.

    None if the file does not exist, is not a private regular file, or is larger than 64 MB.
    """
    try:
        number = os.open(file, os.O_RDONLY | _EXACTLY)
        with open(number, "rb") as stream:
            status = os.fstat(number)
            if not is_private(status) or status.st_size > LARGEST:
                return None
            content = stream.read(LARGEST + 1)
    except OSError:
        return None
    return content if len(content) <= LARGEST else None


def write_private(file: AnyPath, content: bytes) -> None:
    """Write a private file, replacing any file of that name.

    The content is on disk when this returns. If it raises `OSError`, the old file stays.
    """
    _replace(file, content, sync=True)


def new_draft(file: AnyPath) -> str:
    """Create an empty, private file beside `file`, to replace it later."""
    draft = f"{fspath(file)}.{os.urandom(8).hex()}.draft"
    number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _EXACTLY, 0o600)
    try:
        if _HAS_OWNERS:
            os.fchmod(number, 0o600)  # the umask may even remove our own permissions
    finally:
        os.close(number)
    return draft


def _replace(file: AnyPath, content: bytes, *, sync: bool) -> None:
    draft = new_draft(file)
    try:
        with open(draft, "wb") as stream:
            stream.write(content)
            stream.flush()
            if sync:
                os.fsync(stream.fileno())
        os.replace(draft, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    if sync and _HAS_OWNERS:  # on Windows, a folder cannot be opened
        number = os.open(os.path.dirname(fspath(file)) or os.curdir, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def cache_file(folder: AnyPath, cache: AnyPath) -> str:
    """The index file for a corpus, named by its path, the program's files, Python and SQLite.

    So an index of another version is never used, not even during development of the program.
    """
    made_by = (__version__, *_program(), sys.version, sqlite3.sqlite_version)
    place, version = os.fsencode(folder), repr(made_by).encode()
    return os.path.join(cache, f"{crc32(place):08x}-{crc32(version):08x}.sqlite")


def journal_file(folder: AnyPath, cache: AnyPath) -> str:
    """The journal of an edit of a corpus that is in progress or was interrupted."""
    return os.path.join(cache, f"{_place(folder)}.journal")


def seen_file(folder: AnyPath, cache: AnyPath) -> str:
    """The state of a Parquet export's files at their last check against its manifest."""
    return os.path.join(cache, f"{_place(folder)}.export")


def session_folder(folder: AnyPath, cache: AnyPath, name: str) -> str:
    """The folder for the user's input in a session of prompts about a corpus."""
    return os.path.join(cache, f"{_place(folder)}-{name}.session")


def _place(folder: AnyPath) -> str:
    """The location of a corpus as a short part of file names."""
    return f"{crc32(os.fsencode(os.path.realpath(folder))):08x}"


def _program() -> list[tuple[str, int, int]]:
    """The path, size and time of the list of installed files, or of each file in a checkout."""
    installed = f"{os.path.dirname(_PACKAGE)}/stances-{__version__}.dist-info/RECORD"
    with suppress(OSError):
        status = os.stat(installed)
        return [(installed, status.st_size, status.st_mtime_ns)]
    files, folders = [], [_PACKAGE]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.endswith((".py", ".sql")):
                status = entry.stat()
                files.append((entry.path, status.st_size, status.st_mtime_ns))
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                folders.append(entry.path)
    return sorted(files)


def checksum(index: sqlite3.Connection) -> int:
    """A checksum of a small index; 0 for a larger one, which would take too long."""
    (pages,), (size,) = (index.execute(f"PRAGMA page_{of}").fetchone() for of in ("count", "size"))
    return crc32(index.serialize()) if pages * size <= _SMALL else 0


def stamp(file: AnyPath, content: int) -> None:
    """Record the file's state, and the checksum of its content, in a stamp beside it."""
    _replace(_stamp_file(file), _state(file, content), sync=False)


def is_stamped(file: AnyPath, content: int) -> bool:
    """Whether only this program has changed the file; waits for a process that is changing it.

    `content` is the checksum of its content.
    """
    for attempt in range(_PATIENCE):
        if attempt:
            time.sleep(_PAUSE)
        with suppress(OSError):
            if read_private(_stamp_file(file)) == _state(file, content):
                return True
    return False


def distrust(file: AnyPath) -> None:
    """Make the next process build the index in this file again."""
    with suppress(OSError):
        os.unlink(_stamp_file(file))


def make_way(file: AnyPath) -> None:
    """Delete folders in the place of a new index, and files that SQLite would mistake for its own.

    Raises `OSError` for a folder that is not empty.
    """
    for path in (file, _stamp_file(file)):
        with suppress(FileNotFoundError, NotADirectoryError):
            os.rmdir(path)
    for ending in _BESIDE:
        beside = fspath(file) + ending
        try:
            with suppress(FileNotFoundError):
                os.unlink(beside)
        except (IsADirectoryError, PermissionError):
            os.rmdir(beside)


def records_file(file: AnyPath) -> str:
    """The file with the records kept beside an index."""
    return f"{os.path.splitext(fspath(file))[0]}.records"


def _stamp_file(file: AnyPath) -> str:
    return f"{os.path.splitext(fspath(file))[0]}.stamp"


def _state(file: AnyPath, content: int) -> bytes:
    status = os.lstat(file)
    state = status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, content
    return " ".join(map(str, state)).encode()


def discard_others(file: AnyPath) -> None:
    """Delete the corpus's indexes of other versions, and files left by killed processes."""
    folder, name = os.path.split(file)
    corpus = name.partition("-")[0]
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            stem, suffix = os.path.splitext(entry.name)
            if suffix == ".draft":
                status = entry.stat(follow_symlinks=False)
                is_over = status.st_mtime < time.time() - _FORSAKEN
            else:
                is_index = stem.startswith(f"{corpus}-") and suffix in _OF_INDEX
                is_over = is_index and stem != os.path.splitext(name)[0]
            if is_over:
                with suppress(OSError):
                    os.unlink(entry)
