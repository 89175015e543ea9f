from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stances.index.export import export, is_ours
from stances.index.public_sql import columns, public
from stances.index.store import open_index

if TYPE_CHECKING:
    from corpora import CorpusBuilder


@pytest.fixture
def file(shipped: sqlite3.Connection, tmp_path: Path) -> Path:
    export(shipped, tmp_path / "stances.db")
    return tmp_path / "stances.db"


def ask(file: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


class TestExportedFile:
    def test_has_the_rows_of_the_views(self, shipped: sqlite3.Connection, file: Path) -> None:
        with public(shipped):
            for table in columns():
                query = "SELECT * FROM " + table
                own = [tuple(row) for row in shipped.execute(query)]
                assert sorted(map(repr, ask(file, query))) == sorted(map(repr, own))
        assert ask(file, "SELECT COUNT(*) FROM statements") == [(30,)]
        assert ask(file, "SELECT name FROM pragma_table_info('roles') WHERE pk") == [
            ("official",),
            ("number",),
        ]

    def test_is_sound_and_its_keys_lead_somewhere(self, file: Path) -> None:
        assert ask(file, "PRAGMA integrity_check") == [("ok",)]
        assert ask(file, "PRAGMA foreign_key_check") == []
        assert len(ask(file, "PRAGMA foreign_key_list(evidence)")) == 4
        query = 'SELECT 1 FROM sqlite_master, pragma_foreign_key_list(name) WHERE "to" IS NULL'
        assert ask(file, query) == []

    def test_finds_what_refers_to_a_row_without_reading_all(self, file: Path) -> None:
        for table in columns():
            keys: dict[int, list[str]] = {}
            for number, _, _, column, *_ in ask(file, f"PRAGMA foreign_key_list({table})"):
                keys.setdefault(number, []).append(column)
            for key in keys.values():
                where = " AND ".join(f"{column} = 'x'" for column in key)
                [(*_, plan)] = ask(file, f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {where}")
                assert plan.startswith("SEARCH"), (table, key, plan)

    def test_has_no_full_text_where_sqlite_has_none(
        self, shipped: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("stances.index.export.FULL_TEXT", "fts0")
        export(shipped, tmp_path / "x.db")
        names = {name for (name,) in ask(tmp_path / "x.db", "SELECT name FROM sqlite_master")}
        assert "statements_readable" in names
        assert not [name for name in names if "_fts" in name]

    def test_is_the_same_for_the_same_records(
        self, data: Path, shipped: sqlite3.Connection, file: Path, tmp_path: Path
    ) -> None:
        export(shipped, tmp_path / "again.db")
        lasting = open_index(data, tmp_path / "cache", lambda *_: None)
        export(lasting, tmp_path / "lasting.db")
        assert (tmp_path / "again.db").read_bytes() == file.read_bytes()
        assert (tmp_path / "lasting.db").read_bytes() == file.read_bytes()

    def test_has_no_statement_with_errors(self, corpus: CorpusBuilder, tmp_path: Path) -> None:
        disputes = [{"about": "wording", "note": "They differ."}]
        bad = {"faction": "zzz", "frames": ["jobs"], "disputes": disputes}
        corpus.official("bo", statements=[{"disputes": disputes, "frames": ["cost"]}, bad])
        export(corpus.index(), tmp_path / "x.db")
        for table in ("statements", "evidence", "disputes", "statement_frames"):
            assert ask(tmp_path / "x.db", "SELECT ref FROM " + table) == [("bo/s1",)]
        assert ("ST104", "bo/s2") in ask(tmp_path / "x.db", "SELECT code, ref FROM problems")


class TestIsOurs:
    def test_is_one_that_was_written_here_or_an_empty_one(self, file: Path, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        with closing(sqlite3.connect(other)) as connection:
            connection.execute("CREATE TABLE x (a)")
        (tmp_path / "text").write_text("SQLite format 3", "utf-8")
        (tmp_path / "empty").touch()
        assert is_ours(file)
        assert is_ours(tmp_path / "empty")
        assert not is_ours(other)
        assert not is_ours(tmp_path / "text")


def test_a_disk_that_is_full_is_an_error_of_the_system(shipped: sqlite3.Connection) -> None:
    with pytest.raises(OSError, match=r"\w"):
        export(shipped, Path("/nowhere/at/all.db"))


def test_views_and_tables_have_the_same_columns(shipped: sqlite3.Connection) -> None:
    with public(shipped):
        views = {
            name: tuple(row[1] for row in shipped.execute(f"PRAGMA temp.table_info({name})"))
            for (name,) in shipped.execute("SELECT name FROM temp.sqlite_master").fetchall()
        }
    assert views == columns()
