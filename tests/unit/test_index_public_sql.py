from __future__ import annotations

import signal
import sys
import threading
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from cases import every_case
from stances.errors import BadQuery, StancesError, UnknownName
from stances.index.public_sql import columns, select

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from corpora import CorpusBuilder

MOST = 2**63 - 2
HUNDRED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) "
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "


@pytest.fixture
def index(town: CorpusBuilder) -> sqlite3.Connection:
    return town.index()


def rows(index: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return [*select(index, query)[1]]


def state(index: sqlite3.Connection) -> list[str]:
    return [*index.iterdump()]


class TestSelect:
    def test_gives_columns_and_rows(self, index: sqlite3.Connection) -> None:
        named, found = select(index, "SELECT official, COUNT(*) AS n FROM statements GROUP BY 1")
        assert named == ["official", "n"]
        assert [*found] == [("bo", 2), ("cas", 1), ("jansen", 4)]

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT 1;",
            "SELECT 1; -- done",
            "-- first\nSELECT 1",
            "WITH files AS (SELECT 1 AS a) SELECT COUNT(*) FROM files",
            "VALUES (1)",
            "SELECT value FROM json_each('[1]')",
            "SELECT COUNT(*) FROM corpus",
        ],
    )
    def test_takes_a_query_however_it_is_written(
        self, index: sqlite3.Connection, query: str
    ) -> None:
        assert rows(index, query) == [(1,)]

    def test_gives_rows_one_by_one_without_an_end(self, index: sqlite3.Connection) -> None:
        _, found = select(index, ENDLESS + "SELECT i FROM n")
        assert [*islice(found, 3)] == [(1,), (2,), (3,)]

    def test_leaves_the_index_as_before(self, index: sqlite3.Connection) -> None:
        before = state(index)
        rows(index, "SELECT * FROM statements")
        for wrong in ("SELECT zzz", "DELETE FROM statements", "SELECT abs(-9223372036854775808)"):
            with pytest.raises(StancesError):
                rows(index, wrong)
        assert state(index) == before
        assert index.execute("SELECT COUNT(*) FROM temp.sqlite_master").fetchone()[0] == 0
        assert (
            index.execute("SELECT official FROM officials ORDER BY official").fetchone()[0] == "bo"
        )
        index.execute("DELETE FROM officials")


