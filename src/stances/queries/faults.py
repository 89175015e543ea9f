"""The problems of a corpus, and the records left out because of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.errors import CannotEdit
from stances.paths import CODINGS, coder_of
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

    `parts` counts further files of officials whose number of statements is unknown.
    """

    statements: int
    officials: int
    sources: int
    parts: int = 0

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any(self)

    def __str__(self) -> str:
        """For example `2 statements and 1 source`."""
        counts = zip(self, _NAMES, strict=True)
        return " and ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in counts if n)


_CODING_NAMES = (
    ("coding", "codings"),
    ("file of codings", "files of codings"),
    ("folder of codings", "folders of codings"),
)
_CODING_ERRORS = """
    SELECT p.path, p.ref, p.scope, p.message, p.hint, f.left_out
    FROM problems AS p LEFT JOIN files AS f ON f.path = p.path
    WHERE p.severity = 'error'
      AND (p.path = 'codings' OR (p.path > 'codings/' AND p.path < 'codings0'))
    ORDER BY p.path, p.line, p."column", p.code, p.message"""


class CodingsLeftOut(NamedTuple):
    """Numbers of codings that are no readings because of their problems.

    `files` and `folders` are left out as a whole: their numbers of codings are unknown. `is_all`
    means that the folder of all codings cannot be read. `coder` is set if only this coder's codings
    were counted.
    """

    codings: int
    files: int
    folders: int
    is_all: bool = False
    coder: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return any(self.numbers)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The numbers of codings, of files and of folders."""
        return self.codings, self.files, self.folders

    def __str__(self) -> str:
        """For example `2 codings and 1 file of codings of anna`."""
        if self.is_all:
            return "all codings"
        counts = zip(self.numbers, _CODING_NAMES, strict=True)
        told = " and ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in counts if n)
        return f"{told} of {self.coder}" if self.coder else told


def problems(index: sqlite3.Connection, path: str | None = None) -> list[Problem]:
    """Return all problems of the corpus, or of one file, sorted by place."""
    from stances.problems import Problem  # noqa: PLC0415 - every answer asks only for numbers

    query = """SELECT path, line, "column", code, message, hint, ref, times FROM problems
               WHERE path = COALESCE(:path, path)
               ORDER BY path, line, "column", code, message"""
    return [Problem(*row) for row in index.execute(query, {"path": path})]


def refuse_faulty(index: sqlite3.Connection, folder: Path, path: str) -> None:
    """Raise `CannotEdit` if a file has errors."""
    bad = [p for p in problems(index, path) if p.severity == "error"]
    if bad:
        first = f"line {bad[0].line}: {bad[0].message}"
        more = f", and {len(bad) - 1} more" if len(bad) > 1 else ""
        why = f"it has {len(bad)} problem{'s' * (len(bad) > 1)} already ({first}{more})"
        hint = f"correct it first: `stances check {folder / path}` says what is wrong, and where"
        raise CannotEdit(folder / path, why, hint)


def files(index: sqlite3.Connection) -> list[str]:
    """Return the files of the corpus, sorted."""
    return [path for (path,) in index.execute("SELECT path FROM files ORDER BY path")]


def severities(index: sqlite3.Connection) -> dict[str, int]:
    """Return the numbers of errors and warnings; a severity without problems has no key."""
    query = "SELECT severity, SUM(times) FROM problems GROUP BY severity ORDER BY severity"
    return dict(index.execute(query).fetchall())


def left_out(index: sqlite3.Connection) -> LeftOut:
    """Count the records left out; the statements of officials left out are included."""
    [alone] = index.execute(
        """SELECT COUNT(DISTINCT ref) FROM problems
           WHERE severity = 'error' AND ref LIKE '%/%' AND path NOT LIKE 'codings/%'
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


