"""`stances sql`: from the command line and stdin, in every format, and without a bug."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

from stances.index.public_sql import columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Ledger, Run

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


class TestSql:
    @pytest.mark.parametrize("arguments", [(), ("-",)])
    def test_may_come_from_stdin(
        self,
        stances: Run,
        ledger: Ledger,
        monkeypatch: pytest.MonkeyPatch,
        arguments: tuple[str, ...],
    ) -> None:
        folder = ledger()
        given = "\ufeffSELECT official FROM names WHERE name = 'شیرین فرحی'".encode()
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(given), "ascii"))
        answer = stances("sql", *arguments, "--data", folder)
        assert (answer.returncode, answer.stdout) == (0, "official\nfarahi\n")

    def test_in_no_encoding_is_refused(
        self, stances: Run, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"SELECT '\xff'"), "ascii"))
        answer = stances("sql", "--data", ledger())
        assert (answer.returncode, "UTF-8" in answer.stderr) == (2, True)

    def test_is_not_waited_for_on_a_terminal(self, terminal: Run, ledger: Ledger) -> None:
        answer = terminal("sql", "--data", ledger())
        assert answer.returncode == 2
        assert "SELECT" in answer.stdout

    def test_may_have_no_end(self, stances: Run, ledger: Ledger) -> None:
        asked = ("sql", ENDLESS + "SELECT i FROM n", "--limit", "2", "--format", "json")
        assert json.loads(stances(*asked, "--data", ledger()).stdout) == [{"i": 1}, {"i": 2}]

    @pytest.mark.parametrize("format_", ["table", "tsv", "csv", "json", "yaml", "markdown"])
    def test_may_call_its_columns_anything(
        self, stances: Run, ledger: Ledger, format_: str
    ) -> None:
        query = "SELECT 'high' AS score, 'x' AS mean, 2 AS disputed, 'y' AS conditions, '' AS \"\""
        answer = stances("sql", query, "--format", format_, "--data", ledger())
        assert (answer.returncode, answer.stderr) == (0, "")
        assert "high" in answer.stdout

    def test_that_writes_is_refused(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        folder = ledger()
        for query in ("DELETE FROM statements", f"ATTACH '{tmp_path}/x.db' AS x"):
            answer = stances("sql", query, "--data", folder)
            assert (answer.returncode, answer.stdout) == (1, "")
            assert "can only read" in answer.stderr
        assert not (tmp_path / "x.db").exists()

    def test_says_what_was_left_out(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno\n"})
        answer = stances("sql", "SELECT DISTINCT path FROM problems", "--data", folder)
        assert answer.stdout == "path\nofficials/brandt.yaml\n"
        assert "left out" in answer.stderr


class TestTables:
    @pytest.mark.parametrize("asked", [("--tables",), (".tables",), (" .tables ;",)])
    def test_are_listed_with_their_rows(
        self, stances: Run, ledger: Ledger, asked: tuple[str, ...]
    ) -> None:
        answer = stances("sql", *asked, "--data", ledger())
        head, *lines = answer.stdout.splitlines()
        assert (answer.returncode, head) == (0, "table\trows")
        rows = dict(line.split("\t") for line in lines)
        assert [*rows] == [*columns()]
        assert (rows["officials"], rows["statements"], rows["notices"]) == ("3", "4", "0")

    def test_are_those_of_an_export_too(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        folder = ledger()
        assert stances("export", "parquet", tmp_path / "shared", "--data", folder).returncode == 0
        for asked in ("--tables", "--schema"):
            answer = stances("sql", asked, "--data", tmp_path / "shared")
            assert answer.stdout == stances("sql", asked, "--data", folder).stdout

    def test_are_left_out_like_rows(self, stances: Run, ledger: Ledger) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno\n"})
        answer = stances("sql", "--tables", "--sort=-rows", "--format", "jsonl", "--data", folder)
        assert "left out" in answer.stderr
        assert '{"table": "officials", "rows": 2}' in answer.stdout.splitlines()


class TestSchema:
    ASKED = (
        *(("--schema", "evidence"), ("--schema=evidence",), (".schema evidence",)),
        *((".schema", "evidence"), (".schema Evidence;",)),
    )

    @pytest.mark.parametrize("asked", ASKED)
    def test_has_the_columns_of_a_table(self, stances: Run, asked: tuple[str, ...]) -> None:
        lines = stances("sql", *asked).stdout.splitlines()
        assert lines[0] == "column\ttype\treferences\tmeaning"
        assert [line.split("\t")[0] for line in lines[1:]] == [*columns()["evidence"]]
        assert lines[3] == "source\tTEXT\tsources(source)\tThe source that has these words."

    def test_has_those_of_all_tables(self, stances: Run) -> None:
        rows = json.loads(stances("sql", "--schema", "--format", "json").stdout)
        assert {(row["table"], row["column"]) for row in rows} == {
            (table, column) for table, keys in columns().items() for column in keys
        }
        keys = {row["column"]: row["key"] for row in rows if row["table"] == "positions"}
        assert (keys["issue"], keys["position"], keys["label"]) == (1, 2, None)
        leads = {row["column"]: row["references"] for row in rows if row["table"] == "statements"}
        assert leads["issue"] == "issues(issue)"
        assert leads["position"] == "positions(issue, position)"

    def test_is_folded_on_a_terminal(self, terminal: Run, plain: Callable[[str], str]) -> None:
        shown = plain(terminal("sql", "--schema", "evidence", width=60).stdout)
        assert max(map(len, shown.splitlines())) <= 60
        assert "sources(source)" in shown

    def test_is_suggested_where_there_is_no_such_table(self, stances: Run) -> None:
        answer = stances("sql", "--schema", "evidense")
        assert (answer.returncode, answer.stdout) == (1, "")
        assert "did you mean `evidence`?" in answer.stderr

    @pytest.mark.parametrize(
        ("words", "code", "said"),
        [
            ((".import x",), 1, "`.import x` is not a known command"),
            ((".tables", "x"), 1, "use .tables, .schema [TABLE] or SQL"),
            (("--tables", "--schema"), 2, "cannot be combined"),
            (("--tables", "SELECT 1"), 2, "cannot be combined with a query"),
            (("--schema", "evidence", "--print", "list"), 2, "or --print"),
            (("SELECT", "1"), 2, "in quotation marks"),
            (("",), 1, "there is no query"),
        ],
    )
    def test_goes_with_nothing_else(
        self, stances: Run, words: tuple[str, ...], code: int, said: str
    ) -> None:
        answer = stances("sql", *words)
        assert (answer.returncode, answer.stdout) == (code, "")
        assert said in answer.stderr


def test_ctrl_c_ends_an_endless_query(program: Path, ledger: Ledger) -> None:
    """It has written more than a buffer holds, and looks for another row for ever."""
    rows = "SELECT printf('%.*c', 99999, 'x') AS x FROM (VALUES (1), (2), (3))"
    query = ENDLESS + rows + " UNION ALL SELECT i FROM n WHERE i < 0"
    command = [str(program), "sql", query, "--format", "jsonl", "--data", str(ledger())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        os.read(child.stdout.fileno(), 1)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert (child.returncode, said) == (130, b"")
