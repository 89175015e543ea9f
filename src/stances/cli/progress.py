"""Shows on a terminal what a command is doing, if that takes more than a second."""

from __future__ import annotations

import os
import stat
import sys
import time

# `threading` is made of it, and slow to import for a line that is hardly ever shown.
from _thread import LockType, allocate_lock, start_new_thread
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_AFTER, _EVERY = 1.0, 0.1
"""Seconds until the line is shown, and between two of its states."""
_ERASED = "\r\x1b[K"
READING = ("reading the corpus", "files", "comparing the records")
ASKING = "asking the index"


def is_shown() -> bool:
    """Whether progress is shown: stderr is a terminal that can erase a line, and this is no CI.

    Nor is it in a pipe, whose reader may be a pager on the same terminal.
    """
    if os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return True
    return not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))


class Progress:
    """What is being done, shown on stderr after a second, and gone when it is done.

    A thread shows it, so that it is seen whatever takes the time: files, SQL or a library. Nothing
    else may be written to the terminal meanwhile; what asks there is called `aside`.
    """

    def __init__(self, doing: str = ASKING, unit: str = "", then: str = "") -> None:
        """`unit` is what is counted; `then` is what is being done when all are."""
        self._doing, self._unit, self._then = doing, unit, then
        self._done, self._of = 0, 0
        self._since = 0.0
        self._locks: tuple[LockType, LockType] | None = None

    def __enter__(self) -> Self:
        self._since = time.monotonic()
        if is_shown():
            self._locks = running, shown = allocate_lock(), allocate_lock()
            running.acquire()
            shown.acquire()
            start_new_thread(self._show, (running, shown))
        return self

    def __exit__(self, *_: object) -> None:
        if self._locks:
            (running, shown), self._locks = self._locks, None
            running.release()
            shown.acquire()  # not before the line is gone

    def __call__(self, done: int, of: int = 0) -> None:
        """Say how much is done, and of how much if that is known."""
        self._done, self._of = done, of

    def aside(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, during which nothing is shown."""

        def asked(*given: Any) -> Any:  # noqa: ANN401 - whatever it is
            self.__exit__()
            try:
                return ask(*given)
            finally:
                self.__enter__()

        return asked

    def line(self, width: int) -> str:
        """What is shown, in fewer columns than the terminal has."""
        seconds = f"{time.monotonic() - self._since:.0f} s"
        if self._then and 0 < self._of <= self._done:
            text = f"{self._then}, {seconds}"
        elif not self._done:
            text = f"{self._doing}, {seconds}"
        else:
            of = f" of {self._of:,}" if self._of else ""
            text = f"{self._doing}, {self._done:,}{of} {self._unit}"
        return f"stances: {text}"[: width - 1]

    def _show(self, running: LockType, shown: LockType) -> None:
        """Show the line until the first lock is released, and then release the second."""
        before = ""
        try:
            while not running.acquire(timeout=_EVERY if before else _AFTER):
                line = self.line(_width())
                if line != before:
                    _write(line)
                before = line
            if before:
                _write("")
        except (OSError, ValueError):
            pass  # the terminal is gone
        finally:
            shown.release()


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _write(line: str) -> None:
    sys.stderr.write(_ERASED + line)
    sys.stderr.flush()
