"""The folder of a site, and how a new site replaces an older one.

The older site is not touched until all of the new one is written to a draft within the folder. Then
the manifest is replaced by one of both sites, and files are put in place one by one. At last the
manifest is replaced by that of the new site. So if a run is killed, all files that it leaves are
listed with their digests, and the next run replaces them.
"""

from __future__ import annotations

import errno
import heapq
import os
import shutil
import signal
import stat
import threading
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from stances.atomic import new_draft, sync_folder
from stances.editing.save import locked
from stances.errors import CannotWrite
from stances.paths import printable
from stances.regular_files import UnfitFileError, opened
from stances.site.manifest import DRAFT, KEPT, MANIFEST, can_be, foreign, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_NAMED = 10
"""The most names in a message."""
_TOGETHER = 100_000
"""The entries that are in memory at a time."""
_IN_A_FOLDER = 10_000
"""The most staged files in one folder of the draft."""
_PIECE = 1 << 20
_SAME, _UNFIT = "same", "unfit"
"""Special states of a file: it has the same bytes, or is no regular file."""
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
_AGAIN = "run the command again, which finishes it"


class Written(NamedTuple):
    """The result of `put` for a file.

    `staged` is its name in the draft; it is empty if the same bytes are in place already.
    `replaces` is the digest of the file that is in its place. `state` is compared later to find
    whether that file has changed. Both are empty if there is no such file.
    """

    path: str
    digest: str
    staged: str = ""
    replaces: str = ""
    state: str = ""


class Committed(NamedTuple):
    """The number of files of a site, and how many of them were added, replaced and removed."""

    files: int
    added: int
    replaced: int
    removed: int

    @property
    def changed(self) -> int:
        """The number of files that were changed."""
        return self.added + self.replaced + self.removed


class Stage:
    """Writes the files of a new site to a draft. It can be pickled, and used in workers."""

    def __init__(self, root: str, draft: str) -> None:
        """Write to the folder `draft`, which is on the same file system as `root`."""
        self._root, self._draft = root, draft
        self._own: tuple[int, str, int] = (0, "", _IN_A_FOLDER)
        """A process id, the folder of that process in the draft, and the number of files in it."""

    def __getstate__(self) -> dict[str, Any]:
        """Return the state without the folder of this process."""
        return {**vars(self), "_own": (0, "", _IN_A_FOLDER)}

    def put(self, path: str, content: bytes) -> Written:
        """Stage a file, unless the same bytes are in place already. Raises `OSError`."""
        self._refuse_odd(path)
        digest = sha256(content).hexdigest()
        replaces, state = _there(f"{self._root}/{path}", content)
        if state == _SAME:
            return Written(path, digest)
        staged = self._name()
        descriptor = os.open(f"{self._draft}/{staged}", _WRITING, 0o666)
        try:
            rest = content[os.write(descriptor, content) :]
            while rest:  # a disk takes less only when it is nearly full
                rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
        return Written(path, digest, staged, replaces, state)

    def put_texts(self, files: Iterable[tuple[str, str]]) -> Iterator[Written]:
        """Stage files that are given by path and text."""
        return (self.put(path, text.encode()) for path, text in files)

    def put_file(self, path: str, write: Callable[[str], object]) -> Written:
        """Stage a file that may be too large for memory; `write` gets the path to write to."""
        self._refuse_odd(path)
        staged = self._name()
        draft = f"{self._draft}/{staged}"
        write(draft)
        digest, _ = _there(draft)
        replaces, state = _there(f"{self._root}/{path}")
        if replaces == digest:
            os.unlink(draft)
            return Written(path, digest)
        return Written(path, digest, staged, replaces, state)

    def size(self, written: Written) -> int:
        """Return the size of a file in bytes, whether it is in place or not."""
        at = f"{self._draft}/{written.staged}" if written.staged else f"{self._root}/{written.path}"
        return os.stat(at).st_size

    @staticmethod
    def _refuse_odd(path: str) -> None:
        if not can_be(path):
            message = f"no path of a site: {path!r}"
            raise ValueError(message)

    def _name(self) -> str:
        """Return a new name in the draft, in a folder that only this process writes to."""
        process, folder, count = self._own
        if process != os.getpid() or count == _IN_A_FOLDER:
            process, folder, count = os.getpid(), os.urandom(8).hex(), 0
            os.mkdir(f"{self._draft}/{folder}", 0o700)
        self._own = process, folder, count + 1
        return f"{folder}/{count}"


