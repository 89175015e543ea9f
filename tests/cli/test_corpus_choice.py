"""Which corpus a command is about."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cases import every_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Process, Run

ASKING = [
    ("list",),
    ("show", "rouhani"),
    ("compare", "rouhani", "shamkhani"),
    ("summary",),
    ("officials",),
    ("sources",),
    ("codebook",),
]
FALLS_BACK = "no corpus here; using the shipped example corpus"

ABOVE = "From the shipped example corpus, because there is no corpus here"
TITLE = "Iranian officials on ISIS, Iraq and the United States, June 2014: six questions"


def refs(run: Run, *arguments: str | Path) -> set[str]:
    answer = run("list", "--format", "json", *arguments)
    assert answer.returncode == 0, answer.stderr
    return {row["ref"].partition("/")[0] for row in json.loads(answer.stdout)}


OURS = {"adler", "brandt", "farahi"}


class TestNamedCorpus:
    def test_is_named_behind_the_command(self, ledger: Ledger, stances: Run) -> None:
        assert refs(stances, "--data", ledger()) == OURS

    def test_is_named_before_the_command(self, ledger: Ledger, stances: Run) -> None:
        answer = stances("--data", ledger(), "list", "--format", "jsonl", "--columns", "official")
        assert set(answer.stdout.split()) >= {f'"{id_}"}}' for id_ in OURS}

    def test_behind_goes_before_before(self, ledger: Ledger, stances: Run) -> None:
        nowhere = ledger().parent / "nowhere"
        answer = stances("--data", nowhere, "check", "--data", ledger())
        assert answer.returncode == 0, answer.stderr

    def test_is_named_by_the_environment(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(ledger()))
        assert refs(stances) == OURS
        assert stances("check").returncode == 0

    def test_the_option_goes_before_the_environment(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(ledger().parent / "nowhere"))
        assert refs(stances, "--data", ledger()) == OURS

    def test_goes_before_the_one_that_lies_here(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, repository: Path
    ) -> None:
        monkeypatch.chdir(ledger())
        assert "rouhani" in refs(stances, "--data", repository / "data")

    @pytest.mark.parametrize("name", ["two words", "Überlinger See", "دریاچه", "-dash", "a'b\"c"])
    def test_may_lie_in_a_folder_of_any_name(self, ledger: Ledger, stances: Run, name: str) -> None:
        folder = ledger(at=name)
        assert refs(stances, f"--data={folder}") == OURS
        checked = stances("check", f"--data={folder}")
        assert (checked.returncode, checked.stderr) == (0, "")
        assert name in checked.stdout

    def test_may_be_a_link(self, ledger: Ledger, stances: Run, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(ledger())
        assert refs(stances, "--data", tmp_path / "link") == OURS


class TestUnnamedCorpus:
    @pytest.mark.parametrize("inside", ["", "officials", "notes/2021"])
    def test_is_the_nearest_upwards(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, inside: str
    ) -> None:
        here = ledger() / inside
        here.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(here)
        assert refs(stances) == OURS
        assert stances("check").returncode == 0

    @pytest.mark.parametrize("inside", ["", "src", "data/officials"])
    def test_may_lie_in_a_folder_called_data(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, inside: str
    ) -> None:
        here = ledger(at="project/data").parent / inside
        here.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(here)
        assert refs(stances) == OURS

    def test_is_the_nearer_of_two(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger()
        inner = ledger({"officials/brandt.yaml": None}, at="ledger/inner")
        monkeypatch.chdir(inner)
        assert refs(stances) == OURS - {"brandt"}

    def test_an_empty_variable_names_nothing(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", "")
        monkeypatch.chdir(ledger())
        assert refs(stances) == OURS

    @pytest.mark.parametrize("command", ASKING, ids=lambda command: command[0])
    def test_is_the_shipped_one_for_a_question(
        self,
        stances: Run,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        command: tuple[str, ...],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances(*command)
        assert answer.returncode == 0
        assert FALLS_BACK in answer.stderr
        assert FALLS_BACK not in answer.stdout

    @pytest.mark.parametrize("width", [60, 100])
    def test_stands_above_a_table_if_it_is_the_shipped_one(
        self, terminal: Run, plain: Callable[[str], str], tmp_path: Path, width: int
    ) -> None:
        for command in (("officials",), ("show", "rouhani"), ("sql", "SELECT 1 AS one")):
            screen = plain(terminal(*command, width=width, cwd=tmp_path).stdout)
            said, _, rest = screen.partition("\n")
            assert FALLS_BACK in said
            above, _, table = rest.partition("\n\n")
            assert " ".join(above.split()) == f"{ABOVE}: {TITLE}"
            assert max(map(len, above.splitlines())) <= width
            assert table.strip()

    def test_stands_there_in_a_pager_too(
        self, terminal: Run, plain: Callable[[str], str], tmp_path: Path
    ) -> None:
        answer = terminal("officials", height=10, cwd=tmp_path, env={"PAGER": "cat -n"})
        assert f"1\t{ABOVE}" in plain(answer.stdout)

    def test_stands_nowhere_else(
        self, terminal: Run, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for asked in (("--format", "table"), (), ("--format", "json"), ("-o", "list.txt")):
            assert ABOVE not in stances("officials", *asked).stdout
        assert ABOVE not in (tmp_path / "list.txt").read_text("utf-8")
        for words in (("officials", "--format", "csv"), ("list", "--text", "zzzz")):
            assert ABOVE not in terminal(*words, cwd=tmp_path).stdout
        assert ABOVE not in terminal("officials").stdout

    def test_is_never_the_shipped_one_for_check(
        self, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances("check")
        assert (answer.returncode, answer.stdout) == (3, "")
        assert "there is no corpus here or in any folder above" in answer.stderr
        assert "--data DIR" in answer.stderr


class TestNamedCorpusMissing:
    @pytest.mark.parametrize("command", [*ASKING, ("check",)], ids=lambda command: command[0])
    @pytest.mark.parametrize("by", ["--data", "$STANCES_DATA"])
    def test_ends_every_command(
        self,
        stances: Run,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        command: tuple[str, ...],
        by: str,
    ) -> None:
        if by == "--data":
            answer = stances(*command, "--data", tmp_path)
        else:
            monkeypatch.setenv("STANCES_DATA", str(tmp_path))
            answer = stances(*command)
        assert (answer.returncode, answer.stdout) == (3, "")
        assert f"there is no corpus in {tmp_path} (named by {by})" in answer.stderr

    @pytest.mark.parametrize("named", ["corpus.yaml", "nowhere", "officials/adler.yaml"])
    def test_includes_files_and_what_is_not_there(
        self, ledger: Ledger, stances: Run, named: str
    ) -> None:
        answer = stances("list", "--data", ledger() / named)
        assert (answer.returncode, answer.stdout) == (3, "")

    def test_includes_a_name_that_is_empty(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in `stances check --data "$UNSET"`: another corpus would be checked, unseen."""
        monkeypatch.chdir(ledger())
        answer = stances("check", "--data", "")
        assert (answer.returncode, answer.stdout) == (3, "")