def codings_left_out(index: sqlite3.Connection, coder: str = "") -> CodingsLeftOut:
    """Count the codings left out because of problems; with `coder`, only this coder's.

    Codings of a statement that is itself left out do not count.
    """
    codings: set[str] = set()
    files: set[str] = set()
    folders: set[str] = set()
    for path, ref, scope, _, _, is_whole in index.execute(_CODING_ERRORS).fetchall():
        if coder and path != CODINGS and _coder(path) != coder:
            continue
        if scope == "folder":
            folders.add(path)
        elif is_whole or (ref and "/" not in ref):
            files.add(path)
        elif ref:
            codings.add(ref)
    return CodingsLeftOut(len(codings), len(files), len(folders), CODINGS in folders, coder)


def unread_codings(index: sqlite3.Connection, coder: str) -> str:
    """Return why a coder's folder of codings, or that of all, is not read; empty if it is."""
    for path, _, scope, message, hint, _ in index.execute(_CODING_ERRORS).fetchall():
        if scope == "folder" and (path == CODINGS or _coder(path) == coder):
            return f"{path}: {message}; {hint}"
    return ""


def _coder(path: str) -> str:
    """Return the coder of a path in the folder of codings, even if the folder name is invalid."""
    from stances.coders import folder_of  # noqa: PLC0415 - few corpora have problems of codings

    return folder_of(coder_of(f"{path}/"))


def all_left_out(index: sqlite3.Connection) -> str:
    """Describe all records and codings left out because of problems; empty if there are none."""
    return " and ".join(str(each) for each in (left_out(index), codings_left_out(index)) if each)


def unusable(index: sqlite3.Connection) -> str:
    """Return why the corpus cannot be used, as a clause; empty if it can."""
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
    """Whether the corpus has no file of records."""
    query = "SELECT COUNT(*) FROM files WHERE kind NOT IN ('corpus', 'codebook')"
    return not index.execute(query).fetchone()[0]


def counts(index: sqlite3.Connection) -> str:
    """Return the numbers of records, e.g. `14 officials, 27 statements, 2 sources`."""
    rows = index.execute("SELECT found, kind FROM counted ORDER BY kind")
    return ", ".join(f"{n} {kind if n != 1 else kind[:-1]}" for n, kind in rows)


def misattributed(index: sqlite3.Connection, filters: Filters) -> dict[str, int]:
    """Count by issue the statements left out as misattributed, including disputed ones."""
    return _counted(index, clause) if (clause := misattributed_in(filters)) else {}


def disputed(index: sqlite3.Connection, filters: Filters) -> dict[str, int] | None:
    """Count by issue the statements left out only as disputed; None if they are not left out."""
    clause = disputed_in(filters)
    return None if clause is None else _counted(index, clause)


def hearsay(index: sqlite3.Connection, filters: Filters) -> dict[str, int]:
    """Count by issue the statements that are in no figure because they are hearsay."""
    return _counted(index, clause) if (clause := hearsay_in(filters)) else {}


def misattributed_in(filters: Filters) -> Clause | None:
    """Return the condition of statements left out as misattributed; None if they are kept."""
    if filters.status:
        return None
    return filters._replace(status=("misattributed",), without_disputed=False).clause()


def disputed_in(filters: Filters) -> Clause | None:
    """Return the condition of statements left out as disputed; None if they are kept."""
    if not filters.without_disputed:
        return None
    return filters._replace(without_disputed=False).clause() & DISPUTED


def hearsay_in(filters: Filters) -> Clause | None:
    """Return the condition of statements left out as hearsay; None if they are kept."""
    return None if filters.with_hearsay else filters.clause() & HEARSAY


def _counted(index: sqlite3.Connection, clause: Clause) -> dict[str, int]:
    query = f"""SELECT issue, SUM(s.statements) FROM {counted_in(clause.sql)} AS s
                WHERE {clause.sql} GROUP BY issue ORDER BY issue"""
    return dict(index.execute(query, clause.values).fetchall())
