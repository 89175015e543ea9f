"""Change a file in an editor: find the file, and read what the user saved."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, cast

from stances import regular_files
from stances.editing.document import as_it_is
from stances.editing.formatting import corpus_files, kind_of
from stances.editing.rename.targets import old_thing, split
from stances.editing.workspace import HEADS, Workspace
from stances.errors import AmbiguousThing, CannotEdit, UnknownName
from stances.paths import MAX_BYTES, coder_of, main_of
from stances.problems import Fault
from stances.queries.choices import file_of
from stances.regular_files import TooLargeError, UnfitFileError
from stances.yaml_reader import raw_bytes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from stances.corpus import Kind
    from stances.editing.document import YamlFile
    from stances.editing.references import Named
    from stances.problems import Where

_PLACE = re.compile(r":([1-9][0-9]{0,8})(:[0-9]+)?:?$")
_IN_THE_CODEBOOK = {"issue": "issues", "faction": "factions", "frame": "frames"}


class Spot(NamedTuple):
    """A file of the corpus, by its path there, and a line of it."""

    path: str
    line: int = 1


def spot(index: sqlite3.Connection, folder: Path, name: str) -> Spot:
    """Find the place of a record, a word of the codebook, or a file in the corpus.

    The file may have problems, and a line as in the output of `check`. Raises `UnknownName` or
    another error of `old_thing` if the name does not mean one thing.
    """
    files = {each.path for each in corpus_files(folder)}
    if found := _file(files, folder, name):
        return found
    kind, rest = split(name)
    try:
        thing = old_thing(index, rest, kind)
    except AmbiguousThing as error:
        error.hint = "say which, with its kind before it, as in `faction:military`"
        raise
    except UnknownName:
        if found := _left_out(files, folder, rest):  # the user may want to correct it
            return found
        raise
    return _of_thing(index, folder, thing)


def _file(files: set[str], folder: Path, name: str) -> Spot | None:
    """Return the file with a path in the corpus or from here, with or without a line."""
    match = _PLACE.search(name)
    bare = name[: match.start()] if match else name
    inside = os.path.relpath(os.path.abspath(bare), folder).replace(os.sep, "/")  # noqa: PTH100 - links stay
    for path in (bare, inside):
        if path in files:
            return Spot(path, int(match[1]) if match else 1)
    return None


def _left_out(files: set[str], folder: Path, name: str) -> Spot | None:
    """Find a record that is excluded from all results because of problems in its file."""
    holder, _, id_ = name.partition("/")
    for path in sorted(files):
        if PurePosixPath(main_of(path)).stem != holder or path in HEADS or coder_of(path):
            continue
        if not id_:
            return Spot(path)
        file = _opened(folder, path)
        for at, item in _items(file.data.get("statements")):
            if item.get("id") == id_:
                return Spot(path, line_of(file, ("statements", at)))
    return None


def _of_thing(index: sqlite3.Connection, folder: Path, thing: Named) -> Spot:
    if thing.kind in ("official", "source"):
        return Spot(f"{thing.kind}s/{thing.id}.yaml")
    if thing.kind == "statement":
        path = file_of(index, f"{thing.within}/{thing.id}")
        key = "statements"
    else:
        path, key = "codebook.yaml", _IN_THE_CODEBOOK.get(thing.kind, "issues")
    file = _opened(folder, path)
    for at, item in _items(file.data.get(key)):
        where: Where = (key, at)
        if thing.kind != "position" and item.get("id") == thing.id:
            return Spot(path, line_of(file, where))
        if thing.kind == "position" and item.get("id") == thing.within:
            for number, position in _items(item.get("positions")):
                if position.get("id") == thing.id:
                    return Spot(path, line_of(file, (*where, "positions", number)))
    return Spot(path)


def _items(value: object) -> Iterator[tuple[int, dict[str, object]]]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield number, item


def line_of(file: YamlFile, at: Where) -> int:
    """Return the line on which a part of a file begins, from 1; 1 if there is no such part."""
    try:
        start = file.part(at).start
    except KeyError:
        return 1
    return file.text.text.count("\n", 0, start) + 1


def _opened(folder: Path, path: str) -> YamlFile:
    return as_it_is(folder / path, _kind(path), content(folder, path))


def _kind(path: str) -> Kind:
    return cast("Kind", PurePosixPath(path).stem) if path in HEADS else kind_of(path)


def content(folder: Path, path: str) -> bytes:
    """Return the bytes of a file of the corpus, even if they are invalid. Raises `CannotEdit`."""
    raw = raw_bytes(folder / path, folder)
    if isinstance(raw, Fault):
        raise CannotEdit(folder / path, raw.message, raw.hint)
    return raw


def draft_content(draft: Path, folder: Path) -> bytes:
    """Return the bytes of a draft in its private folder. Raises `CannotEdit` if it is missing."""
    try:
        return regular_files.contents(draft, MAX_BYTES, folder, links=False)
    except TooLargeError as error:
        why = f"it has {error.size:,} bytes, and no more than {MAX_BYTES:,} are read"
        raise CannotEdit(draft, why, "divide it: officials/ID/ANY.yaml") from error
    except UnfitFileError as error:
        raise CannotEdit(draft, f"it has become {error.kind}", "edit it again") from error
    except OSError as error:
        raise CannotEdit(draft, error.strerror or str(error), "edit it again") from error


def workspace_of(
    index: sqlite3.Connection, folder: Path, path: str, before: bytes, after: bytes
) -> Workspace:
    """Return a workspace in which one file has changed to other bytes, even invalid ones."""
    workspace = Workspace(folder, index)
    workspace.before[path] = as_it_is(folder / path, _kind(path), before)
    workspace.after[path] = as_it_is(folder / path, _kind(path), after)
    return workspace
