"""Workbooks as they are written, read by openpyxl and by another reader, which is not ours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from stances.errors import NeedsExtra, UnfitForWorkbook
from stances.queries.lookups import Lookup
from stances.text import visible
from stances.views import workbook
from stances.views.formats import ROWS, ViewOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

FORMULAS = ("=1+1", "+1", "-1", "@a", ' "=1', "=HYPERLINK(1)", "#REF!", "'=1", "1", "TRUE", "1/2")


def written(*columns: Sequence[Any], **options: Any) -> bytes:
    keys = "abcdefgh"[: len(columns)]
    rows = [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]
    return b"".join(ROWS.view("xlsx")(Lookup("sources", [*keys], rows), ViewOptions(**options)))


def sheet(*columns: Sequence[Any], **options: Any) -> Worksheet:
    page = load_workbook(io.BytesIO(written(*columns, **options))).active
    assert page is not None
    return page


def read_by_others(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


class TestCells:
    def test_of_text_are_never_formulas_dates_or_numbers(self) -> None:
        page = sheet(FORMULAS)
        cells = [row[0] for row in page.iter_rows(min_row=2)]
        assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
            (text, "s", "@") for text in FORMULAS
        ]
        marked = [text for text, cell in zip(FORMULAS, cells, strict=True) if cell.quotePrefix]
        assert marked == ["=1+1", "+1", "-1", "@a", ' "=1', "=HYPERLINK(1)", "'=1"]

    def test_of_numbers_and_truth_values_are_that(self) -> None:
        values = [1, -2, 0.1, 1.666666666666667, True, False, None, 10**15, float("nan")]
        assert [row[0].value for row in sheet(values, "abcdefghi").iter_rows(min_row=2)] == [
            *(1, -2, 0.1, 1.666666666666667, True, False, None, "1000000000000000", "NaN")
        ]

    @given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
    def test_have_the_text_that_csv_has(self, texts: list[str]) -> None:
        shown = [visible(text.replace("\r\n", "\n").replace("\r", "\n")) for text in texts]
        _, *rows = read_by_others(written(texts, ["x"] * len(texts)))
        assert [row[0] for row in rows] == shown

    @pytest.mark.parametrize(
        "text", ["_x000B_", "a_x0041_b", "_x005F_", "_x_", "<&>\"'", " a \n b"]
    )
    def test_have_what_excel_would_read_otherwise(self, text: str) -> None:
        assert read_by_others(written([text]))[1] == [text]

    def test_of_lists_are_json(self) -> None:
        assert read_by_others(written([["a", "ب"]]))[1] == ['["a", "ب"]']

    def test_are_never_cut(self) -> None:
        most = "😀" * (32_767 // 2) + "a"
        assert read_by_others(written([most]))[1] == [most]
        with pytest.raises(UnfitForWorkbook, match=r"row 3, `a`: the cell has 16,385 characters"):
            written(["x", f"{most}b"])

    def test_are_not_in_more_rows_than_excel_has(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
        assert len(read_by_others(written("ab"))) == 3
        with pytest.raises(UnfitForWorkbook, match="more than 3 rows"):
            written("abc")


class TestSheet:
    def test_has_a_header_that_stays_and_filters(self) -> None:
        page = sheet("ab", "cd")
        assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")
        assert page.dimensions == "A1:B3"
        assert [cell.font.b for cell in page[1]] == [True, True]
        assert [cell.font.b for cell in page[2]] == [False, False]

    def test_without_a_header_has_rows_alone(self) -> None:
        page = sheet("ab", header=False)
        assert (page.freeze_panes, page.auto_filter.ref, page.dimensions) == (None, None, "A1:A2")

    def test_without_rows_has_a_header(self) -> None:
        page = sheet([], [])
        assert [cell.value for cell in page[1]] == ["a", "b"]

    def test_has_columns_as_wide_as_their_texts(self) -> None:
        page = sheet(["abcdefghijkl\nb"], ["a"], ["long " * 99])
        widths = [page.column_dimensions[letter].width for letter in "ABC"]
        assert widths == [14, 7, 62]
        assert page["C2"].alignment.wrap_text

    @pytest.mark.parametrize(
        ("texts", "is_from_right"),
        [
            (["we said", "no"], None),
            (["ما گفتیم", "a"], True),
            (["ما گفتیم", "we said", "no more"], None),
            (["«ما» گفتیم", "U.S. است", "ما گفتیم"], True),
        ],
    )
    def test_runs_from_right_to_left_if_most_of_its_texts_do(
        self,
        texts: list[str],
        is_from_right: bool | None,  # noqa: FBT001 - a case
    ) -> None:
        assert sheet(texts).sheet_view.rightToLeft is is_from_right


def test_the_same_rows_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(FORMULAS)
    monkeypatch.setenv("TZ", "Asia/Tehran")
    assert written(FORMULAS) == first
    properties = load_workbook(io.BytesIO(first)).properties
    assert properties.creator == "stances"
    assert b"2026" not in first


def test_the_library_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(workbook, "import_module", nothing)
    with pytest.raises(NeedsExtra, match=r"an Excel workbook takes `pip install '.*\[xlsx\]"):
        written("a")
