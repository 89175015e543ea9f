"""Reads a corpus for the Python API: its index and its records."""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from stances.index.cache import private_folder
from stances.index.connection import copied
from stances.index.kept_records import KeptRecords, digests_of, keep_records, kept_records
from stances.index.store import open_index
from stances.paths import RECORD_FOLDERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from stances.corpus import RecordFile


def read_corpus(folder: Path) -> tuple[sqlite3.Connection, KeptRecords]:
    """Return an index in memory, and the valid records of all files."""
    with _no_collections():
        return _kept(folder) or _built(folder)


def _kept(folder: Path) -> tuple[sqlite3.Connection, KeptRecords] | None:
    """Return a copy of the cached index, and the records of all files that it was made from.

    None if no index can be cached, or a file has changed since. It is a copy because an open reader
    would keep others from updating the cached file.
    """
    if (cache := private_folder()) is None:
        return None
    with closing(open_index(folder, cache, lambda _, __: None)) as stored:
        index = copied(stored)
        records = kept_records(stored)
        if records is None and (records := _read_again(folder, index)):
            keep_records(stored, records)
    return (index, records) if records else None


def _read_again(folder: Path, index: sqlite3.Connection) -> KeptRecords | None:
    """Read the records of all files, without checks: the index has their problems already.

    None if a file has changed since the index was made.
    """
    from stances.corpus import CorpusReader  # noqa: PLC0415 - slow to import, and seldom needed

    reader = CorpusReader(folder)
    heads = reader.heads()
    reader.codebook = None
    each = (files for kind in RECORD_FOLDERS for files in reader.records(kind))
    kept, digests = KeptRecords(), {}
    for file in chain(heads, (file for files in each for file in reader.read(files))):
        digests[file.path] = file.document.digest
        _add(kept, file)
    return _valid(kept, index) if digests == digests_of(index) else None


def _built(folder: Path) -> tuple[sqlite3.Connection, KeptRecords]:
    """Build an index in memory, and return it with the records of all files."""
    from stances.index.build import build  # noqa: PLC0415 - as above

    kept = KeptRecords()
    index = build(folder, lambda file: _add(kept, file))
    return index, _valid(kept, index)


def _valid(kept: KeptRecords, index: sqlite3.Connection) -> KeptRecords:
    """Drop the records that the index leaves out."""
    left_out = {path for (path,) in index.execute("SELECT path FROM files WHERE left_out = 1")}
    valid = {ref for (ref,) in index.execute("SELECT ref FROM statements")}
    kept.leave_out(left_out, valid.__contains__)
    return kept


def _add(kept: KeptRecords, file: RecordFile) -> None:
    """Add the valid records of a file."""
    each = ((entry.ref, entry.statement) for entry in file.entries)
    valid = [(ref, statement) for ref, statement in each if statement is not None]
    kept.add(file.path, file.id, file.record, valid)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Pause garbage collection: reading leaves no cycles, and a collection takes as long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else somebody wants that to stay
                gc.freeze()
                gc.unfreeze()  # so all is old, and the next search has nothing new to look through
            gc.enable()
