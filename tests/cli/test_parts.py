"""Officials that stand in several files, as commands read and write them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from repositories import in_git

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run

PART = """\
statements:
  - id: loud
    said: 2021-06-08
    position: opposes
    frames: [noise]
    evidence:
      - {source: gazette, form: quote, text: Loud it was}
"""
BRANDT = "officials/brandt.yaml"
LATER = "officials/brandt/later.yaml"


@pytest.fixture
def folder(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small corpus with a part, and the folder we are in."""
    found = ledger({LATER: PART})
    monkeypatch.chdir(found)
    return found


def listed(stances: Run, *options: str) -> list[str]:
    answer = stances("list", "--official", "brandt", "--format", "json", *options)
    assert answer.returncode == 0
    return [row["ref"] for row in json.loads(answer.stdout)]


@pytest.mark.usefixtures("folder")
class TestAsking:
    def test_finds_the_statements_of_a_part(self, stances: Run) -> None:
        assert sorted(listed(stances)) == ["brandt/loud", "brandt/over-my-dead-body"]
        assert listed(stances, "--text", "loud") == ["brandt/loud"]
        assert "Loud it was" in stances("show", "brandt/loud").stdout
        assert "Loud it was" in stances("show", "brandt").stdout
        query = "SELECT path FROM statements WHERE ref = 'brandt/loud'"
        assert LATER in stances("sql", query).stdout

    def test_verifies_its_words(self, stances: Run, folder: Path) -> None:
        (folder / "snapshots").mkdir()
        (folder / "snapshots/gazette.txt").write_text("he said: Loud it was not.\n", "utf-8")
        answer = stances("verify", LATER, "--format", "json")
        [row] = [each for each in json.loads(answer.stdout) if each.get("ref") == "brandt/loud"]
        assert row["result"] == "found"

    def test_says_what_is_left_out(self, stances: Run, folder: Path) -> None:
        (folder / LATER).write_text("statements: [", "utf-8")
        answer = stances("list", "--official", "brandt")
        assert "1 part of an official left out because of problems" in answer.stderr
        assert stances("list", "--strict").returncode == 4
        report = json.loads(stances("report", "--format", "json").stdout)
        assert report["about"]["left_out"]["parts"] == 1


@pytest.mark.usefixtures("folder")
class TestCheck:
    @pytest.mark.parametrize(
        ("path", "shown"),
        [(LATER, {LATER}), ("officials/brandt", {LATER}), (BRANDT, {BRANDT}), ("officials", None)],
    )
    def test_takes_a_part_or_its_folder(
        self, stances: Run, folder: Path, path: str, shown: set[str] | None
    ) -> None:
        (folder / LATER).write_text(PART.replace("noise", "nose"), "utf-8")
        (folder / BRANDT).write_text((folder / BRANDT).read_text().replace("trade", "tread"))
        answer = stances("check", path)
        found = {line.partition(":")[0] for line in answer.stdout.splitlines()[:-1]}
        assert found == (shown or {LATER, BRANDT})
        assert ("elsewhere" in answer.stdout) is (shown is not None)

    def test_names_the_record_of_each_problem(self, stances: Run, folder: Path) -> None:
        (folder / LATER).write_text(PART.replace("noise", "nose"), "utf-8")
        [problem] = json.loads(stances("check", "--format", "json").stdout)["problems"]
        assert (problem["path"], problem["ref"], problem["line"]) == (LATER, "brandt/loud", 5)

    def test_has_a_case_for_each_file(self, stances: Run) -> None:
        assert f'name="{LATER}"' in stances("check", "--format", "junit").stdout


