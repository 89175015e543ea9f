"""Ends a process at any of its system calls, one after the other."""

from __future__ import annotations

import gc
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING, Any

from stances.editing import save as saving

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CHANGING = frozenset(
    "open write flush close truncate fsync replace rename link unlink remove mkdir rmdir chmod "
    "fchmod flock pthread_sigmask".split()
)
"""System calls, by Python's names, that change what others see. All that matters is that these are
in an order in which the process may end: between them, nothing changes."""
_MODULES = frozenset(("posix", "_io", "io", "fcntl", "_signal"))
UNHURT = 0
_NEVER = 10**9
"""More system calls than there are."""


def ended_at(
    number: int, act: Callable[[], object], by: int = signal.SIGKILL, *, after: bool = False
) -> int:
    """Act in a process that gets a signal just before, or after, its nth system call.

    Returns `UNHURT` if there are fewer calls, else the exit code, which is -9 after SIGKILL.
    """
    with warnings.catch_warnings():
        # Of threads, which the tests may have, the new process has none, and needs none.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    gc.freeze()  # what the tests hold is not looked through, and so not copied
    code = 1
    try:
        code = _act(number, act, by, "c_return" if after else "c_call")
    except SystemExit as error:
        code = int(error.code or 0)
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    finally:
        os._exit(code)


def kill_after(files: int, act: Callable[[], object]) -> None:
    """Act in a process that is killed once `save` has put so many files in their places."""

    def begin() -> None:
        whole = saving._put_in_place  # noqa: SLF001 - in the midst of which it is killed

        def some(prepared: Sequence[saving._Prepared]) -> None:
            whole(prepared[:files])
            os.kill(os.getpid(), signal.SIGKILL)

        saving._put_in_place = some  # noqa: SLF001 - as above
        act()

    assert ended_at(_NEVER, begin) == -signal.SIGKILL


def _act(number: int, act: Callable[[], object], by: int, event: str) -> int:
    calls: list[str] = []

    def count(_: object, happened: str, called: Any) -> None:  # noqa: ANN401 - any function
        if happened == event and _is_system_call(called):
            calls.append(called.__name__)
            if len(calls) == number:
                sys.setprofile(None)
                os.kill(os.getpid(), by)

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return UNHURT


def _is_system_call(called: Any) -> bool:  # noqa: ANN401 - any function
    module = getattr(called, "__module__", None) or type(called.__self__).__module__
    return called.__name__ in _CHANGING and module in _MODULES
