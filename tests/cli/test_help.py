"""Help: examples first, every option there, nothing to read the manual for."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from stances import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

COMMANDS = (
    *("list", "show", "compare", "summary", "timeline", "conflicts", "coverage"),
    *("agreement", "network", "camps"),
    *("search", "sql", "export"),
    *("officials", "sources", "codebook", "init", "add", "import", "rename", "check", "fmt"),
    *("report", "diff", "schema", "completion", "help"),
)
ROWLESS = {
    *("init", "add", "import", "rename", "check", "fmt", "report", "diff", "export", "schema"),
    *("completion", "help"),
}
"""What is written in formats of its own."""
FILTERS = (
    "--official --faction --position --issue --frame --form --status --source --since --until "
    "--certain --text --min-sources --without-disputed"
).split()
OUTPUT = (
    "--format --output --columns --sort --limit --no-header --spreadsheet-safe --color "
    "--fail-empty --strict --data"
).split()

each_command = pytest.mark.parametrize("command", COMMANDS)


def help_of(run: Run, *arguments: str) -> str:
    answer = run(*arguments, "--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout


@each_command
class TestCommandHelp:
    def test_is_the_same_by_both_names(self, stances: Run, command: str) -> None:
        assert stances(command, "-h").stdout == help_of(stances, command)

    def test_shows_examples_before_all_else(self, stances: Run, command: str) -> None:
        text = help_of(stances, command)
        assert text.startswith(f"Usage: stances {command}")
        assert text.split("\n\n")[1].startswith(f"Examples:\n  stances {command}")
        assert text.index("Examples:") < text.index("Options:")

    def test_needs_no_corpus(
        self, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(tmp_path))
        assert help_of(stances, command)

    def test_says_something_of_every_option(self, stances: Run, command: str) -> None:
        options = help_of(stances, command).partition("Options:")[2]
        for option in re.findall(r"^  (?:-\w, )?--[\w-]+.*(?:\n {6,}.*)*", options, re.MULTILINE):
            assert re.search(r"  +[A-Z`]|\n +[A-Z`]", option), option

    def test_has_examples_that_work(
        self,
        stances: Run,
        monkeypatch: pytest.MonkeyPatch,
        repository: Path,
        tmp_path: Path,
        command: str,
    ) -> None:
        if command == "diff":  # whose examples are of a repository that has these revisions
            return
        monkeypatch.setenv("STANCES_DATA", str(repository / "data"))
        if command in {"add", "edit", "import", "rename", "review"}:
            return  # they write: tests of their own run them on a copy
        text = help_of(stances, command).split("\n\n")[1]
        examples = re.findall(rf"^  (stances {command}.*?)(?:  |$)", text, re.MULTILINE)
        assert examples
        for number, example in enumerate(examples):
            if example == "stances init":  # it asks, on a terminal
                continue
            if " < " in example:  # a shell gives them a file; test_stdin_file.py does
                continue
            if "--require-all" in example:  # the copies are not in the repository
                continue
            if "--history" in example and not (repository / ".git").exists():  # as in the sdist
                continue
            words = shlex.split(example.replace("data/", f"{repository}/data/"))[1:]
            (tmp_path / str(number)).mkdir()
            monkeypatch.chdir(tmp_path / str(number))
            answer = stances(*words)
            assert (answer.returncode, answer.stderr) == (0, ""), example


class TestOptions:
    @pytest.mark.parametrize(
        "command",
        [
            *("list", "compare", "summary", "timeline", "conflicts", "coverage", "search"),
            *("agreement", "network", "camps", "report"),
        ],
    )
    def test_every_filter_is_on_every_asking_command(self, stances: Run, command: str) -> None:
        text = help_of(stances, command)
        assert [option for option in FILTERS if not re.search(rf"{option}\b", text)] == []

    @pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ROWLESS])
    def test_every_answer_can_be_written_in_every_way(self, stances: Run, command: str) -> None:
        text = help_of(stances, command)
        assert [option for option in OUTPUT if not re.search(rf"{option}\b", text)] == []
        for format_ in ("table", "tsv", "csv", "json", "jsonl", "yaml", "markdown"):
            assert re.search(rf"\b{format_}\b", text)

    @pytest.mark.parametrize("command", ["list", "compare", "summary", "timeline", "search"])
    def test_filters_may_be_repeated_and_combined(
        self, stances: Run, ledger: Ledger, command: str
    ) -> None:
        words = {"compare": ("adler", "brandt"), "search": ("quiet OR body",)}
        sides = words.get(command, ())
        asked = (
            *("--position", "supports", "--position", "rejects", "--source", "gazette"),
            *("--form", "quote", "--issue", "boats", "--status", "attested", "--since", "2021"),
            *("--until", "2021-06", "--min-sources", "1", "--without-disputed"),
            *("--frame", "noise", "--frame", "trade"),
        )
        answer = stances(command, *sides, *asked, "--format", "csv", "--data", ledger())
        assert (answer.returncode, answer.stderr) == (0, "")
        assessments = command == "timeline"
        assert answer.stdout.count("\n") == 3 + assessments

    def test_check_has_its_own(self, stances: Run) -> None:
        text = help_of(stances, "check")
        for option in ("--strict", "--explain", "--color", "--data"):
            assert option in text


class TestProgramHelp:
    def test_lists_every_command_with_what_it_does(self, stances: Run) -> None:
        text = help_of(stances)
        assert stances("-h").stdout == text
        for command in COMMANDS:
            assert re.search(rf"^  {command}  +[A-Z].+\.$", text, re.MULTILINE)

    def test_shows_examples_before_all_else(self, stances: Run) -> None:
        text = help_of(stances)
        assert text.index("Examples:") < text.index("Options:") < text.index("Ask:")

    def test_has_a_version(self, stances: Run) -> None:
        answer = stances("--version")
        assert (answer.returncode, answer.stdout) == (0, f"stances {__version__}\n")

    def test_fits_a_terminal(self, terminal: Run) -> None:
        for command in ("", *COMMANDS):
            shown = terminal(*command.split(), "--help", width=80)
            assert max(map(len, shown.stdout.split("\n"))) <= 80
