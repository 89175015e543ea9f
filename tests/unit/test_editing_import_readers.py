from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.editing import tables
from stances.editing.tables import (
    contents,
    csv_table,
    decoded,
    jsonl_table,
    kind_of,
    tsv_table,
)
from stances.errors import CannotRead

if TYPE_CHECKING:
    from pathlib import Path

    from stances.editing.tables import Table


def known(name: str) -> bool:
    return name.strip().lower() in {"a", "b", "c"}


def cells(sheet: Table) -> list[tuple[int, dict[str, Any]]]:
    return [(row.line, dict(row.cells)) for row in sheet.rows]


class TestCsv:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_is_read_with_its_own_delimiter_and_line_ends(self, delimiter: str, end: str) -> None:
        text = "a,b\n1,2\n".replace(",", delimiter).replace("\n", end)
        assert cells(csv_table(text, known)) == [(2, {"a": "1", "b": "2"})]

    def test_names_the_line_that_a_row_begins_on(self) -> None:
        text = 'a,b\n"1\n\n1",2\n\n3,"4\n"\n5,6\n'
        assert [line for line, _ in cells(csv_table(text, known))] == [2, 6, 8]
        assert [line for line, _ in cells(csv_table(f"sep=,\n{text}", known))] == [3, 7, 9]

    def test_has_no_empty_rows_and_no_empty_cells(self) -> None:
        sheet = csv_table("a,b,c\n , ,\n1,,  \n,,,,\n", known)
        assert cells(sheet) == [(3, {"a": "1"})]
        assert sheet.refusals == []

    def test_a_column_without_a_name_has_its_number_for_one(self) -> None:
        sheet = csv_table("a,,b,\n1,2,3,\n", known)
        assert sheet.columns == ["a", "column 2", "b"]
        assert cells(sheet) == [(2, {"a": "1", "column 2": "2", "b": "3"})]

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_what_stands_above_the_header_is_skipped(self, delimiter: str) -> None:
        text = '"Boats, trams; b",,\n\nmade by a,,\na,"b\n",x\n1,2,3\n'.replace(",", delimiter)
        sheet = csv_table(text, known)
        assert (sheet.header, sheet.columns) == (4, ["a", "b", "x"])
        assert sheet.skipped == [(1, f"Boats{delimiter} trams; b"), (3, "made by a")]
        assert cells(sheet) == [(6, {"a": "1", "b": "2", "x": "3"})]

    def test_the_first_row_is_the_header_where_none_is_known(self) -> None:
        sheet = csv_table("x;y\n1;2\n", known)
        assert (sheet.header, sheet.columns, sheet.skipped) == (1, ["x", "y"], [])

    def test_a_delimiter_may_stand_in_a_cell(self) -> None:
        assert cells(csv_table('a;b\n"1;2";"3,""4"""\n', known)) == [
            (2, {"a": "1;2", "b": '3,"4"'})
        ]

    @pytest.mark.parametrize(
        ("text", "line", "told"),
        [
            ("", 1, "nothing in this sheet"),
            ("a,b\n1\n", 2, "1 cells, and the header 2"),
            ("a,b\n1,2\n1,2,3\n", 3, "3 cells, and the header 2"),
            ('a,b\n1,2\n3,"4\n5,6\n', 3, "never closed"),
            ('a,b,c,d\n1,2,"x,3\n1,2,y",3\n', 2, "holds the next row too"),
            ('a,b\n1,"2"3\n', 2, "is not CSV"),
        ],
    )
    def test_is_refused_where_it_is_none(self, text: str, line: int, told: str) -> None:
        [refusal] = csv_table(text, known).refusals
        assert refusal.line == line
        assert told in refusal.message

    def test_all_that_is_ragged_is_told(self) -> None:
        sheet = csv_table("a,b\n1\n1,2\n1\n", known)
        assert [refusal.line for refusal in sheet.refusals] == [2, 4]
        assert len(sheet.rows) == 1

    def test_apostrophes_before_formulas_go_if_that_is_wanted(self) -> None:
        text = "a,b,c\n'=1,'x,'-'-\n"
        assert cells(csv_table(text, known)) == [(2, {"a": "'=1", "b": "'x", "c": "'-'-"})]
        assert cells(csv_table(text, known, safe=True)) == [(2, {"a": "=1", "b": "'x", "c": "-'-"})]

    @given(st.text(st.characters(codec="utf-8"), max_size=80))
    def test_is_never_a_bug(self, text: str) -> None:
        for read in (csv_table, tsv_table, jsonl_table):
            read(text, known)
            read(f"a,b\n{text}", known)

    def test_a_text_of_several_lines_is_no_row(self) -> None:
        sheet = csv_table('a,b,c,d\n1,2,"x, y, z,\nand, so, on",3\n', known)
        assert cells(sheet) == [(2, {"a": "1", "b": "2", "c": "x, y, z,\nand, so, on", "d": "3"})]
        assert not sheet.refusals


