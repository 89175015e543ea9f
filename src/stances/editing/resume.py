"""Finish a change of several files that was cut off, by its journal, or drop the journal."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from stances.atomic import DRAFT
from stances.editing.journal import end, read
from stances.editing.save import Replacement, drop_empty, locked, put, refuse_open
from stances.errors import Busy, CannotRename, CutOff, NoSnapshots
from stances.paths import find_snapshots, record_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stances.editing.journal import Entry, Journal, Progress

_SHOWN = 5
"""The number of files that a line names."""


def report(folder: Path) -> str:
    """Return a line on the change that was cut off, and what to do; empty if there is none."""
    try:
        with locked(folder):  # another process that is writing holds the lock
            journal = read(folder)
    except Busy:
        return ""
    except CutOff as error:
        return f"{error}: {error.hint}"
    if journal is None:
        return ""
    progress = journal.progress()
    if progress.lost:
        return f"{_cannot_be_finished(journal, progress)}: {_ABANDONS}"
    does = "drops its journal" if progress.is_whole else "finishes it"
    return f"{_cut_off(journal, progress)}; the next command that writes {does}"


def resume(folder: Path, tell: Callable[[str], object], *, force: bool = False) -> None:
    """Finish a change that was cut off, and delete leftover drafts in the corpus.

    If none of its files was written, the change is dropped. `tell` gets a line about it. While
    another process is writing, nothing is done. Raises `CutOff`, with nothing done, if a file is
    neither as before the change nor as after it; else the errors of `save`.
    """
    folder = folder.resolve()
    own = record_folders(folder)
    copies = _copies(folder)
    if read(folder) is None and not any(map(_drafts, [*own, *copies])):
        return  # do not take a lock that another process may need
    with suppress(Busy), locked(folder) as is_locked:
        if not is_locked:
            return
        if journal := read(folder):
            _finish(journal, tell, force=force)
            end(folder)
            copies |= {journal.copies} if journal.copies else set()
        changed = [journal.file(each.path) for each in journal.entries] if journal else []
        changed += [draft for place in own for draft in _drafts(place)]
        for place in own:
            _sweep(place)
        drop_empty(folder, changed)
        for place in copies:
            with suppress(Busy), locked(place):  # other corpora may share this folder
                _sweep(place)


def _copies(folder: Path) -> set[Path]:
    """Return the folder of stored copies, without regard to `--snapshots`."""
    try:
        copies = find_snapshots(None, str(folder))
    except NoSnapshots:
        return set()
    return {copies.resolve()} if copies else set()


def abandon(folder: Path) -> Iterator[str]:
    """Drop the journal of a change that was cut off; yield lines on the state of its files.

    Raises `CannotRename` if no change was cut off, and `Busy`.
    """
    with locked(folder):
        try:
            journal = read(folder)
        except CutOff as error:
            end(folder)
            yield f"dropped: {error}"
            return
        if journal is None:
            raise CannotRename("there is nothing to abandon: no change of this corpus was cut off")
        progress = journal.progress()
        end(folder)
    yield f"dropped: {_cut_off(journal, progress)}"
    for each in journal.entries:
        how = "written" if each in progress.written else "as it was before"
        yield f"  {journal.name(each)}: {'changed since' if each in progress.lost else how}"


def _finish(journal: Journal, tell: Callable[[str], object], *, force: bool) -> None:
    progress = journal.progress()
    if progress.lost:
        raise CutOff(f"cannot be finished, because {_neither(journal, progress)}", journal.shown)
    if progress.is_whole:
        done = "nothing was left to do" if progress.written else "run it again if it is wanted"
        tell(f"{_cut_off(journal, progress)}; {done}")
        return
    replacements = [_replacement(journal, each) for each in progress.left]
    if not force:
        for each in replacements:
            refuse_open(each.path)
    put(replacements, nullcontext())
    tell(f"{_cut_off(journal, progress)}; it is finished now")


def _replacement(journal: Journal, entry: Entry) -> Replacement:
    path = journal.file(entry.path)
    like = journal.file(entry.like) if entry.like else None
    before = None if entry.before is None else path.read_bytes()
    content = entry.content
    if content is None and entry.after is not None and like is not None:
        content = like.read_bytes()
    return Replacement(path, before, content, like)


def _sweep(place: Path) -> None:
    for draft in _drafts(place):
        with suppress(OSError):
            draft.unlink()


def _drafts(place: Path) -> list[Path]:
    """Return the user's drafts in a folder; if the folder is locked, killed processes left them."""
    user = getattr(os, "geteuid", lambda: 0)()  # on Windows, every file belongs to user 0
    with suppress(OSError), os.scandir(place) as entries:
        return [
            place / entry.name
            for entry in entries
            if DRAFT.fullmatch(entry.name)
            and entry.is_file(follow_symlinks=False)
            and entry.stat(follow_symlinks=False).st_uid == user
            and not place.is_symlink()
        ]
    return []


def _cut_off(journal: Journal, progress: Progress) -> str:
    of = len(journal.entries)
    left = (
        f": {_named(journal, progress.left)} not yet" if progress.written and progress.left else ""
    )
    return f"{journal.shown} was cut off with {len(progress.written)} of {of} files written{left}"


def _cannot_be_finished(journal: Journal, progress: Progress) -> str:
    why = _neither(journal, progress)
    return f"{journal.shown} was cut off, and cannot be finished, because {why}"


def _neither(journal: Journal, progress: Progress) -> str:
    are = "is" if len(progress.lost) == 1 else "are"
    return f"{_named(journal, progress.lost)} {are} neither as before it nor as after it"


def _named(journal: Journal, entries: Sequence[Entry]) -> str:
    more = f" and {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else ""
    return ", ".join(map(journal.name, entries[:_SHOWN])) + more


_ABANDONS = "put these back as they were, or drop its journal: `stances rename --abandon`"
