"""Spark, DuckDB and SQLite give the same rows for the same SQL texts: those of every question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from questions import filters, queries_of, rows_of
from random_corpora import write
from stances.index.build import build
from stances.index.parquet_export import export_parquet
from stances.index.parquet_index import open_export
from stances.index.parquet_tables import tables, views

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("of", ["shipped", "random"])
def test_three_engines_have_one_answer(
    of: str,
    data: Path,
    tmp_path: Path,
    spark: Any,  # noqa: ANN401 - a session of Spark
) -> None:
    if of == "random":
        write(tmp_path / "data", 17)
    index = build(data if of == "shipped" else tmp_path / "data")
    folder = tmp_path / "export"
    export_parquet(index, folder, None, lambda *_: None)
    duckdb = open_export(folder, None, lambda *_: None)
    for table in tables():
        rows = spark.read.parquet(str(folder / table.folder))
        rows.cache().createOrReplaceTempView(f"rows_{table.name}")
    for name, query in views().items():
        spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {query}")
    queries = queries_of(index, filters(index)[:1])
    assert len(queries) > 80
    differing = []
    for query, parameters in queries.items():
        own = rows_of(query, index.execute(query, parameters))
        others = {
            "DuckDB": rows_of(query, duckdb.execute(query, parameters)),
            "Spark": rows_of(query, _asked_of_spark(spark, query, parameters)),
        }
        differing += [f"{name}: {query}" for name, other in others.items() if other != own]
    duckdb.close()
    assert not differing, "\n\n".join(differing)


def _asked_of_spark(spark: Any, query: str, parameters: list[Any]) -> list[Any]:  # noqa: ANN401 - a session of Spark
    try:
        found: list[Any] = spark.sql(query, args=parameters or None).collect()
    except Exception as error:  # noqa: BLE001 - whatever Spark cannot run is a finding
        return [[f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"]]
    return found