class Folder(Stage):
    """The folder of a site, from before it is looked at until the new site is in place.

    To enter it locks the folder. That raises `CannotWrite` if there are foreign files, and `Busy`
    if another process writes to it. An `OSError` within becomes a `CannotWrite`, too.
    """

    def __init__(self, path: Path) -> None:
        """Take a folder that is new, empty, or has an older site; `path` may be a link to it."""
        self.path = path
        self.root = path.resolve()
        super().__init__(str(self.root), str(new_draft(self.root / MANIFEST, "output-")))
        self._stack = ExitStack()

    def stage(self) -> Stage:
        """Return the part of this that workers need, which can be pickled."""
        return Stage(self._root, self._draft)

    def __enter__(self) -> Self:
        with _explained(self.path), ExitStack() as stack:
            if os.path.lexists(self.path) and not self.root.is_dir():
                raise CannotWrite(self.path, "it is no folder")
            for folder in reversed((self.root, *self.root.parents)):
                if not folder.exists():
                    folder.mkdir()
                    stack.callback(_drop_empty, folder)
            stack.enter_context(locked(self.root))
            self._refuse_foreign()
            for name in filter(DRAFT.fullmatch, os.listdir(self.root)):
                shutil.rmtree(self.root / name)
            stack.callback(shutil.rmtree, self._draft, ignore_errors=True)
            os.mkdir(self._draft, 0o700)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        with _uninterrupted():
            self._stack.close()
        if isinstance(error, OSError):
            raise CannotWrite(self.path, error.strerror or str(error)) from error

    def has(self, is_so: Callable[[str], bool]) -> bool:
        """Return whether `is_so` is true for any path of the older site."""
        return any(is_so(path) for path, _ in self._older())

    def _refuse_foreign(self) -> None:
        manifest = self.root / MANIFEST
        has_manifest = os.path.lexists(manifest)
        found = foreign(self._root, (path for path, _ in self._older()))
        self._refuse(found, "no site of stances has" if has_manifest else "")

    def _older(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the paths of the older site, sorted, each with the digests its file may have."""
        try:
            yield from read(f"{self._root}/{MANIFEST}")
        except UnfitFileError as error:
            self._refuse_manifest(f"it is {error.kind}")
        except ValueError as error:
            self._refuse_manifest(str(error))

    def _refuse_manifest(self, why: str) -> None:
        hint = "name another folder, or move all of this one away but what you want to keep"
        what = f"its manifest {MANIFEST} says which files are a site's, and cannot be read: {why}"
        raise CannotWrite(self.path, what, hint)

    def _refuse(self, found: Iterator[str], why: str) -> None:
        """Raise `CannotWrite` if anything is found."""
        once = (name for name, _ in groupby(found))
        names = [printable(name) for name in islice(once, _NAMED)]
        if not names:
            return
        more = sum(1 for _ in once)
        listed = ", ".join(names) + (f" and {more} more" if more else "")
        if not why:
            raise CannotWrite(
                self.path,
                f"it is not empty, and has no {MANIFEST} as a site has; there are {listed}",
                f"name a new or an empty folder; {', '.join(KEPT)} may be in it",
            )
        hint = "move them away or delete them, and run the command again; or name another folder"
        raise CannotWrite(self.path, f"there are files that {why}: {listed}", hint)

    def commit(
        self, written: Iterable[Written], progress: Callable[[int, int], object] | None = None
    ) -> Committed:
        """Put all files in place, and remove those of the older site that the new one lacks.

        Nothing is touched if a file there has changed since it was looked at, or if the disk has no
        room for the new files. Raises `CannotWrite`. `progress` is called after each change, with
        its number from 0 and the number of all changes.
        """
        with _explained(self.path):
            plan = _Plan(self.root, self._draft)
            self._refuse(plan.work_out(written, self._older()), "are not as stances wrote them")
            with _uninterrupted():
                plan.carry_out(progress or (lambda *_: None))
        return plan.done


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Raise `CannotWrite` instead of an error of the system."""
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C and other signals that end the program until this is done.

    Blocking the signals would not suffice: another thread would receive them, and Python would
    still run their handlers in this one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[tuple[int, Any]] = []

    def note(number: int, frame: Any) -> None:  # noqa: ANN401 - of signal's own type
        received.append((number, frame))

    before = {number: signal.getsignal(number) for number in _ENDING}
    heard = {number: handler for number, handler in before.items() if callable(handler)}
    for number in heard:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)
        for number, frame in received[:1]:
            heard[signal.Signals(number)](number, frame)


