"""Bring an index up to date with the files that have changed since it was built."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from stances.checks.across import across, touched
from stances.corpus import Reader
from stances.files import printable
from stances.index.reading import languages
from stances.index.search import forget
from stances.index.tables import insert, problem_tables, tables_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_OF_OFFICIAL = (
    "DELETE FROM evidence WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM statement_frames WHERE ref >= :id || '/' AND ref < :id || '0'",
    "DELETE FROM all_statements WHERE official = :id",
    "DELETE FROM names WHERE official = :id",
    "DELETE FROM roles WHERE official = :id",
    "DELETE FROM officials WHERE id = :id",
)
_OF_SOURCE = (
    "DELETE FROM assessment_subjects WHERE source = :id",
    "DELETE FROM assessments WHERE source = :id",
    "DELETE FROM sources WHERE id = :id",
)
_OF_FILE = (
    "DELETE FROM problems WHERE path = :path AND scope = 'file'",
    "DELETE FROM files WHERE path = :path",
)
_CITING = """
    SELECT DISTINCT s.path FROM evidence AS e JOIN all_statements AS s ON s.ref = e.ref
    WHERE e.source = ?"""


def update(index: sqlite3.Connection, folder: Path, changed: Sequence[str]) -> bool:
    """Read the changed files of sources and officials again, and check across files.

    `changed` are paths in the corpus, of files added, removed or edited. False, and nothing is
    done, if the first two files make no lexicon: everything depends on these.
    """
    reader = Reader(folder)
    reader.heads()
    if reader.lexicon is None:
        return False
    forget(index)
    before = _files(index)
    sources = [path for path in changed if path.startswith("sources/")]
    langs = dict(index.execute("SELECT id, lang FROM sources").fetchall())
    known = dict(langs)
    for path in sources:
        _read_again(index, reader, path, langs)
    ids = {Path(path).stem for path in sources}
    citing = {p for id_ in ids if known.get(id_) != langs.get(id_) for p in _citing(index, id_)}
    for path in sorted({*changed, *citing} - {*sources}):
        _read_again(index, reader, path, langs)
    index.execute("DELETE FROM problems WHERE scope = 'folder'")
    insert(index, problem_tables(reader.stray(), "folder"))
    _check_again(index, {*changed, *citing}, whole=_files(index) != before)
    return True


def _files(index: sqlite3.Connection) -> list[str]:
    return [path for (path,) in index.execute("SELECT path FROM files ORDER BY path")]


def _citing(index: sqlite3.Connection, source: str) -> list[str]:
    return [path for (path,) in index.execute(_CITING, (source,))]


def _read_again(
    index: sqlite3.Connection, reader: Reader, path: str, langs: dict[str, str]
) -> None:
    """Replace the rows of a file by those that it now gives, if it is still there."""
    kind, _, name = path.partition("/")
    id_ = printable(name.removesuffix(".yaml"))
    for statement in (*(_OF_OFFICIAL if kind == "officials" else _OF_SOURCE), *_OF_FILE):
        index.execute(statement, {"id": id_, "path": f"{kind}/{id_}.yaml"})
    if kind == "sources":
        langs.pop(id_, None)
    file = reader.folder / path
    if os.path.lexists(file):
        tables = tables_of(reader.file(file), langs, reader.lexicon)
        insert(index, tables)
        langs |= languages(tables)


def _check_again(index: sqlite3.Connection, changed: Iterable[str], *, whole: bool) -> None:
    """Check across files, as far as a change of these can matter, or as a whole."""
    index.execute("CREATE TEMP TABLE IF NOT EXISTS changed (id TEXT PRIMARY KEY)")
    index.execute("DELETE FROM changed")
    ids = [(printable(Path(path).stem),) for path in changed]
    index.executemany("INSERT OR IGNORE INTO changed VALUES (?)", ids)
    codes = None if whole else touched(index)
    if codes is None:
        index.execute("DELETE FROM problems WHERE scope = 'across'")
    for code in codes or ():
        index.execute("DELETE FROM problems WHERE scope = 'across' AND code = ?", (code,))
    insert(index, problem_tables(across(index, codes), "across"))
