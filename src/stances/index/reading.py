"""Read the files of a corpus as rows of the index; where there are many, in several processes."""

from __future__ import annotations

import marshal
from collections import deque
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from stances.folders import RECORD_FOLDERS
from stances.index.tables import Tables, columns, tables_of
from stances.workers import pool, processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from stances.corpus import File, Reader

    Each = Callable[[File], object]
    Progress = Callable[[int, int], object]

    Batch = Sequence[Path]

_BATCH = 50
"""Files that are read and inserted at a time."""
_MANY = 400
"""Files from which on it pays to start processes."""
_AHEAD = 3
"""Batches for each process that may wait to be inserted, so that memory stays bounded."""


def read_files(reader: Reader, progress: Progress, each: Each | None = None) -> Iterator[Tables]:
    """The rows of all sources and officials, batch by batch, in the order of their names.

    `progress` is told how many files are done, and of how many. `each` is called with every file;
    all are then read in this process.
    """
    paths = {kind: reader.paths(kind) for kind in RECORD_FOLDERS}
    total, done = sum(map(len, paths.values())), 0
    langs: dict[str, str] = {}
    for kind in RECORD_FOLDERS:
        batches = [paths[kind][at : at + _BATCH] for at in range(0, len(paths[kind]), _BATCH)]
        read: Iterator[Tables]
        if each or len(paths[kind]) < _MANY or processes() == 1:
            read = (_read(batch, reader, langs, each) for batch in batches)
        else:
            read = _in_processes(batches, reader, langs)
        for batch, tables in zip(batches, read, strict=True):
            langs |= languages(tables)
            yield tables
            done += len(batch)
            progress(done, total)


def languages(tables: Tables) -> dict[str, str]:
    """The languages of the sources among these rows, by id."""
    id_, lang = (columns()["sources"].index(key) for key in ("id", "lang"))
    return {row[id_]: row[lang] for row in tables.get("sources", ())}


def _read(
    batch: Batch, reader: Reader, langs: Mapping[str, str], each: Each | None = None
) -> Tables:
    merged: Tables = {}
    for path in batch:
        file = reader.file(path)
        for table, rows in tables_of(file, langs, reader.lexicon).items():
            merged.setdefault(table, []).extend(rows)
        if each:
            each(file)
    return merged


def _in_processes(
    batches: Sequence[Batch], reader: Reader, langs: Mapping[str, str]
) -> Iterator[Tables]:
    """Read batches in processes of their own; what is left if one of them is killed, in this."""
    left = deque(batches)
    begun: deque[Future[bytes]] = deque()
    workers, number = pool(_begin, reader, dict(langs)), 0
    try:
        while number < len(batches):
            while left and len(begun) < _AHEAD * processes():
                begun.append(workers.submit(_task, left.popleft()))
            yield marshal.loads(begun.popleft().result())  # noqa: S302 - from our own process
            number += 1
    except BrokenProcessPool:
        yield from (_read(batch, reader, langs) for batch in batches[number:])
    finally:
        workers.shutdown(cancel_futures=True)


_known: tuple[Reader, Mapping[str, str]]
"""What a process that reads batches holds them against."""


def _begin(reader: Reader, langs: Mapping[str, str]) -> None:
    global _known  # noqa: PLW0603 - set once, when the process starts
    _known = reader, langs


def _task(batch: Batch) -> bytes:
    # Half the work of what would else be done: all cells are text, numbers or None.
    return marshal.dumps(_read(batch, *_known))