class _Plan:
    """The changes to a folder. They are stored in files of the draft, each sorted by path."""

    def __init__(self, root: Path, draft: str) -> None:
        self._root, self._draft = root, draft
        self.done = Committed(0, 0, 0, 0)

    def work_out(
        self, written: Iterable[Written], older: Iterator[tuple[str, list[str]]]
    ) -> Iterator[str]:
        """Plan the changes; yield the files that prevent them, since they are not as expected."""
        counts = dict.fromkeys(("new", "added", "replaced", "removed"), 0)
        places = _Places(f"{self._root}")
        with ExitStack() as stack:
            union = stack.enter_context(self._open("union"))
            out = {name: stack.enter_context(self._open(name)) for name in counts}
            for path, digests, new in _joined(older, _in_order(written, self._draft)):
                kind = _kind(new)
                if kind:
                    state, in_the_way = places.look(path)
                    if not new and not state and not in_the_way:
                        continue  # it has been deleted already
                    replaces = new.replaces if new else _there(f"{self._root}/{path}")[0]
                    if in_the_way or (new and state != new.state):
                        yield in_the_way or path
                    elif state and replaces not in digests:
                        yield path
                    out[kind].write(f"{path}\t{new.staged if new else ''}\n")
                    counts[kind] += 1
                may_be = {*digests} if kind else set()
                if new:
                    may_be.add(new.digest)
                    out["new"].write(f"{new.digest}  {path}\n")
                    counts["new"] += 1
                union.writelines(f"{digest}  {path}\n" for digest in sorted(may_be))
        self.done = Committed(*counts.values())

    def carry_out(self, progress: Callable[[int, int], object]) -> None:
        """Put all files in place. If that fails, undo all changes and raise the error."""
        manifest, older = f"{self._root}/{MANIFEST}", f"{self._draft}/older"
        if has_older := os.path.lexists(manifest):
            _second_name(manifest, older)
        if not self.done.changed:
            if not has_older or not _is_same(f"{self._draft}/new", manifest):
                os.replace(f"{self._draft}/new", manifest)
            return
        os.replace(f"{self._draft}/union", manifest)
        try:
            for number, (path, staged, aside) in enumerate(self._steps()):
                if aside:
                    # Replacing a file directly would write the new one to disk at once, which takes
                    # long for thousands of files.
                    _move(path, aside)
                if staged:
                    _move(staged, path)
                progress(number, self.done.changed)
            os.replace(f"{self._draft}/new", manifest)
        except BaseException as error:
            self._put_back(error, older if has_older else "")
            raise
        for path, _ in self._read("removed"):
            self._drop_folders(path)
        sync_folder(self._root)

    def _put_back(self, why: BaseException, older: str) -> None:
        """Undo all changes: put old files back, remove added ones, and restore the manifest.

        Raises `CannotWrite` if that fails, too; `why` is the first error.
        """
        try:
            for path, _, aside in self._steps():
                if aside and os.path.lexists(aside):
                    os.replace(aside, path)
            for path, _ in self._read("added"):
                with suppress(FileNotFoundError):
                    os.unlink(f"{self._root}/{path}")
                self._drop_folders(path)
            if older:
                os.replace(older, f"{self._root}/{MANIFEST}")
            else:
                os.unlink(f"{self._root}/{MANIFEST}")
        except OSError:
            first = getattr(why, "strerror", None) or str(why)
            told = f"{first}; some of its files are new now, and some are old"
            raise CannotWrite(self._root, told, _AGAIN) from why

    def _steps(self) -> Iterator[tuple[str, str, str]]:
        """Yield each change: a path, its new file, and where its old file is put aside.

        One of the last two may be empty.
        """
        aside = ""
        for kind in ("added", "replaced", "removed"):
            for number, (path, staged) in enumerate(self._read(kind)):
                if kind != "added":
                    aside = f"{self._draft}/{kind}-{number // _IN_A_FOLDER}/{number}"
                yield f"{self._root}/{path}", staged and f"{self._draft}/{staged}", aside

    def _drop_folders(self, path: str) -> None:
        """Remove those folders above a file that are empty."""
        while path := path.rpartition("/")[0]:
            try:
                os.rmdir(f"{self._root}/{path}")
            except FileNotFoundError:
                continue  # it was never made
            except OSError:
                break  # it is not empty

    def _open(self, name: str) -> Any:  # noqa: ANN401 - a text file
        return open(f"{self._draft}/{name}", "w", encoding="ascii", newline="\n")

    def _read(self, name: str) -> Iterator[tuple[str, str]]:
        with open(f"{self._draft}/{name}", encoding="ascii", newline="\n") as lines:
            for line in lines:
                path, _, staged = line[:-1].partition("\t")
                yield path, staged


