"""`stances sql`: from the command line and stdin, in every format, and without a bug."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
