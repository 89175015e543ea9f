"""Spark on two threads of this machine; it needs Java, and in CI it has to be there."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_SETTINGS = {
    # As docs/scale.md says.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    # For tables of a few rows.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "1",
    # Nothing is served, and nobody else is asked.
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "512m",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session of Spark."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        if os.environ.get("CI"):
            pytest.fail("no Java; Debian: apt-get install default-jre-headless")
        pytest.skip("no Java to run Spark with")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - large, and needed here alone

    builder = SparkSession.builder.master("local[2]").appName("stances")
    own = {"spark.local.dir": str(tmp_path_factory.mktemp("spark"))}
    own["spark.sql.warehouse.dir"] = str(tmp_path_factory.mktemp("warehouse"))
    for key, value in (_SETTINGS | own).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
