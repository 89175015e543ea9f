"""Build the index from a corpus's files, one file at a time, and check records across files."""

from __future__ import annotations

import sqlite3
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

from stances import model
from stances.checks.across import across
from stances.corpus import File, Reader
from stances.index import flatten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from stances.lexicon import Lexicon
    from stances.problems import Problem


class _Index(sqlite3.Connection):
    """An index in memory, which is closed when nobody holds it any longer."""

    def __del__(self) -> None:
        self.close()


def build(folder: Path, each: Callable[[File], object] | None = None) -> sqlite3.Connection:
    """An index of the corpus in `folder`, in memory, with all its problems.

    `each` is called with every file once it is indexed.
    """
    connection = sqlite3.connect(":memory:", factory=_Index)
    connection.row_factory = sqlite3.Row
    schema = resources("stances.index").joinpath("schema.sql").read_text(encoding="utf-8")
    connection.executescript(schema)
    reader = Reader(folder)
    builder = _Builder(connection, reader)
    for file in reader.files():
        builder.add(file)
        if each:
            each(file)
    builder.add_problems(reader.stray)
    if reader.lexicon:
        builder.add_problems(list(across(connection)))
    connection.commit()
    return connection


class _Builder:
    """Writes files into an index, in the order in which the reader yields them."""

    def __init__(self, connection: sqlite3.Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader
        self._langs: dict[str, str] = {}
        self._columns: dict[str, list[str]] = {}

    def add(self, file: File) -> None:
        """Add a file's records and problems."""
        self.add_problems(file.problems())
        left_out = file.record is None
        row = {"path": file.path, "kind": file.kind, "id": file.id, "left_out": left_out}
        statements = len(file.entries) if file.counted else None
        self._insert("files", [row | {"statements": statements}])
        match file.record:
            case model.Meta():
                self._meta(file.record, file)
            case model.Codebook():
                self._codebook(file.record, file)
            case model.Source():
                self._source(file.record, file)
            case model.Official() if self._reader.lexicon:
                self._official(file.record, file, self._reader.lexicon)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Add located problems."""
        keys = ("path", "line", "column", "code", "message", "hint", "ref", "severity")
        self._insert("problems", [{k: getattr(p, k) for k in keys} for p in problems])

    def _meta(self, meta: model.Meta, file: File) -> None:
        self._insert("corpus", [flatten.plain(meta)])
        for kind, bounds in meta.assertions:
            for bound, number in bounds:
                if number is not None:
                    line, column = file.document.place(("assertions", kind, bound))
                    row = {"kind": kind, "bound": bound, "number": number}
                    self._insert("assertions", [row | {"line": line, "column": column}])

    def _codebook(self, codebook: model.Codebook, file: File) -> None:
        for rank, issue in enumerate(codebook.issues):
            self._insert("issues", [flatten.plain(issue) | {"rank": rank}])
            for place, position in enumerate(issue.positions):
                row = flatten.plain(position) | {"issue": issue.id, "rank": place}
                self._insert("positions", [row])
        for table in ("factions", "frames"):
            for rank, term in enumerate(getattr(codebook, table)):
                line, column = file.document.place((table, rank, "id"))
                row = flatten.plain(term) | {"rank": rank, "line": line, "column": column}
                self._insert(table, [row])

    def _source(self, source: model.Source, file: File) -> None:
        self._langs[file.id] = source.lang
        self._insert("sources", [flatten.source_row(source, file)])
        for rank, assessment in enumerate(source.assessments):
            key = {"source": file.id, "rank": rank}
            text = file.document.place(("assessments", rank, "text"))
            row = flatten.assessment_row(assessment) | key
            self._insert(
                "assessments", [row | {"text_line": text.line, "text_column": text.column}]
            )
            for number, about in enumerate(assessment.about):
                line, column = file.document.place(("assessments", rank, "about", number))
                place = {"path": file.path, "line": line, "column": column}
                self._insert("assessment_subjects", [key | {"about": about} | place])

    def _official(self, official: model.Official, file: File, lexicon: Lexicon) -> None:
        self._insert("officials", [flatten.official_row(official, file)])
        self._insert("names", flatten.name_rows(official, file))
        self._insert("roles", flatten.role_rows(official, file))
        known = flatten.Known(lexicon, self._langs)
        for entry in file.entries:
            if (statement := entry.statement) is None:
                continue
            row = flatten.statement_row(entry, statement, file, official, known)
            self._insert("all_statements", [row])
            frames = dict.fromkeys(statement.frames)
            self._insert("statement_frames", [{"ref": entry.ref, "frame": f} for f in frames])
            self._insert("evidence", flatten.evidence_rows(entry, statement, file))

    def _insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows; of each, the keys that are columns of the table."""
        if table not in self._columns:
            described = self._connection.execute(f'PRAGMA table_info("{table}")')
            self._columns[table] = [column["name"] for column in described]
        columns = self._columns[table]
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        values = ([row.get(column) for column in columns] for row in rows)
        self._connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
