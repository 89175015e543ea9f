"""Work in a process of its own, which ends at its limits."""

from __future__ import annotations

import os
import signal
import time

import pytest

from stances import parallel
from stances.parallel import Limits, OverrunError, limited

_FREE = Limits(60, 2**30)


def reversed_(given: bytes) -> bytes:
    return given[::-1]


def endless(_: bytes) -> bytes:
    while True:
        pass


def idle(_: bytes) -> bytes:
    time.sleep(600)
    return b""


def greedy(_: bytes) -> bytes:
    return bytes(2**40)


def killed(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def test_work_gets_bytes_and_gives_bytes() -> None:
    assert limited(reversed_, b"abc", _FREE) == b"cba"
    assert len(limited(reversed_, bytes(2**22), _FREE)) == 2**22


def test_work_that_never_ends_is_ended_by_its_cpu_time() -> None:
    with pytest.raises(OverrunError, match="time"):
        limited(endless, b"", Limits(1, 2**30))


def test_work_that_waits_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_PATIENCE", 0)
    with pytest.raises(OverrunError, match="time"):
        limited(idle, b"", _FREE)


def test_work_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(OverrunError, match="memory"):
        limited(greedy, b"", _FREE)


def test_work_that_others_end_is_no_overrun() -> None:
    with pytest.raises(ChildProcessError, match="ended with code -9"):
        limited(killed, b"", _FREE)
