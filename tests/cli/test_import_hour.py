"""A sheet as an hour makes it: human dates, Alt+Enter, titles, a title row, semicolons, a mark."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import openpyxl
import pexpect
import pytest

from folders import contents
from terminals import started

if TYPE_CHECKING:
    from .conftest import Run

SHEETS = Path(__file__).resolve().parents[1] / "data" / "sheets"
SHEET = SHEETS / "night-tram.csv"
PEOPLE = {
    "adeyemi": "Paul Adeyemi",
    "brandt": "Helena Brandt",
    "fischer": "Lena Fischer",
    "okafor": "Tomas Okafor",
    "sorensen": "Ingrid Sørensen",
    "tanaka": "Aiko Tanaka",
    "vale": "Marcus Vale",
}


@pytest.fixture
def begun(stances: Run, tmp_path: Path) -> Path:
    """A corpus without a record, beside the copies of three articles."""
    folder = tmp_path / "begun"
    assert stances("init", folder, "--no-example", "--yes").returncode == 0
    copytree(SHEETS / "copies", folder / "snapshots")
    return folder


def as_workbook(path: Path) -> Path:
    """The same sheet as a workbook: a merged title row, and real dates where they are numeric."""
    text = SHEET.read_text(encoding="utf-8-sig")
    rows: list[list[str]] = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = openpyxl.Workbook()
    page = book.active
    for cells in rows:
        values: list[str | date] = []
        for cell in cells:
            parts = cell.split("/")
            is_day = [len(part) for part in parts] == [2, 2, 4]
            values.append(date(int(parts[2]), int(parts[1]), int(parts[0])) if is_day else cell)
        page.append(values)
    page.merge_cells("A1:J1")
    book.save(path)
    return path


class TestTheSheetOfAnHour:
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_comes_in_with_one_option(
        self, stances: Run, begun: Path, tmp_path: Path, kind: str
    ) -> None:
        sheet = SHEET if kind == "csv" else as_workbook(tmp_path / "night-tram.xlsx")
        answer = stances("import", sheet, "--new", "--yes", "--data", begun)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        for command in ("check", "verify"):
            answer = stances(command, "--strict", "--data", begun)
            assert answer.returncode == 0, answer.stdout
        rows = json.loads(stances("list", "--format", "json", "--data", begun).stdout)
        assert len(rows) == 16
        assert {row["official"]: row["name"] for row in rows} == PEOPLE
        said = {row["said"] for row in rows if row["official"] == "brandt"}
        assert said == {"2024-05-14", "2024-05-21", "2024-06-03"}
        assert not any("\n" in row["quote"] or "“" in row["quote"] for row in rows)
        before = contents(begun)
        again = stances("import", sheet, "--new", "--yes", "--data", begun)
        assert again.returncode == 0
        assert contents(begun) == before

    def test_has_names_without_their_titles(self, stances: Run, begun: Path) -> None:
        text = SHEET.read_text(encoding="utf-8-sig")
        sheet = begun / "sheet.csv"
        sheet.write_text(text.replace("Frau Bürgermeisterin", "Erste Vorsteherin"), "utf-8")
        answer = stances("import", sheet, "--new", "--yes", "--data", begun)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert "`Erste Vorsteherin Helena Brandt` is taken as Helena Brandt" in answer.stdout
        shown = stances("show", "brandt", "--format", "json", "--data", begun)
        official = json.loads(shown.stdout)
        assert official["aliases"] == ["Erste Vorsteherin Helena Brandt"]
        assert [role["title"] for role in official["roles"]] == ["Mayor"]

    @pytest.mark.parametrize("how", ["--yes", "--dry-run"])
    def test_says_where_the_articles_belong(
        self, stances: Run, begun: Path, tmp_path: Path, how: str
    ) -> None:
        bare = tmp_path / "bare"
        copytree(begun, bare)
        for path in (bare / "snapshots").iterdir():
            path.unlink()
        answer = stances("import", SHEET, "--new", how, "--data", bare)
        told = answer.stdout if how == "--yes" else answer.stderr
        assert told.count("note: `verify` looks for the articles of 3 new sources in ") == 1
        [names] = re.findall(r"new sources in (.*/): (.*) \(or .html, .pdf\)\n", told)
        assert (Path.cwd() / names[0]).resolve() == (bare / "snapshots").resolve()
        if how == "--yes":  # what is stored so is found
            for name in names[1].split(", "):
                (bare / "snapshots" / name).write_bytes((begun / "snapshots" / name).read_bytes())
            assert stances("verify", "--strict", "--data", bare).returncode == 0
        answer = stances("import", SHEET, "--new", how, "--data", begun)
        assert "looks for" not in answer.stdout + answer.stderr

    def test_says_once_whom_the_corpus_lacks(self, stances: Run, begun: Path) -> None:
        answer = stances("import", SHEET, "--yes", "--data", begun)
        assert answer.returncode == 1
        lines = answer.stdout.splitlines()
        assert sum("no official is called" in line for line in lines) == len(PEOPLE)
        assert sum("no source is there" in line for line in lines) == 3
        place = f"{SHEET}:3:Who: error: no official is called `Helena Brandt`"
        assert f"{place}; so in 3 more: lines 4, 11, 18" in lines
        assert sum("--new" in line for line in lines) == 1
        assert "lacks 7 officials and 3 sources of this sheet: `--new` adds them" in answer.stdout

    @pytest.mark.parametrize(("width", "typed"), [(80, "y"), (60, "n")])
    def test_asks_on_a_terminal_whom_to_add(
        self, program: Path, begun: Path, width: int, typed: str
    ) -> None:
        words, env = ("import", SHEET.name, "--data", str(begun)), {"TERM": "xterm", "PAGER": "cat"}
        child = started(program, *words, cwd=SHEET.parent, env=env, height=400, width=width)
        child.expect("The corpus lacks 7 officials and 3 sources of this sheet:\r\n")
        question = r"Add them\? \(\? explains\) \[y/N\]: "
        child.expect(question)
        asked = " ".join(child.before.split())
        assert asked.startswith("officials: Helena Brandt, Tomas Okafor, Ingrid")
        assert "sources: “Council splits over the night tram”, “Tram vote put off”," in asked
        child.sendline("?")
        child.expect(r"as\s+--new\s+does")
        child.expect("official: Lena Fischer\r\n")
        child.expect(question)
        child.sendline(typed)
        if typed == "y":
            child.expect(r"write 10 files\? \[y/N\]: ")
            told = child.before
            child.sendline("n")
            child.expect(pexpect.EOF)
        else:
            child.expect(pexpect.EOF)
            told = child.before
        child.close()
        plain = re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", told).replace("\r", "")
        assert " ".join(plain.split()).count("note: Published on: `14 May 2024`") == 1
        own = [line for line in plain.splitlines() if not line.startswith(("+", "-", "@"))]
        assert max(map(len, own)) <= width
