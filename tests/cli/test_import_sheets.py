"""Sheets as analysts keep them, in a corpus that has just begun and in one that is there."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from folders import contents
from terminals import started

if TYPE_CHECKING:
    from .conftest import Ledger, Run

SHEETS = Path(__file__).resolve().parents[1] / "data" / "sheets"
PEOPLE = {
    "ferry": {"adler": "Anna Adler", "brandt": "Bruno Brandt", "cohn": "Conrad Cohn"},
    "darya": {"frhi": "شیرین فرحی", "nuri": "علی نوری"},
    "seefaehre": {"gross": "Jörg Groß", "mussig": "Änne Müßig"},
}
LANGUAGES = {"ferry": "en", "darya": "fa", "seefaehre": "de"}
ROW = "{},2021-06-08,Opposes,quote,We were not asked,gazette\n"
HEADER = "Who,When,Stance,Form,Words,Source\n"


@pytest.fixture
def begun(stances: Run, tmp_path: Path) -> Path:
    """A corpus without a record."""
    folder = tmp_path / "begun"
    assert stances("init", folder, "--no-example", "--yes").returncode == 0
    return folder


class TestASheet:
    @pytest.mark.parametrize("name", PEOPLE)
    def test_comes_in_with_one_option_and_once(self, stances: Run, begun: Path, name: str) -> None:
        answer = stances("import", SHEETS / f"{name}.csv", "--new", "--yes", "--data", begun)
        assert answer.returncode == 0, answer.stdout
        officials = stances("officials", "--format", "json", "--data", begun)
        names = {row["official"]: row["name"] for row in json.loads(officials.stdout)}
        assert names == PEOPLE[name]
        sources = json.loads(stances("sources", "--format", "json", "--data", begun).stdout)
        assert {row["lang"] for row in sources} == {LANGUAGES[name]}
        assert stances("check", "--strict", "--data", begun).returncode == 0
        before = contents(begun)
        again = stances("import", SHEETS / f"{name}.csv", "--yes", "--data", begun)
        assert again.returncode == 0
        assert "already there" in again.stdout.splitlines()[-1]
        assert contents(begun) == before

    def test_says_how_it_was_read(self, stances: Run, begun: Path) -> None:
        answer = stances("import", SHEETS / "ferry.csv", "--new", "--dry-run", "--data", begun)
        assert answer.returncode == 0
        told = answer.stderr.replace(f"{SHEETS}{os.sep}", "")
        assert told.startswith(
            "ferry.csv:1: above the header, and not read: The ferry debate: who said what\n"
            "ferry.csv:2: above the header, and not read: Compiled by N. Lind, last changed in July"
        )
        for line in (
            "No.                not read: it numbers the rows",
            "Who                read as name",
            "Position           read as role: 2 of 3 cells are titles",
            "What they said     read as text",
            "What they said: line ends became blanks in lines 6, 8",
            "What they said: the marks around were taken off in lines 6, 12",
            "note: `Gen. Conrad Cohn` is new as Conrad Cohn, without the title",
            "note: lang of `gazette-2021-06-10` and 3 more is `en`, by the words quoted",
        ):
            assert f"{line}\n" in told
        rows = stances(
            *("import", SHEETS / "ferry.csv", "--new", "--dry-run", "--data", begun),
            *("--format", "json"),
        )
        assert {row["result"] for row in json.loads(rows.stdout)} == {"added"}

    def test_has_ids_of_what_was_said(self, stances: Run, begun: Path) -> None:
        for name in ("ferry", "darya"):
            stances("import", SHEETS / f"{name}.csv", "--new", "--yes", "--data", begun)
        rows = json.loads(stances("list", "--format", "json", "--data", begun).stdout)
        refs = {row["ref"] for row in rows}
        assert {"adler/want-quiet-lake-back", "cohn/not-read-plan"} < refs
        assert "frhi/agr-shura-hzine-bprdazd-trh" in refs
        assert "nuri/qaiq-baran-ruz-hrgz-nkhvahim" in refs  # and neither its numbers nor `155mm`

    def test_is_windows_1252_if_that_is_said(
        self, stances: Run, begun: Path, tmp_path: Path
    ) -> None:
        sheet = tmp_path / "sheet.csv"
        text = (SHEETS / "seefaehre.csv").read_text("utf-8-sig")
        sheet.write_bytes(text.encode("windows-1252"))
        answer = stances("import", sheet, "--new", "--yes", "--data", begun)
        assert answer.returncode == 1
        assert "line 1: the byte 0xE4 is not UTF-8 text" in answer.stderr
        words = shlex.split(answer.stderr.partition("such as `")[2].partition("`")[0])
        assert stances("import", sheet, "--new", "--yes", "--data", begun, *words).returncode == 0


class TestAMap:
    def test_reads_the_next_sheet_as_the_first(
        self, stances: Run, begun: Path, tmp_path: Path
    ) -> None:
        sheet, saved = tmp_path / "sheet.csv", tmp_path / "map.yaml"
        text = (SHEETS / "ferry.csv").read_text("utf-8").replace("Comments", "Mood")
        sheet.write_text(text.replace("Stance", "Werte"), "utf-8")
        options = ("--new", "--data", begun)
        answer = stances(
            *("import", sheet, "--dry-run", *options), *("--map", "Mood=", "--save-map", saved)
        )
        assert answer.returncode == 0
        assert "Werte              read as position: all cells are positions of the codebook" in (
            answer.stderr
        )
        assert f"--map-file {saved}" in answer.stderr
        assert "position: Werte\n" in saved.read_text("utf-8")
        assert "left_out: [No., Mood]\n" in saved.read_text("utf-8")
        answer = stances("import", sheet, "--map-file", saved, "--yes", *options)
        assert answer.returncode == 0
        assert "read as" not in answer.stdout

    def test_is_refused_before_anything_is_read(
        self, stances: Run, begun: Path, tmp_path: Path
    ) -> None:
        saved = tmp_path / "map.yaml"
        saved.write_text("columns:\n  sad: Date\n")
        options = ("--map-file", saved, "--yes", "--data", begun)
        answer = stances("import", SHEETS / "ferry.csv", *options)
        assert answer.returncode == 1
        assert "map.yaml: line 2: there is no key `sad`; did you mean `said`" in answer.stderr
        saved.write_text("columns: {said: Daet}\n")
        answer = stances("import", SHEETS / "ferry.csv", *options)
        assert answer.returncode == 1
        assert "no column is called `Daet`" in answer.stderr
        assert f"{saved} names it" in answer.stderr


class TestAName:
    def test_that_is_spelt_alike_becomes_an_alias_if_that_is_said(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        folder, sheet = ledger(), tmp_path / "sheet.csv"
        sheet.write_text(HEADER + ROW.format("Mr Bruno Brant"))
        answer = stances("import", sheet, "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "did you mean `brandt`? `--alias` records it as another name of that one" in (
            answer.stdout
        )
        answer = stances("import", sheet, "--alias", "--yes", "--data", folder)
        assert answer.returncode == 0
        assert "note: `Bruno Brant` is recorded as another name of `brandt`" in answer.stdout
        text = (folder / "officials" / "brandt.yaml").read_text("utf-8")
        assert "aliases: [Bruno Brant]\n" in text
        assert (
            "1 row: 1 already there" in stances("import", sheet, "--yes", "--data", folder).stdout
        )

    def test_that_is_another_is_not_made_one_by_alias(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        folder, sheet = ledger(), tmp_path / "sheet.csv"
        sheet.write_text(HEADER + ROW.format("Carla Brandt"))
        answer = stances("import", sheet, "--alias", "--yes", "--data", folder)
        assert answer.returncode == 1
        assert "did you mean `brandt`?" in answer.stdout

    @pytest.mark.parametrize("typed", ["y", "n"])
    def test_is_asked_about_on_a_terminal(
        self, program: Path, ledger: Ledger, tmp_path: Path, typed: str
    ) -> None:
        folder, sheet = ledger(), tmp_path / "sheet.csv"
        sheet.write_text(HEADER + ROW.format("Bruno Brant"))
        words = ("import", str(sheet), "--data", str(folder))
        child = started(program, *words, env={"TERM": "xterm"}, height=60)
        child.expect(r"`Bruno Brant`: is that Bruno Brandt \(brandt\)\? \[y/N\]")
        child.sendline(typed)
        if typed == "n":
            child.expect("The corpus lacks 1 official of this sheet:")
            child.expect("officials: Bruno Brant\r\n")
            child.expect(r"Add them\? \(\? explains\) \[y/N\]")
            child.sendline("y")
        child.expect(r"write 1 file\? \[y/N\]")
        child.sendline("y")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        is_new = (folder / "officials" / "brant.yaml").is_file()
        assert is_new is (typed == "n")
        alias = "aliases: [Bruno Brant]" in (folder / "officials" / "brandt.yaml").read_text()
        assert alias is (typed == "y")
