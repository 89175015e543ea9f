"""DuckDB, asked of the Parquet files, answers what SQLite answers of the index."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from questions import answers, answers_without_filters, filters, queries_of, rows_of
from random_corpora import write
from stances.index.build import build
from stances.index.parquet_export import export_parquet
from stances.index.parquet_index import ParquetIndex, exported_commit, open_export
from stances.revisions import Commit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from corpora import CorpusBuilder

    Exported = Callable[[sqlite3.Connection], ParquetIndex]


@pytest.fixture
def exported(tmp_path: Path) -> Iterator[Exported]:
    """Exports an index, and opens the export."""
    opened = []

    def export(index: sqlite3.Connection) -> ParquetIndex:
        export_parquet(index, tmp_path / "export", None, lambda *_: None)
        opened.append(open_export(tmp_path / "export", None, lambda *_: None))
        return opened[-1]

    yield export
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def whole(shipped: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of the shipped corpus; to be copied or read, and not to be changed."""
    folder = tmp_path_factory.mktemp("whole") / "export"
    export_parquet(shipped, folder, None, lambda *_: None)
    return folder


@pytest.fixture
def asked(whole: Path) -> Iterator[ParquetIndex]:
    """That export, opened."""
    with closing(open_export(whole, None, lambda *_: None)) as opened:
        yield opened


def assert_answers_alike(index: sqlite3.Connection, other: ParquetIndex) -> None:
    every = filters(index)
    for query, parameters in queries_of(index, every).items():
        own, its = (rows_of(query, each.execute(query, parameters)) for each in (index, other))
        assert its == own, f"{query} {parameters}"
    for asked in every[:2]:
        for (question, answer), (_, same) in zip(
            answers(index, asked), answers(other, asked), strict=True
        ):
            assert same == answer, f"{question} with {asked}"
    for (question, answer), (_, same) in zip(
        answers_without_filters(index), answers_without_filters(other), strict=True
    ):
        assert same == answer, question


class TestAnswers:
    def test_are_those_of_the_shipped_corpus(
        self, shipped: sqlite3.Connection, exported: Exported
    ) -> None:
        assert_answers_alike(shipped, exported(shipped))

    @pytest.mark.parametrize("seed", [3, 17])
    def test_are_those_of_a_random_corpus(
        self, seed: int, tmp_path: Path, exported: Exported
    ) -> None:
        write(tmp_path / "data", seed)
        index = build(tmp_path / "data")
        assert_answers_alike(index, exported(index))

    def test_leave_out_what_has_problems(self, corpus: CorpusBuilder, exported: Exported) -> None:
        dispute = {"about": "wording", "note": "They differ."}
        bad = {"faction": "zzz", "frames": ["jobs"], "disputes": [dispute]}
        corpus.official("bo", statements=[{"disputes": [dispute], "frames": ["cost"]}, bad])
        corpus.official("cy", statements=[{"said": "2014-06-02"}, {"said": "2014-06-03"}]).file(
            "officials/dee.yaml", "nam: Dee\n"
        )
        index = corpus.index()
        other = exported(index)
        count = "SELECT COUNT(*) AS n FROM "
        for table, number in (("statements", 3), ("all_statements", 4), ("evidence", 4)):
            assert other.execute(count + table).fetchone()["n"] == number
        assert other.execute(count + "public.evidence").fetchone()["n"] == 3
        assert_answers_alike(index, other)

    def test_are_read_from_the_files_where_tables_are_large(
        self,
        shipped: sqlite3.Connection,
        exported: Exported,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("stances.index.parquet_index._SMALL", 0)
        monkeypatch.setattr("stances.index.parquet_export.ROWS", 7)
        monkeypatch.setattr("stances.index.duckdb_cursor._ROWS_AT_ONCE", 3)
        other = exported(shipped)
        assert len(other.manifest.tables["statements"]) == 5
        asked = filters(shipped)[0]
        assert dict(answers(other, asked)) == dict(answers(shipped, asked))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("elsewhere")
@pytest.mark.parametrize("most", [0, 20_000])
@pytest.mark.parametrize("name", ["a*", "a[b]", "a?", "faction=x", "a'b", "~"])
def test_a_name_of_a_folder_means_nothing_else(
    name: str,
    most: int,
    shipped: sqlite3.Connection,
    whole: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stances.index.parquet_index._SMALL", most)
    for each in (name, "ab"):  # which the patterns would find
        shutil.copytree(whole, Path(each, "export"))
    query = "SELECT COUNT(*) AS number, COUNT(DISTINCT faction) AS factions FROM statements"
    with closing(open_export(Path(name, "export"), None, lambda *_: None)) as other:
        assert [*other.select(query)[1]] == [*map(tuple, shipped.execute(query))]


def test_the_commit_is_that_of_the_corpus(shipped: sqlite3.Connection, tmp_path: Path) -> None:
    for name, commit in (("a", Commit("0123abc", "2026-11-30", changed=True)), ("b", None)):
        export_parquet(shipped, tmp_path / name, commit, lambda *_: None)
        assert exported_commit(open_export(tmp_path / name, None, lambda *_: None)) == commit


class TestRows:
    def test_have_names_and_places(self, asked: ParquetIndex) -> None:
        rows = asked.execute("SELECT ref, 1 AS one FROM statements ORDER BY ref")
        first = rows.fetchone()
        assert (first["one"], first["ONE"], first[1], [*first]) == (1, 1, 1, [first["ref"], 1])
        assert {**next(rows)}.keys() == {"ref", "one"}
        assert len(rows.fetchall()) == 28
        assert rows.fetchone() is None

    def test_of_two_queries_are_read_side_by_side(self, asked: ParquetIndex) -> None:
        one, two = (asked.execute("SELECT ref FROM statements ORDER BY ref") for _ in range(2))
        assert [a["ref"] == b["ref"] for a, b in zip(one, two, strict=True)] == [True] * 30

    def test_of_what_utf_8_cannot_hold_are_none(self, asked: ParquetIndex) -> None:
        query = "SELECT ref FROM statements WHERE ref = ?"
        assert asked.execute(query, ("\udcff",)).fetchall() == []


def test_codings_are_exported_without_those_that_have_errors(
    corpus: CorpusBuilder, exported: Exported
) -> None:
    corpus.official("jansen", statements=["supports", "opposes"])
    corpus.file(
        "codings/anna/jansen.yaml", "s1: {position: rejects, frames: [jobs]}\ns2: {note: a}\n"
    )
    corpus.file("codings/bert/jansen.yaml", "s1: {skip: So.}\nzzz: {position: rejects}\n")
    index = corpus.index()
    other = exported(index)
    for query in (
        "SELECT * FROM codings ORDER BY ref, coder",
        "SELECT ref, coder, frame FROM coding_frames ORDER BY ref, coder, frame",
    ):
        assert rows_of(query, other.execute(query)) == rows_of(query, index.execute(query))
    assert len(index.execute("SELECT * FROM codings").fetchall()) == 2
