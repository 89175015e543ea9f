"""Exports the tables of an index as a folder of Parquet files."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stances import __version__
from stances.atomic import new_draft, sync_folder
from stances.errors import BadExport
from stances.index import manifest
from stances.index.duckdb_cursor import duckdb_module, quoted
from stances.index.manifest import Manifest, Part
from stances.index.parquet_tables import tables
from stances.paths import EXPORT_FILE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from stances.index.parquet_tables import Table

ROWS = 100_000
"""The most rows of a file; a larger table has several files."""
_ROWS_AT_ONCE = 20_480
"""Rows that are in memory together; they form a row group of a file."""
_LARGE = "SELECT (SELECT COUNT(*) FROM all_statements) + (SELECT COUNT(*) FROM evidence)"
"""The number of rows in the two tables that take most of the time."""
_LONGEST = 32 * 1024 * 1024
"""The most bytes of a row; a file of records is far smaller."""


def export_parquet(
    index: sqlite3.Connection,
    folder: Path,
    commit: tuple[str, str, bool] | None,
    progress: Callable[[int, int], None],
) -> None:
    """Write all tables into a folder that is new, empty, or an older export.

    The same records give the same bytes with the same version of DuckDB. All files are written
    beside the folder, which is replaced at the end. Raises `OSError` if it cannot be written, and
    `NeedsExtra` without DuckDB.
    """
    duckdb = duckdb_module()
    draft = new_draft(folder, "output-")
    every = tables()
    written: dict[str, Sequence[Part]] = {}
    [total] = index.execute(_LARGE).fetchone()
    done = 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        progress(min(done, total), total)

    try:
        draft.mkdir()
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.execute("SET autoinstall_known_extensions = false")
            try:
                for table in every:
                    written[table.name] = _write(index, connection, draft, table, step)
            except duckdb.IOException as error:
                raise OSError(str(error).partition("\n")[0]) from error
        text = Manifest(__version__, commit, written).text()
        (draft / EXPORT_FILE).write_text(text, "utf-8", newline="\n")
        _put(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(
    index: sqlite3.Connection,
    connection: Any,  # noqa: ANN401 - of a library without types here
    draft: Path,
    table: Table,
    step: Callable[[int], None],
) -> Sequence[Part]:
    """Write the files of a table, one after another."""
    rows = (row for (row,) in index.execute(table.select))
    (draft / table.folder).mkdir(parents=True)
    lines = draft / "rows.jsonl"
    types = ", ".join(f"""\"{key}": '{type_}'""" for key, type_ in table.columns.items())
    read = f"""read_json({quoted(str(lines))}, format = 'newline_delimited',
        hive_partitioning = false, columns = {{{types}}}, maximum_object_size = {_LONGEST})"""
    parts = []
    for number, own in enumerate(_in_parts(rows), 1):
        count = 0
        with lines.open("w", encoding="utf-8", newline="\n") as stream:
            for row in own:
                stream.write(f"{row}\n")
                count += 1
        path = f"{table.folder}/{number:05}.parquet"
        connection.execute(
            f"""COPY (SELECT * FROM {read}) TO {quoted(str(draft / path))}
                (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_AT_ONCE})"""
        )
        file = draft / path
        step(count)
        parts.append(Part(path, count, file.stat().st_size, manifest.sha256_of(file)))
    lines.unlink()
    return parts


def _in_parts(rows: Iterator[str]) -> Iterator[Iterable[str]]:
    """Yield the rows of each file in turn; one file without rows if there are none."""
    yield islice(rows, ROWS)
    for first in rows:
        yield chain([first], islice(rows, ROWS - 1))


def _put(draft: Path, folder: Path) -> None:
    """Replace the folder by a new export; if that fails, put the old one back."""
    older = None
    if folder.exists():
        older = new_draft(folder, "output-")
        folder.rename(older)
    try:
        draft.rename(folder)
    except BaseException:
        if older:
            with suppress(OSError):
                older.rename(folder)
        raise
    sync_folder(folder.parent)
    if older:
        shutil.rmtree(older, ignore_errors=True)


def why_not_ours(folder: Path) -> str:
    """Why a folder may not be replaced, as a clause; empty if it is new, empty, or an export.

    An export with additional files must not be replaced, because somebody put these there.
    """
    if not os.path.lexists(folder):
        return ""
    if not folder.is_dir():
        return "it is no folder"
    if not any(folder.iterdir()):
        return ""
    try:
        known = {EXPORT_FILE, *(part.path for part in manifest.read(folder).parts)}
    except BadExport:
        return "it is not empty, and is not what `stances export parquet` writes"
    for top, _, names in os.walk(folder):
        for name in names:
            path = Path(top, name).relative_to(folder).as_posix()
            if path not in known:
                return f"it has {path}, which `stances export parquet` did not write"
    return ""
