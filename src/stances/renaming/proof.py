"""The corpus as it would be, read and checked as ever, and held against the corpus as it is."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from stances.editing.corpus_files import corpus_files
from stances.editing.splice import UnfaithfulError
from stances.errors import CannotRename, ChangedMeanwhile
from stances.folders import digest
from stances.index.build import build
from stances.index.copying import copied
from stances.index.update import update
from stances.queries.faults import problems
from stances.renaming.fingerprint import Renamed, fingerprint

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from stances.problems import Problem
    from stances.renaming.draft import Draft
    from stances.renaming.merging import Merge

_FEWER = "ST407"
"""Two made one are one less than `assertions` may ask for: to be told, and no reason to refuse."""
_HEADS = {"corpus.yaml", "codebook.yaml"}


def new_problems(
    folder: Path, index: sqlite3.Connection, draft: Draft, merge: Merge, *, exact: bool
) -> list[Problem]:
    """The problems that there would be more than there are.

    Raises `CannotRename` for errors. If the renaming has to be `exact`, all records must be the
    same but for the id: `UnfaithfulError` says that they are not, and `ChangedMeanwhile` that they
    may be, but somebody else is writing.
    """
    with TemporaryDirectory(prefix="stances-") as name:
        tried = _tried(folder, index, draft, Path(name))
    with closing(tried):
        if exact:
            _refuse_unfaithful(folder, index, tried, draft, merge)
        more = [*_more(problems(index), problems(tried), draft)]
    errors = [each for each in more if each.severity == "error" and each.code != _FEWER]
    if errors:
        listed = "; ".join(f"{each.path}:{each.line}: {each.message}" for each in errors[:3])
        raise CannotRename(f"the corpus would have new errors: {listed}", errors[0].hint)
    return more


def _refuse_unfaithful(
    folder: Path, index: sqlite3.Connection, tried: sqlite3.Connection, draft: Draft, merge: Merge
) -> None:
    """Hold the records as they are, with the id mapped, against those that there would be."""
    paths = None if _is_whole(draft) else draft.changed
    before = fingerprint(index, paths, Renamed(index, merge))
    if before != fingerprint(tried, paths):
        _refuse_changed(folder, index)
        raise UnfaithfulError(f"renaming {merge.old.shown} would change more than its id")


def _refuse_changed(folder: Path, index: sqlite3.Connection) -> None:
    """Raise `ChangedMeanwhile` if the corpus is not what the index was made of any more."""
    known = dict(index.execute("SELECT path, digest FROM files").fetchall())
    found = {each.path: each.file for each in corpus_files(folder)}
    for path in sorted({*known, *found}):
        file = found.get(path, folder / path)
        if not file.is_file() or known.get(path) != digest(file.read_bytes()):
            raise ChangedMeanwhile(file)


def _is_whole(draft: Draft) -> bool:
    """Whether a file is changed that all others are held against."""
    return not _HEADS.isdisjoint(draft.changed)


def _tried(
    folder: Path, index: sqlite3.Connection, draft: Draft, trial: Path
) -> sqlite3.Connection:
    """An index of the corpus as it would be."""
    for name in ("sources", "officials"):
        (trial / name).mkdir()
    changed = draft.changed
    whole = _is_whole(draft)
    for path, file in ((each.path, each.file) for each in corpus_files(folder)):
        if path not in changed and (whole or path in _HEADS):
            _link(trial / path, file)
    for path in changed:
        if path in draft.after:
            (trial / path).write_bytes(draft.after[path].raw)
    if whole:
        return build(trial)
    copy = copied(index)
    update(copy, trial, changed)
    return copy


def _link(path: Path, file: Path) -> None:
    try:
        path.symlink_to(file.resolve())
    except OSError:  # not every system lets everybody make links
        copyfile(file, path)


def _more(before: Iterable[Problem], after: Iterable[Problem], draft: Draft) -> Iterator[Problem]:
    """The problems of each file and kind that there were fewer of."""
    left = Counter((each.path, each.code) for each in before)
    for each in after:
        key = draft.moved.get(each.path, each.path), each.code
        left[key] -= 1
        if left[key] < 0:
            yield each
