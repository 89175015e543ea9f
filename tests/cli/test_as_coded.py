"""`--coding`: questions of a coder's readings, and figures of all codings."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from stances.cli.commands import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

CODINGS = {
    "codings/anna-schmidt/adler.yaml": """\
quiet-lake:
  position: conditional
  conditions: [a ferry runs]
  said: 2021-06-05
with-compensation:
  skip: bears on another question
""",
    "codings/anna-schmidt/brandt.yaml": "over-my-dead-body: {position: opposes}\n",
    "codings/bo/adler.yaml": "quiet-lake: {position: opposes}\n",
    "codings/lee/adler.yaml": "nothing-of-the-kind: {position: opposes}\n",
}
TOLD = "read 2 of 4 statements; 1 that was skipped is left out; the other one stands as decided"
ASKED: dict[str, tuple[str, ...]] = {
    "compare": ("adler", "brandt"),
    "search": ("lake OR body OR سکوت",),
}
"""What the commands are asked that need more than options."""


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus with the codings of two coders, and of one who read nothing of it."""
    root = ledger()
    for path, text in CODINGS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.fixture
def ask(stances: Run, folder: Path) -> Run:
    return lambda *arguments: stances(*arguments, "--data", folder)


def with_option() -> list[str]:
    """All commands that take a coding."""
    context = cli.make_context("stances", ["list"], resilient_parsing=True)
    found = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if command and any(param.name == "coding" for param in command.params):
            found.append(name)
    return found


