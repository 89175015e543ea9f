"""Runs work on many files in several processes, and work that may exceed a limit in its own."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection

if sys.platform != "win32":
    import resource

Given = TypeVar("Given")
Made = TypeVar("Made")
# On macOS, system libraries that the parent has used do not survive a fork.
_FORKS = "fork" in get_all_start_methods() and sys.platform != "darwin"
_START = "fork" if _FORKS else "spawn"
_SAFE_PATH = "PYTHONSAFEPATH"
_MOST = 61 if sys.platform == "win32" else 10**6
"""The most workers of one pool; Windows cannot wait for more."""


def processes() -> int:
    """The number of CPUs that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def pool(begin: Callable[..., None] | None = None, *given: object) -> ProcessPoolExecutor:
    """One worker per CPU; each calls `begin` with the `given` arguments when it starts."""
    size, given_all = min(processes(), _MOST), (begin, given)
    with _away_from_this_folder():  # a spawned pool starts a process that tracks its semaphores
        return _Pool(size, get_context(_START), initializer=_begin, initargs=given_all)


class _Pool(ProcessPoolExecutor):
    """A pool whose workers import no module from the current folder."""

    def submit(self, work: Callable[..., Made], /, *given: Any, **named: Any) -> Future[Made]:
        """Run `work` in a worker, which may start now."""
        with _away_from_this_folder():
            return super().submit(work, *given, **named)


@contextmanager
def _away_from_this_folder() -> Iterator[None]:
    """Keep workers that are spawned meanwhile from importing modules of the current folder.

    They inherit it from the environment, which belongs to the program that uses this package.
    """
    before = os.environ.get(_SAFE_PATH)
    if _START != "spawn" or before:
        yield
        return
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _end_with_parent() -> None:
    """End this worker when its parent is gone; a killed parent cannot end its workers."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _begin(begin: Callable[..., None] | None, given: tuple[object, ...]) -> None:
    """Prepare a worker: ignore Ctrl-C, which the parent handles, and exempt inherited data from GC.

    SIGTERM ends the worker, because the pool ends its workers with it if one of them has died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):  # a terminal sends it to all processes
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.freeze()
    Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*given)


_AHEAD = 3
"""Tasks per process whose results may wait to be taken; this bounds the memory."""


def in_order(
    work: Callable[[Given], Made],
    tasks: Iterable[Given],
    begin: Callable[..., None] | None = None,
    *given: object,
) -> Iterator[Made]:
    """Run `work` on each task, with one worker per CPU; yield the results in task order.

    Tasks and results must be picklable. Each worker calls `begin` with the `given` arguments. If a
    worker is killed, this process does the rest.
    """
    waiting = iter(tasks)
    pending: deque[tuple[Given, Future[Made]]] = deque()
    workers = pool(begin, *given)
    try:
        for task in waiting:
            pending.append((task, _submitted(workers, work, task)))
            if len(pending) >= _AHEAD * processes():
                yield pending[0][1].result()
                pending.popleft()
        while pending:
            yield pending[0][1].result()
            pending.popleft()
    except BrokenProcessPool:
        if begin is not None:
            begin(*given)
        for task in chain((task for task, _ in pending), waiting):
            yield work(task)
    finally:
        workers.shutdown(cancel_futures=True)


def _submitted(
    workers: ProcessPoolExecutor, work: Callable[[Given], Made], task: Given
) -> Future[Made]:
    """The future result of a task, or the error that a worker was killed."""
    try:
        return workers.submit(work, task)
    except BrokenProcessPool as error:
        broken: Future[Made] = Future()
        broken.set_exception(error)
        return broken


class Limits(NamedTuple):
    """Limits of a piece of work: seconds of one CPU, and bytes of memory.

    Wall-clock time may be six times as long, because other work may run at the same time. Windows
    has only this limit. macOS does not limit memory.
    """

    seconds: int
    memory: int


class OverrunError(Exception):
    """Work has reached one of its limits: `what` is `time` or `memory`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


_PATIENCE = 6
_OUT_OF_MEMORY = 77
"""The exit code of a process that reached its memory limit."""


def limited(work: Callable[[Given], Made], given: Given, limits: Limits) -> Made:
    """Run `work` in a process of its own that ends at the limits, and return its result.

    The result must be picklable; `given` too, if processes are spawned. Raises `OverrunError`, and
    `ChildProcessError` if something else killed the process.
    """
    context = get_context(_START)
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(  # type: ignore[attr-defined] # every context has it
        target=_work, args=(work, given, limits, sender), daemon=True
    )
    with _away_from_this_folder():
        worker.start()
    sender.close()
    try:
        if not receiver.poll(_PATIENCE * limits.seconds):
            raise OverrunError("time")
        return cast("Made", receiver.recv())
    except EOFError:
        worker.join()
        if worker.exitcode == _OUT_OF_MEMORY:
            raise OverrunError("memory") from None
        if worker.exitcode == -getattr(signal, "SIGXCPU", 0):
            raise OverrunError("time") from None
        message = f"ended with code {worker.exitcode}"
        raise ChildProcessError(message) from None
    finally:
        receiver.close()
        worker.kill()
        worker.join()


def _work(
    work: Callable[[Given], object], given: Given, limits: Limits, sender: Connection
) -> None:
    _begin(None, ())
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_CPU, limits.seconds)
        _limit(resource.RLIMIT_AS, _memory_taken() + limits.memory)
    try:
        sender.send(work(given))  # pickles everything before it sends anything
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # a message would need memory


if sys.platform != "win32":

    def _limit(kind: int, most: int) -> None:
        """Lower a limit of this process, if the system has it and it is not lower already."""
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, hard))


def _memory_taken() -> int:
    """Bytes of memory that this process has already reserved; 0 if unknown."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 - no import
            pages = int(stream.read().split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
