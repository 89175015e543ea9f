"""Work in a process of its own, which ends at its limits, and in several, in order."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import active_children, parent_process
from typing import TYPE_CHECKING

import pytest

from stances import parallel
from stances.parallel import Limits, OverrunError, in_order, limited

if TYPE_CHECKING:
    from collections.abc import Iterator

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


class TestInOrder:
    """Tasks for several processes; the workers of these tests are two."""

    @pytest.fixture(autouse=True)
    def _two(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parallel, "processes", lambda: 2)

    def test_results_come_in_the_order_of_the_tasks(self) -> None:
        assert [*in_order(doubled, range(100))] == [2 * number for number in range(100)]
        assert [*in_order(doubled, [])] == []

    def test_no_more_tasks_are_taken_than_may_wait(self) -> None:
        taken: list[int] = []

        def tasks() -> Iterator[int]:
            for number in range(100):
                taken.append(number)
                yield number

        results = in_order(doubled, tasks())
        assert next(results) == 0
        assert len(taken) <= 10
        del results  # which ends it
        assert not active_children()

    @pytest.mark.parametrize("fatal", [0, 7, 19])
    def test_the_rest_is_done_here_if_a_worker_is_killed(self, fatal: int) -> None:
        found = [*in_order(doubled_unless, range(20), remember, fatal)]
        assert found == [2 * number for number in range(20)]
        assert not active_children()

    def test_an_error_of_the_work_is_raised(self) -> None:
        with pytest.raises(ZeroDivisionError):
            [*in_order(inverse, [1, 0, 2])]
        assert not active_children()


_fatal: list[int] = []


def remember(fatal: int) -> None:
    _fatal[:] = [fatal]


def doubled(number: int) -> int:
    return 2 * number


def doubled_unless(number: int) -> int:
    if number in _fatal and parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return doubled(number)


def inverse(number: int) -> float:
    return 1 / number