class TestCorpusWithoutRecords:
    """One that was just begun is no fault: there is an answer, and a line on what to do next."""

    @pytest.fixture
    def begun(self, stances: Run, tmp_path: Path) -> Path:
        options = ("--yes", "--no-example", "--faction", "council")
        assert stances("init", tmp_path / "begun", *options).returncode == 0
        return tmp_path / "begun"

    @pytest.mark.parametrize("options", [(), ("--strict",)])
    def test_is_clean(self, begun: Path, stances: Run, options: tuple[str, ...]) -> None:
        answer = stances("check", *options, "--data", begun)
        assert answer.returncode == 0
        assert answer.stdout.startswith("no problems: 0 officials, 0 sources, 0 statements in ")
        assert "has no records yet" in answer.stderr
        assert f"`stances --data {begun} add source`" in answer.stderr

    def test_has_no_rows(self, begun: Path, stances: Run) -> None:
        rows = ("list", "summary", "timeline", "conflicts", "agreement", "coverage", "officials")
        with every_case() as case:
            for command in rows:
                with case(command):
                    answer = stances(command, "--format", "json", "--data", begun)
                    assert answer.returncode == 0
                    assert json.loads(answer.stdout) == []
                    assert answer.stderr.count("has no records yet") == 1
        answer = stances("list", "--fail-empty", "--data", begun)
        assert answer.returncode == 1

    def test_is_reported_exported_and_compared(
        self, begun: Path, stances: Run, tmp_path: Path
    ) -> None:
        database = str(tmp_path / "out.db")
        with every_case() as case:
            for words in (
                *(("verify",), ("verify", "--require-all"), ("report",), ("codebook",)),
                *(("report", "--format", "html"), ("search", "word"), ("sql", "SELECT 1")),
                *(("export", "sqlite", database), ("fmt", "--check")),
            ):
                with case(words):
                    assert stances(*words, "--data", begun).returncode == 0
        assert stances("diff", begun, begun).returncode == 0


class TestWorkingFolder:
    def test_changes_no_answer(self, ledger: Ledger, process: Process, tmp_path: Path) -> None:
        folder = ledger()
        answers = {
            process("list", "--format", "json", "--data", folder, cwd=cwd).stdout
            for cwd in (tmp_path, folder, folder / "officials")
        }
        assert len(answers) == 1

    def test_may_have_been_deleted(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        folder, gone = ledger(), tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        assert stances("list", "--data", folder).returncode == 0
        assert stances("check", "--data", folder).returncode == 0
        assert stances("check").returncode == 3

    def test_paths_of_problems_can_be_opened_from_there(
        self, ledger: Ledger, stances: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno\n"})
        for here, path in ((folder, "officials"), (folder / "sources", "../officials")):
            monkeypatch.chdir(here)
            assert stances("check").stdout.startswith(f"{path}/brandt.yaml:1:")
