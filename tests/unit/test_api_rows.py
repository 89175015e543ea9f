from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import html5lib
import pandas as pd
import polars as pl
import pytest

import stances
from stances.errors import NeedsExtra

if TYPE_CHECKING:
    from pathlib import Path

    from corpora import CorpusBuilder


@pytest.fixture(scope="session")
def loaded(data: Path) -> stances.Corpus:
    return stances.load(data)


@pytest.fixture(
    scope="session", params=["list", "search", "summary", "timeline", "conflicts", "camps"]
)
def rows(request: pytest.FixtureRequest, loaded: stances.Corpus) -> stances.Rows[Any]:
    if request.param == "search":
        return loaded.search("Iran")
    found: stances.Rows[Any] = getattr(loaded, request.param)()
    return found


class TestRows:
    def test_are_a_list(self, rows: stances.Rows[Any]) -> None:
        assert isinstance(rows, list)
        assert rows == [*rows]
        assert json.loads(json.dumps(rows)) == rows
        assert {tuple(row) for row in rows} == {rows.columns}

    def test_stay_rows_when_sliced_or_copied(self, rows: stances.Rows[Any]) -> None:
        for other in (rows[:2], copy.copy(rows)[:2], pickle.loads(pickle.dumps(rows))[:2]):  # noqa: S301 - our own
            assert isinstance(other, stances.Rows)
            assert (other, other.columns) == ([*rows][:2], rows.columns)

    def test_are_short(self, rows: stances.Rows[Any]) -> None:
        assert len(repr(rows)) < 200
        assert repr(rows).startswith(f"<{len(rows)} row")

    def test_are_a_table_in_a_notebook(self, rows: stances.Rows[Any]) -> None:
        parser = html5lib.HTMLParser(strict=True)
        shown = parser.parseFragment(rows._repr_html_())
        name = "{http://www.w3.org/1999/xhtml}tr"
        assert len([*shown.iter(name)]) == min(len(rows), 30) + 1

    def test_escape_the_words_of_sources(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", name="<b>Jansen</b>", statements=["supports"])
        shown = stances.load(corpus.folder).list()._repr_html_()
        assert "&lt;b&gt;Jansen&lt;/b&gt;" in shown
        assert "<b>" not in shown


def _without_nulls(cell: Any) -> Any:  # noqa: ANN401 - any cell
    """A cell; of an object, which polars gives every key of its type, those that have a value."""
    if not isinstance(cell, dict):
        return cell
    return {key: value for key, value in cell.items() if value is not None}


class TestFrames:
    def test_have_the_columns_and_cells(self, rows: stances.Rows[Any]) -> None:
        in_pandas, in_polars = rows.to_pandas(), rows.to_polars()
        assert [*in_pandas.columns] == in_polars.columns
        assert [key for key in in_polars.columns if key in rows.columns] == [*rows.columns]
        for key in rows.columns:
            expected = [row[key] for row in rows]
            if key in ("said_from", "said_to"):
                expected = [day and date.fromisoformat(day) for day in expected]
                assert [None if day is pd.NaT else day.date() for day in in_pandas[key]] == expected
            else:
                cells = [
                    None if not isinstance(cell, list) and pd.isna(cell) else cell
                    for cell in in_pandas[key]
                ]
                assert cells == expected, key
            assert [_without_nulls(cell) for cell in in_polars[key].to_list()] == expected, key

    def test_have_whole_numbers_that_can_be_missing(self, loaded: stances.Corpus) -> None:
        rows = loaded.list()
        scores = [row["score"] for row in rows]
        assert None in scores
        assert str(rows.to_pandas()["score"].dtype) == "Int64"
        assert rows.to_polars()["score"].dtype == pl.Int64
        assert rows.to_pandas()["score"].sum() == sum(score or 0 for score in scores)

    def test_have_days_beside_dates_that_may_be_imprecise(self, loaded: stances.Corpus) -> None:
        frame = loaded.list().to_pandas()
        assert pd.api.types.is_datetime64_dtype(frame["said_from"])
        assert pd.api.types.is_string_dtype(frame["said"])
        changes = loaded.timeline().to_polars()
        assert changes["previous_said"].dtype == pl.String
        assert changes["previous_said_from"].dtype == changes["said_to"].dtype == pl.Date

    def test_take_days_long_ago_and_open_ones(self, corpus: CorpusBuilder) -> None:
        statements = [
            {"position": "supports", "said": "0987-02-03"},
            {"position": "rejects", "said": "../2021-05"},
        ]
        corpus.source("courier", published="2021-05-05").official("jansen", statements=statements)
        rows = stances.load(corpus.folder).list()
        assert rows.to_polars()["said_from"].to_list() == [None, date(987, 2, 3)]
        assert rows.to_polars()["said_to"].to_list() == [date(2021, 5, 31), date(987, 2, 3)]
        assert [*rows.to_pandas()["said_to"].dt.year] == [2021, 987]

    def test_have_columns_without_rows(self, rows: stances.Rows[Any]) -> None:
        none = rows[:0]
        assert [*none.to_pandas().columns] == none.to_polars().columns == rows.to_polars().columns
        assert none.to_polars().schema == rows.to_polars().schema
        assert (none.to_pandas().dtypes == rows.to_pandas().dtypes).all()

    def test_have_the_types_of_a_query(self, loaded: stances.Corpus) -> None:
        query = (
            "SELECT ref, score, said_from, 0.5 AS half, NULL AS n, said_to AS said FROM statements"
        )
        frame = loaded.sql(query).to_polars()
        assert [*frame.dtypes] == [pl.String, pl.Int64, pl.Date, pl.Float64, pl.String, pl.String]
        assert str(loaded.sql(query).to_pandas()["score"].dtype) == "Int64"
        mixed = loaded.sql("SELECT 1 AS a UNION ALL SELECT 'x'")
        no_day = loaded.sql("SELECT '2014-99-99' AS said_from")
        assert [*no_day.to_pandas()["said_from"]] == ["2014-99-99"]
        assert [*mixed.to_pandas()["a"]] == mixed.to_polars()["a"].to_list() == [1, "x"]

    @pytest.mark.parametrize("library", ["pandas", "polars"])
    def test_say_what_to_install(
        self, library: str, loaded: stances.Corpus, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, library, None)
        told = rf"{library} takes `pip install '.\[{library}\]'` in a clone of stances"
        with pytest.raises(NeedsExtra, match=told):
            getattr(loaded.list(), f"to_{library}")()

    def test_are_all_that_imports_their_libraries(self, data: Path) -> None:
        code = """
import sys, stances
rows = stances.load(sys.argv[1]).list()
rows._repr_html_()
print({"pandas", "polars", "numpy"} & {*sys.modules})
"""
        command = [sys.executable, "-c", code, str(data)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "set()\n"
