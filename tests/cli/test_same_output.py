"""The same corpus gives the same bytes: in any locale, of any width, from any folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from cases import every_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .conftest import Ledger, Process, Run

ANSWERS = [
    ("list",),
    ("show", "adler", "farahi"),
    ("compare", "adler", "farahi"),
    ("compare", "adler", "farahi", "--format", "json"),
    ("summary", "--format", "json"),
    ("conflicts", "--format", "json"),
    ("timeline", "--format", "jsonl"),
    ("agreement", "--format", "json"),
    ("agreement", "--explain", "--format", "csv"),
    ("network",),
    ("network", "--format", "graphml"),
    ("coverage", "--format", "json"),
    ("coverage", "--read"),
    ("search", "quiet OR lake OR body", "--format", "json"),
    ("sql", "SELECT * FROM evidence ORDER BY ref, number", "--format", "json"),
    ("officials", "--format", "yaml"),
    ("sources", "--format", "jsonl"),
    ("codebook", "--format", "csv"),
    ("list", "--format", "markdown"),
    ("report",),
    ("report", "--format", "json"),
    ("check",),
    *(("check", "--format", name) for name in ("github", "sarif", "junit", "gitlab", "json")),
]
LOCALES = [
    {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Tehran"},
    {"LC_ALL": "tr_TR.UTF-8", "PYTHONIOENCODING": "utf-16", "COLUMNS": "20"},
    {"TERM": "xterm-256color", "LINES": "5", "LANG": "fa_IR", "PYTHONDEVMODE": "1"},
]
SPOILT = {
    "officials/brandt.yaml": "nam: شیرین\n",
    "officials/zwing.yaml": "- a\n",
    "sources/x.yaml": "title: é\n",
}

each_answer = pytest.mark.parametrize("asked", ANSWERS, ids=" ".join)


@pytest.mark.parametrize(
    "asked", [("list",), ("summary", "--format", "yaml"), ("report",), ("check",)]
)
def test_surroundings_change_no_byte(
    process: Process, ledger: Ledger, asked: tuple[str, ...]
) -> None:
    folder = ledger(SPOILT)
    first = process(*asked, "--data", folder)
    assert first.stdout.decode("utf-8")
    for env in LOCALES:
        again = process(*asked, "--data", folder, env=env)
        assert (again.returncode, again.stdout) == (first.returncode, first.stdout), env
        assert again.stderr == first.stderr, env


@each_answer
def test_the_order_of_files_on_disk_changes_no_byte(
    stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    folder = ledger({f"officials/x{number}.yaml": "nam: x\n" for number in range(20)})
    first = stances(*asked, "--data", folder)
    listed = os.listdir

    def reversed_order(path: str = ".") -> Sequence[str]:
        return sorted(listed(path), reverse=True)

    monkeypatch.setattr(os, "listdir", reversed_order)
    again = stances(*asked, "--data", folder)
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)


@each_answer
def test_files_created_in_another_order_change_no_byte(
    stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    folder = ledger()
    monkeypatch.chdir(folder)
    first = stances(*asked).stdout
    texts = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    for path in texts:
        path.unlink()
    for path in sorted(texts, reverse=True):
        path.write_bytes(texts[path])
    assert stances(*asked).stdout == first


@each_answer
def test_no_width_wraps_or_cuts_what_goes_into_a_pipe(
    stances: Run,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    asked: tuple[str, ...],
) -> None:
    words = "a very long sentence without an end " * 200
    folder = ledger()
    brandt = (folder / "officials/brandt.yaml").read_text("utf-8")
    (folder / "officials/brandt.yaml").write_text(
        brandt.replace("Over my dead body", words.strip())
    )
    asked = (*asked, "--data", str(folder))
    first = stances(*asked).stdout
    if asked[0] in {"list", "show"} and "adler" not in asked:
        assert words.strip() in first
    with every_case() as case:
        for width in ("1", "40", "80", "0", "wide", "-5"):
            monkeypatch.setenv("COLUMNS", width)
            with case(width):
                assert stances(*asked).stdout == first


def test_nothing_is_written_into_the_corpus(
    process: Process, stances: Run, ledger: Ledger, tmp_path: Path
) -> None:
    """Which may lie where nothing can be written, and is under version control."""
    folder = ledger()
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    for path in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for asked in ANSWERS:
        assert stances(*asked, "--data", folder).returncode == 0
    assert process("list", "--data", folder, cwd=tmp_path).returncode == 0
    after = {path: path.stat().st_mtime_ns for path in [folder, *folder.rglob("*")]}
    for path in before:
        path.chmod(0o755)
    assert after == before
