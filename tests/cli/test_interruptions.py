"""Ctrl-C, readers who leave, and places where nothing can be written."""

from __future__ import annotations

import os
import signal
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Process

AT_AN_IMPORT = """\
import os, signal, sys

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == os.environ["INTERRUPT_AT"]:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
"""


@pytest.fixture
def large(ledger: Ledger) -> Path:
    """A corpus whose answer is larger than any pipe's buffer."""
    words = "We want our quiet lake back and shall have it. " * 100
    statement = """\
  - id: s{}
    said: 2021-06-03
    position: supports
    evidence: [{{source: gazette, form: quote, text: "{}"}}]
"""
    said = "".join(statement.format(number, words) for number in range(50))
    return ledger({"officials/large.yaml": f"name: Lina Large\nstatements:\n{said}"})


class TestCtrlC:
    @pytest.mark.parametrize(
        "module",
        [
            "click",
            "stances.cli.commands",
            "stances.cli.list",
            "pydantic",
            "stances.views.delimited",
        ],
    )
    def test_at_any_moment_is_130_without_a_traceback(
        self, process: Process, tmp_path: Path, module: str
    ) -> None:
        (tmp_path / "sitecustomize.py").write_text(AT_AN_IMPORT, "utf-8")
        env = {"PYTHONPATH": str(tmp_path), "INTERRUPT_AT": module}
        answer = process("list", "--no-index", env=env)
        assert (answer.returncode, answer.stdout, answer.stderr.strip()) == (130, b"", b"")

    def test_while_writing_is_130_without_a_traceback(self, program: Path, large: Path) -> None:
        command = [str(program), "list", "--format", "json", "--data", str(large)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout
            os.read(child.stdout.fileno(), 1)  # it writes now, and cannot end before all is read
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=30)
        assert (child.returncode, said.strip()) == (130, b"")


class TestClosedPipe:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("list",),
            ("list", "--format", "json"),
            ("list", "--format", "table"),
            ("summary",),
            ("compare", "adler", "large", "--format", "json"),
            ("show", "large"),
            ("check",),
        ],
        ids=" ".join,
    )
    def test_ends_the_program_in_silence(
        self, process: Process, ledger: Ledger, large: Path, arguments: tuple[str, ...]
    ) -> None:
        for folder in (large, ledger(at="small")):
            if folder != large and "large" in arguments:
                continue
            reading, writing = os.pipe()
            os.close(reading)
            answer = process(*arguments, "--data", folder, stdout=writing)
            os.close(writing)
            assert (answer.returncode, answer.stderr) == (0, b"")

    def test_may_leave_the_help(self, process: Process) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        answer = process("list", "--help", stdout=writing)
        os.close(writing)
        assert (answer.returncode, answer.stderr) == (0, b"")


class TestFullDisk:
    @pytest.mark.parametrize("command", ["list", "summary", "check"])
    def test_a_full_disk_is_an_error_and_no_bug(
        self, process: Process, ledger: Ledger, large: Path, command: str
    ) -> None:
        for folder in (large, ledger(at="small")):
            full = os.open("/dev/full", os.O_WRONLY)
            answer = process(command, "--data", folder, stdout=full)
            os.close(full)
            assert answer.returncode not in {0, 70}
            assert b"No space left on device" in answer.stderr
            assert b"bug" not in answer.stderr
            assert b"Traceback" not in answer.stderr
            assert b"Exception ignored" not in answer.stderr

    @pytest.mark.parametrize("command", ["list", "summary", "check"])
    def test_a_closed_stdout_is_an_error_and_no_bug(
        self, process: Process, ledger: Ledger, command: str
    ) -> None:
        answer = process(command, "--data", ledger(), before=lambda: os.close(1))
        assert answer.returncode not in {0, 70}
        assert b"bug" not in answer.stderr
        assert b"Traceback" not in answer.stderr

    def test_a_closed_stderr_hides_no_answer(self, process: Process, ledger: Ledger) -> None:
        spoilt = ledger({"officials/brandt.yaml": "nam: x\n"})
        answer = process("list", "--data", spoilt, before=lambda: os.close(2))
        assert answer.returncode == 0
        assert answer.stdout.count(b"\n") == 4

    @pytest.mark.parametrize(
        "command",
        ["add official Foo", "add statement", "rename opposes against", "import csv -", "init"],
    )
    def test_a_closed_stdin_is_nobody_to_ask(
        self, process: Process, ledger: Ledger, command: str
    ) -> None:
        folder = ledger()
        before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
        where = [folder.parent / "new"] if command == "init" else ["--data", folder]
        for closed in (0, 2):
            answer = process(*command.split(), *where, before=partial(os.close, closed))
            assert answer.returncode == 2
            assert b"bug" not in answer.stderr
        assert {path: path.read_bytes() for path in folder.rglob("*.yaml")} == before

    def test_a_full_stderr_changes_no_exit_code(self, program: Path, ledger: Ledger) -> None:
        with open("/dev/full", "wb") as full:  # noqa: PTH123 - no file
            for arguments, code in (
                (("list", "--data", ledger().parent), 3),
                (("lsit",), 2),
                (("list", "--official", "nobody", "--data", ledger()), 1),
                (("check", "--data", ledger({"officials/x.yaml": "nam: x\n"}, at="spoilt")), 1),
            ):
                ended = subprocess.run(
                    [program, *arguments],
                    stderr=full,
                    stdout=subprocess.DEVNULL,
                    timeout=30,
                    check=False,
                )
                assert ended.returncode == code
