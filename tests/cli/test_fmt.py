"""`stances fmt`: one layout, nothing lost, and nothing written that was not asked for."""

from __future__ import annotations

import re
import resource
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from cases import every_case
from folders import contents
from stances import parallel
from stances.editing import formatting
from stances.editing.file_text import UnfaithfulError
from stances.paths import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Process, Run

GIT = shutil.which("git") or "git"
UNTIDY = {"officials/brandt.yaml": "roles: []\nname:   Bruno Brandt # him\n"}
BROKEN = {"officials/adler.yaml": "name: Anna Adler\nroles: [\n"}


@pytest.fixture
def tidy(ledger: Ledger, stances: Run) -> Callable[..., Path]:
    """A corpus that is formatted, but for files that are laid over it."""

    def write(files: dict[str, str] | None = None) -> Path:
        folder = ledger()
        stances("fmt", "--data", folder)
        for path, text in (files or {}).items():
            (folder / path).write_bytes(text.encode())
        return folder

    return write


def test_what_would_outgrow_the_limit_is_told_and_left_alone(
    tidy: Callable[..., Path], stances: Run
) -> None:
    folder = tidy(UNTIDY)
    file = folder / "officials/adler.yaml"
    head = "name: Anna Adler\nnote: "
    file.write_text(head + "word " * ((MAX_BYTES - len(head)) // 5 - 1) + "word\n", "utf-8")
    raw = file.read_bytes()
    assert len(raw) <= MAX_BYTES
    with every_case() as case:
        for asked in (["--check"], ["--diff"], []):
            with case(*asked):
                answer = stances("fmt", *asked, "--data", folder)
                assert answer.returncode == 1
                assert "officials/adler.yaml:1:1: error[ST003 file-too-large]" in answer.stderr
                assert f"no more than {MAX_BYTES:,} are read" in answer.stderr
                assert file.read_bytes() == raw
    assert (folder / "officials/brandt.yaml").read_text("utf-8").startswith("name: Bruno Brandt #")
    renamed = stances("rename", "adler", "anna", "--yes", "--data", folder)
    assert "is a bug" not in renamed.stderr


class TestFmt:
    def test_changes_files_names_them_and_counts(
        self, tidy: Callable[..., Path], stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tidy(UNTIDY)
        monkeypatch.chdir(folder)
        answer = stances("fmt")
        assert (answer.returncode, answer.stderr) == (0, "")
        assert answer.stdout == (
            "officials/brandt.yaml\n1 file formatted, 6 files are as they should be\n"
        )
        text = (folder / "officials/brandt.yaml").read_text("utf-8")
        assert text == "name: Bruno Brandt # him\nroles: []\n"
        again = stances("fmt")
        assert (again.returncode, again.stdout) == (0, "7 files are as they should be\n")

    def test_changes_no_answer(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger()
        asked = ("list", "--format", "json", "--data", folder)
        before, problems = stances(*asked).stdout, stances("check", "--data", folder).stdout
        assert stances("fmt", "--data", folder).stdout.count("\n") > 1
        assert stances(*asked).stdout == before
        assert stances("check", "--data", folder).stdout == problems

    def test_minds_no_faults_of_records(self, tidy: Callable[..., Path], stances: Run) -> None:
        folder = tidy({"officials/brandt.yaml": "roles: []\nnam: x\nname: 1\n"})
        assert stances("fmt", "--data", folder).returncode == 0
        text = (folder / "officials/brandt.yaml").read_text("utf-8")
        assert text == 'name: "1"\nroles: []\nnam: x\n'

    def test_leaves_a_broken_file_alone_and_tells_of_it(
        self, tidy: Callable[..., Path], stances: Run
    ) -> None:
        folder = tidy(BROKEN | UNTIDY)
        answer = stances("fmt", "--data", folder)
        assert answer.returncode == 1
        assert re.search(r"adler\.yaml:2:8: error\[ST006 ", answer.stderr)
        assert answer.stdout.endswith(
            "1 file formatted, 5 files are as they should be, 1 file left alone\n"
        )
        assert (folder / "officials/adler.yaml").read_text("utf-8") == BROKEN[
            "officials/adler.yaml"
        ]

    def test_keeps_the_line_ends_of_windows(self, tidy: Callable[..., Path], stances: Run) -> None:
        folder = tidy()
        for path in folder.rglob("*.yaml"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert stances("fmt", "--check", "--data", folder).returncode == 0

    def test_says_so_where_there_is_nothing(self, tidy: Callable[..., Path], stances: Run) -> None:
        folder = tidy()
        (folder / "notes").mkdir()
        answer = stances("fmt", folder / "notes", "--data", folder)
        assert (answer.returncode, answer.stdout) == (0, "no files\n")

    def test_is_the_same_in_several_processes(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, many = ledger(BROKEN, "one"), ledger(BROKEN, "many")
        alone = stances("fmt", "--data", one)
        monkeypatch.setattr(formatting, "_POOL_FROM", 1)
        monkeypatch.setattr(parallel, "processes", lambda: 2)
        shared = stances("fmt", "--data", many)
        assert shared.stdout == alone.stdout.replace("one/", "many/")
        assert shared.stderr == alone.stderr.replace("one/", "many/")
        assert contents(one) == contents(many)

    @pytest.mark.parametrize("folder", ["data", "tests/data/base"])
    def test_has_nothing_to_do_in_this_repository(
        self, stances: Run, repository: Path, folder: str
    ) -> None:
        assert stances("fmt", "--check", "--data", repository / folder).returncode == 0


class TestFmtCheck:
    def test_changes_nothing_and_names_the_command(
        self, tidy: Callable[..., Path], stances: Run
    ) -> None:
        folder = tidy(UNTIDY)
        before = contents(folder)
        answer = stances("fmt", "--check", "--data", folder)
        assert answer.returncode == 1
        lines = answer.stdout.splitlines()
        assert lines[0].endswith("officials/brandt.yaml")
        assert lines[1] == "1 file would change, 6 files are as they should be"
        assert contents(folder) == before
        label, _, named = answer.stderr.strip().partition(": ")
        assert label == "to format them"
        assert stances(*shlex.split(named)[1:]).returncode == 0
        assert stances("fmt", "--check", "--data", folder).returncode == 0

    def test_is_quiet_about_what_is_right(self, tidy: Callable[..., Path], stances: Run) -> None:
        answer = stances("fmt", "--check", "--data", tidy())
        assert (answer.returncode, answer.stdout) == (0, "7 files are as they should be\n")

    def test_fails_for_a_broken_file(self, tidy: Callable[..., Path], stances: Run) -> None:
        assert stances("fmt", "--check", "--data", tidy(BROKEN)).returncode == 1


class TestFmtDiff:
    def test_changes_nothing_and_is_what_formatting_does(
        self, ledger: Ledger, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        folder, other = ledger({"codebook.yaml": None}), ledger({"codebook.yaml": None}, "other")
        before = contents(folder)
        answer = stances("fmt", "--diff", "--data", folder)
        assert answer.returncode == 0
        assert contents(folder) == before
        assert "would change" in answer.stderr
        subprocess.run([GIT, "apply", "-"], cwd=tmp_path, input=answer.stdout.encode(), check=True)
        stances("fmt", "--data", other)
        assert contents(folder) == contents(other)

    def test_fails_only_if_it_checks_too(self, tidy: Callable[..., Path], stances: Run) -> None:
        folder = tidy(UNTIDY)
        answer = stances("fmt", "--diff", "--check", "--data", folder)
        assert answer.returncode == 1
        assert answer.stdout.startswith("--- a/")
        assert "to format them: stances fmt" in answer.stderr

    def test_has_colours_on_a_terminal_alone(
        self, tidy: Callable[..., Path], stances: Run, terminal: Run
    ) -> None:
        folder = tidy(UNTIDY)
        assert "\x1b" not in stances("fmt", "--diff", "--data", folder).stdout
        asked = ("fmt", "--diff", "--data", folder)
        assert "\x1b[32m+name: Bruno Brandt" in terminal(*asked).stdout
        assert "\x1b[32m" in stances(*asked, "--color", "always").stdout


class TestFmtPaths:
    def test_limit_what_is_formatted(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = ledger()
        before = contents(folder)
        monkeypatch.chdir(folder / "officials")
        answer = stances("fmt", "adler.yaml", "../sources")
        after = contents(folder)
        assert answer.returncode == 0
        assert {path for path in before if before[path] != after[path]} == {"officials/adler.yaml"}

    def test_are_named_in_the_command_to_run(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(ledger())
        answer = stances("fmt", "officials/adler.yaml", "--check")
        assert answer.stderr == "to format them: stances fmt officials/adler.yaml\n"

    @pytest.mark.parametrize("path", ["officials/nobody.yaml", "../elsewhere.yaml", "/etc/passwd"])
    def test_that_are_no_files_of_the_corpus_are_refused(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        folder = ledger()
        before = contents(folder)
        monkeypatch.chdir(folder)
        assert stances("fmt", path).returncode == 2
        assert contents(folder) == before


class TestFmtRefused:
    def test_where_an_editor_has_a_file_open(self, tidy: Callable[..., Path], stances: Run) -> None:
        folder = tidy(UNTIDY)
        (folder / "officials/.brandt.yaml.swp").touch()
        before = contents(folder)
        answer = stances("fmt", "--data", folder)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "brandt.yaml is open in an editor (.brandt.yaml.swp is there)" in answer.stderr
        assert "--force" in answer.stderr
        assert contents(folder) == before
        assert stances("fmt", "--force", "--data", folder).returncode == 0

    def test_of_an_editor_does_not_mind_files_that_stay_as_they_are(
        self, tidy: Callable[..., Path], stances: Run
    ) -> None:
        folder = tidy(UNTIDY)
        (folder / "officials/.adler.yaml.swp").touch()
        assert stances("fmt", "--data", folder).returncode == 0

    def test_without_a_corpus(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert stances("fmt").returncode == 3

    def test_of_a_corpus_of_another_version(self, ledger: Ledger, stances: Run) -> None:
        folder = ledger({"corpus.yaml": "title: T\nschema_version: 2\ncoder:   c\n"})
        answer = stances("fmt", "--data", folder)
        assert answer.returncode == 4
        assert "schema version `2`" in answer.stderr

    def test_where_the_disk_is_full_leaves_everything_as_it_was(
        self, ledger: Ledger, process: Process
    ) -> None:
        folder = ledger()
        before = contents(folder)

        def no_space() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))

        answer = process("fmt", "--data", folder, before=no_space)
        assert (answer.returncode, answer.stdout) == (1, b"")
        assert b"no file was changed" in answer.stderr
        assert contents(folder) == before

    def test_of_our_own_bug_is_one_line(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = ledger()
        before = contents(folder)

        def wrong(*_: object) -> None:
            raise UnfaithfulError("formatting would change what the file says")

        monkeypatch.setattr(formatting, "_refuse_unfaithful", wrong)
        answer = stances("fmt", "--data", folder)
        assert answer.returncode == 70
        first = answer.stderr.splitlines()[0]
        assert "yaml: formatting would change what the file says; nothing was written" in first
        assert contents(folder) == before
