"""Build the index of a whole corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.checks.across import across
from stances.corpus import Reader
from stances.index.connection import Index
from stances.index.reading import read_files
from stances.index.tables import create, create_indexes, insert, problem_tables, tables_of

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from stances.index.reading import Each, Progress


def silent(done: int, of: int) -> None:
    """Tell nobody how far a build is."""


def build(
    folder: Path, each: Each | None = None, progress: Progress = silent
) -> sqlite3.Connection:
    """An index of the corpus in `folder`, in memory, with all its problems.

    `each` is called with every file once it is read.
    """
    connection = Index(":memory:")
    fill(connection, folder, each, progress)
    connection.commit()
    return connection


def fill(
    connection: sqlite3.Connection,
    folder: Path,
    each: Each | None = None,
    progress: Progress = silent,
) -> None:
    """Make an index of an empty database.

    `progress` is told how many files are done, and of how many.
    """
    create(connection)
    reader = Reader(folder)
    for head in reader.heads():
        insert(connection, tables_of(head, {}, reader.lexicon))
        if each:
            each(head)
    for tables in read_files(reader, progress, each):
        insert(connection, tables)
    insert(connection, problem_tables(reader.stray(), "folder"))
    create_indexes(connection)
    if reader.lexicon:
        insert(connection, problem_tables(across(connection), "across"))
