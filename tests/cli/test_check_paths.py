"""`check PATH…` limits what is printed, not what is checked."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

PROBLEM = re.compile(r".+?:[1-9]\d*:[1-9]\d*: (error|warning)\[ST\d{3} [a-z0-9-]+\] .+")
SPOILT = {
    "officials/brandt.yaml": "nam: x\n",
    "officials/farahi.yaml": "name: [\n",
    "sources/nama.yaml": "titel: x\n",
}


@pytest.fixture
def folder(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus with problems in three files, and the folder we are in."""
    found = ledger(SPOILT)
    monkeypatch.chdir(found)
    return found


def files(text: str) -> set[str]:
    return {line.partition(":")[0] for line in text.splitlines()[:-1]}


class TestCheckPaths:
    @pytest.mark.usefixtures("folder")
    def test_none_shows_all(self, stances: Run) -> None:
        answer = stances("check")
        assert answer.returncode == 1
        assert files(answer.stdout) == {*SPOILT}
        assert "elsewhere" not in answer.stdout
        assert all(PROBLEM.fullmatch(line) for line in answer.stdout.splitlines()[:-1])

    @pytest.mark.parametrize(
        ("paths", "shown"),
        [
            (("officials",), {"officials/brandt.yaml", "officials/farahi.yaml"}),
            (("officials/",), {"officials/brandt.yaml", "officials/farahi.yaml"}),
            (("./officials/../sources",), {"sources/nama.yaml"}),
            (("officials/brandt.yaml",), {"officials/brandt.yaml"}),
            (
                ("officials/brandt.yaml", "sources/nama.yaml"),
                {"officials/brandt.yaml", "sources/nama.yaml"},
            ),
            ((".",), {*SPOILT}),
            (("..",), {*SPOILT}),
        ],
    )
    @pytest.mark.usefixtures("folder")
    def test_are_all_that_is_shown(
        self, stances: Run, paths: tuple[str, ...], shown: set[str]
    ) -> None:
        answer = stances("check", *paths)
        assert answer.returncode == 1
        assert files(answer.stdout) == shown

    @pytest.mark.usefixtures("folder")
    def test_decide_on_the_exit_code(self, stances: Run) -> None:
        answer = stances("check", "officials/adler.yaml")
        assert answer.returncode == 0
        assert re.search(r"[1-9] problems? elsewhere", answer.stdout)

    def test_may_be_absolute(self, folder: Path, stances: Run) -> None:
        answer = stances("check", folder / "officials" / "brandt.yaml")
        assert files(answer.stdout) == {"officials/brandt.yaml"}

    def test_are_from_here_where_the_corpus_is_not(
        self, folder: Path, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(folder.parent)
        answer = stances("check", "ledger/officials/brandt.yaml", "--data", "ledger")
        assert files(answer.stdout) == {"ledger/officials/brandt.yaml"}

    def test_see_problems_across_files(self, folder: Path, stances: Run) -> None:
        (folder / "sources" / "gazette.yaml").unlink()
        answer = stances("check", "officials/adler.yaml")
        assert answer.returncode == 1
        assert "unknown-source" in answer.stdout

    def test_show_a_file_that_is_missing(self, folder: Path, stances: Run) -> None:
        (folder / "codebook.yaml").unlink()
        assert stances("check", "codebook.yaml").returncode == 1


class TestCheckWrongPath:
    @pytest.mark.parametrize("path", ["officials/adlre.yaml", "oficials", "officials/adler.yml"])
    @pytest.mark.usefixtures("folder")
    def test_is_not_a_clean_check(self, stances: Run, path: str) -> None:
        """A misspelt path in a script would be green for ever."""
        answer = stances("check", path)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert path in answer.stderr

    @pytest.mark.usefixtures("folder")
    def test_is_told_where_it_lies_outside(self, stances: Run, tmp_path: Path) -> None:
        answer = stances("check", tmp_path / "ledger-of-others")
        assert (answer.returncode, answer.stdout) == (2, "")
        assert "not in the corpus" in answer.stderr


class TestCheckLinks:
    @pytest.mark.parametrize("target", ["nowhere.yaml", "link.yaml"])
    def test_that_lead_nowhere_are_found_by_their_path(
        self, folder: Path, stances: Run, target: str
    ) -> None:
        (folder / "officials/link.yaml").symlink_to(target)
        answer = stances("check", "officials/link.yaml")
        assert answer.returncode == 1
        assert files(answer.stdout) == {"officials/link.yaml"}

    def test_to_files_elsewhere_are_found_by_their_path(
        self, folder: Path, stances: Run, tmp_path: Path
    ) -> None:
        (tmp_path / "elsewhere.yaml").write_text("nam: x\n", "utf-8")
        (folder / "officials/link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
        answer = stances("check", "officials/link.yaml")
        assert answer.returncode == 1
        assert files(answer.stdout) == {"officials/link.yaml"}

    def test_to_the_corpus_are_the_corpus(self, folder: Path, stances: Run, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(folder)
        answer = stances(
            "check", tmp_path / "link/officials/brandt.yaml", "--data", tmp_path / "link"
        )
        assert answer.returncode == 1
        assert len(files(answer.stdout)) == 1


def test_a_name_that_is_no_text_can_be_asked_for(folder: Path, stances: Run) -> None:
    name = os.fsdecode(b"officials/\xff.yaml")
    (folder / name).write_text("nam: x\n", "utf-8")
    answer = stances("check", name)
    assert answer.returncode == 1
    assert files(answer.stdout) == {"officials/\\xff.yaml"}


class TestCheckExplain:
    @pytest.mark.parametrize("asked", ["ST104", "st104", "unknown-faction", " ST104 "])
    def test_needs_no_corpus(
        self, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances("check", "--explain", asked)
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout.startswith("ST104 unknown-faction (error)\n")


class TestSkipOutside:
    """For hooks: a commit may have files that are called like records and are in no corpus."""

    @pytest.mark.parametrize("command", ["check", "fmt --check"])
    def test_looks_at_the_others(self, stances: Run, folder: Path, command: str) -> None:
        notes = folder.parent / "notes" / "sources" / "x.yaml"
        paths = ("officials/adler.yaml", "sources/nama.yaml")
        wanted = stances(*command.split(), *paths)
        answer = stances(*command.split(), "--skip-outside", paths[0], notes, paths[1])
        assert (answer.returncode, answer.stdout) == (wanted.returncode, wanted.stdout)
        assert answer.stderr.startswith(f"stances: skipped: {notes} is not in the corpus")
        assert answer.stderr.endswith(wanted.stderr)

    @pytest.mark.parametrize("command", ["check", "fmt"])
    def test_looks_at_nothing_where_no_other_is_named(
        self, stances: Run, folder: Path, command: str
    ) -> None:
        before = (folder / "officials/adler.yaml").read_bytes()
        answer = stances(command, "--skip-outside", folder.parent / "x.yaml")
        assert (answer.returncode, answer.stdout) == (0, "")
        assert answer.stderr.count("\n") == 1
        assert (folder / "officials/adler.yaml").read_bytes() == before

    @pytest.mark.usefixtures("folder")
    def test_is_of_everything_where_none_is_named(self, stances: Run) -> None:
        assert stances("check", "--skip-outside").stdout == stances("check").stdout
