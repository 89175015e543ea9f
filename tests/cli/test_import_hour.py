"""A sheet as an hour makes it: human dates, Alt+Enter, titles, a title row, semicolons, a mark."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import openpyxl
import pytest

from folders import contents

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
