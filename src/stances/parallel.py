"""A pool of processes for work on many files."""

from __future__ import annotations

import gc
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def processes() -> int:
    """The number of CPUs that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def pool(begin: Callable[..., None] | None = None, *given: object) -> ProcessPoolExecutor:
    """As many workers, each of which calls `begin` with the `given` arguments when it starts."""
    start = "fork" if "fork" in get_all_start_methods() else None
    if start is None:  # a worker is then another Python, which would import from this folder first
        os.environ["PYTHONSAFEPATH"] = "1"
    return ProcessPoolExecutor(
        processes(), get_context(start), initializer=_begin, initargs=(begin, given)
    )


def _end_with_parent() -> None:
    """End this worker when its parent is gone, which a killed one cannot see to."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _begin(begin: Callable[..., None] | None, given: tuple[object, ...]) -> None:
    """Prepare a worker: its parent handles Ctrl-C, and the parent's data is not garbage.

    SIGTERM ends it, because that is how the pool ends workers if one of them has died.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGHUP"):  # a terminal sends it to all of its processes
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    gc.freeze()
    Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*given)