WRITES = (
    *("INSERT INTO statements DEFAULT VALUES", "UPDATE officials SET name = ''", "VACUUM"),
    *("DELETE FROM main.all_statements", "DROP TABLE officials", "DROP VIEW temp.officials"),
    *("CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "ALTER TABLE officials ADD COLUMN x"),
    *("REPLACE INTO officials DEFAULT VALUES", "PRAGMA query_only = OFF", "PRAGMA user_version"),
    *("PRAGMA table_info(statements)", "SELECT * FROM pragma_table_info('statements')"),
    *("BEGIN", "COMMIT", "SAVEPOINT x", "RELEASE x", "ROLLBACK", "ANALYZE", "REINDEX"),
    *("DETACH DATABASE main", "SELECT load_extension('x')", "EXPLAIN DELETE FROM officials"),
    *("SELECT fts3_tokenizer('simple')", "CREATE VIRTUAL TABLE x USING fts5(a)"),
)


class TestSelectOnlyReads:
    @pytest.mark.parametrize("query", WRITES)
    def test_and_refuses_other_queries(self, index: sqlite3.Connection, query: str) -> None:
        before = state(index)
        with pytest.raises((BadQuery, UnknownName)):
            rows(index, query)
        assert state(index) == before

    def test_and_writes_or_opens_no_file(self, index: sqlite3.Connection, tmp_path: Path) -> None:
        file = tmp_path / "other.db"
        for query in (f"ATTACH '{file}' AS other", f"VACUUM INTO '{file}'"):
            with pytest.raises(BadQuery, match="can only read"):
                rows(index, query)
        assert not file.exists()

    @pytest.mark.parametrize(
        "query",
        ["SELECT 1; DROP TABLE officials", "SELECT 1; SELECT 2", "SELECT 1;; SELECT 2"],
    )
    def test_one_statement(self, index: sqlite3.Connection, query: str) -> None:
        with pytest.raises(BadQuery, match="one statement"):
            rows(index, query)

    @pytest.mark.parametrize(
        "table", ["all_statements", "sqlite_master", "files", "main.all_statements", "scan"]
    )
    def test_what_is_documented(self, index: sqlite3.Connection, table: str) -> None:
        with pytest.raises(UnknownName):
            rows(index, "SELECT * FROM " + table)
        with pytest.raises(UnknownName, match=r"main\.officials") as caught:
            rows(index, "SELECT official FROM main.officials")
        assert caught.value.hint == "write `officials` alone"


HIDDEN = (
    *("files", "FILES", "[files]", '"files"', "main.files", "Main.Files", "temp.files", "scan"),
    *("all_statements", "main.all_statements", "main.statements", "main.evidence", "main.names"),
    *("counted", "main.counted", "sqlite_master", "main.sqlite_master", "temp.sqlite_master"),
    *("sqlite_schema", "sqlite_temp_master", "temp.sqlite_temp_schema", "sqlite_sequence"),
    *("pragma_table_info('files')", "pragma_table_list", "pragma_database_list", "dbstat"),
    *("sqlite_dbpage", "sqlite_stmt", "bytecode('SELECT 1')", "tables_used('SELECT 1')"),
)
"""What is in the database, or in SQLite, and in no document of ours."""
WAYS = (
    "SELECT * FROM {}",
    "SELECT COUNT(*) FROM {}",
    "SELECT 1 FROM {}",
    "WITH x AS (SELECT * FROM {}) SELECT * FROM x",
    "WITH statements AS (SELECT * FROM {}) SELECT * FROM statements",
    "WITH statements AS (SELECT COUNT(*) FROM {}) SELECT * FROM statements",
    "WITH public AS (SELECT * FROM {}) SELECT * FROM public",
    "WITH x AS MATERIALIZED (SELECT 1 FROM {}) SELECT COUNT(*) FROM x",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT 2 FROM {}, n) SELECT * FROM n",
    "SELECT (SELECT COUNT(*) FROM {})",
    "SELECT * FROM (SELECT * FROM {}) AS statements",
    "SELECT * FROM officials WHERE EXISTS (SELECT 1 FROM {})",
    "SELECT * FROM officials WHERE path IN (SELECT 1 FROM {})",
    "SELECT * FROM corpus AS o, {}",
    "SELECT * FROM corpus AS o LEFT JOIN {} ON 1",
    "SELECT 1 UNION ALL SELECT COUNT(*) FROM {}",
    "SELECT COUNT(*) OVER () FROM {}",
    "VALUES ((SELECT COUNT(*) FROM {}))",
    "SELECT value FROM json_each((SELECT COUNT(*) FROM {}))",
    "EXPLAIN SELECT * FROM {}",
    "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM {}",
)


class TestWhatIsNotListed:
    @pytest.mark.parametrize("way", WAYS)
    def test_is_refused_however_it_is_asked_for(self, index: sqlite3.Connection, way: str) -> None:
        with every_case() as case:
            for table in HIDDEN:
                with case(table), pytest.raises(StancesError):
                    rows(index, way.format(table))

    @pytest.mark.parametrize("way", WAYS)
    def test_alone_is_refused_while_all_else_is_answered(
        self, index: sqlite3.Connection, way: str
    ) -> None:
        with every_case() as case:
            for table in (*columns(), "json_each('[1]')", "json_tree('[1]')", "temp.officials"):
                if f"WITH {table} AS" in way:  # a circle
                    continue
                with case(table):
                    rows(index, way.format(table))

    def test_is_refused_whatever_it_is_called(self, index: sqlite3.Connection) -> None:
        tables = {name for (name,) in index.execute("SELECT name FROM sqlite_master")}
        with every_case() as case:
            for table in tables - {*columns()}:
                with case(table), pytest.raises(StancesError):
                    rows(index, f'SELECT * FROM "{table}"')
                with case(f"main.{table}"), pytest.raises(StancesError):
                    rows(index, f'SELECT COUNT(*) FROM main."{table}"')

    def test_says_which_table_that_was(self, index: sqlite3.Connection) -> None:
        for table in ("files", "sqlite_temp_master"):
            with pytest.raises(UnknownName, match=f"no table is called `{table}`"):
                rows(index, f"WITH x AS (SELECT * FROM {table}) SELECT * FROM x")


