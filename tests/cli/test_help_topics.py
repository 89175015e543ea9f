"""`stances help`: the pages that everybody reads, on a terminal and in a pipe, by their topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from cases import every_case
from stances import paths
from stances.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Process, Run

READABLE = {*"0 1 2 3 4 36".split()}
"""The codes of bold, dim, italic and underlined text, and of cyan."""


@pytest.fixture(scope="session")
def pages(repository: Path) -> dict[str, str]:
    """The pages of docs/ by their topics, without their comments, and without their index."""
    files = sorted({*(repository / "docs").rglob("*.md")} - {repository / "docs/README.md"})
    texts = {path.relative_to(repository / "docs"): path.read_text("utf-8") for path in files}
    comments = re.compile(r"<!--.*?-->\n*", re.DOTALL)
    return {
        name.with_suffix("").as_posix(): comments.sub("", text).rstrip() + "\n"
        for name, text in texts.items()
    }


class TestTopics:
    def test_are_listed_with_a_line_each(self, stances: Run, pages: dict[str, str]) -> None:
        answer = stances("help")
        assert (answer.returncode, answer.stderr) == (0, "")
        listed = dict(re.findall(r"^  (\S+) +(.+)$", answer.stdout, re.MULTILINE))
        assert listed.keys() == pages.keys()
        for name, text in pages.items():
            assert text.startswith(f"# {listed[name]}\n")
        assert max(map(len, answer.stdout.splitlines())) <= 80

    def test_are_the_pages_as_they_are_written_in_a_pipe(
        self, stances: Run, pages: dict[str, str]
    ) -> None:
        with every_case() as case:
            for name, text in pages.items():
                with case(name):
                    answer = stances("help", name)
                    assert (answer.returncode, answer.stderr) == (0, "")
                    assert answer.stdout.endswith(text)
                    assert (answer.stdout == text) is (name not in COMMANDS)

    def test_a_code_leads_to_where_it_is_explained(self, stances: Run) -> None:
        answer = stances("help", "ST104")
        assert answer.returncode == 2
        assert "`stances check --explain ST104`" in answer.stderr

    def test_may_be_named_in_any_case_and_as_files(self, stances: Run) -> None:
        assert stances("help", "Data-Format.md").stdout == stances("help", "data-format").stdout

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("verfy", "verify"), ("get-started", "getting-started"), ("lisst", "list"), ("x", "")],
    )
    def test_that_are_not_there_are_guessed_and_not_taken(
        self, stances: Run, typed: str, meant: str
    ) -> None:
        answer = stances("help", typed)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert f"No such topic '{typed}'" in answer.stderr
        hint = f"Did you mean {meant}" if meant else "`stances help` lists them"
        assert hint in answer.stderr

    def test_need_no_corpus(
        self, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("STANCES_DATA", str(tmp_path / "nowhere"))
        monkeypatch.chdir(tmp_path)
        assert stances("help", "verify").returncode == 0

    def test_come_with_the_package_where_there_is_no_checkout(
        self, stances: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        package = tmp_path / "lib" / "stances"
        (package / "docs").mkdir(parents=True)
        (package / "docs/commands.md").write_text("# What there is\n\nMuch.\n")
        monkeypatch.setattr(paths, "_PACKAGE", str(package))
        assert "  commands  What there is\n" in stances("help").stdout
        assert stances("help", "commands").stdout == "# What there is\n\nMuch.\n"


class TestCommands:
    def test_show_their_help(self, stances: Run) -> None:
        with every_case() as case:
            for name in COMMANDS:
                with case(name):
                    shown = stances("help", name).stdout
                    assert shown.startswith(stances(name, "--help").stdout)

    def test_of_commands_show_theirs(self, stances: Run) -> None:
        expected = stances("add", "statement", "--help").stdout
        assert stances("help", "add", "statement").stdout == expected
        assert stances("help", "add", "nothing").returncode == 2

    def test_that_are_topics_too_show_both(self, stances: Run, pages: dict[str, str]) -> None:
        shown = stances("help", "verify").stdout
        assert shown == f"{stances('verify', '--help').stdout}\n{pages['verify']}"


class TestOnATerminal:
    def test_pages_are_laid_out_within_its_width(
        self, terminal: Run, cells: Callable[[str], int]
    ) -> None:
        with every_case() as case:
            for name in ("commands", "data-format", "editors", "written-dates"):
                for width in (80, 50):
                    with case(name, width):
                        env = {"PAGER": "cat"}
                        shown = terminal("help", name, width=width, env=env).stdout
                        assert max(map(cells, shown.splitlines())) <= width
                        assert not re.search(r"^(##|\||```)|\]\(|<!--", shown, re.MULTILINE)

    def test_colours_can_be_read_on_dark_and_on_light(self, terminal: Run) -> None:
        for name in ("commands", "dependencies", "import", "security"):
            shown = terminal("help", name, env={"PAGER": "cat"}).stdout
            codes = re.findall(r"\x1b\[([0-9;]*)m", shown)
            assert {part for code in codes for part in code.split(";")} <= READABLE

    @pytest.mark.parametrize("how", ["--color", "NO_COLOR"])
    def test_without_colour_is_text_alone(self, terminal: Run, how: str) -> None:
        options = ("--color", "never") if how == "--color" else ()
        env = {"PAGER": "cat"} | ({"NO_COLOR": "1"} if how == "NO_COLOR" else {})
        assert "\x1b[" not in terminal("help", "scale", *options, env=env).stdout

    def test_what_is_typed_and_printed_stands_as_it_is(
        self, terminal: Run, pages: dict[str, str], plain: Callable[[str], str]
    ) -> None:
        """Lines of samples are not joined, cut or numbered, so that they can be copied."""
        shown = plain(terminal("help", "getting-started", env={"PAGER": "cat"}).stdout)
        lines = {line.strip() for line in shown.splitlines()}
        for fence in re.findall(
            r"^```\w+.*\n(.*?)^```$", pages["getting-started"], re.MULTILINE | re.DOTALL
        ):
            for line in fence.splitlines():
                assert line.isascii() is False or line.strip() in lines or len(line) > 80

    def test_links_are_topics_to_go_on_with(self, terminal: Run) -> None:
        shown = terminal("help", "scale", env={"PAGER": "cat", "NO_COLOR": "1"}).stdout
        further = shown.partition("See also")[2].split()
        assert " ".join(further).startswith("stances help ")
        assert "dependencies," in further

    def test_long_pages_go_through_the_pager_and_short_ones_do_not(
        self, terminal: Run, tmp_path: Path
    ) -> None:
        pager = tmp_path / "pager"
        pager.write_text("#!/bin/sh\necho paged; cat\n")
        pager.chmod(0o755)
        env = {"PAGER": str(pager)}
        assert terminal("help", "verify", height=24, env=env).stdout.startswith("paged\n")
        assert "paged" not in terminal("help", "verify", height=4000, env=env).stdout


class TestCompletion:
    def test_offers_topics_with_their_titles_and_commands(self, process: Process) -> None:
        env = {"_STANCES_COMPLETE": "fish_complete", "COMP_WORDS": "stances help "}
        offered = process(env=env | {"COMP_CWORD": "get"}).stdout.decode()
        assert "getting-started\tGetting started: from" in offered
        offered = process(env=env | {"COMP_CWORD": "ver"}).stdout.decode()
        assert len(re.findall(r"\bverify\b(?!\W*$)", offered)) == 1
