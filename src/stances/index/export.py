"""Exports the public tables as an SQLite file for Datasette and sqlite-utils."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from zlib import crc32

from stances.index.public_schema import SCRIPT
from stances.index.public_sql import columns, public
from stances.index.scripts import statements

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC, _ID_AT = b"SQLite format 3\0", 68
_OURS = 0x73746E63
"""`stnc` in the header marks our files, so that no other file is overwritten."""
_VERSION = 2
FULL_TEXT = "fts5"
"""The module of SQLite that full text needs."""
_KEYS = 3
"""How many of its first columns order the rows of each table."""
_MARK = "stances_export"
"""The metadata key of a checksum of all other content; it also marks our files."""
_LARGEST_METADATA = 1_000_000
"""Bytes; a longer file is not ours."""
_LABELS = {"issues": "question", "positions": "label", "factions": "label", "frames": "label"}
"""The label column of tables whose label is neither `name` nor `title`."""
_FACETS = {
    "statements": ["official", "faction", "issue", "position"],
    "evidence": ["source", "form"],
}
_READABLE = {
    "description": "Each statement with names and labels in place of ids, the words that say it "
    "best, and the first source that printed them.",
    "fts_table": "statements_fts",
    "fts_pk": "rowid",
    "facets": ["name", "faction_label", "question", "position_label"],
}


def export(index: sqlite3.Connection, file: Path) -> None:
    """Write the tables into an empty file; the same records give the same bytes.

    Without FTS5 in SQLite, there is no full text. Raises `OSError` if the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as target, public(index):
            target.execute("PRAGMA journal_mode = OFF")
            target.execute("PRAGMA synchronous = OFF")
            target.execute(f"PRAGMA application_id = {_OURS}")
            target.execute(f"PRAGMA user_version = {_VERSION}")
            target.execute("BEGIN")
            for statement in statements(SCRIPT):
                target.execute(statement)
            for table, keys in columns().items():
                order = ", ".join(str(number + 1) for number in range(min(_KEYS, len(keys))))
                rows = index.execute(f"SELECT * FROM {table} ORDER BY {order}")
                marks = ", ".join("?" * len(keys))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", map(tuple, rows))
            _finish(target)
            target.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error


def _finish(target: sqlite3.Connection) -> None:
    """Add indexes, the view for readers, and full text to the filled tables."""
    query = "SELECT 1 FROM pragma_module_list WHERE name = ?"
    has_full_text = target.execute(query, (FULL_TEXT,)).fetchone() is not None
    for statement in statements("exported.sql"):
        if has_full_text or "_fts" not in statement:
            target.execute(statement)


def is_ours(file: Path) -> bool:
    """Whether a file may be overwritten: it was written by `export` or is empty."""
    with file.open("rb") as stream:
        head = stream.read(_ID_AT + 4)
    return not head or (
        head.startswith(_MAGIC) and head[_ID_AT:] == _OURS.to_bytes(4, byteorder="big")
    )


def metadata(index: sqlite3.Connection, database: str) -> str:
    """Metadata for Datasette, as JSON, about a file that `export` writes, named `database` there.

    It has the title of the corpus, the label of rows, and facets to filter by.
    """
    row = index.execute("SELECT title, description FROM corpus").fetchone()
    head = {key: row[key] for key in ("title", "description") if row and row[key]}
    tables = {
        **{table: {"label_column": column} for table, column in _LABELS.items()},
        **{table: {"facets": facets} for table, facets in _FACETS.items()},
        "statements_readable": _READABLE,
    }
    content = {**head, "databases": {database: {**head, "tables": tables}}}
    return _as_json(content | {_MARK: _checksum(content)})


def is_our_metadata(file: Path) -> bool:
    """Whether a file may be overwritten: it is unchanged output of `metadata` or empty."""
    with file.open("rb") as opened:
        content = opened.read(_LARGEST_METADATA)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return not content
    return isinstance(told, dict) and told.pop(_MARK, None) == _checksum(told)


def _checksum(content: dict[str, Any]) -> str:
    return f"{crc32(_as_json(content).encode()):08x}"


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
