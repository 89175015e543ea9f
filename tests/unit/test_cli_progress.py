"""The line that says what a command is doing: when it is shown, what it says, and that it goes."""

from __future__ import annotations

import io
import os
import sys
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from stances.cli import progress as module
from stances.cli.progress import READING, Progress, is_shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Watched = Callable[[], "Terminal"]

ERASED = "\r\x1b[K"


class Terminal(io.StringIO):
    """A terminal; what is written to it can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.written: SimpleQueue[str] = SimpleQueue()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.put(text)
        return super().write(text)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Makes stderr a terminal, outside of CI, where a line is shown at once.

    To be called in the test, after pytest has put its own streams there.
    """

    def watch() -> Terminal:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        monkeypatch.setattr(module, "_AFTER", 0.0)
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        return terminal

    return watch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is: the last of these seconds."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[-1])
    return now


def test_is_shown_while_work_goes_on_and_leaves_nothing_behind(watched: Watched) -> None:
    terminal = watched()
    with Progress("writing", "rows") as progress:
        progress(1500, 2000)
        while "1,500" not in (shown := terminal.written.get(timeout=30)):
            pass
        assert shown == f"{ERASED}stances: writing, 1,500 of 2,000 rows"
        progress(2000, 2000)
        assert terminal.written.get(timeout=30) == f"{ERASED}stances: writing, 2,000 of 2,000 rows"
    assert terminal.getvalue().endswith(f"rows{ERASED}")


def test_is_gone_after_an_error(watched: Watched) -> None:
    terminal = watched()

    def interrupted() -> None:
        with Progress("writing"):
            terminal.written.get(timeout=30)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert terminal.getvalue().endswith(ERASED)


def test_is_not_shown_while_something_is_asked(watched: Watched) -> None:
    terminal = watched()
    with Progress("reading the sheet") as progress:
        terminal.written.get(timeout=30)
        asked = progress.aside(lambda question: terminal.getvalue() + question)
        assert asked("Is that so?").endswith(f"{ERASED}Is that so?")
        while "reading" not in terminal.written.get(timeout=30):
            pass
    assert terminal.getvalue().endswith(ERASED)


def test_says_nothing_of_what_takes_no_second(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = watched()
    monkeypatch.setattr(module, "_AFTER", 3600.0)
    with Progress() as progress:
        progress(1, 1)
    assert terminal.getvalue() == ""


class TestLine:
    def test_says_how_much_is_done(self) -> None:
        progress = Progress("writing", "kB")
        progress(25_000)
        assert progress.line(80) == "stances: writing, 25,000 kB"
        progress(25_000, 30_000)
        assert progress.line(80) == "stances: writing, 25,000 of 30,000 kB"

    def test_says_how_long_it_takes_where_nothing_is_counted(self, clock: list[float]) -> None:
        with Progress("asking the index") as progress:
            clock.append(103.2)
            assert progress.line(80) == "stances: asking the index, 3 s"

    def test_says_what_follows_when_all_is_counted(self, clock: list[float]) -> None:
        with Progress(*READING) as progress:
            progress(1999, 2000)
            assert progress.line(80) == "stances: reading the corpus, 1,999 of 2,000 files"
            progress(2000, 2000)
            clock.append(112.0)
            assert progress.line(80) == "stances: comparing the records, 12 s"

    @pytest.mark.parametrize("width", [1, 10, 40, 60])
    def test_fits_on_any_terminal(self, width: int) -> None:
        progress = Progress(*READING)
        progress(1_234_567, 9_876_543)
        assert len(progress.line(width)) < width


class TestIsShown:
    @pytest.mark.parametrize(
        ("name", "value", "shown"),
        [("CI", "1", False), ("CI", "", True), ("TERM", "dumb", False), ("NO_COLOR", "1", True)],
    )
    def test_by_the_environment(
        self,
        watched: Watched,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        value: str,
        *,
        shown: bool,
    ) -> None:
        terminal = watched()
        monkeypatch.setenv(name, value)
        assert is_shown() is shown
        with Progress() as progress:
            if shown:
                terminal.written.get(timeout=30)
            progress(1, 2)
        assert bool(terminal.getvalue()) is shown

    def test_on_a_terminal_alone(self, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = watched()
        assert is_shown()
        monkeypatch.setattr(terminal, "isatty", lambda: False)
        assert not is_shown()
        monkeypatch.setattr(sys, "stderr", None)
        assert not is_shown()

    def test_beside_a_file_and_not_beside_a_pipe(
        self, watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        watched()
        with (tmp_path / "result").open("w") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert is_shown()
        reads, writes = os.pipe()
        with os.fdopen(reads, "rb"), os.fdopen(writes, "w", encoding="utf-8") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert not is_shown()
