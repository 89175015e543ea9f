"""Opens the cached index of a corpus and brings it up to date.

Results never depend on the cache. A file that is missing, damaged, foreign or of another version is
built again; if no file can be written, the index is built in memory.
"""

from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING

from stances.index.cache import cache_file, discard_others, is_stamped, stamp
from stances.index.connection import Index
from stances.index.scan import differing, packed, scan, unpacked, unsettled
from stances.paths import MAX_BYTES, digest

if TYPE_CHECKING:
    from pathlib import Path

    from stances.index.build import Progress
    from stances.index.scan import Entry

WAIT = 10.0
"""Seconds to wait for another process that is writing to the file."""
PATIENCE = 200
"""Milliseconds to wait for readers of the file before a change of it is given up."""
_PART = 5
"""If more than one in this many files has changed, all are read again, on all cores."""


class _UnusableError(Exception):
    """The file does not exist, or is not what this program wrote for this corpus."""


def open_index(folder: Path, cache: Path | None, progress: Progress) -> sqlite3.Connection:
    """An index of the corpus in `folder`, as its files now are.

    `cache` is the folder of cached indexes; None for an index in memory. `progress` is called with
    the number of files that a build has read, and of all files.
    """
    if cache is not None:
        try:
            return _open_cached(folder.resolve(), cache_file(folder.resolve(), cache), progress)
        except (sqlite3.Error, OSError, _UnusableError):
            pass  # the index in memory is slower, but the same
    from stances.index.build import build  # noqa: PLC0415 - reading is slow to import

    return build(folder, progress=progress)


def _open_cached(folder: Path, file: Path, progress: Progress) -> Index:
    """Open the index in a file, brought up to date."""
    try:
        index, stored = _open(folder, file)
    except (_UnusableError, sqlite3.DatabaseError):
        _rebuild(folder, file, progress)
        index, stored = _open(folder, file)
    now = time.time_ns()
    seen = scan(str(folder))
    if stored == (packed(seen), packed([])):
        return index
    index.execute("ROLLBACK")
    try:
        updated = _update(index, folder, seen, now)
    except BaseException:
        index.close()  # which rolls back, and unlocks the file
        raise
    if updated:
        stamp(file)
        return index
    index.close()
    _rebuild(folder, file, progress)
    return _open(folder, file)[0]


def _open(folder: Path, file: Path) -> tuple[Index, tuple[bytes, bytes]]:
    """An index in a file, in a read transaction until it is closed, and the scan it was made of."""
    if not file.is_file():
        raise _UnusableError
    index = Index(file, isolation_level=None, timeout=WAIT)
    try:
        _hold(index)
        row = _stored(index, folder)
        if not is_stamped(file):
            raise _UnusableError  # noqa: TRY301 - whatever is wrong, the file is closed
    except BaseException:
        index.close()
        raise
    return index, row


def _hold(index: Index) -> None:
    """Keep the index as it is for this process, whatever others write."""
    index.execute("BEGIN")
    index.execute("SELECT folder FROM scan").fetchone()


def _stored(index: Index, folder: Path) -> tuple[bytes, bytes]:
    row = index.execute("SELECT folder, seen, unsettled FROM scan").fetchone()
    if row is None or row["folder"] != os.fsencode(folder):
        raise _UnusableError
    return row["seen"], row["unsettled"]


def _update(index: Index, folder: Path, seen: list[Entry], now: int) -> bool:
    """Read again what has changed; False, with nothing done, if that should be everything.

    Raises `sqlite3.OperationalError` if another process reads the file so long that the change
    cannot be written.
    """
    index.execute("PRAGMA synchronous = OFF")
    index.execute("PRAGMA cache_spill = OFF")  # write nothing before the end
    index.execute("BEGIN IMMEDIATE")
    before, loose = map(unpacked, _stored(index, folder))  # another process may have been quicker
    paths = sorted({*differing(before, seen), *(path for (path,) in loose)})
    changed = [path for path in paths if not _same_content(index, folder, path)]
    records = [path for path in changed if "/" in path and path.endswith(".yaml")]
    whole = any("/" not in path for path in changed) or len(records) * _PART > len(seen)
    if changed and not whole:
        from stances.index.build import update  # noqa: PLC0415 - reading is slow to import

        whole = not update(index, folder, records)
    if whole:
        index.execute("ROLLBACK")
        return False
    _remember(index, folder, seen, now)
    index.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    index.execute("COMMIT")
    _hold(index)
    return True


def _same_content(index: Index, folder: Path, path: str) -> bool:
    """Whether a file still holds the bytes that were read."""
    # Not needed if nothing has changed.
    from stances.paths import printable  # noqa: PLC0415
    from stances.regular_files import TooLargeError, UnfitFileError, contents  # noqa: PLC0415

    row = index.execute("SELECT digest FROM files WHERE path = ?", (printable(path),)).fetchone()
    if row is None or row[0] is None:
        return False
    try:
        return bool(digest(contents(folder / path, MAX_BYTES, folder)) == row[0])
    except (OSError, TooLargeError, UnfitFileError):
        return False


def _remember(index: Index, folder: Path, seen: list[Entry], now: int) -> None:
    loose = packed([(path,) for path in unsettled(seen, now)])
    index.execute("DELETE FROM scan")
    row = (os.fsencode(folder), packed(seen), loose)
    index.execute("INSERT INTO scan (folder, seen, unsettled) VALUES (?, ?, ?)", row)


def _rebuild(folder: Path, file: Path, progress: Progress) -> None:
    """Build the index in a file of its own, and rename it when it is complete."""
    from stances.index.build import fill  # noqa: PLC0415 - reading is slow to import

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    now = time.time_ns()
    seen = scan(str(folder))
    index = Index(draft, isolation_level=None)
    try:
        index.execute("PRAGMA page_size = 16384")  # a statement takes some 2 kB
        index.execute("PRAGMA journal_mode = OFF")
        index.execute("PRAGMA synchronous = OFF")
        index.execute("BEGIN")
        fill(index, folder, progress=progress)
        _remember(index, folder, seen, now)
        index.execute("COMMIT")
        index.close()
        draft.replace(file)
    finally:
        index.close()
        draft.unlink(missing_ok=True)
    stamp(file)
    discard_others(file)
