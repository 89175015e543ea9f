"""Keep the first reading of a statement when an edit gives it a different reading."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from stances.coders import digest_of_words, folder_of
from stances.editing.codings import codings_path, put_codings
from stances.editing.touched import UNORDERED, statements_in
from stances.model.fields import READ
from stances.paths import CORPUS_FILE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from stances.editing.workspace import Workspace
    from stances.yaml_reader import Value

_RECORDED = "SELECT coder, issue, evidence FROM statements WHERE ref = ?"
_DEFAULT = "SELECT default_issue FROM corpus"
_CODED = "SELECT COUNT(*) FROM all_statements WHERE coder = ?"
_DEFAULT_CODER = "SELECT coder FROM corpus"
_KEPT = "SELECT 1 FROM all_codings WHERE ref = ? AND coder = ?"


class Kept(NamedTuple):
    """A first reading that is kept: its statement, its coder, and its file.

    `is_read_otherwise`: the record has another reading now, not only another coder.
    """

    ref: str
    coder: str
    path: str
    is_read_otherwise: bool = True

    @property
    def told(self) -> str:
        """A message about this for the user."""
        how = f"{self.ref} otherwise so far" if self.is_read_otherwise else f"{self.ref}"
        return f"{self.coder} has read {how}, which is kept in {self.path}"


def keep_first_readings(workspace: Workspace) -> list[Kept]:
    """Write the readings that a change replaces into the files of their own coders.

    A reading is position, conditions, frames and day, and its coder. It is kept if the statement
    had no errors before, and its issue is the same. If the coder already has a coding of the
    statement, that one is the first reading. Raises `CannotEdit` if a file of codings has errors.
    """
    before = dict(statements_in(workspace.before, workspace.changed))
    after = dict(statements_in(workspace.after, workspace.changed))
    kept: list[Kept] = []
    for ref in sorted(before.keys() & after.keys()):
        old, new = before[ref][-1], after[ref][-1]
        is_same = _reading(old) == _reading(new)
        if is_same and old.get("coder") == new.get("coder"):
            continue
        row = workspace.index.execute(_RECORDED, (ref,)).fetchone()
        if row is None or _issue(workspace.index, new) != row["issue"]:
            continue
        folder = folder_of(row["coder"])
        if is_same and folder == folder_of(_coder(workspace.index, new)):
            continue
        path = codings_path(folder, ref.partition("/")[0])
        if _has(workspace, path, ref):
            continue
        texts = [piece["text"] for piece in json.loads(row["evidence"])]
        put_codings(workspace, folder, {ref: _coding(old, texts)})
        kept.append(Kept(ref, row["coder"], path, is_read_otherwise=not is_same))
    return kept


def other_default(workspace: Workspace) -> str:
    """Return a message if the default coder of the corpus changes; empty if not.

    All statements that name no coder get the new one, although their files stay as they are.
    """
    if CORPUS_FILE not in workspace.changed:
        return ""
    [old] = workspace.index.execute(_DEFAULT_CODER).fetchone()
    new = str(workspace.data(CORPUS_FILE)["coder"])
    if folder_of(old) == folder_of(new):
        return ""
    [number] = workspace.index.execute(_CODED, (old,)).fetchone()
    return (
        f"{old} has read {number:,} statement{'' if number == 1 else 's'} so far. Statements that "
        f"name no coder now count as read by {new}; write `coder: {old}` there to keep that. If "
        f"{old} has a new name, undo this and use `stances rename coder:{folder_of(old)} NEW`"
    )


def _has(workspace: Workspace, path: str, ref: str) -> bool:
    """Whether a coder has a coding of a statement, in a file that may be open."""
    _, coder, _ = path.split("/")
    id_ = ref.partition("/")[2]
    if path in workspace.after:
        return id_ in workspace.data(path)
    return workspace.index.execute(_KEPT, (ref, coder)).fetchone() is not None


def _issue(index: sqlite3.Connection, statement: Mapping[str, Value]) -> Value | None:
    return statement.get("issue") or index.execute(_DEFAULT).fetchone()[0]


def _coder(index: sqlite3.Connection, statement: Mapping[str, Value]) -> str:
    return str(statement.get("coder") or index.execute(_DEFAULT_CODER).fetchone()[0])


def _reading(statement: Mapping[str, Value]) -> dict[str, Value]:
    """Return the reading of a statement; conditions and frames are sorted to be compared."""
    found: dict[str, Value] = {}
    for key in READ:
        value = statement.get(key)
        is_set = key in UNORDERED and isinstance(value, list)
        if value is not None and value != []:
            found[key] = sorted(value, key=str) if is_set else value
    return found


def _coding(statement: Mapping[str, Value], texts: list[str]) -> dict[str, Value]:
    """Return a coding with the reading of a statement, by a coder who has read all the evidence."""
    coding: dict[str, Value] = {key: statement[key] for key in READ if key in statement}
    if coding.get("conditions") == []:
        del coding["conditions"]
    words: list[Value] = [digest_of_words(text) for text in texts]
    return {**coding, "frames": coding.get("frames", []), "words": words}
