from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from random_corpora import write
from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import Lookup
from stances.queries.report import report
from stances.views.formats import REPORT, ROWS, ViewOptions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.json", "json"),
        ("a.jsonl", "jsonl"),
        ("a.yaml", "yaml"),
        ("a.yml", "yaml"),
        ("a.md", "markdown"),
        ("a.txt", "table"),
        ("a.xlsx", "xlsx"),
        ("out/b.csv/A.JSON", "json"),
        ("a.json.csv", "csv"),
        ("a.pdf", None),
        ("csv", None),
        (".csv", None),
    ],
)
def test_the_ending_of_a_file_tells_its_format(path: str, name: str | None) -> None:
    assert ROWS.of_file(path) == name


def test_every_format_has_an_ending() -> None:
    assert set(ROWS.endings.values()) == set(ROWS.views)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("table", "ref\n───\na\n"),
        ("tsv", "ref\na\n"),
        ("csv", "ref\na\n"),
        ("json", '[\n{"ref": "a"}\n]\n'),
        ("jsonl", '{"ref": "a"}\n'),
        ("yaml", "- ref: a\n"),
        ("markdown", "| ref |\n| --- |\n| a |\n"),
    ],
)
def test_every_format_is_written(name: str, text: str) -> None:
    result = Lookup("sources", ["ref"], [{"ref": "a"}])
    assert "".join(ROWS.view(name)(result, ViewOptions(columns=("ref",)))) == text


def test_formats_are_the_documented_ones() -> None:
    assert " ".join(ROWS.views) == "table tsv csv json jsonl yaml markdown xlsx"


@pytest.mark.parametrize("seed", range(8))
def test_every_format_can_show_all_statements(seed: int, tmp_path: Path) -> None:
    write(tmp_path, seed)
    index = build(tmp_path)
    for name in REPORT.views:
        assert "".join(REPORT.view(name)(report(index, Filters()), ViewOptions()))
    for name in ROWS.views:
        assert [*ROWS.view(name)(listing(index, Filters()), ViewOptions())]


@pytest.mark.parametrize("seed", range(40))
def test_corpora_at_random_have_no_errors(seed: int, tmp_path: Path) -> None:
    write(tmp_path, seed)
    found = build(tmp_path).execute("SELECT code FROM problems WHERE severity = 'error'")
    assert found.fetchall() == []