def _kind(new: Written | None) -> str:
    """Return the kind of a change to a file; empty if it stays as it is."""
    if new is None:
        return "removed"
    if not new.staged:
        return ""
    return "replaced" if new.replaces else "added"


class _Places:
    """Looks at the files of a folder, path by path in order, without following links."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._folder: str | None = None
        self._is_there = False
        self._in_the_way = ""

    def look(self, path: str) -> tuple[str, str]:
        """Return the state of a file, empty if there is none; and the path that is in its way.

        Raises `PermissionError` if the folder of the file cannot be changed.
        """
        folder = path.rpartition("/")[0]
        if folder != self._folder:
            self._folder, self._in_the_way = folder, self._look_on_the_way(folder)
        if self._in_the_way or not self._is_there:
            return "", self._in_the_way
        try:
            status = os.lstat(f"{self._root}/{path}")
        except FileNotFoundError:
            return "", ""
        return (_state(status), "") if stat.S_ISREG(status.st_mode) else ("", path)

    def _look_on_the_way(self, folder: str) -> str:
        above = here = self._root
        self._is_there = True
        for part in filter(None, folder.split("/")):
            above, here = here, f"{here}/{part}"
            try:
                status = os.lstat(here)
            except FileNotFoundError:
                here, self._is_there = above, False
                break
            if not stat.S_ISDIR(status.st_mode):
                return here[len(self._root) + 1 :]
        if not os.access(here, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, f"{os.strerror(errno.EACCES)} ({here})")
        return ""


def _state(status: os.stat_result) -> str:
    """Return a text that differs if a file has changed."""
    return f"{status.st_ino}:{status.st_size}:{status.st_mtime_ns}"


def _there(path: str, content: bytes | None = None) -> tuple[str, str]:
    """Return the digest and the state of a file; both are empty if there is none.

    If it has the same `content`, the state is `_SAME` and there is no digest. If it is no regular
    file, the state is `_UNFIT`.
    """
    try:
        descriptor = opened(path)
    except (FileNotFoundError, NotADirectoryError):
        return "", ""
    except UnfitFileError:
        return "", _UNFIT
    try:
        status = os.fstat(descriptor)
        digest, piece = sha256(), os.read(descriptor, max(_PIECE, len(content or b"") + 1))
        if piece == content:
            return "", _SAME
        while piece:
            digest.update(piece)
            piece = os.read(descriptor, _PIECE)
        return digest.hexdigest(), _state(status)
    finally:
        os.close(descriptor)


def _is_same(one: str, other: str) -> bool:
    """Return whether two files have the same bytes."""
    return _there(one)[0] == _there(other)[0]


def _move(file: str, path: str) -> None:
    """Move a file to a path where there is none, and make missing folders."""
    try:
        os.rename(file, path)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.rename(file, path)


def _second_name(file: str, name: str) -> None:
    """Give a file a second name, or copy it if the system has no hard links."""
    try:
        os.link(file, name)
    except OSError:
        shutil.copyfile(file, name)


def _drop_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _in_order(written: Iterable[Written], draft: str) -> Iterator[Written]:
    """Yield all files sorted by path. Only some are in memory at a time, all others on disk.

    Raises `ValueError` if two files have the same path.
    """
    with ExitStack() as stack:
        runs: list[Iterable[str]] = []
        lines: list[str] = []
        for each in written:
            lines.append("\t".join(each) + "\n")
            if len(lines) == _TOGETHER:
                run = stack.enter_context(open(f"{draft}/run-{len(runs)}", "w+", encoding="ascii"))
                run.writelines(sorted(lines))
                run.seek(0)
                runs.append(run)
                lines = []
        before = ""
        for line in heapq.merge(*runs, sorted(lines)):
            entry = Written(*line[:-1].split("\t"))
            if entry.path == before:
                message = f"two files of the site have one path: {before}"
                raise ValueError(message)
            before = entry.path
            yield entry


def _joined(
    older: Iterator[tuple[str, list[str]]], new: Iterator[Written]
) -> Iterator[tuple[str, list[str], Written | None]]:
    """Yield each path of either site, with the digests of the older site and the new file."""
    left = ((path, digests, None) for path, digests in older)
    right = ((each.path, list[str](), each) for each in new)
    path_of = itemgetter(0)
    merged: Iterator[tuple[str, list[str], Written | None]]
    merged = heapq.merge(left, right, key=path_of)
    for path, group in groupby(merged, path_of):
        (_, digests, found), *rest = group
        yield path, digests, rest[0][2] if rest else found
