from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

import pytest

from stances.cli.output import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    Reads = Callable[[io.StringIO], None]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is: the last of these seconds."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[-1])
    return now


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[[io.StringIO], None]:
    """Lets somebody read stderr; to be called in the test, behind what pytest puts there."""
    return lambda stderr: monkeypatch.setattr(sys, "stderr", stderr)


def test_progress_of_long_work_is_told_and_leaves_nothing_behind(
    terminal: Terminal, clock: list[float], reads: Reads
) -> None:
    reads(terminal)
    with Progress() as progress:
        progress(1, 2000)
        assert terminal.getvalue() == ""
        clock.append(101.5)
        progress(1500, 2000)
        assert terminal.getvalue().endswith("stances: reading the corpus, 1,500 of 2,000 files")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_progress_of_any_work_is_told(terminal: Terminal, clock: list[float], reads: Reads) -> None:
    reads(terminal)
    with Progress() as progress:
        clock.append(101.5)
        progress.show("writing the report, {:,} kB", 25_000)
        assert terminal.getvalue().endswith("stances: writing the report, 25,000 kB")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_progress_is_not_told_at_every_step(
    terminal: Terminal, clock: list[float], reads: Reads
) -> None:
    reads(terminal)
    with Progress() as progress:
        clock.append(102.0)
        for done in range(100):
            progress(done, 100)
    assert terminal.getvalue().count("reading") == 1


@pytest.mark.usefixtures("clock")
def test_progress_of_short_work_says_nothing(terminal: Terminal, reads: Reads) -> None:
    reads(terminal)
    with Progress() as progress:
        progress(1, 1)
    assert terminal.getvalue() == ""


def test_who_reads_no_terminal_is_told_nothing(clock: list[float], reads: Reads) -> None:
    stderr = io.StringIO()
    reads(stderr)
    with Progress() as progress:
        clock.append(200.0)
        progress(1, 2)
    assert stderr.getvalue() == ""
