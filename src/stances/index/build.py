"""Builds the index of a corpus, and updates it after changes."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from stances.checks.across import CODES, across, touched
from stances.checks.codings import coding_problems, concerned
from stances.corpus import CorpusReader
from stances.index.connection import Index
from stances.index.database import (
    Tables,
    create,
    create_indexes,
    create_question_indexes,
    insert,
    shard_of,
    shards,
)
from stances.index.derived import make, renew, watch
from stances.index.doubles import CODE as DOUBLES
from stances.index.doubles import Changes, note_doubles
from stances.index.links import link, link_again
from stances.index.rows import problem_tables, tables_of
from stances.parallel import in_order, processes
from stances.paths import CODINGS, RECORD_FOLDERS, coder_of, main_of, printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from stances.corpus import RecordFile

    Each = Callable[[RecordFile], object]

    Progress = Callable[[int, int], object]

    Batch = Sequence[Sequence[Path]]
    """The files of some records, as `CorpusReader.records` returns them."""


def silent(done: int, of: int) -> None:
    """Report no progress."""


def build(
    folder: Path,
    each: Each | None = None,
    progress: Progress = silent,
    within: Path | None = None,
) -> sqlite3.Connection:
    """Build an index of the corpus in `folder`, in memory, with all its problems.

    `each` is called with every file after it is read. `within` is the folder that links may not
    lead out of; the default is `folder`.
    """
    connection = Index(":memory:")
    fill(connection, folder, each, progress, within)
    connection.commit()
    return connection


def fill(
    connection: sqlite3.Connection,
    folder: Path,
    each: Each | None = None,
    progress: Progress = silent,
    within: Path | None = None,
) -> None:
    """Fill an empty database with the index of a corpus; `each` and `within` as for `build`.

    `progress` is called with the number of files read and of all files.
    """
    create(connection)
    reader = CorpusReader(folder, within=within)
    for head in reader.heads():
        insert(connection, tables_of([head], {}, reader.codebook))
        if each:
            each(head)
    _read_records(connection, reader, progress, each)
    insert(connection, problem_tables(reader.stray(), "folder"))
    create_indexes(connection)
    link(connection)
    if reader.codebook:
        insert(connection, problem_tables(coding_problems(connection), "codings"))
        insert(connection, problem_tables(across(connection, CODES - {DOUBLES}), "across"))
    others = _for_questions(connection)
    note_doubles(connection, others)
    deque(others, maxlen=0)
    if reader.codebook:
        insert(connection, problem_tables(across(connection, {DOUBLES}), "across"))


def _for_questions(connection: sqlite3.Connection) -> Iterator[None]:
    """Make what only queries need, step by step."""
    yield from create_question_indexes(connection)
    yield from make(connection)


_BATCH = 50
"""Files that are read and inserted at a time."""
_MANY = 400
"""The number of files from which starting processes saves time."""


def _read_records(
    connection: sqlite3.Connection,
    reader: CorpusReader,
    progress: Progress,
    each: Each | None = None,
) -> None:
    """Insert the rows of all sources and officials, batch by batch, in the order of their names.

    `progress` is called as in `fill`. With `each`, which is called with every file, all files are
    read in this process.
    """
    batched = {kind: [*_batches(reader.records(kind))] for kind in RECORD_FOLDERS}
    numbers = {kind: [sum(map(len, batch)) for batch in batched[kind]] for kind in RECORD_FOLDERS}
    total, done = sum(map(sum, numbers.values())), 0
    for kind, batches in batched.items():
        langs = _languages(connection)
        if each or sum(numbers[kind]) < _MANY or processes() == 1:
            inserted = _insert_here(connection, batches, reader, langs, each)
        else:
            inserted = _insert_shards(connection, batches, reader, langs)
        for number, _ in zip(numbers[kind], inserted, strict=True):
            done += number
            progress(done, total)


def _batches(records: Sequence[Sequence[Path]]) -> Iterator[Batch]:
    batch: list[Sequence[Path]] = []
    size = 0
    for files in records:
        if batch and size + len(files) > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(files)
        size += len(files)
    if batch:
        yield batch


def _languages(connection: sqlite3.Connection) -> dict[str, str]:
    """The languages of the sources by id."""
    return dict(connection.execute("SELECT source, lang FROM sources").fetchall())


def _read(
    batch: Batch, reader: CorpusReader, langs: Mapping[str, str], each: Each | None = None
) -> Tables:
    files = (file for files in batch for file in reader.read(files))
    return tables_of(_shown(files, each) if each else files, langs, reader.codebook)


def _shown(files: Iterable[RecordFile], each: Each) -> Iterator[RecordFile]:
    """Yield files, and call `each` with every one after its rows are made."""
    for file in files:
        yield file
        each(file)


def _insert_here(
    connection: sqlite3.Connection,
    batches: Iterable[Batch],
    reader: CorpusReader,
    langs: Mapping[str, str],
    each: Each | None = None,
) -> Iterator[None]:
    """Read and insert batches in this process."""
    for batch in batches:
        insert(connection, _read(batch, reader, langs, each))
        yield


def _insert_shards(
    connection: sqlite3.Connection,
    batches: Iterable[Batch],
    reader: CorpusReader,
    langs: Mapping[str, str],
) -> Iterator[None]:
    """Read batches in worker processes, and insert the results."""
    with shards(connection) as insert_shard:
        for shard in in_order(_task, batches, _begin, reader, langs):
            insert_shard(shard)
            yield


_reading: tuple[CorpusReader, Mapping[str, str]]
"""The reader and the languages of the sources, in a worker process."""


def _begin(reader: CorpusReader, langs: Mapping[str, str]) -> None:
    global _reading  # noqa: PLW0603 - set once, when the process starts
    _reading = reader, langs


def _task(batch: Batch) -> bytes:
    return shard_of(_read(batch, *_reading))


_OF_OFFICIAL = (
    "DELETE FROM evidence WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM statement_frames WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM disputes WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM voices WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM same_occasions WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM all_statements WHERE official = :id",
    "DELETE FROM names WHERE official = :id",
    "DELETE FROM roles WHERE official = :id",
    "DELETE FROM officials WHERE official = :id",
)
_OF_SOURCE = (
    "DELETE FROM assessment_subjects WHERE source = :id",
    "DELETE FROM assessments WHERE source = :id",
    "DELETE FROM notices WHERE source = :id",
    "DELETE FROM uncoded WHERE source = :id",
    "DELETE FROM sources WHERE source = :id",
)
_OF_CODINGS = (
    """DELETE FROM all_coding_frames
       WHERE ref >= :id || '/' AND ref < :id || '0' AND coder = :coder""",
    "DELETE FROM all_codings WHERE path = :path",
)
_OF_KIND = {"officials": _OF_OFFICIAL, "sources": _OF_SOURCE, CODINGS: _OF_CODINGS}
_OF_RECORD = "(path = :path OR (path >= :parts || '/' AND path < :parts || '0'))"
_OF_FILES = (
    f"DELETE FROM problems WHERE {_OF_RECORD} AND scope = 'file'",
    f"DELETE FROM files WHERE {_OF_RECORD}",
)
_CITING = """
    SELECT DISTINCT s.path FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.source = ?"""


def update(
    index: sqlite3.Connection, folder: Path, changed: Sequence[str], within: Path | None = None
) -> bool:
    """Read changed records again, and check across files.

    `changed` are paths in the corpus, of files added, removed or edited; `within` as for `build`.
    Returns False and changes nothing if `corpus.yaml` or `codebook.yaml`, on which everything
    depends, is unusable.
    """
    reader = CorpusReader(folder, within=within)
    reader.heads()
    if reader.codebook is None:
        return False
    watch(index)
    before, doubles = _files(index), Changes(index)
    sources = {main_of(path) for path in changed if path.startswith("sources/")}
    langs = _languages(index)
    langs_before = dict(langs)
    for path in sorted(sources):
        _read_again(index, reader, path, langs, doubles)
    ids = {Path(path).stem for path in sources}
    citing = {
        path
        for id_ in ids
        if langs_before.get(id_) != langs.get(id_)
        for (path,) in index.execute(_CITING, (id_,))
    }
    mains = {*map(main_of, (*changed, *citing))}
    for path in sorted(mains - sources):
        _read_again(index, reader, path, langs, doubles)
    index.execute("DELETE FROM problems WHERE scope = 'folder'")
    insert(index, problem_tables(reader.stray(), "folder"))
    _note_changed(index, (path for path in mains if not coder_of(path)))
    doubles.note(link_again(index, sources=bool(sources)))
    _check_codings_again(index, {printable(Path(path).stem) for path in mains - sources})
    _check_again(index, whole=_files(index) != before)
    renew(index)
    return True


def _files(index: sqlite3.Connection) -> str | None:
    """The paths of all files in one text, which is faster than a list."""
    query = "SELECT GROUP_CONCAT(path, x'0a') FROM (SELECT path FROM files ORDER BY path)"
    paths: str | None = index.execute(query).fetchone()[0]
    return paths


def _read_again(
    index: sqlite3.Connection,
    reader: CorpusReader,
    path: str,
    langs: dict[str, str],
    doubles: Changes,
) -> None:
    """Replace the rows of the record whose first file is `path`; delete them if it has no files."""
    kind, _, name = path.partition("/")
    id_ = printable(name.removesuffix(".yaml"))
    values = {"id": id_, "path": f"{kind}/{id_}.yaml", "parts": f"{kind}/{id_}"}
    if kind == CODINGS:
        values |= {"id": id_.rpartition("/")[2], "coder": coder_of(path)}
    else:
        doubles.see(kind, id_)
    for statement in (*_OF_KIND[kind], *_OF_FILES):
        index.execute(statement, values)
    if files := reader.of(path):
        insert(index, _read([files], reader, langs))
    if kind == "sources":
        langs.pop(id_, None)
        query = "SELECT source, lang FROM sources WHERE source = ?"
        langs |= dict(index.execute(query, (id_,)).fetchall())


def _note_changed(index: sqlite3.Connection, changed: Iterable[str]) -> None:
    """Put the ids of records into the table `changed`, given the paths of their `ID.yaml`."""
    index.execute("CREATE TEMP TABLE IF NOT EXISTS changed (id TEXT PRIMARY KEY)")
    index.execute("DELETE FROM changed")
    ids = [(printable(Path(path).stem),) for path in changed]
    index.executemany("INSERT OR IGNORE INTO changed VALUES (?)", ids)


def _check_codings_again(index: sqlite3.Connection, changed: set[str]) -> None:
    """Check codings against statements again if files of these officials have changed."""
    query = """
        SELECT EXISTS (SELECT 1 FROM files WHERE path > 'codings/' AND path < 'codings0')
            OR EXISTS (SELECT 1 FROM problems WHERE path > 'codings/' AND path < 'codings0')"""
    if not index.execute(query).fetchone()[0]:
        return
    officials = concerned(index, changed)
    query = "SELECT DISTINCT path FROM problems WHERE scope = 'codings'"
    paths = [
        (path,)
        for (path,) in index.execute(query).fetchall()
        if path.rpartition("/")[2].removesuffix(".yaml") in officials
    ]
    index.executemany("DELETE FROM problems WHERE scope = 'codings' AND path = ?", paths)
    insert(index, problem_tables(coding_problems(index, officials), "codings"))


def _check_again(index: sqlite3.Connection, *, whole: bool) -> None:
    """Run the checks across files that the changes can affect; all of them if `whole`."""
    codes = None if whole else touched(index)
    if codes is None:
        index.execute("DELETE FROM problems WHERE scope = 'across'")
    for code in codes or ():
        index.execute("DELETE FROM problems WHERE scope = 'across' AND code = ?", (code,))
    insert(index, problem_tables(across(index, codes), "across"))
