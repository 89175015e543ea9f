"""Which rows and columns of an answer, and in what order."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import click
import pytest

from stances.cli.commands import COMMANDS, cli

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

MONTH = re.compile(r"(?<!lake, )\bJune?\b")
"""A month in words, but for that of the corpus's title."""
IN_ORDER = [
    "adler/with-compensation",
    "adler/quiet-lake",
    "brandt/over-my-dead-body",
    "farahi/ask-the-fishers",
]
BY_SCORE = [
    "brandt/over-my-dead-body",
    "adler/with-compensation",
    "adler/quiet-lake",
    "farahi/ask-the-fishers",
]


@pytest.fixture
def folder(ledger: Ledger) -> Path:
    """The small corpus."""
    return ledger()


def refs(run: Run, folder: Path, *arguments: str) -> list[str]:
    command = arguments if arguments and arguments[0][0] != "-" else ("list", *arguments)
    answer = run(*command, "--format", "jsonl", "--data", folder)
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line)["ref"] for line in answer.stdout.splitlines()]


class TestColumns:
    @pytest.mark.parametrize("given", ["ref,score", " ref , score ", "ref,score,"])
    def test_are_those_asked_for_in_that_order(
        self, stances: Run, folder: Path, given: str
    ) -> None:
        for format_, head in (("csv", "ref,score\n"), ("tsv", "ref\tscore\n")):
            answer = stances("list", "--columns", given, "--format", format_, "--data", folder)
            assert answer.stdout.startswith(head)
        answer = stances("list", "--columns", given, "--format", "json", "--data", folder)
        assert [[*row] for row in json.loads(answer.stdout)] == [["ref", "score"]] * 4

    def test_may_stand_in_any_order(self, stances: Run, folder: Path) -> None:
        answer = stances("list", "--columns", "score,name,ref", "--data", folder)
        assert answer.stdout.splitlines()[1] == "0\tAnna Adler\tadler/with-compensation"

    def test_go_with_every_flat_format(self, stances: Run, folder: Path) -> None:
        for format_ in ("table", "tsv", "csv", "json", "jsonl", "yaml", "markdown"):
            asked = ("list", "--columns", "venue,ref", "--format", format_, "--data", folder)
            answer = stances(*asked)
            assert answer.returncode == 0
            assert "town meeting" in answer.stdout
            assert "quiet lake back" not in answer.stdout

    @pytest.mark.parametrize("command", ["officials", "sources", "codebook", "summary"])
    def test_are_told_where_one_is_unknown(self, stances: Run, folder: Path, command: str) -> None:
        answer = stances(command, "--columns", "statments", "--data", folder)
        assert answer.returncode == 2
        assert "`statements`" in answer.stderr


ABOUT = "about 12 June"
DATED: dict[tuple[str, ...], str] = {
    ("list", "--official", "farahi"): ABOUT,
    ("search", "بپرسید"): ABOUT,
    ("show", "farahi"): ABOUT,
    ("show", "gazette"): "10 June 2021",
    ("compare", "farahi", "adler"): ABOUT,
    ("timeline",): "3 June 2021",
    ("conflicts", "--all"): "10 June 2021",
    ("network", "--window", "2w", "--since", "2021-06-01"): "14 June 2021",
    ("sources",): "20 June 2021",
    ("sql", "SELECT said FROM statements ORDER BY ref"): ABOUT,
    ("summary", "--by", "month"): "June 2021",
    ("report",): ABOUT,
    **{(name,): "" for name in "agreement camps coverage officials codebook check verify".split()},
}
"""For every command with `--dates` an answer, and a date that it has in words, if it has any."""