class TestACodersReadings:
    def test_are_those_of_the_rows_and_what_was_skipped_is_left_out(self, ask: Run) -> None:
        columns = "ref,said,position,score,conditions,coder"
        done = ask("list", "--coding", "anna-schmidt", "--columns", columns, "--format", "csv")
        assert [*csv.reader(done.stdout.splitlines())][1:] == [
            *(
                [
                    "adler/quiet-lake",
                    "2021-06-05",
                    "conditional",
                    "0",
                    '["a ferry runs"]',
                    "anna-schmidt",
                ],
            ),
            ["brandt/over-my-dead-body", "../2021-06-10", "opposes", "-1", "[]", "anna-schmidt"],
            ["farahi/ask-the-fishers", "2021-06-12~", "unstated", "", "[]", "tests"],
        ]
        assert done.returncode == 0

    @pytest.mark.parametrize("name", with_option())
    def test_are_counted_on_stderr_and_above_tables(self, name: str, ask: Run) -> None:
        coding = (name, *ASKED.get(name, ()), "--coding", "anna-schmidt")
        done = ask(*coding, *(() if name == "report" else ("--format", "table")))
        assert f"stances: anna-schmidt {TOLD}\n" in done.stderr, done
        assert f"As coded by anna-schmidt, who {TOLD}." in " ".join(done.stdout.split())
        if name != "report":
            assert done.stdout.startswith("As coded by anna-schmidt,")
            assert ask(*coding, "--format", "markdown").stdout.startswith("As coded by anna-s")
            assert "As coded" not in ask(*coding, "--format", "json").stdout
        decided = ask(name, *ASKED.get(name, ()), "--coding", "decided")
        assert decided.stdout == ask(name, *ASKED.get(name, ())).stdout
        assert "As coded" not in decided.stdout
        assert "anna" not in decided.stderr

    def test_are_counted_among_what_the_filters_let_through(self, ask: Run) -> None:
        for filters, told in (
            (("--official", "adler"), "read 1 of 2 statements; 1 that was skipped is left out\n"),
            (("--official", "brandt"), "read 1 of 1 statement\n"),
            (("--official", "farahi"), "read 0 of 1 statement; the other one stands as decided"),
            (("--position", "unstated"), "read 0 of 1 statement; the other one stands as decided"),
            (("--text", "zeppelin"), "read 0 of 0 statements\n"),
        ):
            done = ask("list", "--coding", "anna-schmidt", *filters)
            assert f"stances: anna-schmidt {told}" in done.stderr

    def test_are_found_by_what_the_coder_wrote(self, ask: Run) -> None:
        for question in (("search", "ferry"), ("list", "--text", "a ferry")):
            keys = ("--columns", "ref", "--no-header")
            assert ask(*question, *keys).stdout == ""
            done = ask(*question, *keys, "--coding", "anna-schmidt")
            assert done.stdout == "adler/quiet-lake\n"

    def test_of_the_records_own_coder_are_the_records(self, ask: Run) -> None:
        done = ask("list", "--coding", "tests")
        assert done.stdout == ask("list").stdout
        assert "stances: tests read all 4 statements\n" in done.stderr

    def test_of_a_coder_who_read_nothing_are_the_records(self, ask: Run) -> None:
        done = ask("list", "--coding", "lee")
        assert done.stdout == ask("list").stdout
        assert "lee read 0 of 4 statements; the other 4 stand as decided\n" in done.stderr
        assert "stances: 1 coding of lee left out because of problems; see" in done.stderr

    @pytest.mark.parametrize("coder", ["lee", "all"])
    def test_of_which_some_are_left_out_fail_if_strict(self, coder: str, ask: Run) -> None:
        for name in ("summary", "network"):
            done = ask(name, "--coding", coder, "--strict")
            assert (done.returncode, done.stdout) == (4, "")
            assert "1 coding " in done.stderr
            assert "would be left out" in done.stderr
            for other in ("bo", "decided"):
                assert ask(name, "--coding", other, "--strict").returncode == 0

    def test_of_another_folder_of_the_same_coder_are_told(self, ask: Run, folder: Path) -> None:
        (folder / "codings" / "BO").mkdir()
        for name in ("bo", "BO"):
            done = ask("list", "--coding", name)
            assert done.returncode == 0
            assert "stances: 1 folder of codings of bo left out because of problems" in done.stderr
        assert ask("list", "--coding", "bo", "--strict").returncode == 4

    def test_are_named_as_the_coder_is(self, ask: Run) -> None:
        whole = ask("list", "--coding", "anna-schmidt").stdout
        assert ask("list", "--coding", "Anna  SCHMIDT").stdout == whole

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("ana-schmidt", "did you mean `anna-schmidt`?"),
            ("ana", "did you mean `anna-schmidt`?"),
            ("decide", "did you mean `decided`?"),
            ("xyz", "one of: anna-schmidt, bo, lee, tests, decided"),
            ("", "one of: anna-schmidt, bo, lee, tests, decided"),
        ],
    )
    def test_of_nobody_are_refused(self, name: str, hint: str, ask: Run) -> None:
        done = ask("list", "--coding", name)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"stances: no coder is called `{name}`\n")
        assert hint in done.stderr

    @pytest.mark.parametrize(
        ("moved", "name", "why"),
        [
            ("Bo", "bo", "codings/Bo: `Bo` cannot be the name of a coder's folder"),
            ("Bo", "Bo", "nothing in it is read; rename the folder: `bo`"),
            ("-x", "-x", "rename the folder: `x`"),
            ("all", "All", "the word means something else in questions about codings"),
            ("bo/sub", "bo", "codings/bo/sub: a folder within a coder's folder is not read"),
        ],
    )
    def test_in_a_folder_that_is_not_read_are_refused_with_the_reason(
        self, moved: str, name: str, why: str, ask: Run, folder: Path
    ) -> None:
        codings = folder / "codings"
        (codings / "bo").rename(folder / "moved")
        (codings / moved).parent.mkdir(exist_ok=True)
        (folder / "moved").rename(codings / moved)
        asked = [("agreement", f"--coder={name}")]
        asked += [("list", f"--coding={name}")] if moved != "all" else []
        for question in asked:
            done = ask(*question)
            assert (done.returncode, done.stdout) == (1, "")
            assert f"stances: no coder is called `{name}`\n" in done.stderr
            assert why in done.stderr
            assert "did you mean" not in done.stderr

    def test_are_not_there_in_a_corpus_without_codings(self, stances: Run, ledger: Ledger) -> None:
        root = ledger()
        done = stances("list", "--coding", "anna", "--data", root)
        assert done.returncode == 1
        assert "there are no codings; one of: tests, decided" in done.stderr
        done = stances("summary", "--coding", "all", "--format", "table", "--data", root)
        assert "stances: there are no codings: all figures are as decided\n" in done.stderr
        assert "There are no codings: all figures are as decided." in done.stdout

    def test_are_no_queries_to_print(self, ask: Run) -> None:
        for coding in ("bo", "all"):
            done = ask("sql", "--print", "summary", "--coding", coding)
            assert (done.returncode, done.stdout) == (2, "")
            assert "a coder's are in the table codings" in " ".join(done.stderr.split())

    def test_leave_the_index_as_it_was(self, ask: Run) -> None:
        before = ask("summary").stdout
        assert ask("summary", "--coding", "bo").stdout != before
        assert ask("summary").stdout == before

    def test_are_said_in_a_report(self, ask: Run) -> None:
        about = json.loads(ask("report", "--coding", "bo", "--format", "json").stdout)["about"]
        reading = {"coder": "bo", "read": 1, "skipped": 0, "decided": 3, "errors": 0}
        assert about["coding"] == reading
        assert about["filters"] == {"coding": ["bo"]}
        about = json.loads(ask("report", "--format", "json").stdout)["about"]
        assert (about["coding"], about["filters"]) == (None, {})
        told = ask("report", "--coding", "anna-schmidt").stdout
        assert "Left out as skipped by anna-schmidt: 1 statement." in told
        assert "match `stances report --coding anna-schmidt`; the corpus has 4 statements" in told
        page = ask("report", "--coding", "anna-schmidt", "--format", "html").stdout
        assert f"As coded by anna-schmidt, who {TOLD}" in page
        assert "1 statement that anna-schmidt skipped" in page


