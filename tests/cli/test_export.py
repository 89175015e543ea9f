"""`stances export sqlite`: a whole file or none, and nobody else's overwritten."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Ledger, Run


def officials(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT official FROM officials")]


class TestExportedFile:
    def test_is_written_and_written_anew(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        file, folder = tmp_path / "out" / "x.db", ledger()
        file.parent.mkdir()
        for _ in range(2):
            answer = stances("export", "sqlite", file, "--data", folder)
            assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
            assert officials(file) == ["adler", "brandt", "farahi"]
        assert {path.name for path in file.parent.iterdir()} == {"x.db", "x.metadata.json"}
        (folder / "officials" / "brandt.yaml").unlink()
        stances("export", "sqlite", file, "--data", folder)
        assert officials(file) == ["adler", "farahi"]

    def test_is_not_somebody_elses(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        file = tmp_path / "thesis.db"
        file.write_text("years of work", "utf-8")
        answer = stances("export", "sqlite", file, "--data", ledger())
        assert answer.returncode == 1
        assert "--force" in answer.stderr
        assert file.read_text("utf-8") == "years of work"
        assert stances("export", "sqlite", file, "--force", "--data", ledger()).returncode == 0
        assert officials(file)

    @pytest.mark.parametrize("where", ["missing/x.db", "", "ledger"])
    def test_is_not_written_where_that_cannot_be(
        self, stances: Run, ledger: Ledger, tmp_path: Path, where: str
    ) -> None:
        folder = ledger()
        answer = stances("export", "sqlite", tmp_path / where, "--force", "--data", folder)
        assert answer.returncode == 1
        assert answer.stderr.startswith("stances: cannot write ")
        assert not [*tmp_path.glob("**/.stances-*")]

    def test_is_of_a_corpus_that_is_named_or_near(
        self, stances: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        answer = stances("export", "sqlite", "x.db")
        assert answer.returncode == 3
        assert not (tmp_path / "x.db").exists()

    def test_is_not_written_with_less_than_all_if_so_asked(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        folder = ledger({"officials/brandt.yaml": "nam: Bruno\n"})
        file = tmp_path / "x.db"
        answer = stances("export", "sqlite", file, "--strict", "--data", folder)
        assert (answer.returncode, file.exists()) == (4, False)
        answer = stances("export", "sqlite", file, "--data", folder)
        assert (answer.returncode, "left out" in answer.stderr) == (0, True)
        assert officials(file) == ["adler", "farahi"]


class TestMetadata:
    """What Datasette is told lies beside the file, and is nobody else's either."""

    @pytest.mark.parametrize(
        ("name", "database"),
        [("x.db", "x"), ("x", "x"), ("two words.v1.db", "two words.v1"), ("x.json", "x")],
    )
    def test_is_of_the_database_beside_it(
        self, stances: Run, ledger: Ledger, tmp_path: Path, name: str, database: str
    ) -> None:
        stances("export", "sqlite", tmp_path / name, "--data", ledger())
        told = json.loads((tmp_path / f"{database}.metadata.json").read_text("utf-8"))
        assert told["title"] == "Motorboats on the lake, June 2021"
        assert [*told["databases"]] == [database]

    @pytest.mark.parametrize("content", ["{}", "title: Mine", '{"license": "CC0"}', "[]", "edited"])
    def test_is_not_written_over_somebody_elses(
        self, stances: Run, ledger: Ledger, tmp_path: Path, content: str
    ) -> None:
        file, beside, folder = tmp_path / "x.db", tmp_path / "x.metadata.json", ledger()
        if content == "edited":
            assert stances("export", "sqlite", file, "--data", folder).returncode == 0
            told = json.loads(beside.read_text("utf-8"))
            content = json.dumps(told | {"license": "CC0"})
            file.unlink()
        beside.write_text(content, "utf-8")
        answer = stances("export", "sqlite", file, "--data", folder)
        assert (answer.returncode, file.exists()) == (1, False)
        assert "x.metadata.json: it is there" in answer.stderr
        assert "--no-metadata" in answer.stderr
        assert stances("export", "sqlite", file, "--no-metadata", "--data", folder).returncode == 0
        assert beside.read_text("utf-8") == content
        assert stances("export", "sqlite", file, "--force", "--data", folder).returncode == 0
        assert "Motorboats" in beside.read_text("utf-8")

    def test_is_not_written_where_that_cannot_be(
        self, stances: Run, ledger: Ledger, tmp_path: Path
    ) -> None:
        (tmp_path / "x.metadata.json").mkdir()
        answer = stances("export", "sqlite", tmp_path / "x.db", "--force", "--data", ledger())
        assert (answer.returncode, (tmp_path / "x.db").exists()) == (1, False)
        assert "it is no file" in answer.stderr

    def test_is_left_out_if_so_asked(self, stances: Run, ledger: Ledger, tmp_path: Path) -> None:
        out = tmp_path / "out"
        out.mkdir()
        stances("export", "sqlite", out / "x.db", "--no-metadata", "--data", ledger())
        assert [path.name for path in out.iterdir()] == ["x.db"]


def test_a_full_disk_leaves_the_old_file(
    stances: Run, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder = tmp_path / "x.db", ledger()
    assert stances("export", "sqlite", file, "--data", folder).returncode == 0
    before = file.read_bytes()
    script = "COMMIT; PRAGMA max_page_count = 1; BEGIN; CREATE TABLE x (a); CREATE TABLE y (a)"
    monkeypatch.setattr("stances.index.export.statements", lambda _: script.split(";"))
    answer = stances("export", "sqlite", file, "--data", folder)
    assert answer.returncode == 1
    assert "full" in answer.stderr
    assert file.read_bytes() == before
    assert not [*tmp_path.glob(".stances-*")]
