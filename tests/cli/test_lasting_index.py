"""Commands with the lasting index: the same answers, with any number of them at work at once."""

from __future__ import annotations

import os
import resource
import subprocess
from typing import TYPE_CHECKING

import pytest

from .conftest import LEDGER, PROGRAM

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Process, Run

ASKED = [
    ("list",),
    ("list", "--faction", "council", "--format", "json"),
    ("show", "adler", "farahi", "--format", "json"),
    ("summary", "--by", "frame"),
    ("compare", "adler", "brandt", "--format", "json"),
    ("timeline",),
    ("conflicts",),
    ("officials",),
    ("check",),
]
BRANDT = LEDGER["officials/brandt.yaml"]


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_answers_are_the_same_with_it_and_without(
    stances: Run, ledger: Ledger, asked: tuple[str, ...]
) -> None:
    for brandt in (BRANDT, BRANDT.replace("rejects", "sideways"), "name: [", BRANDT):
        folder = ledger({"officials/brandt.yaml": brandt})
        lasting = stances(*asked, "--data", folder)
        without = stances(*asked, "--data", folder, "--no-index")
        before = stances("--no-index", *asked, "--data", folder)
        assert (lasting.stdout, lasting.stderr, lasting.returncode) == (
            without.stdout,
            without.stderr,
            without.returncode,
        )
        assert before.stdout == without.stdout


def test_without_it_nothing_is_kept(process: Process, ledger: Ledger, tmp_path: Path) -> None:
    env = {"STANCES_CACHE_DIR": str(tmp_path / "cache")}
    process("list", "--data", ledger(), "--no-index", env=env)
    assert not (tmp_path / "cache").exists()
    process("list", "--data", ledger(), env=env)
    assert (tmp_path / "cache").is_dir()


def test_several_at_once_say_what_one_says(ledger: Ledger, tmp_path: Path) -> None:
    env = os.environ | {"STANCES_CACHE_DIR": str(tmp_path / "cache")}
    for brandt in (BRANDT, BRANDT.replace("rejects", "opposes"), BRANDT):
        folder = ledger({"officials/brandt.yaml": brandt})
        command = [str(PROGRAM), "list", "--data", str(folder)]
        begun = [
            subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(6)
        ]
        said = {one.communicate() for one in begun}
        alone = subprocess.run([*command, "--no-index"], capture_output=True, check=True)
        assert said == {(alone.stdout, b"")}


def test_a_full_disk_is_no_reason_not_to_answer(
    process: Process, ledger: Ledger, tmp_path: Path
) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    env = {"STANCES_CACHE_DIR": str(tmp_path / "cache")}
    answer = process("list", "--data", ledger(), env=env, before=no_room)
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert answer.stdout == process("list", "--data", ledger(), "--no-index").stdout
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_large_corpus_is_read_in_several_processes_alike(
    process: Process, ledger: Ledger, tmp_path: Path
) -> None:
    many = {
        f"officials/clerk-{number:03d}.yaml": BRANDT.replace("Bruno Brandt", f"Clerk {number}")
        for number in range(420)
    }
    folder = ledger(many)
    env = {"STANCES_CACHE_DIR": str(tmp_path / "cache")}
    lasting = process("list", "--data", folder, env=env)
    again = process("list", "--data", folder, env=env)
    assert lasting.stdout.count(b"\n") == 1 + 4 + 420
    assert lasting.stdout == again.stdout
    assert process("check", "--data", folder, env=env).stdout == (
        process("check", "--data", folder, "--no-index").stdout
    )
