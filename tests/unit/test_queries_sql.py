from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.sql import sql

if TYPE_CHECKING:
    import sqlite3

VALUES = "SELECT column1 AS v FROM (VALUES (2), ('b'), (NULL), (-1.5), ('a'))"


def cells(
    index: sqlite3.Connection, query: str, sort: str = "", limit: int | None = None
) -> list[list[Any]]:
    return [[*row.values()] for row in sql(index, query).arranged(sort, limit).rows]


class TestSqlKeys:
    @pytest.mark.parametrize(
        ("query", "keys"),
        [
            ("SELECT ref, said FROM statements", ["ref", "said"]),
            ("SELECT 1 AS a, 2 AS a, 3 AS a", ["a", "a_2", "a_3"]),
            ("SELECT 1 AS a, 2 AS a, 3 AS a_2", ["a", "a_3", "a_2"]),
            ("SELECT 1 AS a_2, 2 AS a, 3 AS a", ["a_2", "a", "a_3"]),
            ("SELECT COUNT(*) FROM evidence", ["COUNT(*)"]),
        ],
    )
    def test_are_the_columns_each_once(
        self, shipped: sqlite3.Connection, query: str, keys: list[str]
    ) -> None:
        found = sql(shipped, query)
        assert found.keys == keys
        assert {tuple(row) for row in found.rows} == {tuple(keys)}


class TestSqlRows:
    def test_are_those_of_the_query(self, shipped: sqlite3.Connection) -> None:
        query = "SELECT official, COUNT(*) FROM statements GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2"
        assert cells(shipped, query) == [["rouhani", 6], ["firouzabadi", 5]]

    def test_have_what_json_has_no_word_for_as_text(self, shipped: sqlite3.Connection) -> None:
        assert cells(shipped, "SELECT x'00ff', 9e999, -9e999, NULL, 1.5") == [
            ["00ff", "inf", "-inf", None, 1.5]
        ]

    def test_can_be_put_in_order_whatever_they_are(self, shipped: sqlite3.Connection) -> None:
        assert cells(shipped, VALUES, "v") == [[-1.5], [2], ["a"], ["b"], [None]]
        assert cells(shipped, VALUES, "-v") == [["b"], ["a"], [2], [-1.5], [None]]
        assert cells(shipped, VALUES, "-v", 1) == [["b"]]

    def test_are_read_no_further_than_asked_for(self, shipped: sqlite3.Connection) -> None:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        assert cells(shipped, endless, limit=2) == [[1], [2]]
        assert cells(shipped, endless, limit=0) == []
