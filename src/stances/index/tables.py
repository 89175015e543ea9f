"""A file's records and problems as rows of all tables of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stances import model
from stances.index import flatten
from stances.index.scripts import columns_of, statements

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from stances.corpus import File
    from stances.lexicon import Lexicon
    from stances.problems import Problem

    Row = Mapping[str, Any]

Tables = dict[str, list[tuple[Any, ...]]]
"""Rows to be inserted, by table; the cells of each in the order of the table's columns."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, without the indexes that are filled best at the end."""
    for statement in statements("schema.sql"):
        connection.execute(statement)


def create_indexes(connection: sqlite3.Connection) -> None:
    """Make the indexes."""
    for statement in statements("indexes.sql"):
        connection.execute(statement)


def columns() -> Mapping[str, tuple[str, ...]]:
    """The columns of each table, in order."""
    return columns_of("schema.sql")


def insert(connection: sqlite3.Connection, tables: Tables) -> None:
    """Insert rows."""
    for table, rows in tables.items():
        marks = ", ".join("?" * len(columns()[table]))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def problem_tables(problems: Iterable[Problem], scope: flatten.Scope) -> Tables:
    """The rows of problems that no file has by itself."""
    return _ordered(("problems", flatten.problem_row(problem, scope)) for problem in problems)


def tables_of(file: File, langs: Mapping[str, str], lexicon: Lexicon | None) -> Tables:
    """The rows of a file; `langs` are the languages of the sources.

    Without a lexicon, statements are in no table.
    """
    return _ordered(_rows(file, langs, lexicon))


def _ordered(rows: Iterable[tuple[str, Row]]) -> Tables:
    """Of each row the cells that are columns of its table."""
    tables: Tables = {}
    for table, row in rows:
        cells = tuple(map(row.get, columns()[table]))
        tables.setdefault(table, []).append(cells)
    return tables


def _rows(
    file: File, langs: Mapping[str, str], lexicon: Lexicon | None
) -> Iterator[tuple[str, Row]]:
    yield "files", flatten.file_row(file)
    for problem in file.problems():
        yield "problems", flatten.problem_row(problem, "file")
    match file.record:
        case model.Meta():
            yield from _meta(file.record, file)
        case model.Codebook():
            yield from _codebook(file.record, file)
        case model.Source():
            yield from _source(file.record, file)
        case model.Official() if lexicon:
            yield from _official(file.record, file, langs, lexicon)


def _meta(meta: model.Meta, file: File) -> Iterator[tuple[str, Row]]:
    yield "corpus", flatten.plain(meta)
    for kind, bounds in meta.assertions:
        for bound, number in bounds:
            if number is not None:
                line, column = file.document.place(("assertions", kind, bound))
                row = {"kind": kind, "bound": bound, "number": number}
                yield "assertions", row | {"line": line, "column": column}


def _codebook(codebook: model.Codebook, file: File) -> Iterator[tuple[str, Row]]:
    for rank, issue in enumerate(codebook.issues):
        yield "issues", flatten.plain(issue) | {"rank": rank}
        for place, position in enumerate(issue.positions):
            yield "positions", flatten.plain(position) | {"issue": issue.id, "rank": place}
    for table in ("factions", "frames"):
        for rank, term in enumerate(getattr(codebook, table)):
            line, column = file.document.place((table, rank, "id"))
            yield table, flatten.plain(term) | {"rank": rank, "line": line, "column": column}


def _source(source: model.Source, file: File) -> Iterator[tuple[str, Row]]:
    yield "sources", flatten.source_row(source, file)
    for rank, assessment in enumerate(source.assessments):
        key = {"source": file.id, "rank": rank}
        text = file.document.place(("assessments", rank, "text"))
        place = {"text_line": text.line, "text_column": text.column}
        yield "assessments", flatten.assessment_row(assessment) | key | place
        for number, about in enumerate(assessment.about):
            line, column = file.document.place(("assessments", rank, "about", number))
            place = {"line": line, "column": column}
            yield "assessment_subjects", key | {"about": about, "path": file.path} | place


def _official(
    official: model.Official, file: File, langs: Mapping[str, str], lexicon: Lexicon
) -> Iterator[tuple[str, Row]]:
    yield "officials", flatten.official_row(official, file)
    for row in flatten.name_rows(official, file):
        yield "names", row
    for row in flatten.role_rows(official, file):
        yield "roles", row
    within = flatten.Within(file, official, lexicon)
    for entry in file.entries:
        if (statement := entry.statement) is None:
            continue
        cells = [flatten.evidence_cell(piece, langs) for piece in statement.evidence]
        row = flatten.statement_row(entry, statement, within, cells)
        yield "all_statements", row
        for frame in dict.fromkeys(statement.frames):
            yield "statement_frames", {"ref": entry.ref, "frame": frame}
        for row in flatten.evidence_rows(entry, statement, file, cells):
            yield "evidence", row