class TestTsv:
    def test_is_escaped_and_not_quoted(self) -> None:
        sheet = tsv_table('a\tb\n"x"\t1\\t2\\n3\\\\n\n', known)
        assert cells(sheet) == [(2, {"a": '"x"', "b": "1\t2\n3\\n"})]

    @pytest.mark.parametrize("cell", ["\\x", "x\\", '"he said ""no"""'])
    def test_is_refused_if_another_program_wrote_it(self, cell: str) -> None:
        [refusal] = tsv_table(f"a\tb\n1\t{cell}\n", known).refusals
        assert refusal.line == 2


class TestJsonLines:
    def test_have_lists_and_text(self) -> None:
        text = '{"a": [" x ", null], "b": 1, "c": null, "d": false, "e": true}\r\n\n{"a": ""}\n'
        sheet = jsonl_table(text, known)
        assert cells(sheet) == [(1, {"a": ["x"], "b": "1", "e": "true"})]
        assert sheet.columns == ["a", "b", "c", "d", "e"]

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("[1]", "no object"),
            ("{", "not JSON"),
            ('{"a": 1, "a": 2}', "the key `a` stands twice"),
            ('{"a": NaN}', "no number"),
            ("[" * 100_000, "this line is n"),
        ],
    )
    def test_are_refused_where_they_are_none(self, line: str, told: str) -> None:
        sheet = jsonl_table(f'{{"a": "1"}}\n{line}\n', known)
        [refusal] = sheet.refusals
        assert refusal.line == 2
        assert told in refusal.message
        assert len(sheet.rows) == 1


class TestBytes:
    def test_are_utf_8_with_or_without_a_mark(self) -> None:
        assert decoded(b"\xef\xbb\xbf\xc3\xa9", "x") == decoded(b"\xc3\xa9", "x") == "é"

    def test_name_the_line_that_is_not(self) -> None:
        with pytest.raises(CannotRead, match="line 3: the byte 0xE9 is not UTF-8 text"):
            decoded(b"a\nb\n\xe9", "x")

    def test_are_of_the_encoding_that_is_named(self) -> None:
        assert decoded("é".encode("utf-16"), "x", "utf-16") == "é"
        with pytest.raises(CannotRead, match="UTF-16") as raised:
            decoded("é".encode("utf-16"), "x")
        assert "--encoding utf-16" in raised.value.hint

    def test_come_from_a_file_that_is_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRead, match="is a directory"):
            contents(tmp_path)
        (tmp_path / "x").write_bytes(b"x")
        assert contents(tmp_path / "x") == b"x"


def test_the_ending_tells_the_kind() -> None:
    names = ("a.CSV", "b/c.tsv", "d.jsonl", "e.ndjson", "f.xlsx", "g.ods", "h.txt", "csv")
    assert [*map(kind_of, names)] == ["csv", "tsv", "jsonl", "jsonl", "xlsx", "xlsx", None, None]


@pytest.mark.parametrize(
    ("kind", "rows"), [("csv", "a,b\n"), ("tsv", "a\tb\n"), ("jsonl", '{"official": "a"}\n')]
)
def test_no_more_rows_are_read_than_a_limit(
    kind: str, rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    head = {"csv": "official,text\n", "tsv": "official\ttext\n", "jsonl": ""}[kind]
    whole = tables.KINDS[kind](head + rows * 3, bool)
    assert (len(whole.rows), whole.refusals) == (3, [])
    found = tables.KINDS[kind](head + rows * 9, bool)
    [refusal] = found.refusals
    assert len(found.rows) == 3
    assert refusal.line == 4 + bool(head)
    assert refusal.message == "no more than 200,000 rows are read of a sheet"
