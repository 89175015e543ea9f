"""Verify that a renaming changes an id and nothing else, and makes no new errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stances.editing.decisions import carry_signs
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
    from collections.abc import Callable, Collection, Container, Mapping, Sequence
    from pathlib import Path

    from stances.editing.rename.merge import Merge, Merging
    from stances.editing.workspace import Workspace
    from stances.problems import Problem

    Row = dict[str, Any]


_OF_STATEMENTS = ("all_statements", "statement_frames", "evidence", "disputes")
_TABLES = (
    *("corpus", "issues", "positions", "factions", "frames", "sources", "assessments"),
    *("assessment_subjects", "officials", "roles", *_OF_STATEMENTS),
    *("all_codings", "all_coding_frames"),
)
_THINGS = ("issue", "position", "faction", "frame", "source", "official")
_KINDS: dict[str, tuple[str, ...]] = {
    **{thing: (thing,) for thing in _THINGS},
    "sources": ("source",),
    "own_faction": ("faction",),
    "words_source": ("source",),
    "quoted_from": ("source",),
    "words_by": ("official",),
    **{
        key: field.names
        for record in fields.RECORDS.values()
        for key, field in record.items()
        if field.names
    },
}
"""The columns that hold ids, and the kinds of these ids."""
_LISTS = (
    *("about", "frames", "sources", "evidence", "roles", "disputes", "tension_with"),
    *("same_occasion", "according_to"),
)
_PLACES = ("path", "line", "column")
_DERIVED = ("occasion", "words", "noted", "joined")
"""Columns derived from others: orders of ids, and folded text for searching."""
_NARROW = (
    "WHERE ref IN (SELECT ref FROM all_statements WHERE path IN (SELECT value FROM json_each(?)))"
)


_OF_SPEAKERS = {
    "all_statements": "official name faction role own_faction own_role status disputed disputes "
    "unnamed spoken_by evidence forms quote quoted_from lang sources match_certain "
    "match_probable retracted reviewed_by note".split(),
    "evidence": ("speaker",),
    "all_codings": ("official",),
}
"""Columns that may change with the official, in a statement and in those that have its words."""


class Renamed:
    """Replaces the old id in rows of the index, as the renaming does in the files.

    `refs` maps the old references of moved statements to the new ones.
    """

    def __init__(
        self, index: sqlite3.Connection, merge: Merge, refs: Mapping[str, str] | None = None
    ) -> None:
        self._old = merge.old
        self._new = merge.new.id
        self._refs = refs or {}
        # Evidence has no issue of its own.
        self._issues = (
            dict(index.execute("SELECT ref, issue FROM all_statements").fetchall())
            if merge.old.kind == "position"
            else {}
        )

    def row(self, row: Row) -> Row:
        """Return a row after the renaming."""
        issue = row.get("issue", self._issues.get(row.get("ref")))
        return {
            key: self._value(_KINDS.get(key, ()), key, value, issue) for key, value in row.items()
        }

    def coder(self, id_: str) -> str:
        """Return the id of a coder after the renaming."""
        return self._new if (self._old.kind, self._old.id) == ("coder", id_) else id_

    def _value(self, kinds: Sequence[str], key: str, value: Any, issue: str | None) -> Any:  # noqa: ANN401 - any cell
        if isinstance(value, list):
            return [self._value(kinds, key, each, issue) for each in value]
        if isinstance(value, dict):
            return {
                inner: self._value(_KINDS.get(inner, ()), inner, each, issue)
                for inner, each in value.items()
            }
        if key == "ref" or (value and kinds == ("statement",)):
            return self.ref(value)
        is_it = value == self._old.id and self._old.kind in kinds
        if is_it and (self._old.kind != "position" or issue == self._old.within):
            return self._new
        return value

    def ref(self, ref: str) -> str:
        """Return the reference of a statement after the renaming."""
        if ref in self._refs:
            return self._refs[ref]
        official, _, id_ = ref.partition("/")
        if self._old.kind == "official" and official == self._old.id:
            return f"{self._new}/{id_}"
        if self._old.kind == "statement" and ref == self._old.shown:
            return f"{official}/{self._new}"
        return ref


def fingerprint(
    index: sqlite3.Connection,
    paths: Sequence[str] | None,
    renamed: Renamed | None = None,
    moved: Collection[str] = (),
) -> dict[str, int]:
    """Return a checksum of each table, without the order of rows and their places in files.

    If `paths` are given, only the statements in these files count. `moved` are the new references
    of statements that get another official; columns that may change with it do not count for these.
    """
    sums: dict[str, int] = {}
    for table in _TABLES:
        spare = _OF_SPEAKERS.get(table, ())
        places = (*_PLACES, "number") if moved and table == "all_statements" else _PLACES
        narrow = _NARROW if paths is not None and table in _OF_STATEMENTS else ""
        values = [json.dumps(paths)] if narrow else []
        rows = index.execute(f'SELECT * FROM "{table}" {narrow}', values)  # noqa: S608 - of the list above
        sums[table] = sum(_checksum(_told(row, places), renamed, moved, spare) for row in rows)
    return sums


def _checksum(
    row: Row, renamed: Renamed | None, moved: Collection[str], spare: Container[str]
) -> int:
    values = renamed.row(row) if renamed else row
    if values.get("ref") in moved or values.get("words_of") in moved:
        values = {key: value for key, value in values.items() if key not in spare}
    return int.from_bytes(digest(json.dumps(values, sort_keys=True).encode()))


def _told(row: sqlite3.Row, places: Container[str]) -> Row:
    """Return the values of a row without places in files and values derived from ids."""
    return {
        key: json.loads(row[key]) if key in _LISTS and str(row[key]).startswith("[") else row[key]
        for key in row.keys()  # noqa: SIM118 - a row is no mapping
        if key not in places and key not in _DERIVED and not key.endswith(("_line", "_column"))
    }


_FEWER = "ST407"
"""Merging may take the corpus below `assertions`: report it, but do not refuse."""


def verified(
    merging: Merging,
    *,
    exact: bool,
    look: Callable[[sqlite3.Connection], object] | None = None,
) -> list[Problem]:
    """Return the new problems of a renaming, none of them an error except `ST407`.

    `look` is called with the new index. Decisions are carried over, so that nobody has to decide
    again. Raises `CannotRename` for errors. If the renaming is `exact`, records may change only in
    the id: else raises `UnfaithfulError`, or `ChangedMeanwhile` if others have changed files.
    """
    workspace, merge = merging.workspace, merging.merge
    with tried(workspace) as trial:
        if exact:
            _refuse_unfaithful(workspace, trial.index, merge)
        new = trial.new_problems()
        if look:
            look(trial.index)
        refs = {was: now for now, was in workspace.renamed.items()}
        if merge.old.kind == "official":
            pairs = merging.ids.items()
            refs |= {f"{merge.old.id}/{was}": f"{merge.new.id}/{now}" for was, now in pairs}
        renamed = Renamed(workspace.index, merge, refs)
        carry_signs(workspace, trial.index, renamed.ref, renamed.coder)
    errors = [each for each in new if each.severity == "error" and each.code != _FEWER]
    if errors:
        listed = "; ".join(f"{each.path}:{each.line}: {each.message}" for each in errors[:3])
        raise CannotRename(f"the corpus would have new errors: {listed}", errors[0].hint)
    return new


def _refuse_unfaithful(workspace: Workspace, index: sqlite3.Connection, merge: Merge) -> None:
    """Compare the records before, with the id replaced, with the records after the renaming."""
    paths = None if workspace.changes_heads else workspace.changed
    refs = {was: now for now, was in workspace.renamed.items()}
    moved = {now for was, now in refs.items() if was.split("/")[0] != now.split("/")[0]}
    before = fingerprint(workspace.index, paths, Renamed(workspace.index, merge, refs), moved)
    if before != fingerprint(index, paths, moved=moved):
        _refuse_changed(workspace.folder, workspace.index)
        # The index lacked records with a dangling reference, or had them in another state.
        mends = dangling(workspace.index, merge.old, merge.new)
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
