"""Verify that a renaming changes an id and nothing else, and makes no new errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stances.editing.file_text import UnfaithfulError
from stances.editing.formatting import corpus_files
from stances.editing.rename.half_done import changes_only_ids, dangling
from stances.editing.trial import tried
from stances.errors import CannotRename, ChangedMeanwhile
from stances.model import fields
from stances.paths import digest
from stances.problems import Fault
from stances.yaml_reader import raw_bytes

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
    "own_faction": ("faction",),
    **{
        key: field.names
        for record in fields.RECORDS.values()
        for key, field in record.items()
        if field.names
    },
}
"""The columns that hold ids, and the kinds of these."""
_LISTS = ("about", "frames", "sources", "evidence", "roles")
_PLACES = ("path", "line", "column")
_NARROW = (
    "WHERE ref IN (SELECT ref FROM all_statements WHERE path IN (SELECT value FROM json_each(?)))"
)


class Renamed:
    """Replaces the old id in rows of the index, as the renaming does in the files."""

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
        """A row after the renaming."""
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
    """A checksum for each table, of its rows in any order and without their places in files.

    If `paths` are given, only the statements in these files count.
    """
    sums: dict[str, int] = {}
    for table in _TABLES:
        narrow = _NARROW if paths is not None and table in _OF_STATEMENTS else ""
        values = [json.dumps(paths)] if narrow else []
        rows = index.execute(f'SELECT * FROM "{table}" {narrow}', values)  # noqa: S608 - of the list above
        sums[table] = sum(_checksum(dict(row), renamed) for row in rows)
    return sums


def _checksum(row: Row, renamed: Renamed | None) -> int:
    values = {
        key: json.loads(value) if key in _LISTS and str(value).startswith("[") else value
        for key, value in row.items()
        if key not in _PLACES and not key.endswith(("_line", "_column"))
    }
    values = renamed.row(values) if renamed else values
    return int.from_bytes(digest(json.dumps(values, sort_keys=True).encode()))


_FEWER = "ST407"
"""Merging may take the corpus below `assertions`: report it, but do not refuse."""


def verified(workspace: Workspace, merge: Merge, *, exact: bool) -> list[Problem]:
    """The new problems of a renaming, none of them an error.

    Raises `CannotRename` for errors. If the renaming is `exact`, all records must stay the same but
    for the id: else raises `UnfaithfulError`, or `ChangedMeanwhile` if others have changed files.
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
    """Compare the records before, with the id replaced, with those after the renaming."""
    paths = None if workspace.changes_heads else workspace.changed
    before = fingerprint(workspace.index, paths, Renamed(workspace.index, merge))
    if before != fingerprint(index, paths):
        _refuse_changed(workspace.folder, workspace.index)
        # Records with a dangling reference were not in the index, or not as they will be.
        mends = dangling(workspace.index, merge.old.id, merge.new.id)
        if mends and changes_only_ids(workspace, merge):
            return
        raise UnfaithfulError(f"renaming {merge.old.shown} would change more than its id")


def _refuse_changed(folder: Path, index: sqlite3.Connection) -> None:
    """Raise `ChangedMeanwhile` if a file has changed since the index was built."""
    digests = dict(index.execute("SELECT path, digest FROM files").fetchall())
    files = {each.path: each.file for each in corpus_files(folder)}
    for path in sorted({*digests, *files}):
        file = files.get(path, folder / path)
        raw = raw_bytes(file, folder)
        if isinstance(raw, Fault) or digests.get(path) != digest(raw):
            raise ChangedMeanwhile(file)
