"""What runs the program here, and the small corpus that it is run on.

The corpus is invented: should the town of Lindau take motorboats off its lake? It is written as
people write files, and not through the program, so that it can be spoilt in any way.
"""

from __future__ import annotations

import gc
import os
import re
import signal
import subprocess
import sys
import sysconfig
import traceback
import unicodedata
import warnings
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NoReturn

import pexpect
import pytest

from stances.cli.run import run, run_process

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Ledger = Callable[..., Path]
    Run = Callable[..., CompletedProcess[str]]
    Process = Callable[..., CompletedProcess[bytes]]

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = Path(sysconfig.get_path("scripts")) / "stances"
ANSWERED_WITHIN = 120
"""Seconds after which a command hangs; far above what any takes, so that no load makes it fail."""
ERASED = re.compile(r"[^\n]*\r\x1b\[K")
"""What a terminal does not show any more: on a busy machine, how far the reading is."""

LEDGER = {
    "corpus.yaml": """\
title: Motorboats on the lake, June 2021
schema_version: 1
coder: tests
default_issue: boats
""",
    "codebook.yaml": """\
issues:
  - id: boats
    question: Should motorboats leave the lake?
    positions:
      - {id: supports, label: Supports, definition: Is for it., score: 2}
      - {id: conditional, label: Conditional, definition: Only if., score: 0, requires: conditions}
      - {id: opposes, label: Opposes, definition: Is against it., score: -1}
      - {id: rejects, label: Rejects, definition: Will not have it., score: -2}
      - {id: unstated, label: No position stated, definition: Takes no position.}
factions:
  - {id: council, label: Council, definition: The town council.}
  - {id: harbour, label: Harbour, definition: Those who run the port.}
frames:
  - {id: noise, label: Noise, definition: About the noise.}
  - {id: trade, label: Trade, definition: About the money.}
""",
    "sources/gazette.yaml": """\
title: Boats off the lake?
publisher: The Gazette
authors: [Nora Lind]
published: 2021-06-10
lang: en
kind: news-article
assessments:
  - about: [brandt, harbour]
    text: the harbour counts every litre of fuel
    when: 2021-06
""",
    "sources/nama.yaml": """\
title: نامهٔ دریاچه
published: 2021-06-20
lang: fa
""",
    "officials/adler.yaml": """\
name: Anna Adler
aliases: [Mayor Adler]
roles:
  - {title: Mayor, faction: council, from: 2019-05}
statements:
  - id: quiet-lake
    said: 2021-06-03
    venue: town meeting
    position: supports
    frames: [noise]
    summary: The lake is to be quiet
    evidence:
      - {source: gazette, form: quote, text: We want our quiet lake back}
      - {source: nama, form: paraphrase, match: probable, note: No day., text: دریاچه باید آرام شود}
  - id: with-compensation
    said: 2021-06
    position: conditional
    conditions: [the state compensates the owners]
    frames: [trade]
    evidence:
      - {source: gazette, form: paraphrase, text: "only if the state pays, she added"}
""",
    "officials/brandt.yaml": """\
name: Bruno Brandt
roles:
  - {title: Harbour master, faction: harbour}
statements:
  - id: over-my-dead-body
    said: ../2021-06-10
    position: rejects
    frames: [trade]
    evidence:
      - {source: gazette, form: quote, text: Over my dead body}
""",
    "officials/farahi.yaml": """\
name: Shirin Farahi
native_name: شیرین فرحی
roles:
  - {title: Councillor, faction: council}
statements:
  - id: ask-the-fishers
    said: 2021-06-12~
    position: unstated
    evidence:
      - {source: nama, form: quote, text: اول از ماهیگیران بپرسید}
    disputes:
      - {about: position, note: Nama takes it for support.}
""",
}


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the caller's settings changes what the program says."""
    for name in (
        *("STANCES_DATA", "STANCES_SNAPSHOTS", "STANCES_DEBUG", "NO_COLOR", "FORCE_COLOR"),
        *("GITHUB_ACTIONS", "COLUMNS", "LINES", "PAGER", "LESS", "TERM", "PYTHONIOENCODING"),
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Writes the small corpus, with files of one's own laid over it, and gives its folder.

    A file that is None is left out. A name may hold any bytes, written with `os.fsdecode`.
    """

    def write(files: Mapping[str, str | bytes | None] | None = None, at: str = "ledger") -> Path:
        root = tmp_path / at
        for name in ("sources", "officials"):
            (root / name).mkdir(parents=True, exist_ok=True)
        for path, text in {**LEDGER, **(files or {})}.items():
            if text is not None:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return write


@pytest.fixture
def stances(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line within this process."""

    def call(*arguments: str | Path) -> CompletedProcess[str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return CompletedProcess(arguments, code, said.out, said.err)

    return call


@pytest.fixture
def process() -> Process:
    """Runs a command line in a process of its own; `env` is added to this one's environment."""

    def call(
        *arguments: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path = REPOSITORY,
        stdout: int = subprocess.PIPE,
        before: Callable[[], object] | None = None,
    ) -> CompletedProcess[bytes]:
        return subprocess.run(
            [PROGRAM, *arguments],
            env={**os.environ, **(env or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            preexec_fn=before,
            timeout=ANSWERED_WITHIN,
            check=False,
        )

    return call


@pytest.fixture
def forked() -> Process:
    """Runs a command line in a copy of this process: all that `process` does but to start Python.

    That takes ten times as long as most commands do. What depends on how Python starts, or on what
    is imported by then, needs `process`.
    """

    def call(
        *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path = REPOSITORY
    ) -> CompletedProcess[bytes]:
        words = [str(argument) for argument in arguments]
        with TemporaryFile() as out, TemporaryFile() as err:
            with warnings.catch_warnings():
                # Of threads, which the tests may have, the new process has none, and needs none.
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if not child:
                _run_and_exit(words, env or {}, cwd, (out.fileno(), err.fileno()))
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            for file in (out, err):
                file.seek(0)
            return CompletedProcess(words, code, out.read(), err.read())

    return call


def _run_and_exit(
    words: Sequence[str], env: Mapping[str, str], cwd: Path, files: tuple[int, int]
) -> NoReturn:
    """Run a command line with streams of its own, and leave nothing to what began the process."""
    gc.freeze()  # what the tests hold is not looked through, and so not copied
    code = 70
    try:
        signal.alarm(ANSWERED_WITHIN)
        os.chdir(cwd)
        os.environ.update(env)
        for number, file in enumerate((os.open(os.devnull, os.O_RDONLY), *files)):
            os.dup2(file, number)
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - to the end
            for number, mode in enumerate("rww")
        )
        code = run_process(words)
    except SystemExit as error:
        code = int(error.code or 0)
    except BaseException:  # noqa: BLE001 - as Python ends a process
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


@pytest.fixture
def terminal() -> Run:
    """Runs a command line on a terminal of some size, and gives what stands there at the end."""

    def call(
        *arguments: str | Path,
        width: int = 80,
        height: int = 500,
        env: Mapping[str, str] | None = None,
        cwd: Path = REPOSITORY,
    ) -> CompletedProcess[str]:
        child = pexpect.spawn(
            str(PROGRAM),
            [str(argument) for argument in arguments],
            dimensions=(height, width),
            cwd=str(cwd),
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
            encoding="utf-8",
            timeout=ANSWERED_WITHIN,
        )
        written = ERASED.sub("", child.read().replace("\r\n", "\n"))
        child.close()
        return CompletedProcess(arguments, child.exitstatus or 0, written, "")

    return call


@pytest.fixture(scope="session")
def plain() -> Callable[[str], str]:
    """Takes the colours out of what was written on a terminal."""
    return lambda text: re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture(scope="session")
def cells(plain: Callable[[str], str]) -> Callable[[str], int]:
    """Measures how many cells of a terminal a line takes."""

    def width(char: str) -> int:
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            return 0
        return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1

    return lambda line: sum(map(width, plain(line)))


@pytest.fixture(scope="session")
def program() -> Path:
    """The program itself."""
    return PROGRAM


@pytest.fixture(scope="session")
def repository() -> Path:
    """Where the shipped corpus is, in `data`."""
    return REPOSITORY