class TestAllCodings:
    def test_give_each_figure_with_its_lowest_and_highest(self, ask: Run) -> None:
        done = ask("summary", "--coding", "all", "--by", "official", "--format", "json")
        rows = [row for row in json.loads(done.stdout) if row["official"] == "adler"]
        keys = ("coding", "statements", "scored", "mean")
        assert [tuple(row[key] for key in keys) for row in rows] == [
            ("decided", 2, 2, 1.0),
            ("anna-schmidt", 1, 1, 0.0),
            ("bo", 2, 2, -0.5),
            ("lowest", 1, 1, -0.5),
            ("highest", 2, 2, 1.0),
        ]
        told = "anna-schmidt read 2 of 4 statements, bo read 1 of 4 statements; what a coder did "
        assert f"stances: {told}not read stands as decided\n" in done.stderr
        assert "stances: 1 coding left out because of problems; see `stances check" in done.stderr

    def test_are_told_in_one_cell(self, ask: Run) -> None:
        done = ask("summary", "--coding", "all", "--by", "official", "--format", "table")
        lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
        assert "Anna Adler +1.00 2 2 (1 to 2) 1 0 0" in lines
        assert "(-0.50 to +1.00) (1 to 2)" in lines
        told = " ".join(lines)
        assert "mean scored statements officials silent open Anna Adler" in told
        assert "the lowest and the highest figure of all 3 follow: decided, anna-schmidt" in told

    def test_say_under_the_table_how_much_each_coder_read(self, ask: Run) -> None:
        told = (
            "anna-schmidt read 2 of 4 statements, bo read 1 of 4 statements; what a coder did not "
        )
        for options in ((), ("--format", "markdown"), ("--format", "table", "--limit", "3")):
            shown = ask("summary", "--coding", "all", *(options or ("--format", "table")))
            assert " ".join(shown.stdout.split()).endswith(f"{told}read stands as decided."), (
                options
            )
        assert (
            "stands as decided" not in ask("summary", "--coding", "all", "--format", "csv").stdout
        )

    def test_of_a_comparison_say_how_far_apart(self, ask: Run) -> None:
        asked = ("compare", "adler", "brandt", "--coding", "all")
        found = json.loads(ask(*asked, "--format", "json").stdout)
        distances = {row["coding"]: row["distance"] for row in found["rows"]}
        assert distances == {
            "decided": 3.0,
            "anna-schmidt": 1.0,
            "bo": 1.5,
            "lowest": 1.0,
            "highest": 3.0,
        }
        assert [coding["coder"] for coding in found["codings"]] == ["anna-schmidt", "bo"]
        assert "Distance: 3.00 (1.00 to 3.00)\n" in ask(*asked).stdout
        rows = [*csv.DictReader(ask(*asked, "--format", "csv").stdout.splitlines())]
        assert [row["distance"] for row in rows if row["side"] == "brandt"] == [
            *("3.0", "1.0", "1.5", "1.0", "3.0")
        ]

    @pytest.mark.parametrize(
        "name",
        [each for each in with_option() if each not in ("summary", "compare", "network", "camps")],
    )
    def test_are_refused_where_there_are_no_figures(self, name: str, ask: Run) -> None:
        done = ask(name, *ASKED.get(name, ()), "--coding", "all")
        assert (done.returncode, done.stdout) == (2, "")
        assert f"`stances {name}` takes one coder" in " ".join(done.stderr.split())


@pytest.mark.parametrize("name", ["all", "decided", "lowest", "highest"])
def test_a_coder_cannot_be_called_as_what_is_asked_for(name: str, folder: Path, ask: Run) -> None:
    (folder / "codings/bo").rename(folder / f"codings/{name}")
    done = ask("check", "--select", "ST017")
    assert f"codings/{name}:1:1: error[ST017" in done.stdout
    assert "the word means something else in questions about codings" in done.stdout


def test_on_a_narrow_and_a_wide_terminal_no_word_is_cut(
    terminal: Run, folder: Path, plain: Callable[[str], str]
) -> None:
    for width in (30, 60, 200):
        for asked in (("summary", "--by", "official"), ("compare", "adler", "brandt")):
            done = terminal(*asked, "--coding", "all", "--data", folder, width=width)
            told = " ".join(plain(done.stdout).split())
            assert "(-0.50 to +1.00" in told, told
            assert "anna-schmidt" in told
