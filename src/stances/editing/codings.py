"""Find and change codings in a workspace; move them between statements, officials and coders."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from stances.coders import digest_of_words
from stances.editing.comments import comments_of
from stances.editing.document import opened
from stances.editing.edits import commented, note_below, remove
from stances.editing.file_text import Change, Edit
from stances.editing.yaml_writer import inline
from stances.model.fields import READ, keys
from stances.paths import CODINGS, coder_of
from stances.queries.choices import file_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from stances.editing.document import YamlFile
    from stances.editing.workspace import Workspace
    from stances.yaml_reader import Value

    Coding = dict[str, Value]


_CODERS = "SELECT DISTINCT coder FROM all_codings WHERE ref = ? ORDER BY coder"
_ORDER = keys("Coding")


def codings_path(coder: str, official: str) -> str:
    """Return the path of the file with a coder's codings of an official's statements."""
    return f"{CODINGS}/{coder}/{official}.yaml"


def files_of_codings(index: sqlite3.Connection, officials: Collection[str]) -> list[str]:
    """Return the paths of all files with codings of these officials' statements."""
    query = "SELECT path, id FROM files WHERE path > 'codings/' AND path < 'codings0' ORDER BY path"
    return [path for path, id_ in index.execute(query) if id_ in officials]


def official_of(path: str) -> str:
    """Return the official whose statements a file of codings is about."""
    return PurePosixPath(path).stem


def make_room(workspace: Workspace, path: str) -> None:
    """Open a file of codings, or create an empty one. Raises `CannotEdit`."""
    if path in workspace.after:
        return
    if (workspace.folder / path).exists():
        workspace.refuse_link(path)
        file = opened(workspace.folder / path, "coding", workspace.folder)
        workspace.before[path] = workspace.after[path] = file
    else:
        workspace.draw_up(path, {})


