"""Progress on a terminal: of every command that may take long, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from repositories import in_git

from .conftest import ANSWERED_WITHIN
from .conftest import ERASED as VANISHED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .conftest import Ledger

HELD = """\
import sys
from stances.cli import progress
held, doing, *words = sys.argv[1:]
ending = progress.Progress.__exit__
def end(self, *error):
    global doing
    try:
        if self._doing == doing and not any(error):
            doing = ""
            open(held).read()
    finally:
        ending(self, *error)
progress.Progress.__exit__ = end
from stances.cli.run import run_process
sys.exit(run_process(words))
"""
"""The program, which stays at one thing that it does until somebody writes to a pipe."""
ERASED = "\r\x1b[K"
SHEET = (
    "official,said,position,source,form,text\nbrandt,2021-06-04,rejects,gazette,quote,Not here\n"
)
COMMANDS = {
    "check": ("reading the corpus", ("check",)),
    "report": ("asking the index", ("report", "-o", "report.md")),
    "diff": ("comparing the two states", ("diff", "HEAD")),
    "verify": ("looking for the words", ("verify",)),
    "coverage": ("reading the stored copies", ("coverage", "--format", "json")),
    "agreement": ("drawing resamples", ("agreement",)),
    "export": ("writing", ("export", "sqlite", "ledger.db")),
    "import": ("reading the sheet", ("import", "csv", "sheet.csv", "--dry-run")),
    "summary": ("asking the index", ("summary",)),
    "conflicts": ("asking the index", ("conflicts",)),
    "timeline": ("asking the index", ("timeline",)),
    "camps": ("shuffling positions", ("camps",)),
}


LAST = {"reading the corpus": "comparing the records"}
"""What stands on the line when a thing that is done in steps comes to its end."""


class Held:
    """A command on a terminal of 60 columns that is held while it does something."""

    def __init__(
        self, folder: Path, doing: str, words: tuple[str, ...], env: Mapping[str, str]
    ) -> None:
        self.pipe = folder / "held"
        os.mkfifo(self.pipe)
        (folder / "sheet.csv").write_text(SHEET, "utf-8")
        named = {"STANCES_DATA": str(folder / "ledger"), "CI": "", "TERM": "xterm", "PAGER": "cat"}
        self.child = pexpect.spawn(
            sys.executable,
            ["-c", HELD, str(self.pipe), doing, *words],
            cwd=str(folder),
            env={**os.environ, **named, **env},
            encoding="utf-8",
            timeout=ANSWERED_WITHIN,
            dimensions=(100, 60),
        )

    def let_go(self) -> str:
        """Let it go on to its end; what it has written since."""
        with self.pipe.open("w"):
            pass
        return self.ended()

    def ended(self) -> str:
        """What it writes up to its end."""
        written: str = self.child.read()
        self.child.close()
        return written


@pytest.mark.parametrize(("doing", "words"), COMMANDS.values(), ids=COMMANDS)
def test_is_shown_and_gone_at_the_end(
    ledger: Ledger, tmp_path: Path, doing: str, words: tuple[str, ...]
) -> None:
    ledger()
    for asked in ("init --quiet", "add ledger", "commit --quiet --message=a"):
        in_git(tmp_path, *asked.split())
    (tmp_path / "ledger" / "snapshots").mkdir()
    held = Held(tmp_path, doing, words, {"NO_COLOR": "1"})
    held.child.expect_exact(f"{ERASED}stances: {LAST.get(doing, doing)}")
    assert VANISHED.sub("", f"{held.child.before}{ERASED}") == ""  # what else took its time
    after = held.let_go()
    shown, erased, result = after.rpartition(ERASED)
    assert erased
    assert all(len(line) < 60 for line in shown.split(ERASED))
    assert "stances: " not in result.replace("stances: the", "")
    assert held.child.exitstatus in {0, 1}


@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_is_gone_after_a_signal(ledger: Ledger, tmp_path: Path, by: int, code: int) -> None:
    ledger()
    held = Held(tmp_path, *COMMANDS["report"], {})
    held.child.expect_exact(f"{ERASED}stances: asking the index")
    held.child.kill(by)
    assert held.ended().endswith(ERASED)
    assert held.child.exitstatus == code
    assert not (tmp_path / "report.md").exists()


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"CI": "true"}], ids=str)
def test_is_not_shown(ledger: Ledger, tmp_path: Path, env: Mapping[str, str]) -> None:
    ledger()
    held = Held(tmp_path, *COMMANDS["report"], env)
    assert held.let_go() == ""
    assert (tmp_path / "report.md").exists()