class TestTooMuch:
    @pytest.mark.parametrize(
        "query",
        [
            "SELECT zeroblob(2000000000)",
            "SELECT hex(zeroblob(60000000))",
            f"SELECT replace(hex(zeroblob(1000000)), '0', '{'0' * 40}')",
            HUNDRED + "SELECT group_concat(hex(zeroblob(1000000))) FROM n",
            HUNDRED + "SELECT json_group_array(hex(zeroblob(1000000))) FROM n",
        ],
    )
    def test_in_one_value_is_refused(self, index: sqlite3.Connection, query: str) -> None:
        with pytest.raises(BadQuery, match="value of this query is too big") as caught:
            rows(index, query)
        assert caught.value.hint
        assert rows(index, "SELECT LENGTH(hex(zeroblob(1000)))") == [(2000,)]

    def test_for_the_memory_is_told_in_a_sentence(self, index: sqlite3.Connection) -> None:
        def too_much() -> None:
            raise MemoryError

        index.create_function("too_much", 0, too_much)
        with pytest.raises(BadQuery, match="more memory than there is") as caught:
            rows(index, "SELECT too_much()")
        assert caught.value.hint


class TestBadQuery:
    @pytest.mark.parametrize(
        ("query", "why", "hint"),
        [
            ("SELECT * FROM statments", "no table is called `statments`", "`statements`"),
            ("SELECT * FROM zzz", "no table is called `zzz`", "there are corpus, issues"),
            ("SELECT qoute FROM statements", "no column is called `qoute`", "`quote`"),
            ("SELECT s.qoute FROM statements s", "no column is called `qoute`", "`quote`"),
            ("SELECT zzz(1)", "no function is called `zzz`", "sqlite.org"),
            ("SELEC 1", 'near "SELEC"', ""),
            ("SELECT (1", "incomplete input", ""),
            ("SELECT 'a", "unrecognized token", ""),
            ("SELECT ?", "no parameters", "write the values"),
            ("SELECT :a", "no parameters", "write the values"),
            ("", "there is no query", "SELECT"),
            ("-- nothing", "there is no query", "SELECT"),
            ("SELECT '\0'", "cannot be answered", ""),
            ("SELECT CAST(x'ff' AS TEXT)", "decode", ""),
            ("SELECT zeroblob(1e10)", "too big", ""),
            ("SELECT '\udcff'", "cannot be answered", ""),
        ],
    )
    def test_is_told_in_a_sentence_and_a_hint(
        self, index: sqlite3.Connection, query: str, why: str, hint: str
    ) -> None:
        with pytest.raises(StancesError) as caught:
            rows(index, query)
        assert why in str(caught.value)
        assert hint in caught.value.hint
        assert caught.value.exit_code == 1

    def test_is_told_also_while_rows_are_read(self, index: sqlite3.Connection) -> None:
        query = f"{ENDLESS} SELECT abs(-{MOST} + 1 - i) FROM n"
        _, found = select(index, query)
        assert next(found) == (MOST,)
        with pytest.raises(BadQuery, match="integer overflow"):
            next(found)
        assert rows(index, "SELECT 1") == [(1,)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_an_endless_query_can_be_interrupted(index: sqlite3.Connection) -> None:
    begun, main = threading.Event(), threading.main_thread().ident
    assert main

    def interrupt() -> None:
        begun.wait()
        signal.pthread_kill(main, signal.SIGINT)

    index.create_function("begun", 0, begun.set)
    thread = threading.Thread(target=interrupt)
    thread.start()
    endless = "WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT 1 FROM n) "
    with pytest.raises(KeyboardInterrupt):
        rows(index, endless + "SELECT COUNT(*) FROM n")
    thread.join()
    assert rows(index, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("table", columns())
def test_each_table_can_be_asked_with_its_columns(town: CorpusBuilder, table: str) -> None:
    passage = {"text": "They wait.", "why": "Nobody says it."}
    town.source("courier", notices=[{"kind": "corrected"}], uncoded=[passage])
    both: list[Any] = ["supports", {"position": "opposes", "same_occasion": ["de-vries/s1"]}]
    town.official("de-vries", faction="mayor", statements=both)
    town.file("codings/anna/de-vries.yaml", "s1: {position: opposes, frames: [jobs]}")
    named, found = select(town.index(), "SELECT * FROM " + table)
    assert named == [*columns()[table]]
    expected = 0 if table == "problems" else 1
    assert len([*found]) >= expected