class TestDates:
    def test_are_an_option_of_all_that_are_asked_here(self) -> None:
        with_dates = {
            name
            for name in COMMANDS
            if (command := cli.get_command(click.Context(cli), name))
            and "dates" in {each.name for each in command.params}
        }
        on_a_terminal = {"review", "code", "curate"}
        assert with_dates - on_a_terminal == {asked[0] for asked in DATED}

    @pytest.mark.parametrize("asked", DATED, ids=" ".join)
    def test_are_in_words_where_people_read_them_unless_iso_is_asked_for(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        formats = ("markdown", "html") if asked[0] == "report" else ("table", "markdown")
        for format_ in formats:
            usual, words, iso = (
                stances(*asked, *how, "--format", format_, "--data", folder).stdout
                for how in ((), ("--dates", "words"), ("--dates", "iso"))
            )
            assert usual == words
            assert DATED[asked] in words
            assert bool(MONTH.search(words)) is bool(DATED[asked])
            # The days on the axis of a chart are those of no record.
            assert not MONTH.search(re.sub(r"<text .*?</text>", "", iso))

    @pytest.mark.parametrize("asked", DATED, ids=" ".join)
    def test_are_as_written_in_what_machines_read(
        self, stances: Run, folder: Path, asked: tuple[str, ...]
    ) -> None:
        formats = ("json", "jsonl", "yaml", "tsv", "csv")
        for format_ in formats[:1] if asked[0] == "report" else formats:
            told = {
                stances(*asked, *how, "--format", format_, "--data", folder).stdout
                for how in ((), ("--dates", "words"), ("--dates", "iso"))
            }
            assert len(told) == 1
            assert not MONTH.search(told.pop())

    def test_are_as_written_in_a_pipe(self, stances: Run, folder: Path) -> None:
        assert "\t2021-06-12~\t" in stances("list", "--data", folder).stdout


class TestOrder:
    def test_is_official_by_official_in_order_of_time(self, stances: Run, folder: Path) -> None:
        assert refs(stances, folder) == IN_ORDER

    def test_is_that_of_a_key_with_the_unknown_last(self, stances: Run, folder: Path) -> None:
        assert refs(stances, folder, "--sort", "score") == BY_SCORE

    def test_is_turned_round_with_the_unknown_still_last(self, stances: Run, folder: Path) -> None:
        *scored, unscored = BY_SCORE
        assert refs(stances, folder, "--sort", "-score") == [*reversed(scored), unscored]

    @pytest.mark.parametrize("direction", ["", "-"])
    @pytest.mark.parametrize(
        "key", ["ref", "said", "venue", "disputed", "frames", "match_probable"]
    )
    def test_is_the_same_for_every_command_that_lists_statements(
        self, stances: Run, folder: Path, key: str, direction: str
    ) -> None:
        order = f"{direction}{key}"
        everyone = ("adler", "brandt", "farahi")
        listed = refs(stances, folder, "--sort", order)
        assert refs(stances, folder, "show", *everyone, "--sort", order) == listed
        assert refs(stances, folder, "compare", *everyone, "--sort", order) == listed

    def test_of_dates_is_that_of_days_and_not_of_letters(self, stances: Run, folder: Path) -> None:
        """`../2021-06-10` has no first day; it is not before all others by its dots."""
        assert refs(stances, folder, "--sort", "said")[-1] == "brandt/over-my-dead-body"

    def test_of_lookups(self, stances: Run, folder: Path) -> None:
        for order, first in (("statements", "nama"), ("-statements", "gazette")):
            asked = ("sources", "--sort", order, "--columns", "source", "--no-header")
            assert stances(*asked, "--data", folder).stdout.split()[0] == first

    def test_of_a_summary_puts_no_mean_last(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger()
        for order in ("mean", "-mean"):
            asked = ("summary", "--by", "official", "--sort", order, "--format", "json")
            rows = json.loads(stances(*asked, "--data", folder).stdout)
            assert rows[-1]["official"] == "farahi"


class TestLimit:
    @pytest.mark.parametrize("limit", [0, 1, 3, 4, 99])
    def test_is_a_number_of_rows(self, stances: Run, folder: Path, limit: int) -> None:
        assert refs(stances, folder, "--limit", str(limit)) == IN_ORDER[:limit]
        asked = ("--sort", "score", "--limit", str(limit))
        assert refs(stances, folder, *asked) == BY_SCORE[:limit]

    def test_of_0_is_an_answer_in_every_format(self, stances: Run, folder: Path) -> None:
        empty = {"json": "[]\n", "jsonl": "", "yaml": "[]\n", "csv": "ref,", "tsv": "ref\t"}
        for format_, text in empty.items():
            answer = stances("list", "--limit", "0", "--format", format_, "--data", folder)
            assert (answer.returncode, answer.stderr) == (0, "")
            assert answer.stdout.startswith(text)
            assert answer.stdout.count("\n") <= 1

    @pytest.mark.parametrize("command", ["officials", "sources", "codebook", "network", "timeline"])
    def test_goes_with_every_table(self, stances: Run, folder: Path, command: str) -> None:
        asked = (command, "--limit", "1", "--format", "jsonl", "--data", folder)
        assert stances(*asked).stdout.count("\n") == 1


class TestHeader:
    @pytest.mark.parametrize("format_", ["csv", "tsv"])
    def test_is_left_out(self, stances: Run, folder: Path, format_: str) -> None:
        asked = ("list", "--columns", "ref", "--format", format_, "--data", folder)
        assert stances(*asked).stdout.split() == ["ref", *IN_ORDER]
        assert stances(*asked, "--no-header").stdout.split() == IN_ORDER


class TestSpreadsheets:
    TEXTS = (
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "safe",
        "'quoted",
        '"=1"',
        "foo;=cmd|x",
        "\uff1d1",
        "a, -1",
    )

    @pytest.fixture
    def folder(self, ledger: Ledger) -> Path:
        said = "".join(
            f"  - id: s{number}\n    said: 2021-06\n    position: rejects\n    venue: {text!r}\n"
            f"    evidence: [{{source: gazette, form: quote, text: {json.dumps(text)}}}]\n"
            for number, text in enumerate(self.TEXTS)
        )
        return ledger({"officials/zwing.yaml": f"name: Zwing\nstatements:\n{said}"})

    @pytest.fixture
    def written(self, stances: Run, folder: Path) -> dict[str, dict[str, Any]]:
        asked = ("list", "--official", "zwing", "--format", "csv", "--data", folder)
        texts = {
            "as they are": stances(*asked).stdout,
            "safe": stances(*asked, "--spreadsheet-safe").stdout,
        }
        assert texts["safe"].startswith("\ufeff")
        return {
            name: {
                row["ref"]: row
                for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
            }
            for name, text in texts.items()
        }

    def test_take_no_text_for_a_formula(self, written: dict[str, dict[str, Any]]) -> None:
        quotes = [row["quote"] for row in written["safe"].values()]
        assert quotes == [
            *("'=1+1", "'+1", "'-1", "'@SUM(A1)", "safe", "'quoted", '\'"=1"', "foo;'=cmd|x"),
            *("'＝1", "a, -1"),  # noqa: RUF001
        ]

    def test_keep_numbers_and_dates(self, written: dict[str, dict[str, Any]]) -> None:
        for row in written["safe"].values():
            assert (row["score"], row["said"], row["match_certain"]) == ("-2", "2021-06", "1")
            assert json.loads(row["sources"]) == ["gazette"]

    def test_are_not_thought_of_unasked(self, written: dict[str, dict[str, Any]]) -> None:
        quotes = [row["quote"] for row in written["as they are"].values()]
        assert quotes == [*self.TEXTS]

    @pytest.mark.parametrize("format_", ["csv", "tsv"])
    def test_are_imported_as_what_they_were_written_from(
        self, stances: Run, folder: Path, ledger: Ledger, tmp_path: Path, format_: str
    ) -> None:
        sheet = tmp_path / f"sheet.{format_}"
        columns = "ref,official,said,position,venue,evidence"
        asked = ("list", "--official", "zwing", "--columns", columns, "--format")
        stances(*asked, format_, "--spreadsheet-safe", "-o", sheet, "--data", folder)
        other = ledger({"officials/zwing.yaml": "name: Zwing\n"}, at="other")
        answer = stances("import", format_, sheet, "--spreadsheet-safe", "--yes", "--data", other)
        assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout
        before, after = (stances(*asked, "json", "--data", each).stdout for each in (folder, other))
        assert before == after
        assert "foo;=cmd|x" in after

    def test_have_safe_names_of_columns_that_a_query_gives(
        self, stances: Run, folder: Path
    ) -> None:
        query = 'SELECT 1 AS "=cmd()", 2 AS "a;@b"'
        asked = ("sql", query, "--spreadsheet-safe", "--data", folder, "--format")
        assert stances(*asked, "csv").stdout == '\ufeff"\'=cmd()","a;\'@b"\n1,2\n'
        assert stances(*asked, "tsv").stdout == "\ufeff'=cmd()\ta;'@b\n1\t2\n"