def with_words(coding: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """Return a coding with the digests of the texts that its coder has read."""
    whole = {**coding, "words": [*map(digest_of_words, texts)]}
    return {key: whole[key] for key in _ORDER if key in whole}


def put_codings(workspace: Workspace, coder: str, codings: Mapping[str, Mapping[str, Any]]) -> None:
    """Write codings of statements, by their references; existing codings are replaced.

    Raises `CannotEdit` for a file with problems, and `ChangedMeanwhile`.
    """
    by_path: dict[str, dict[str, Any]] = {}
    for ref, coding in codings.items():
        official, _, id_ = ref.partition("/")
        ordered = {key: coding[key] for key in _ORDER if key in coding}
        by_path.setdefault(codings_path(coder, official), {})[id_] = ordered
    for path, new in by_path.items():
        if path not in workspace.after and file_digest(workspace.index, path) is None:
            workspace.draw_up(path, new)
        else:
            workspace.open(path)
            workspace.become(path, (), workspace.data(path) | new)


def take_out(workspace: Workspace, ref: str) -> list[str]:
    """Remove all codings of a statement, and files left empty; return the coders."""
    official, _, id_ = ref.partition("/")
    coders = [coder for (coder,) in workspace.index.execute(_CODERS, (ref,)).fetchall()]
    for coder in coders:
        path = codings_path(coder, official)
        workspace.open(path)
        _take_out(workspace, path, id_)
    return coders


def texts_of(index: sqlite3.Connection, refs: Iterable[str]) -> dict[str, list[str]]:
    """Return the texts of the evidence of statements, including texts from `words_of`."""
    from stances.queries.listing import batched, rows_of  # noqa: PLC0415 - small commands do without

    return {
        ref: [each["text"] for each in row["evidence"]]
        for some in batched(refs)
        for ref, row in rows_of(index, some, ("ref", "evidence")).items()
    }


def rekey(
    workspace: Workspace, path: str, refs: Mapping[str, str], told: list[str] | None = None
) -> int:
    """Move the codings of a file to other statements; `refs` maps old references to new ones.

    A statement of another official moves its coding to another file. A file that is left empty is
    deleted. Returns the number of codings. `told` gets lines about what the user should check.
    """
    official, coder, found = official_of(path), coder_of(path), 0
    for id_ in [*workspace.data(path)]:
        was = f"{official}/{id_}"
        if was not in refs or refs[was] == was:
            continue
        found += 1
        holder, _, new = refs[was].partition("/")
        target = codings_path(coder, holder)
        if target != path:
            make_room(workspace, target)
        if new in workspace.data(target):
            _join(workspace, (path, id_), (target, new), told)
        elif target == path:
            workspace.change(path, _renamed_key, id_, new)
        else:
            _hand_over(workspace, (path, id_), (target, new))
    return found


def hand_all_over(workspace: Workspace, path: str, target: str) -> None:
    """Move a file of codings to another path; existing codings there stay, and others are added."""
    if target not in workspace.after and not (workspace.folder / target).exists():
        workspace.move(path, target)
        return
    make_room(workspace, target)
    for id_ in [*workspace.data(path)]:
        if id_ in workspace.data(target):
            _join(workspace, (path, id_), (target, id_), None)
        else:
            _hand_over(workspace, (path, id_), (target, id_))
    if path in workspace.after:
        workspace.delete(path)


_Place = tuple[str, str]
"""The path of a file, and the id of a statement with a coding in it."""


def _hand_over(workspace: Workspace, old: _Place, new: _Place) -> None:
    """Move a coding to another file, with its comments."""
    (path, id_), (target, key) = old, new
    file = workspace.after[path]
    comments = comments_of(commented(file).part((id_,)))
    workspace.become(target, (), {**workspace.data(target), key: file.data[id_]})
    if comments:
        workspace.change(target, note_below, comments)
    _take_out(workspace, path, id_)


def _join(workspace: Workspace, old: _Place, new: _Place, told: list[str] | None) -> None:
    """Join two codings by one coder, because their two statements are one now.

    The new coding stays. If the other one differs, it is kept in the note.
    """
    (path, id_), (target, key) = old, new
    theirs, mine = workspace.data(path)[id_], workspace.data(target)[key]
    if isinstance(theirs, dict) and isinstance(mine, dict):
        joined = dict(mine)
        if "words" in mine and "words" in theirs:
            words = (*_list(mine, "words"), *_list(theirs, "words"))
            joined["words"] = [*dict.fromkeys(map(str, words))]
        if reading(theirs) != reading(mine):
            other = f"(Of {official_of(path)}/{id_}: {shown(theirs)})"
            note = mine.get("note")
            if not (isinstance(note, str) and other in note):
                joined["note"] = f"{note} {other}" if isinstance(note, str) else other
            if told is not None:
                both = f"{coder_of(path)} has read {official_of(path)}/{id_} otherwise"
                told.append(f"{both}, which is kept in the note: {target}")
        workspace.become(target, (key,), joined)
    _take_out(workspace, path, id_)


def _take_out(workspace: Workspace, path: str, id_: str) -> None:
    """Remove a coding; delete the file if it has no others."""
    if len(workspace.data(path)) > 1:
        workspace.change(path, remove, (id_,))
    else:
        workspace.delete(path)


def reading(record: Mapping[str, Value]) -> dict[str, Value]:
    """Return how a coding or a statement reads the words, with the `skip` of a coding."""
    found = {key: record[key] for key in (*READ, "skip") if key in record}
    if found.get("conditions") == []:
        del found["conditions"]
    return found


def shown(record: Mapping[str, Value]) -> str:
    """Return a reading on one line: `position: rejects; frames: cost`."""
    return "; ".join(
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for key, value in reading(record).items()
    )


def _list(record: Mapping[str, Value], key: str) -> list[Value]:
    value = record.get(key)
    return value if isinstance(value, list) else []


def _renamed_key(file: YamlFile, old: str, new: str) -> Change:
    """Replace the key of an entry at the top level of a file; its value and place stay."""
    key = file.part((old,)).key
    if key is None:
        raise KeyError(old)
    data = {new if each == old else each: value for each, value in file.data.items()}
    return Change([Edit(key.start, key.end, inline(new))], data)


def coders(index: sqlite3.Connection) -> Iterator[str]:
    """Return the coders with at least one readable coding, sorted."""
    query = "SELECT DISTINCT coder FROM all_codings ORDER BY coder"
    return (coder for (coder,) in index.execute(query))