@pytest.mark.usefixtures("folder")
class TestWriting:
    def test_formats_a_part(self, stances: Run, folder: Path) -> None:
        (folder / LATER).write_text(PART.replace("noise", "'noise'"), "utf-8")
        answer = stances("fmt", LATER)
        assert answer.stdout.splitlines()[0] == LATER
        assert "frames: [noise]" in (folder / LATER).read_text("utf-8")
        assert stances("fmt", "--check", "officials/brandt").returncode == 0

    def test_adds_a_statement_beside_the_newest(self, stances: Run, folder: Path) -> None:
        text = "--source gazette --form quote --text Never --said 2021-06-09 --position rejects"
        answer = stances("add", "statement", "brandt", *text.split(), "--yes")
        assert answer.returncode == 0
        assert answer.stdout == f"{LATER}:8: added brandt/never\n"
        assert "id: never" in (folder / LATER).read_text("utf-8")

    def test_adds_evidence_where_the_statement_is(self, stances: Run, folder: Path) -> None:
        text = "--source nama --form quote --text نه"
        answer = stances("add", "evidence", "brandt/loud", *text.split(), "--yes")
        assert answer.returncode == 0
        assert answer.stdout.startswith(f"{LATER}:")
        assert "text: نه" in (folder / LATER).read_text("utf-8")

    def test_does_not_import_what_a_part_has(self, stances: Run, folder: Path) -> None:
        sheet = folder.parent / "sheet.csv"
        rows = [
            "name,date,position,form,quote,source",
            "Brandt,2021-06-08,opposes,quote,Loud it was,gazette",
            "Brandt,2021-06-09,opposes,quote,We were not asked,gazette",
        ]
        sheet.write_text("\n".join(rows) + "\n", "utf-8")
        answer = stances("import", "csv", str(sheet), "--yes")
        assert answer.stdout.splitlines() == [
            "2 rows: 1 added, 1 already there",
            "1 file written:",
            f"  {LATER}",
        ]
        assert listed(stances, "--text", "not asked") == ["brandt/not-asked"]

    def test_refuses_what_contradicts_a_part(self, stances: Run, folder: Path) -> None:
        sheet = folder.parent / "sheet.csv"
        row = "brandt,loud,2021-06-08,supports,quote,Loud it was,gazette"
        sheet.write_text(f"official,id,date,position,form,quote,source\n{row}\n", "utf-8")
        answer = stances("import", "csv", str(sheet), "--yes")
        assert answer.returncode == 1
        assert "`brandt/loud` is there with the position `opposes`" in answer.stdout + answer.stderr

    def test_renames_the_folder_with_its_official(self, stances: Run, folder: Path) -> None:
        answer = stances("rename", "brandt", "bruno-brandt", "--yes")
        assert answer.returncode == 0
        assert f"  {LATER} → officials/bruno-brandt/later.yaml" in answer.stdout
        assert not (folder / "officials/brandt").exists()
        assert stances("check").returncode == 0

    def test_writes_a_schema_of_parts(self, stances: Run) -> None:
        assert json.loads(stances("schema", "part").stdout)["required"] == ["statements"]


def test_an_import_of_5200_statements_of_one_official_refuses_none(
    stances: Run, folder: Path
) -> None:
    words = "so many words that a file of all would be too large".split()
    sheet = folder.parent / "sheet.jsonl"
    lines = (
        {
            "official": "brandt",
            "id": f"s{number}",
            "said": f"2021-06-0{number % 9 + 1}",
            "position": "opposes",
            "source": "gazette",
            "form": "quote",
            "text": " ".join(f"{word}{number}" for word in words * 6),
        }
        for number in range(5200)
    )
    sheet.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    answer = stances("import", "jsonl", str(sheet), "--yes")
    assert answer.stdout.splitlines()[0] == "5,200 rows: 5,200 added"
    assert "no problems" in stances("check").stdout
    assert len(listed(stances)) == 5202


class TestDiff:
    @pytest.fixture
    def repository(self, folder: Path) -> Path:
        in_git(folder, "init", "--quiet", "--initial-branch=main")
        in_git(folder, "add", ".")
        in_git(folder, "commit", "--quiet", "--message", "first")
        return folder

    def test_knows_the_statements_of_parts(self, stances: Run, repository: Path) -> None:
        assert json.loads(stances("diff", "--format", "json").stdout)["changes"] == []
        (repository / LATER).write_text(PART.replace("opposes", "rejects"), "utf-8")
        [change] = json.loads(stances("diff", "--format", "json").stdout)["changes"]
        assert (change["kind"], change["ref"], change["path"]) == (
            "recoded",
            "brandt/loud",
            LATER,
        )

    def test_says_nothing_if_a_statement_only_moves_to_another_file(
        self, stances: Run, repository: Path
    ) -> None:
        text = (repository / BRANDT).read_text("utf-8") + PART.partition("\n")[2]
        (repository / BRANDT).write_text(text, "utf-8")
        shutil.rmtree(repository / "officials/brandt")
        assert stances("check").returncode == 0
        assert json.loads(stances("diff", "--format", "json").stdout)["changes"] == []

    def test_removes_nothing_that_a_part_may_have(self, stances: Run, repository: Path) -> None:
        (repository / LATER).write_text("statements: [", "utf-8")
        document = json.loads(stances("diff", "--format", "json").stdout)
        assert document["changes"] == []
        assert document["new"]["left_out"]["parts"] == 1

    def test_makes_the_corpus_differ_from_its_commit(self, stances: Run, repository: Path) -> None:
        def changed() -> bool:
            report = json.loads(stances("report", "--format", "json").stdout)
            return bool(report["about"]["commit"]["changed"])

        assert not changed()
        (repository / "officials/farahi").mkdir()
        (repository / "officials/farahi/2021.yaml").write_text(PART, "utf-8")
        assert changed()
