"""Ctrl-C and other signals, readers who leave, and places where nothing can be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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
            for number in os.environ.get("INTERRUPT_BY", "2").split():
                os.kill(os.getpid(), int(number))

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
        env = {"PYTHONPATH": customized(tmp_path, AT_AN_IMPORT), "INTERRUPT_AT": module}
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


def customized(folder: Path, text: str) -> str:
    """Let this run at the start of a process, and return the path by which Python finds it."""
    (folder / "sitecustomize.py").write_text(text, "utf-8")
    return os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))


AT_THE_END = """\
import atexit, os
atexit.register(lambda: [os.kill(os.getpid(), number) for number in (2, 15, 1)])
"""
WITH_WORKERS = """\
import os, sys
from stances.cli import run
from stances.parallel import pool

run._heed_signals()
workers = pool()
try:
    for result in workers.map(abs, range(1000)):
        if result == 3:
            (os.killpg if sys.argv[1] == "all" else os.kill)(os.getpid(), int(sys.argv[2]))
finally:
    workers.shutdown(cancel_futures=True)
"""


class TestSignals:
    @pytest.mark.parametrize(("sent", "code"), [("15", 143), ("1", 129), ("15 15 1 2", 143)])
    @pytest.mark.parametrize("module", ["stances.cli.list", "stances.views.delimited"])
    def test_end_it_with_the_code_of_shells_and_without_a_traceback(
        self, process: Process, tmp_path: Path, module: str, sent: str, code: int
    ) -> None:
        env = {
            "PYTHONPATH": customized(tmp_path, AT_AN_IMPORT),
            "INTERRUPT_AT": module,
            "INTERRUPT_BY": sent,
        }
        answer = process("list", "--no-index", env=env)
        assert (answer.returncode, answer.stdout, answer.stderr.strip()) == (code, b"", b"")

    def test_that_nohup_ignores_stay_ignored(self, process: Process, tmp_path: Path) -> None:
        env = {"PYTHONPATH": customized(tmp_path, AT_AN_IMPORT), "INTERRUPT_AT": "stances.cli.list"}
        answer = process(
            *("list", "--no-index"),
            env={**env, "INTERRUPT_BY": "1"},
            before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
        )
        assert (answer.returncode, answer.stderr) == (0, b"")

    def test_at_the_very_end_are_too_late(self, process: Process, tmp_path: Path) -> None:
        answer = process("--version", env={"PYTHONPATH": customized(tmp_path, AT_THE_END)})
        assert (answer.returncode, answer.stderr) == (0, b"")

    def test_leave_no_draft_of_an_output(self, process: Process, tmp_path: Path) -> None:
        output = tmp_path / "out"
        output.mkdir()
        env = {"PYTHONPATH": customized(tmp_path, AT_AN_IMPORT)}
        env["INTERRUPT_AT"] = "stances.views.delimited"
        where = ("-o", output / "x.csv", "--no-index")
        answer = process("list", *where, env={**env, "INTERRUPT_BY": "15"})
        assert answer.returncode == 143
        assert not [*output.iterdir()]

    @pytest.mark.parametrize("sent_to", ["one", "all"])
    @pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
    def test_leave_no_worker_behind(self, sent_to: str, sign: int) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", WITH_WORKERS, sent_to, str(int(sign))],
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as child:
            _, said = child.communicate(timeout=30)
        assert (child.returncode, said) == (128 + sign, b"")
        with pytest.raises(ProcessLookupError):
            os.killpg(child.pid, 0)

    def test_that_kill_it_end_its_workers(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", WITH_WORKERS, "one", str(int(signal.SIGKILL))],
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as child:
            # The pipe ends when the last process that may write to it has ended.
            child.communicate(timeout=30)
        assert child.returncode == -signal.SIGKILL


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
