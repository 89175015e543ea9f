"""Windows and macOS, as far as they can be known from here: by what they have not, or do otherwise.

Nothing here ran on them. The program runs with the system calls of Windows alone, without links and
with workers that are spawned; on names that a file system spells otherwise; and in a checkout of
another system.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from repositories import in_git
from stances import parallel
from stances.cli.problem_output import inside
from stances.cli.session import CorpusLocation
from stances.editing.ids import official_id, source_id
from stances.index import build as building
from stances.paths import from_here

from .conftest import ANSWERED_WITHIN, LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import Ledger, Run

WINDOWS = """\
import fcntl, multiprocessing, os, signal, sys, sysconfig, types
import _signal, concurrent.futures.process, pathlib, shutil, sqlite3, subprocess, tempfile
import click, click.shell_completion, click.testing, pydantic, rich.console, rich.table, yaml

for module, names in (
    (os, "geteuid getegid getuid fchmod O_NOFOLLOW O_NONBLOCK O_NOCTTY sched_getaffinity mkfifo"),
    (signal, "SIGHUP SIGXCPU SIGKILL SIGTSTP pthread_sigmask"),
    (_signal, "SIGHUP SIGXCPU SIGKILL pthread_sigmask"),
):
    for name in names.split():
        delattr(module, name)

def refuse(*_, **__):
    raise OSError(22, "A required privilege is not held by the client")

def locking(descriptor, mode, size):
    fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, size)

sysconfig.get_config_vars()  # which looks for files of the system only once
os.symlink = refuse
multiprocessing.get_all_start_methods = lambda: ["spawn"]
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=locking)
sys.modules.update(dict.fromkeys(("fcntl", "resource", "termios", "tty", "pwd", "readline")))
sys.platform = "win32"
if __name__ == "__main__":
    from stances.cli.run import run_process
    sys.exit(run_process(sys.argv[1:]))
