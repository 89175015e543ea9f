from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.lookups import Lookup
from stances.views.delimited import csv_, tsv
from stances.views.formats import ViewOptions

if TYPE_CHECKING:
    from collections.abc import Callable

Cells = list[list[str]]

words = st.text(st.characters(codec="utf-8") | st.sampled_from("\t\n\r\\\"',=+-@"))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    words.filter(bool),
    st.lists(words),
    st.dictionaries(words, words | st.none()),
)
KEYS = ["a", "b", "ce"]
rows = st.lists(st.tuples(*[values] * 3).map(lambda row: dict(zip(KEYS, row, strict=True))))


def read_csv(text: str) -> Cells:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read_tsv(text: str) -> Cells:
    meant = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [
        [re.sub(r"\\(.)", lambda escape: meant[escape[1]], cell) for cell in line.split("\t")]
        for line in text.removesuffix("\n").split("\n")
    ]


VIEWS = pytest.mark.parametrize(("view", "read"), [(csv_, read_csv), (tsv, read_tsv)])


def written(view: Callable[..., Any], given_: list[dict[str, Any]], **options: Any) -> str:
    keys = list(given_[0]) if given_ else KEYS
    return "".join(view(Lookup("sources", keys, given_), ViewOptions(**options)))


def cells(view: Callable[..., Any], *row: Any, **options: Any) -> str:
    """Give the line of one row."""
    keys = map(str, range(len(row)))
    return written(view, [dict(zip(keys, row, strict=True))], header=False, **options)


def decoded(cell: str, value: object) -> object:
    """What a reader takes a cell for who knows whether text is meant."""
    return (cell or None) if value is None or isinstance(value, str) else json.loads(cell)


@VIEWS
@given(rows)
def test_every_cell_is_read_back_by_another_program(
    view: Callable[..., Any], read: Callable[[str], Cells], given_: list[dict[str, Any]]
) -> None:
    header, *lines = read(written(view, given_))
    assert header == KEYS
    assert len(lines) == len(given_)
    for line, row in zip(lines, given_, strict=True):
        found = [decoded(cell, value) for cell, value in zip(line, row.values(), strict=True)]
        assert found == list(row.values())


@given(rows)
def test_tsv_has_a_line_a_row_and_as_many_tabs_in_each(given_: list[dict[str, Any]]) -> None:
    lines = written(tsv, given_).split("\n")
    assert len(lines) == len(given_) + 2
    assert {line.count("\t") for line in lines[:-1]} == {2}
    assert "\r" not in "".join(lines)


class TestCells:
    def test_are_as_they_are_wherever_that_can_be_read(self) -> None:
        assert cells(tsv, "a b", "“ق”", "it's") == "a b\t“ق”\tit's\n"
        assert cells(csv_, "a b", "“ق”", "it's") == "a b,“ق”,it's\n"

    def test_have_escapes_in_tsv(self) -> None:
        assert cells(tsv, "a\tb\nc\rd\\n") == "a\\tb\\nc\\rd\\\\n\n"

    def test_are_in_quotation_marks_in_csv(self) -> None:
        assert cells(csv_, 'a,b"c"', "d\ne") == '"a,b""c""","d\ne"\n'

    @pytest.mark.parametrize("view", [tsv, csv_])
    def test_are_json_where_they_are_no_text(self, view: Callable[..., Any]) -> None:
        separator = "," if view is csv_ else "\t"
        line = separator.join(("true", "false", "-2", "0.5", "[]", ""))
        assert cells(view, True, False, -2, 0.5, [], None) == f"{line}\n"  # noqa: FBT003
        assert read_tsv(cells(tsv, ["ق", None], {"k": "v"})) == [['["ق", null]', '{"k": "v"}']]


class TestHeader:
    @pytest.mark.parametrize("view", [tsv, csv_])
    def test_may_be_left_out(self, view: Callable[..., Any]) -> None:
        assert written(view, [{"a": "x"}], header=False) == "x\n"
        assert written(view, [{"a": "x"}]) == "a\nx\n"

    @VIEWS
    def test_stands_alone_where_there_are_no_rows(
        self, view: Callable[..., Any], read: Callable[[str], Cells]
    ) -> None:
        assert read(written(view, [])) == [KEYS]
        assert written(view, [], header=False) == ""

    @VIEWS
    def test_has_the_keys_asked_for_in_that_order(
        self, view: Callable[..., Any], read: Callable[[str], Cells]
    ) -> None:
        text = written(view, [{"a": "1", "b": "2", "c": "3"}], columns=("c", "a"))
        assert read(text) == [["c", "a"], ["3", "1"]]


class TestSpreadsheetSafe:
    @VIEWS
    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "-"])
    def test_puts_an_apostrophe_before_what_looks_like_a_formula(
        self, view: Callable[..., Any], read: Callable[[str], Cells], text: str
    ) -> None:
        assert read(cells(view, text, "a", spreadsheet_safe=True)) == [[f"'{text}", "a"]]
        assert read(cells(view, text, "a")) == [[text, "a"]]

    @VIEWS
    def test_leaves_everything_else_as_it_is(
        self, view: Callable[..., Any], read: Callable[[str], Cells]
    ) -> None:
        row = (-2, -0.5, None, ["=1"], {"=": "+"}, "a=1", "'", " =1", "…")
        safe = cells(view, *row, spreadsheet_safe=True)
        assert safe == cells(view, *row)
        assert read(safe)[0][:2] == ["-2", "-0.5"]
