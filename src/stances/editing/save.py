"""Write several files, or none of them."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, NamedTuple

from stances.atomic import create, mode_of, new_draft, sync_folder
from stances.editing.journal import begin, end, read
from stances.errors import Busy, CannotWrite, ChangedMeanwhile, CutOff, HalfDone, OpenInEditor
from stances.paths import CODINGS, WITH_PARTS, holds_records
from stances.regular_files import leads_out

if sys.platform == "win32":  # pragma: no cover - no other system has it
    import msvcrt
    import tempfile

    from stances.paths import digest
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path


class Replacement(NamedTuple):
    """A file and its bytes before and after; None if there is no such file.

    A new file gets the permissions of the file `like`, if it is given.
    """

    path: Path
    before: bytes | None
    after: bytes | None
    like: Path | None = None


_WITHOUT = "there is no journal to finish this change by, should it be cut off"
_ENDING = {
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
}


class _Prepared(NamedTuple):
    """A file, the draft that replaces it, and the copy to restore if anything fails."""

    path: Path
    draft: Path | None
    kept: Path | None


def save(
    folder: Path,
    replacements: Sequence[Replacement],
    *,
    force: bool = False,
    what: str = "a change",
    tell: Callable[[str], object] = lambda _: None,
) -> None:
    """Replace files of the corpus in `folder`; if one fails, none is changed.

    A file is replaced only if it still has its bytes `before`. It keeps its permissions; a link
    stays a link. A change of several files has a journal, which calls it `what`; `tell` gets a line
    if no journal is possible.

    Raises `OpenInEditor` unless `force`, `Busy`, `ChangedMeanwhile` and `CannotWrite`. Raises
    `CutOff` if an earlier change is not finished, and `HalfDone` if replaced files could not be
    restored.
    """
    if not replacements:
        return
    _refuse_leading_out(folder, replacements)
    if not force:
        for each in replacements:
            refuse_open(each.path)
    with locked(folder) as is_locked, ExitStack() as stack:
        for place in {each.path.parent for each in replacements}:
            if not holds_records(place, folder):
                stack.enter_context(locked(place))  # other corpora may have these copies too
        stack.callback(drop_empty, folder, [each.path for each in replacements])
        if is_locked and (other := read(folder)):
            if not other.progress().is_whole:
                raise CutOff("is not finished", other.shown)
            end(folder)
        if len(replacements) == 1:
            put(replacements, nullcontext())
        elif is_locked:
            put(replacements, _journaled(folder, replacements, what, tell))
        else:
            tell(f"{_WITHOUT}: the system locks no folder here")
            put(replacements, nullcontext())


def _refuse_leading_out(folder: Path, replacements: Sequence[Replacement]) -> None:
    for place in {each.path.parent for each in replacements}:
        if holds_records(place, folder) and leads_out(place, folder):
            why = "it is a link that leads out of the corpus; no file was changed"
            raise CannotWrite(place, why)


def drop_empty(folder: Path, files: Iterable[Path]) -> None:
    """Delete the folders of parts and of coders that a change of these files has left empty."""
    for place in {file.parent for file in files}:
        if place.parent in (folder / WITH_PARTS, folder / CODINGS):
            with suppress(OSError):  # it is not empty, or is a link
                place.rmdir()
                if place.parent == folder / CODINGS:
                    place.parent.rmdir()


def put(replacements: Sequence[Replacement], journal: AbstractContextManager[object]) -> None:
    """Replace files; `journal` is entered before the first and left after the last."""
    with ExitStack() as stack:
        prepared = [_prepare(each, stack) for each in replacements]
        for each in replacements:
            _refuse_changed(each)
        with _uninterrupted():
            try:
                with journal:
                    _put_in_place(prepared)
                    _sync_folders(prepared)
            except HalfDone as error:
                # Delete the drafts, but keep the only copies of old files.
                for draft in (draft for each in prepared for draft in (each.draft, each.kept)):
                    if draft is not None and draft not in error.kept:
                        _delete(draft)
                stack.pop_all()
                raise
            stack.close()


@contextmanager
def _journaled(
    folder: Path, replacements: Sequence[Replacement], what: str, tell: Callable[[str], object]
) -> Iterator[None]:
    """Keep a journal of a change until it is done or undone."""
    if why := begin(folder, replacements, what):
        tell(f"{_WITHOUT}: {why}")
        yield
        return
    try:
        yield
    except HalfDone:
        raise
    except BaseException:
        with suppress(CannotWrite):
            end(folder)
        raise
    with suppress(CannotWrite):  # the next change drops the journal of a finished one
        end(folder)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C and other signals that end the program until the end of the block."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - only Windows has none
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(each: Replacement, stack: ExitStack) -> _Prepared:
    """Write a draft next to the old file, and keep the old file under a second name."""
    path = each.path.resolve()
    try:
        kept = draft = None
        if each.before is not None:
            if each.path.exists() and not os.access(each.path, os.W_OK):
                raise CannotWrite(each.path, "it is read-only; no file was changed")
            kept = _draft(path, stack)
            _keep(path, kept, each.before)
        if each.after is not None:
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(path.parent.parent)
            draft = _draft(path, stack)
            _write(draft, each.after)
            draft.chmod(mode_of(each.like or path))
    except (OSError, RuntimeError) as error:
        raise _failure(each.path, error) from error
    return _Prepared(path, draft, kept)


def _draft(path: Path, stack: ExitStack) -> Path:
    draft = new_draft(path)
    stack.callback(_delete, draft)
    return draft


def _delete(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _keep(path: Path, kept: Path, before: bytes) -> None:
    """Give the file a second name, or make a copy if the system has no hard links."""
    try:
        kept.hardlink_to(path)
    except OSError:
        _write(kept, before)
        kept.chmod(mode_of(path))


def _write(path: Path, content: bytes) -> None:
    create(path)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _failure(path: Path, error: BaseException) -> CannotWrite:
    why = getattr(error, "strerror", None) or str(error)
    return CannotWrite(path, f"{why}; no file was changed")


def _refuse_changed(each: Replacement) -> None:
    try:
        now = each.path.read_bytes()
    except FileNotFoundError:
        now = None
    except OSError as error:
        raise _failure(each.path, error) from error
    if now != each.before:
        raise ChangedMeanwhile(each.path)


def _put_in_place(prepared: Sequence[_Prepared]) -> None:
    done: list[_Prepared] = []
    for each in prepared:
        try:
            done.append(each)
            if each.draft is None:
                each.path.unlink()
            else:
                each.draft.replace(each.path)
        except BaseException as error:
            _put_back(done, error)
            if isinstance(error, OSError):
                raise _failure(each.path, error) from error
            raise


def _put_back(done: Sequence[_Prepared], why: BaseException) -> None:
    """Undo the steps that were done; the last one may not have happened."""
    lost: dict[Path, Path | None] = {}
    for each in reversed(done):
        try:
            if (each.draft or each.path).exists():
                continue
            if each.kept is not None:
                each.kept.replace(each.path)
            else:
                each.path.unlink(missing_ok=True)
        except OSError:
            lost[each.path] = each.kept and _set_aside(each.path, each.kept)
    if lost:
        raise HalfDone(dict(reversed(lost.items())), str(why) or "interrupted") from why


def _set_aside(path: Path, kept: Path) -> Path:
    """Rename the only copy of a file, so that it does not count as a draft."""
    try:
        return kept.replace(path.with_name(f".{path.name}-before-{kept.name[-8:]}"))
    except OSError:
        return kept


def _sync_folders(prepared: Sequence[_Prepared]) -> None:
    for folder in dict.fromkeys(each.path.parent for each in prepared):
        sync_folder(folder)


_SIGNS = (
    *(".{}.swp", ".{}.swo", ".{}.swn"),  # Vim
    *(".#{}", "#{}#"),  # Emacs
    *(".{}.kate-swp", ".~lock.{}#"),  # Kate; LibreOffice
)
"""The names of files that editors keep next to an open file. A backup (`x~`) stays after closing,
so it is not among them."""


def refuse_open(path: Path) -> None:
    """Raise `OpenInEditor` if an editor seems to have the file open."""
    for target in dict.fromkeys((path, path.resolve())):
        for sign in _SIGNS:
            swap_file = target.with_name(sign.format(target.name))
            if os.path.lexists(swap_file):
                raise OpenInEditor(path, swap_file.name)


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Lock a corpus while writing to it. Raises `Busy` if another process has locked it.

    The system releases the lock when the process ends, however it ends. On some network drives no
    lock is possible. This then yields False, and other processes are not kept out; files are still
    compared before they are replaced.
    """
    try:
        descriptor = _opened(folder)
    except OSError:
        yield False
        return
    try:
        yield _lock(descriptor, folder)
    finally:
        os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover - as above

    def _opened(folder: Path) -> int:
        name = digest(str(folder.resolve()).encode()).hex()
        return os.open(f"{tempfile.gettempdir()}/stances-{name}.lock", os.O_RDWR | os.O_CREAT)

    def _lock(descriptor: int, folder: Path) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise Busy(folder) from error
        return True

else:

    def _opened(folder: Path) -> int:
        # Lock the folder itself, so that no lock file is left in it.
        return os.open(folder, os.O_RDONLY)

    def _lock(descriptor: int, folder: Path) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(folder) from error
        except OSError:
            return False
        return True
