from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from cases import every_case
from random_corpora import write
from stances.index.build import build
from stances.queries.filters import Filters
from stances.queries.listing import KEYS, listing
from stances.queries.lookups import Lookup
from stances.queries.result import StoredRows
from stances.views.delimited import csv_, tsv
from stances.views.formats import ViewOptions
from stances.views.json_yaml import json_, jsonl, yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from corpora import CorpusBuilder

    View = Callable[[Any, ViewOptions], Iterator[str]]

TRAPS = (
    "no", "NO", "y", "Off", "null", "~", "true", "", " ", "2014-06-18", "2014", "-1", "1e3",
    "0x1f", "1_000", "12:30:45", ".inf", "=", "=1", "<<", "- a", "a: b", "a #b", "#a", "'a'", '"',
    "\\", "@a", "`a`", "%a", "&a", "*a", "!a", "|", ">", "[a]", "{a}", "a\nb", "a\r\nb", "\ta",
    "\u2028", "\u2029", "\x85", "\x7f", "\x00", "\ufeff", "\ufffe", "روحانی", "می\u200cشود", "😀",
    "a" * 300,
)  # fmt: skip
"""Texts that one reader of YAML or another takes for something else, or stumbles over."""

texts = st.text(st.characters(codec="utf-8")) | st.sampled_from(TRAPS)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from((1e-05, 1e22, -5e-324)),
    texts,
)
nested = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
rows = st.lists(st.fixed_dictionaries({"ref": texts, "score": nested}), max_size=4)


class Whole:
    """A result that is one nested value."""

    keys = ("ref",)
    rows = ({"ref": "a/b"},)

    def __init__(self, document: object) -> None:
        self.document = document


def of_rows(given_: list[dict[str, Any]]) -> Lookup:
    return Lookup("sources", list(given_[0]) if given_ else ["ref"], given_)


def written(view: View, result: object, *columns: str) -> str:
    return "".join(view(result, ViewOptions(columns=columns)))


def read_jsonl(text: str) -> list[Any]:
    return [json.loads(line) for line in text.split("\n")[:-1]]


@given(rows)
def test_rows_are_read_back_as_json(given_: list[dict[str, Any]]) -> None:
    assert json.loads(written(json_, of_rows(given_))) == given_


@given(rows)
def test_rows_are_read_back_as_json_lines(given_: list[dict[str, Any]]) -> None:
    assert read_jsonl(written(jsonl, of_rows(given_))) == given_


@given(rows)
def test_rows_are_read_back_as_yaml(given_: list[dict[str, Any]]) -> None:
    assert pyyaml.safe_load(written(yaml, of_rows(given_))) == given_


@given(st.dictionaries(texts, nested, max_size=4) | st.lists(nested, max_size=4))
def test_a_document_is_read_back_as_json_and_yaml(document: object) -> None:
    assert json.loads(written(json_, Whole(document))) == document
    assert pyyaml.safe_load(written(yaml, Whole(document))) == document


def test_every_trap_is_read_back_as_value_key_and_item() -> None:
    with every_case() as case:
        for text in TRAPS:
            with case(text):
                document = {text: {"value": text, "items": [text, [text]]}}
                assert pyyaml.safe_load(written(yaml, Whole(document))) == document
                assert json.loads(written(json_, Whole(document))) == document


@pytest.mark.parametrize("view", [json_, jsonl, yaml])
class TestJsonAndYaml:
    def test_ends_in_a_newline_and_keeps_letters_as_they_are(self, view: View) -> None:
        text = written(view, of_rows([{"ref": "روحانی"}, {"ref": "é"}]))
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "روحانی" in text
        assert "é" in text

    def test_has_all_keys_of_every_row_in_order(self, view: View) -> None:
        text = written(view, of_rows([{"ref": "a", "note": None}, {"note": "b", "ref": None}]))
        read = read_jsonl(text) if view is jsonl else pyyaml.safe_load(text)
        assert [list(row) for row in read] == [["ref", "note"]] * 2

    def test_has_only_the_columns_asked_for(self, view: View) -> None:
        text = written(view, of_rows([{"ref": "a", "note": "b", "said": "c"}]), "said", "ref")
        read = read_jsonl(text) if view is jsonl else pyyaml.safe_load(text)
        assert [list(row.items()) for row in read] == [[("said", "c"), ("ref", "a")]]


class TestEmptyResult:
    def test_is_an_empty_list_in_json_and_yaml(self) -> None:
        assert written(json_, of_rows([])) == "[]\n"
        assert written(yaml, of_rows([])) == "[]\n"

    def test_has_no_json_lines(self) -> None:
        assert written(jsonl, of_rows([])) == ""

    def test_of_a_document_is_told(self) -> None:
        assert written(json_, Whole([])) == "[]\n"
        assert written(yaml, Whole({})) == "{}\n"


@pytest.mark.parametrize("number", [0, -2, 0.5, -0.0, 1e-05, 1e22, 5e-324, 10**30])
def test_numbers_stay_numbers(number: float) -> None:
    for view, reader in ((json_, json.loads), (yaml, pyyaml.safe_load)):
        read = reader(written(view, Whole({"mean": number})))["mean"]
        assert (type(read), read) == (type(number), number)


def test_json_has_a_row_a_line() -> None:
    text = written(json_, of_rows([{"ref": "a", "x": [1]}, {"ref": "b", "x": []}]))
    assert text == '[\n{"ref": "a", "x": [1]},\n{"ref": "b", "x": []}\n]\n'


def test_json_indents_a_document_that_people_read_too() -> None:
    assert written(json_, Whole({"a": [1]})) == '{\n  "a": [\n    1\n  ]\n}\n'


def test_json_lines_of_a_document_are_its_rows() -> None:
    assert written(jsonl, Whole({"a": 1})) == '{"ref": "a/b"}\n'


def test_yaml_is_laid_out_for_people() -> None:
    document = {
        "ref": "a/b",
        "said": "2014-06-18",
        "note": None,
        "frames": ["jobs", "two words"],
        "sides": [{"id": "x", "empty": []}, {"id": "z", "deep": {"k": [["v"]]}}],
    }
    assert written(yaml, Whole(document)).splitlines() == [
        "ref: a/b",
        'said: "2014-06-18"',
        "note: null",
        "frames:",
        "  - jobs",
        '  - "two words"',
        "sides:",
        "  - id: x",
        "    empty: []",
        "  - id: z",
        "    deep:",
        "      k:",
        "        - - v",
    ]


class TestStoredRows:
    """Rows of `list` are written as the index has them, and otherwise as any rows are."""

    @pytest.mark.parametrize("view", [json_, jsonl, tsv, csv_])
    @pytest.mark.parametrize(
        "columns", [(), ("ref", "evidence", "disputed", "score", "ref"), tuple(reversed(KEYS))]
    )
    def test_are_written_like_the_rows_that_they_decode_to(
        self, view: View, columns: tuple[str, ...], tmp_path: Path
    ) -> None:
        for seed in range(4):
            write(tmp_path / str(seed), seed)
            index = build(tmp_path / str(seed))
            result = listing(index, Filters())
            decoded = result.with_rows([*listing(index, Filters()).rows])
            assert written(view, result, *columns) == written(view, decoded, *columns)
            assert decoded.rows

    def test_keep_the_row_that_was_looked_at(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", statements=["supports", "rejects"]).index()
        rows = listing(index, Filters()).rows
        assert isinstance(rows, StoredRows)
        assert [rows.is_empty(), rows.is_empty()] == [False, False]
        assert [row["ref"] for row in rows] == ["bo/s1", "bo/s2"]
        assert rows.is_empty()
