"""Every code of the catalogue has a bad file, and every bad file has the problem it should have.

A code that is retired has none. A case is a folder of tests/data/errors, named by its code: the
files that differ from the sound corpus in tests/data/base, and beside them `expected.txt` (what
`stances check` prints, or for ST5xx `stances verify`),
`listed.txt` (what `stances list` answers all the same, where that is not everything) and
`about.txt` (for the docs, what the files do not show by themselves).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stances.cli.run import run
from stances.codes import CATALOGUE
from stances.codes.evidence import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
BASE = ROOT / "tests" / "data" / "base"
ERRORS = ROOT / "tests" / "data" / "errors"
USED = {code: entry for code, entry in CATALOGUE.items() if not entry.retired}
CASES = {code: ERRORS / f"{code}-{entry.name}" for code, entry in USED.items()}
NOTES = ("expected.txt", "listed.txt", "about.txt")
LIST = ("list", "--columns", "ref", "--sort", "ref", "--no-header")
SOUND = """\
farahani/quays-first
moreau/only-with-state-money
moreau/ready-to-build
exit 0
"""


def link_to_nothing(data: Path) -> None:
    (data / "officials" / "berg.yaml").symlink_to("anton-berg.yaml")


def write_five_megabytes(data: Path) -> None:
    (data / "sources" / "gazette-2021-05-07.yaml").write_bytes(b"#" * 5_000_000)


def quote_and_sign_very_often(data: Path) -> None:
    moreau, words = (
        data / "officials" / "moreau.yaml",
        "We are ready to lay the first rail this autumn",
    )
    one = f"      - source: courier-2021-05-05\n        form: quote\n        text: {words}\n"
    many = "".join(one.replace(words, f"{words}, {number}") for number in range(4_001))
    moreau.write_text(moreau.read_text("utf-8").replace(one, many), "utf-8")
    for name in ("Amsel", "Berg", "Conrad", "Dahl", "Egger"):
        joint = (
            "statements:\n  - {id: joint, words_of: moreau/ready-to-build, position: supports}\n"
        )
        (data / "officials" / f"{name.lower()}.yaml").write_text(f"name: {name}\n{joint}", "utf-8")


def delete_the_codebook(data: Path) -> None:
    (data / "codebook.yaml").unlink()


def delete_a_copy(data: Path) -> None:
    (data / "snapshots" / "neda-ye-bandar-2021-05-12.html").unlink()


def link_a_copy_out_of_its_folder(data: Path) -> None:
    copy = data / "snapshots" / "neda-ye-bandar-2021-05-12.html"
    copy.rename(data.parent / "elsewhere.html")
    copy.symlink_to("../../elsewhere.html")


# What git cannot hold, or should not.
MADE: dict[str, Callable[[Path], None]] = {
    "ST001": link_to_nothing,
    "ST003": write_five_megabytes,
    "ST019": delete_the_codebook,
    "ST418": quote_and_sign_very_often,
    "ST508": delete_a_copy,
    "ST509": link_a_copy_out_of_its_folder,
}


def finding(code: str) -> list[str]:
    """The command that finds a problem."""
    if CATALOGUE[code] not in EVIDENCE.values():
        return ["check"]
    return ["verify", "--require-all"] if code == "ST508" else ["verify"]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sound corpus, in `data` of the current folder."""
    data = tmp_path / "data"
    shutil.copytree(BASE, data)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STANCES_DATA", raising=False)
    monkeypatch.delenv("STANCES_SNAPSHOTS", raising=False)
    monkeypatch.setenv("STANCES_DEBUG", "1")  # a bug fails the test with its traceback
    return data


@pytest.fixture
def case(code: str, base: Path) -> Path:
    """The folder of a code's case, once its files are laid over the sound corpus."""
    folder = CASES[code]
    shutil.copytree(folder, base, ignore=shutil.ignore_patterns(*NOTES), dirs_exist_ok=True)
    if make := MADE.get(code):
        make(base)
    return folder


def answer(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints on stdout and on stderr, and its exit code."""
    exit_code = run(arguments)
    printed = capsys.readouterr()
    return f"{printed.out}{printed.err}exit {exit_code}\n"


def test_every_code_has_a_case_and_every_case_a_code() -> None:
    assert sorted(ERRORS.iterdir()) == sorted(CASES.values())


def test_the_corpus_below_every_case_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    clean = "no problems: 2 officials, 2 sources, 3 statements in data\nexit 0\n"
    assert answer("check", "--strict", capsys=capsys) == clean


def test_the_words_below_every_case_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = "5 found, 0 not found, 0 unchecked\nexit 0\n"
    assert answer("verify", "--strict", "--require-all", capsys=capsys) == found


def test_the_corpus_below_every_case_is_listed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(*LIST, capsys=capsys) == SOUND


@pytest.mark.parametrize("code", USED)
class TestCaseOfACode:
    def test_has_its_problem_and_no_other(
        self, code: str, case: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        expected = (case / "expected.txt").read_text("utf-8")
        failing = CATALOGUE[code].severity == "error"
        assert run(finding(code)) == failing
        printed = capsys.readouterr()
        assert printed.out == expected
        advice = f"what to do about it: stances check --explain {code}\n"
        assert printed.err == (advice if failing else "")

    @pytest.mark.usefixtures("case")
    def test_fails_a_strict_check_even_by_a_warning(self, code: str) -> None:
        assert run([*finding(code), "--strict"]) == 1

    def test_takes_nothing_out_of_the_answers_but_what_it_spoils(
        self, case: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        listed = case / "listed.txt"
        expected = listed.read_text("utf-8") if listed.exists() else SOUND
        assert answer(*LIST, capsys=capsys) == expected


@pytest.mark.parametrize("code", sorted({*CATALOGUE} - {*USED}))
class TestRetiredCode:
    def test_is_still_explained(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        told = answer("check", "--explain", code, capsys=capsys)
        assert told.startswith(f"{code} {CATALOGUE[code].name}")
        assert "retired" in told
        assert answer("check", "--explain", CATALOGUE[code].name, capsys=capsys) == told

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_may_still_be_selected_and_ignored(
        self, code: str, option: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert answer("check", option, code, "--strict", capsys=capsys).endswith("exit 0\n")

    def test_is_on_the_page_of_errors(self, code: str) -> None:
        page = (ROOT / "docs" / "errors.md").read_text("utf-8")
        section = page.partition(f"### {code} {CATALOGUE[code].name}\n")[2].partition("\n#")[0]
        assert "Retired" in section
        assert CATALOGUE[code].why in section


def test_who_was_silent_has_no_problem(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = base / "officials" / "berg.yaml"
    file.write_text("name: Anton Berg\nroles: [{title: Councillor, faction: council}]\n", "utf-8")
    clean = "no problems: 3 officials, 2 sources, 3 statements in data\nexit 0\n"
    assert answer("check", "--strict", capsys=capsys) == clean


def test_the_page_of_errors_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "errors_page.py"), "--check"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
