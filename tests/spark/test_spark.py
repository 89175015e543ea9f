"""Spark, DuckDB and SQLite give the same rows for the same SQL texts: those of every question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from questions import filters, queries_of, rows_of
from random_corpora import write
from stances.index.build import build
from stances.index.parquet_export import export_parquet
from stances.index.parquet_index import open_export
from stances.index.parquet_tables import tables, views

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path


def test_three_engines_have_one_answer(
    data: Path,
    tmp_path: Path,
    spark: Any,  # noqa: ANN401 - a session of Spark
) -> None:
    write(tmp_path / "random", 17)
    differing = []
    # One test, so that no two workers start Spark.
    for corpus in (data, tmp_path / "random"):
        differing += _differing(build(corpus), tmp_path / f"export of {corpus.name}", spark)
    assert not differing, "\n\n".join(differing)


def _differing(index: sqlite3.Connection, folder: Path, spark: Any) -> list[str]:  # noqa: ANN401 - as above
    """The queries to which an engine does not answer as SQLite does."""
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
    return differing


def _asked_of_spark(spark: Any, query: str, parameters: Sequence[Any]) -> list[Any]:  # noqa: ANN401 - as above
    try:
        found: list[Any] = spark.sql(query, args=[*parameters] or None).collect()
    except Exception as error:  # noqa: BLE001 - whatever Spark cannot run is a finding
        return [[f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"]]
    return found