"""
"""The program on what Windows has: without links, owners, and most signals."""
SHEET = """\
official,said,position,source,form,text
brandt,2021-06-04,rejects,gazette,quote,Not while I live here
"""
COMMANDS: list[tuple[str, ...]] = [
    ("check",),
    ("list", "--format", "json"),
    ("summary",),
    ("verify", "--format", "jsonl"),
    ("report",),
    ("import", "csv", "sheet.csv", "--yes"),
    ("rename", "brandt", "bruno", "--yes"),
    ("diff", "HEAD"),
    ("export", "sqlite", "ledger.db"),
    ("edit", "adler", "--yes"),
    ("init", "new", "--yes"),
]


def outcomes(folder: Path, program: list[str], **env: str) -> list[tuple[int, str, str]]:
    """What the commands come to, one after the other, and at last the files of the corpus."""
    found = []
    for words in COMMANDS:
        done = subprocess.run(
            [*program, *words],
            cwd=folder,
            env={**os.environ, "STANCES_DATA": "ledger", "EDITOR": "true", **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=10 * ANSWERED_WITHIN,
            check=False,
        )
        found.append((done.returncode, done.stdout.decode(), done.stderr.decode()))
    files = sorted((folder / "ledger").rglob("*.*"))
    return [*found, *((0, file.name, file.read_text("utf-8")) for file in files)]


def prepared(folder: Path, line_end: str = "\n") -> Path:
    """A folder with the small corpus in a repository, its stored copy and a sheet."""
    for name, text in {**LEDGER, "snapshots/gazette.txt": "We want our quiet lake back"}.items():
        file = folder / "ledger" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline=line_end)
    (folder / "sheet.csv").write_text(SHEET, "utf-8", newline=line_end)
    for asked in (
        "init --quiet",
        "add .",
        "commit --quiet --message=a --date=2021-07-01T12:00:00Z",
    ):
        in_git(folder, *asked.split())
    return folder


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str, str]]:
    """What the commands come to here."""
    cache = str(tmp_path_factory.mktemp("cache"))
    program = [sys.executable, "-m", "stances"]
    return outcomes(prepared(tmp_path_factory.mktemp("usual")), program, STANCES_CACHE_DIR=cache)


def test_the_system_calls_of_windows_do(tmp_path: Path, usual: list[tuple[int, str, str]]) -> None:
    program = [sys.executable, "-c", WINDOWS]
    here = {"STANCES_CACHE_DIR": "", "LOCALAPPDATA": str(tmp_path / "local")}
    assert outcomes(prepared(tmp_path / "there"), program, **here) == usual
    assert [*(tmp_path / "local" / "stances" / "cache").glob("*.sqlite")]


def test_a_console_of_western_europe_does(
    tmp_path: Path, usual: list[tuple[int, str, str]]
) -> None:
    """No file, and no stream, is read or written in the encoding of the system."""
    env = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    strict = ["-X", "warn_default_encoding", "-W", "error::EncodingWarning:stances"]
    program = [sys.executable, *strict, "-m", "stances"]
    env["STANCES_CACHE_DIR"] = str(tmp_path / "cache")
    assert outcomes(prepared(tmp_path / "there"), program, **env) == usual


class TestWorkersThatAreSpawned:
    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """What is set for them is not left to the program that uses the package."""
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
        before = {**os.environ}
        yield
        assert {**os.environ} == before | {"PYTEST_CURRENT_TEST": os.environ["PYTEST_CURRENT_TEST"]}

    def test_make_the_same_index(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = ledger()
        usual = [*building.build(folder).iterdump()]
        monkeypatch.setattr(parallel, "_START", "spawn")
        monkeypatch.setattr(building, "_MANY", 2)
        monkeypatch.setattr(building, "processes", lambda: 2)
        assert [*building.build(folder).iterdump()] == usual

    def test_keep_to_their_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parallel, "_START", "spawn")
        assert parallel.limited(len, b"four", parallel.Limits(30, 1 << 30)) == 4


def test_a_corpus_may_be_on_another_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str, start: str) -> str:
        message = f"path is on mount '{path[:2]}', start on mount '{start[:2]}'"
        raise ValueError(message)

    monkeypatch.setattr(os.path, "relpath", refused)
    assert from_here("D:/ledger") == "D:/ledger"


@pytest.mark.parametrize("typed", ["Größe/LEDGER", "gro\u0308ße/ledger", "größe/ledger"])
def test_a_corpus_may_be_spelt_otherwise(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str
) -> None:
    """As where `A` and `a` are one, and where an `ö` may be two characters."""

    def same(one: Path, other: Path) -> bool:
        return (
            len({unicodedata.normalize("NFC", str(each)).casefold() for each in (one, other)}) == 1
        )

    monkeypatch.setattr(Path, "samefile", same)
    located = CorpusLocation(str(ledger(at="größe/ledger")), None)
    assert (
        inside(str(tmp_path / typed / "officials" / "adler.yaml"), located)
        == "officials/adler.yaml"
    )


class TestAFileThatAnotherProgramHasOpen:
    """Windows replaces none."""

    @pytest.fixture(autouse=True)
    def held(self, monkeypatch: pytest.MonkeyPatch) -> None:
        replace = os.replace

        def refused(draft: str, file: str) -> None:
            if Path(file).exists():
                raise PermissionError(13, "Access is denied")
            replace(draft, file)

        monkeypatch.setattr(os, "replace", refused)

    def test_is_left_as_it_is(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        folder, report = ledger(), tmp_path / "report.md"
        report.write_text("mine", "utf-8")
        before = {file: file.read_bytes() for file in sorted(tmp_path.rglob("*.*"))}
        for words in (("rename", "brandt", "bruno", "--yes"), ("report", "-o", report)):
            done = stances(*words, "--data", folder)
            assert done.returncode == 1
            assert "Access is denied" in done.stderr
        assert {file: file.read_bytes() for file in sorted(tmp_path.rglob("*.*"))} == before

    def test_may_be_the_index(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger()
        usual = stances("list", "--format", "json", "--data", folder).stdout
        (folder / "corpus.yaml").write_text(LEDGER["corpus.yaml"] + "description: New\n", "utf-8")
        assert stances("list", "--format", "json", "--data", folder).stdout == usual
        assert json.loads(stances("report", "--format", "json", "--data", folder).stdout)


@pytest.mark.parametrize("name", ["Con", "Nul", "Prn", "Aux", "Com1"])
def test_no_record_is_given_the_name_of_a_device(name: str) -> None:
    assert official_id({"name": f"Anna {name}"}, ()) == f"anna-{name.lower()}"
    assert official_id({"name": name}, ()) == f"{name.lower()}-2"
    assert source_id({"publisher": name}, ()) == f"{name.lower()}-2"


def test_a_checkout_with_other_line_ends_gives_the_same(
    tmp_path: Path, stances: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    usual, other = prepared(tmp_path / "a"), prepared(tmp_path / "b", "\r\n")
    for words in [each for each in COMMANDS if each[0] in {"list", "summary", "verify", "report"}]:
        found = []
        for folder in (usual, other):
            monkeypatch.chdir(folder)
            done = stances(*words, "--data", "ledger")
            found.append((done.returncode, done.stdout.rpartition("commit")[0] or done.stdout))
        assert found[0] == found[1]
