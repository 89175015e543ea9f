"""Proof that a renaming changes an id and nothing else, and makes no new errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stances.editing.file_text import UnfaithfulError
from stances.editing.formatting import corpus_files
from stances.editing.trial import tried
from stances.errors import CannotRename, ChangedMeanwhile
from stances.model import fields
from stances.paths import digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from stances.editing.rename.merge import Merge
    from stances.editing.workspace import Workspace
    from stances.problems import Problem

    Row = dict[str, Any]


_OF_STATEMENTS = ("all_statements", "statement_frames", "evidence", "disputes")
_TABLES = (
    *("corpus", "issues", "positions", "factions", "frames", "sources", "assessments"),
    *("assessment_subjects", "officials", "roles", *_OF_STATEMENTS),
)
_THINGS = ("issue", "position", "faction", "frame", "source", "official")
_KINDS: dict[str, tuple[str, ...]] = {
    **{thing: (thing,) for thing in _THINGS},
    "sources": ("source",),
    **{
        key: field.names
        for record in fields.RECORDS.values()
        for key, field in record.items()
        if field.names
    },
}
"""The columns that hold ids, and of what."""
_LISTS = ("about", "frames", "sources", "evidence", "roles")
_UNTOLD = ("path", "line", "column")
_NARROW = (
    "WHERE ref IN (SELECT ref FROM all_statements WHERE path IN (SELECT value FROM json_each(?)))"
)


class Renamed:
    """What ids become: `old` is called `new`, and so is all that names it."""

    def __init__(self, index: sqlite3.Connection, merge: Merge) -> None:
        self._old = merge.old
        self._new = merge.new.id
        # Evidence has no issue of its own.
        self._issues = (
            dict(index.execute("SELECT ref, issue FROM all_statements").fetchall())
            if merge.old.kind == "position"
            else {}
        )

    def row(self, row: Row) -> Row:
        """A row as it would be."""
        issue = row.get("issue", self._issues.get(row.get("ref")))
        return {
            key: self._value(_KINDS.get(key, ()), key, value, issue) for key, value in row.items()
        }

    def _value(self, kinds: Sequence[str], key: str, value: Any, issue: str | None) -> Any:  # noqa: ANN401 - any cell
        if isinstance(value, list):
            return [self._value(kinds, key, each, issue) for each in value]
        if isinstance(value, dict):
            return {
                inner: self._value(_KINDS.get(inner, ()), inner, each, issue)
                for inner, each in value.items()
            }
        if key == "ref":
            return self._ref(value)
        is_it = value == self._old.id and self._old.kind in kinds
        if is_it and (self._old.kind != "position" or issue == self._old.within):
            return self._new
        return value

    def _ref(self, ref: str) -> str:
        official, _, id_ = ref.partition("/")
        if self._old.kind == "official" and official == self._old.id:
            return f"{self._new}/{id_}"
        if self._old.kind == "statement" and ref == self._old.shown:
            return f"{official}/{self._new}"
        return ref


def fingerprint(
    index: sqlite3.Connection, paths: Sequence[str] | None, renamed: Renamed | None = None
) -> dict[str, int]:
    """A number for each table, which tells its rows in any order, without the places they stand at.

    Of statements only those in the files at `paths`, if these are given.
    """
    found: dict[str, int] = {}
    for table in _TABLES:
        narrow = _NARROW if paths is not None and table in _OF_STATEMENTS else ""
        values = [json.dumps(paths)] if narrow else []
        rows = index.execute(f'SELECT * FROM "{table}" {narrow}', values)  # noqa: S608 - of the list above
        found[table] = sum(_number(_told(row), renamed) for row in map(dict, rows))
    return found


def _number(row: Row, renamed: Renamed | None) -> int:
    told = renamed.row(row) if renamed else row
    return int.from_bytes(digest(json.dumps(told, sort_keys=True).encode()))


def _told(row: Row) -> Row:
    """What a row says of its record, with lists as lists."""
    return {
        key: json.loads(value) if key in _LISTS and str(value).startswith("[") else value
        for key, value in row.items()
        if key not in _UNTOLD and not key.endswith(("_line", "_column"))
    }


_FEWER = "ST407"
"""Two made one are one less than `assertions` may ask for: to be told, and no reason to refuse."""


def verified(workspace: Workspace, merge: Merge, *, exact: bool) -> list[Problem]:
    """The new problems that a renaming would make, none of them an error.

    Raises `CannotRename` for errors. If the renaming has to be `exact`, all records must be the
    same but for the id: `UnfaithfulError` says that they are not, and `ChangedMeanwhile` that they
    may be, but somebody else is writing.
    """
    with tried(workspace) as trial:
        if exact:
            _refuse_unfaithful(workspace, trial.index, merge)
        new = trial.new_problems()
    errors = [each for each in new if each.severity == "error" and each.code != _FEWER]
    if errors:
        listed = "; ".join(f"{each.path}:{each.line}: {each.message}" for each in errors[:3])
        raise CannotRename(f"the corpus would have new errors: {listed}", errors[0].hint)
    return new


def _refuse_unfaithful(workspace: Workspace, index: sqlite3.Connection, merge: Merge) -> None:
    """Hold the records as they are, with the id mapped, against those that there would be."""
    paths = None if workspace.changes_heads else workspace.changed
    before = fingerprint(workspace.index, paths, Renamed(workspace.index, merge))
    if before != fingerprint(index, paths):
        _refuse_changed(workspace.folder, workspace.index)
        raise UnfaithfulError(f"renaming {merge.old.shown} would change more than its id")


def _refuse_changed(folder: Path, index: sqlite3.Connection) -> None:
    """Raise `ChangedMeanwhile` if the corpus is not what the index was made of any more."""
    known = dict(index.execute("SELECT path, digest FROM files").fetchall())
    found = {each.path: each.file for each in corpus_files(folder)}
    for path in sorted({*known, *found}):
        file = found.get(path, folder / path)
        if not file.is_file() or known.get(path) != digest(file.read_bytes()):
            raise ChangedMeanwhile(file)
