"""The problems of a corpus, and what they leave out of results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.errors import CannotEdit
from stances.queries.filters import DISPUTED, HEARSAY, counted_in

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from stances.problems import Problem
    from stances.queries.filters import Clause, Filters


_NAMES = (
    ("statement", "statements"),
    ("official", "officials"),
    ("source", "sources"),
    ("part of an official", "parts of officials"),
)


class LeftOut(NamedTuple):
    """Numbers of records that are in no result because of their problems.

    `parts` are files with more statements of an official of which not even the number is known.
    """

    statements: int
    officials: int
    sources: int
    parts: int = 0

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any(self)

    def __str__(self) -> str:
        """E.g. `2 statements and 1 source`."""
        counts = zip(self, _NAMES, strict=True)
        return " and ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in counts if n)


def problems(index: sqlite3.Connection, path: str | None = None) -> list[Problem]:
    """All problems of the corpus, or of one of its files, sorted by place."""
    from stances.problems import Problem  # noqa: PLC0415 - every answer asks only for numbers

    query = """SELECT path, line, "column", code, message, hint, ref, times FROM problems
               WHERE path = COALESCE(:path, path)
               ORDER BY path, line, "column", code, message"""
    return [Problem(*row) for row in index.execute(query, {"path": path})]


def refuse_faulty(index: sqlite3.Connection, folder: Path, path: str) -> None:
    """Raise `CannotEdit` for a file that has problems already."""
    bad = [p for p in problems(index, path) if p.severity == "error"]
    if bad:
        first = f"line {bad[0].line}: {bad[0].message}"
        more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
        why = f"it has {len(bad)} problem{'s' * (len(bad) > 1)} already ({first}{more})"
        hint = f"correct it first: `stances check {folder / path}` says what is wrong, and where"
        raise CannotEdit(folder / path, why, hint)


def files(index: sqlite3.Connection) -> list[str]:
    """The files of the corpus, sorted."""
    return [path for (path,) in index.execute("SELECT path FROM files ORDER BY path")]


def severities(index: sqlite3.Connection) -> dict[str, int]:
    """The numbers of errors and warnings; a severity without problems has no key."""
    query = "SELECT severity, SUM(times) FROM problems GROUP BY severity ORDER BY severity"
    return dict(index.execute(query).fetchall())


def left_out(index: sqlite3.Connection) -> LeftOut:
    """How many records are left out; statements include those of officials left out."""
    [alone] = index.execute(
        """SELECT COUNT(DISTINCT ref) FROM problems
           WHERE severity = 'error' AND ref LIKE '%/%'
             AND path NOT IN (SELECT path FROM files WHERE left_out = 1)"""
    ).fetchone()
    [dependent] = index.execute(
        """SELECT COUNT(*) FROM all_statements AS s
           WHERE s.words_of IS NOT NULL AND s.ref NOT IN (SELECT ref FROM statements)
             AND NOT EXISTS (SELECT 1 FROM problems AS p
                             WHERE p.ref = s.ref AND p.severity = 'error')"""
    ).fetchone()
    whole = {
        kind: (files, statements)
        for kind, files, statements in index.execute(
            """SELECT kind, COUNT(*), COALESCE(SUM(statements), 0) FROM files
               WHERE left_out = 1 GROUP BY kind ORDER BY kind"""
        )
    }
    [uncounted] = index.execute(
        """SELECT (SELECT COUNT(*) FROM files
                   WHERE kind = 'part' AND left_out = 1 AND statements IS NULL)
               + (SELECT COUNT(*) FROM problems WHERE path LIKE 'officials/%'
                  AND severity = 'error' AND scope = 'folder')"""
    ).fetchone()
    counted = sum(statements for _, statements in whole.values())
    officials, sources = (whole.get(kind, (0, 0))[0] for kind in ("official", "source"))
    return LeftOut(alone + dependent + counted, officials, sources, uncounted)


def unusable(index: sqlite3.Connection) -> str:
    """Why the corpus cannot be used, as a clause; empty if it can."""
    bad = """SELECT f.path || CASE p.code WHEN 'ST019' THEN ' is missing'
                 WHEN 'ST213' THEN ': ' || p.message ELSE ' has errors' END
             FROM files AS f
             LEFT JOIN problems AS p ON p.path = f.path AND p.code IN ('ST019', 'ST213')
             WHERE f.left_out = 1 AND f.kind IN ('corpus', 'codebook') ORDER BY f.path"""
    folders = """SELECT path FROM problems WHERE path IN ('officials', 'sources')
                 AND severity = 'error' ORDER BY path"""
    reasons = [why for (why,) in index.execute(bad)]
    reasons += [f"{path} cannot be read" for (path,) in index.execute(folders)]
    return " and ".join(reasons)


def is_empty(index: sqlite3.Connection) -> bool:
    """Whether the corpus has no file of records at all."""
    query = "SELECT COUNT(*) FROM files WHERE kind NOT IN ('corpus', 'codebook')"
    return not index.execute(query).fetchone()[0]


def counts(index: sqlite3.Connection) -> str:
    """The numbers of records, e.g. `14 officials, 27 statements, 2 sources`."""
    rows = index.execute("SELECT found, kind FROM counted ORDER BY kind")
    return ", ".join(f"{n} {kind if n != 1 else kind[:-1]}" for n, kind in rows)


def misattributed(index: sqlite3.Connection, filters: Filters) -> dict[str, int]:
    """Statements left out only because they are misattributed, by issue."""
    if filters.status:
        return {}
    return _counted(index, filters._replace(status=("misattributed",)).clause())


def disputed(index: sqlite3.Connection, filters: Filters) -> dict[str, int] | None:
    """Statements left out only because they are disputed, by issue; None if not asked for."""
    if not filters.without_disputed:
        return None
    return _counted(index, filters._replace(without_disputed=False).clause() & DISPUTED)


def hearsay(index: sqlite3.Connection, filters: Filters) -> dict[str, int]:
    """Statements that are in no figure because they are hearsay, by issue."""
    return {} if filters.with_hearsay else _counted(index, filters.clause() & HEARSAY)


def _counted(index: sqlite3.Connection, clause: Clause) -> dict[str, int]:
    query = f"""SELECT issue, SUM(s.statements) FROM {counted_in(clause.sql)} AS s
                WHERE {clause.sql} GROUP BY issue ORDER BY issue"""
    return dict(index.execute(query, clause.values).fetchall())
