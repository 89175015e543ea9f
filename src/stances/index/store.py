"""Opens the cached index of a corpus and brings it up to date.

Results never depend on the cache. If a file is missing, damaged, foreign or of another version, it
is built again. If no file can be written, the index is built in memory.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zlib import crc32

from stances.index.cache import (
    cache_file,
    checksum,
    discard_others,
    distrust,
    is_ours,
    is_stamped,
    make_way,
    new_draft,
    stamp,
)
from stances.index.connection import Index, is_out_of_reach
from stances.index.scan import differing, listed, packed, scan, unlisted, unpacked, unsettled
from stances.paths import MAX_BYTES, digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from stances.index.build import Progress
    from stances.index.scan import Entry

WAIT = 10.0
"""Seconds to wait for another process that is writing to the file."""
PATIENCE = 200
"""Milliseconds to wait for readers of the file before an update is given up."""
_PART = 5
"""If more than one in this many files has changed, all are read again, on all cores."""
_MANY = 500
"""With more files than this, pages are large."""

_OBJECTS = 100_000
"""New objects after which a build collects garbage."""

_SCHEMA = "SELECT name, type, tbl_name, sql FROM sqlite_master ORDER BY name"


class _UnusableError(Exception):
    """The file does not exist, or this program did not write it for this corpus."""


def open_index(
    folder: str | PathLike[str], cache: str | PathLike[str] | None, progress: Progress
) -> sqlite3.Connection:
    """Open an index of the corpus in `folder`, as its files are now.

    `cache` is the folder of cached indexes; None for an index in memory. `progress` is called with
    the number of files that a build has read, and of all files.
    """
    if cache is not None:
        try:
            place = os.path.realpath(folder)
            return _open_cached(place, cache_file(place, cache), progress)
        except (sqlite3.Error, OSError, _UnusableError):
            pass  # the index in memory is slower, but the same
    # Importing the build and pathlib is slow, and a warm start needs neither.
    from pathlib import Path  # noqa: PLC0415

    from stances.index.build import build  # noqa: PLC0415

    return build(Path(folder), progress=progress)


def _open_cached(folder: str, file: str, progress: Progress) -> Index:
    """Open the index in a file and bring it up to date."""
    try:
        index, stored = _open(folder, file)
    except Exception:  # noqa: BLE001 - whatever is wrong with the file, it is built again
        _rebuild(folder, file, progress)
        index, stored = _open(folder, file)
    now = time.time_ns()
    seen = scan(folder)
    if stored == (packed(seen), listed([])):
        return index
    index.execute("ROLLBACK")
    try:
        if _update(index, folder, seen, now):
            stamp(file, checksum(index))
            return index
    except BaseException as error:
        index.close()  # also rolls back, and unlocks the file
        if not isinstance(error, Exception) or is_out_of_reach(error):
            raise
        # Any other error is damage in the old index, or will come up again.
    index.close()
    _rebuild(folder, file, progress)
    return _open(folder, file)[0]


def _open(folder: str, file: str) -> tuple[Index, tuple[bytes, bytes]]:
    """Open an index in a file and return it with its scan; keeps a read transaction open."""
    if not is_ours(file):
        raise _UnusableError
    index = Index(file, isolation_level=None, timeout=WAIT)
    try:
        _hold(index)
        if not is_stamped(file, checksum(index)):
            raise _UnusableError  # noqa: TRY301 - whatever is wrong, the file is closed
        row = _stored(index, folder)  # only now: a tampered table may be a view without end
    except BaseException:
        index.close()
        raise
    return index, row


def discarded(index: sqlite3.Connection) -> bool:
    """Have the file of an index built again next time; False if the index is in memory.

    Call it if the index has impossible content.
    """
    file = index.file if isinstance(index, Index) else None
    if file:
        distrust(file)
    return bool(file)


def _hold(index: Index) -> None:
    """Keep the index unchanged for this process, whatever others write."""
    index.execute("BEGIN")
    index.execute("SELECT name FROM sqlite_master").fetchone()


def _stored(index: Index, folder: str) -> tuple[bytes, bytes]:
    row = index.execute("SELECT folder, seen, unsettled, crc FROM scan").fetchone()
    if row is None or row["folder"] != os.fsencode(folder):
        raise _UnusableError
    seen, loose = row["seen"], row["unsettled"]
    if {type(seen), type(loose)} != {bytes} or row["crc"] != _crc(index, seen, loose):
        raise _UnusableError
    return seen, loose


def _crc(index: Index, seen: bytes, loose: bytes) -> int:
    """A checksum of the cells and the schema."""
    schema = [tuple(row) for row in index.execute(_SCHEMA)]
    return crc32(repr(schema).encode(), crc32(loose, crc32(seen)))


def _update(index: Index, folder: str, seen: list[Entry], now: int) -> bool:
    """Read changed files again; return False and change nothing if all files should be read.

    Raises `sqlite3.OperationalError` if another process keeps reading the file, so that the update
    cannot be written.
    """
    index.execute("PRAGMA cache_spill = OFF")  # write nothing before the end
    index.execute("BEGIN IMMEDIATE")
    before, loose = _stored(index, folder)  # another process may have been faster
    paths = sorted({*differing(unpacked(before), seen), *unlisted(loose)})
    changed = [path for path in paths if not _same_content(index, folder, path)]
    records = [path for path in changed if "/" in path and path.endswith(".yaml")]
    whole = any("/" not in path for path in changed) or len(records) * _PART > len(seen)
    if changed and not whole:
        from pathlib import Path  # noqa: PLC0415 - as above

        from stances.index.build import update  # noqa: PLC0415

        whole = not update(index, Path(folder), records)
    if whole:
        index.execute("ROLLBACK")
        return False
    _remember(index, folder, seen, now)
    index.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    index.execute("COMMIT")
    _hold(index)
    return True


def _same_content(index: Index, folder: str, path: str) -> bool:
    """Whether a file still has the content that was read."""
    # Only imported if something has changed.
    from pathlib import Path  # noqa: PLC0415

    from stances.paths import printable  # noqa: PLC0415
    from stances.regular_files import TooLargeError, UnfitFileError, contents  # noqa: PLC0415

    row = index.execute("SELECT digest FROM files WHERE path = ?", (printable(path),)).fetchone()
    if row is None or row[0] is None:
        return False
    try:
        return bool(digest(contents(Path(folder, path), MAX_BYTES, Path(folder))) == row[0])
    except (OSError, TooLargeError, UnfitFileError):
        return False


def _remember(index: Index, folder: str, seen: list[Entry], now: int) -> None:
    cells = packed(seen), listed(unsettled(seen, now))
    row = (os.fsencode(folder), *cells, _crc(index, *cells))
    index.execute("DELETE FROM scan")
    index.execute("INSERT INTO scan (folder, seen, unsettled, crc) VALUES (?, ?, ?, ?)", row)


def _rebuild(folder: str, file: str, progress: Progress) -> None:
    """Build the index in a new file, and rename it when it is complete."""
    with _few_collections():
        _build(folder, file, progress)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Collect garbage rarely, here and in workers: imports and reading produce hardly any."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _build(folder: str, file: str, progress: Progress) -> None:
    from pathlib import Path  # noqa: PLC0415 - as above

    from stances.index.build import fill  # noqa: PLC0415

    Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = new_draft(file)
    now = time.time_ns()
    seen = scan(folder)
    index = Index(draft, isolation_level=None)
    try:
        if len(seen) > _MANY:  # otherwise most tables fill only part of a page
            index.execute("PRAGMA page_size = 16384")  # a statement takes about 2 kB
        index.execute("PRAGMA journal_mode = OFF")
        index.execute("PRAGMA synchronous = OFF")
        index.execute("BEGIN")
        fill(index, Path(folder), progress=progress)
        index.execute("COMMIT")
        index.execute("PRAGMA synchronous = FULL")  # everything is on disk when this commits
        index.execute("BEGIN")
        _remember(index, folder, seen, now)
        index.execute("COMMIT")
        content = checksum(index)
        index.close()
        make_way(file)
        os.replace(draft, file)
    finally:
        index.close()
        Path(draft).unlink(missing_ok=True)
    stamp(file, content)
    discard_others(file)
