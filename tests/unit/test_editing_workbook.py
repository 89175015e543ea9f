"""What is read of Excel workbooks, and which are refused."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from stances import parallel
from stances.editing import workbook as reader
from stances.editing.workbook import read_sheet
from stances.errors import CannotRead, NeedsExtra
from workbooks import MAIN, OFFICE, book, text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, which is quick; `TestProcess` has the other."""
    monkeypatch.setattr(parallel, "limited", lambda work, given, _: work(given))


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def one_row(*values: Any, formats: dict[int, str] | None = None, mac: bool = False) -> list[str]:
    workbook = Workbook()
    if mac:
        workbook.epoch = CALENDAR_MAC_1904
    page = workbook.active
    page.append(values)
    for column, code in (formats or {}).items():
        page.cell(1, column).number_format = code
    [(_, row)] = read_sheet(saved(workbook), "x").rows
    return row


def rows(content: bytes, name: str = "") -> list[tuple[int, list[str]]]:
    return [*read_sheet(content, "x.xlsx", name).rows]


def refusal(content: bytes, name: str = "") -> str:
    with pytest.raises(CannotRead) as raised:
        read_sheet(content, "x.xlsx", name)
    return f"{raised.value}; {raised.value.hint}".removeprefix("cannot read x.xlsx: ")


def cells(*xml: str) -> str:
    return f"<row>{''.join(xml)}</row>"


class TestCells:
    def test_are_texts_and_numbers_as_excel_shows_them(self) -> None:
        values = ("a", 2014, 2014.0, 0.1 + 0.2, -1.5, 1e15, True, False)
        assert one_row(*values) == [*("a", "2014", "2014", "0.3", "-1.5", "1e+15", "true", "false")]

    def test_that_are_dates_are_iso(self) -> None:
        day, *times = date(2014, 6, 14), time(0), time(10, 30), time(23, 59, 59)
        values = (day, *(datetime.combine(day, each) for each in times), time(10, 30))
        assert one_row(*values) == [
            *("2014-06-14", "2014-06-14", "2014-06-14T10:30:00", "2014-06-14T23:59:59", "10:30")
        ]
        assert one_row(timedelta(hours=30, minutes=5)) == ["30:05:00"]
        assert one_row(date(2014, 6, 14), mac=True) == ["2014-06-14"]

    @pytest.mark.parametrize(
        ("code", "shown"),
        [
            ("mmm-yy", "2014-06"),
            ("[$-409]mmmm yyyy;@", "2014-06"),
            ('"year "yyyy', "2014"),
            ("d mmm yyyy", "2014-06-14"),
            ("d-mmm", "2014-06-14"),
            ("dd/mm/yy hh:mm", "2014-06-14"),
            ("0.00", "41804"),
            ('0 "days"', "41804"),
        ],
    )
    def test_are_no_more_exact_than_what_their_format_shows(self, code: str, shown: str) -> None:
        assert one_row(41804, formats={1: code}) == [shown]

    def test_that_show_less_than_a_date_are_told(self) -> None:
        workbook = Workbook()
        page = workbook.active
        for row, code in enumerate(("mmm-yy", "yyyy", "d-mmm", "d mmm yyyy"), 1):
            page.cell(row, 2, 41804).number_format = code
        assert read_sheet(saved(workbook), "x").notes == [
            "cells that show a month and no day are read as the month: B1",
            "cells that show a year alone are read as the year: B2",
            "cells that show a day without a year are read with the year that the workbook "  # noqa: ISC004
            "stores, which may be that of the typing: B3",
        ]

    def test_have_all_of_a_rich_text_and_no_reading_aid(self) -> None:
        strings = (
            "<si><r><rPr><b/></rPr><t>We </t></r><r><t>want</t></r></si>"
            "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='0'/></si>"
        )
        inline = "<c t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is></c>"
        row = cells("<c t='s'><v>1</v></c>", "<c t='s'><v>0</v></c>", inline)
        assert rows(book(row, strings=strings)) == [(1, ["東京", "We want", "ab"])]

    def test_have_the_characters_that_excel_escapes(self) -> None:
        row = text("a_x000D_\nb", "_x005F_x000B_", "_xD83D__xDE00_", "_x00_", "x_x0041_")
        assert rows(book(row)) == [(1, ["a\r\nb", "_x000B_", "😀", "_x00_", "xA"])]

    def test_may_have_no_names(self) -> None:
        row = text("a") + cells("<c t='d'><v>2014-06-14T00:00:00</v></c>", "<c><v>7</v></c>")
        assert rows(book(row)) == [(1, ["a", ""]), (2, ["2014-06-14", "7"])]

    def test_of_formulas_have_their_stored_value(self) -> None:
        row = cells(
            "<c><f>1+1</f><v>2</v></c>",
            '<c t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
            '<c t="str"><f>""</f><v></v></c>',
        )
        sheet = read_sheet(book(row), "x")
        assert sheet.rows == [(1, ["2", "2x"])]
        assert not sheet.faults

    def test_without_a_value_are_faults_by_their_names(self) -> None:
        row = cells("<c><f>1+1</f><v/></c>", '<c t="e"><f>Z1</f><v>#REF!</v></c>', "<c/>")
        far = '<row r="7"><c r="AB7" s="1"><v>-5</v></c></row>'
        styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        faults = read_sheet(book(row + far, styles=styles), "x").faults
        assert {at: message for at, (message, _) in faults.items()} == {
            (1, 0): "A1: the formula has no stored value",
            (1, 1): "B1: `#REF!` is an error, and no value",
            (7, 27): "AB7: the number -5 is shown as a date, and is none that Excel knows",
        }

    def test_that_are_merged_have_the_value_in_each_row_with_others(self) -> None:
        workbook = Workbook()
        page = workbook.active
        for row in (["T"], ["n", "q", "w"], ["a", 1, "x"], [None, 2], [None, 3], []):
            page.append(row)
        for merged in ("A1:C1", "A3:A6", "C3:D4"):
            page.merge_cells(merged)
        page["A3"].hyperlink = "https://example.org/a"
        sheet = read_sheet(saved(workbook), "x")
        assert [row for _, row in sheet.rows[2:]] == [
            *(["a", "1", "x"], ["a", "2", "x"], ["a", "3", ""])
        ]
        assert sheet.notes == ["merged cells have their value in each of their rows: A3:A6, C3:D4"]
        assert set(sheet.links) == {(3, 0), (4, 0), (5, 0)}

    def test_that_are_hidden_are_read_and_told(self) -> None:
        workbook = Workbook()
        page = workbook.active
        page.append(["a", "b", "c"])
        page.append([1, 2, 3])
        page.row_dimensions[2].hidden = True
        page.row_dimensions[9].hidden = True
        for letter in "BZ":
            page.column_dimensions[letter].hidden = True
        sheet = read_sheet(saved(workbook), "x")
        assert sheet.rows[1] == (2, ["1", "2", "3"])
        assert sheet.notes == [
            "hidden or filtered rows are read too: 2",
            "hidden columns are read too: B",
        ]

    def test_have_the_addresses_behind_them(self) -> None:
        after = '<hyperlinks><hyperlink ref="A1" r:id="x"/><hyperlink ref="B1" location="s!A1"/>'
        after += '<hyperlink ref="C1" r:id="y"/></hyperlinks>'
        links = "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{target}" '
            'TargetMode="External"/>'
            for name, target in (("x", "https://a.org/b"), ("y", "mailto:a@b.org"))
        )
        formula = '<c t="str"><f>HYPERLINK("https://c.org/""d","here")</f><v>here</v></c>'
        row = text("a", "b", "c").replace("</row>", f"{formula}</row>")
        assert read_sheet(book(row, after=after, links=links), "x").links == {
            (1, 0): "https://a.org/b",
            (1, 3): 'https://c.org/"d',
        }

    @given(st.lists(st.one_of(st.text(st.characters(categories=["L", "N", "P", "Zs"])))))
    def test_are_read_as_openpyxl_has_written_them(self, texts: list[str]) -> None:
        workbook = Workbook()
        page = workbook.active
        for each in texts:
            page.append([f"a{each}"])
            page.cell(page.max_row, 1).data_type = "s"
        assert [row for _, [row] in read_sheet(saved(workbook), "x").rows] == [
            f"a{each}" for each in texts
        ]


class TestSheets:
    def test_that_alone_has_rows_is_taken_and_told(self) -> None:
        sheet = read_sheet(book(sheets={"Notes": "<row/>", "June": text("a")}), "x")
        assert sheet.rows == [(1, ["a"])]
        assert sheet.notes == ["the sheet `June` is read; others are empty or hidden: `Notes`"]

    def test_of_several_with_rows_one_is_named(self) -> None:
        content = book(sheets={"June": text("a"), "July 2": text("b"), "Hidden": text("c")})
        assert refusal(content) == (
            "2 of its sheets have rows: `June`, `July 2`; name one of them: `--sheet 'June'`"
        )
        assert rows(content, "july 2") == [(1, ["b"])]
        assert rows(content, "Hidden") == [(1, ["c"])]
        assert refusal(content, "Jun") == "no sheet is called `Jun`; did you mean `June`?"

    def test_that_are_hidden_are_taken_only_if_no_other_has_rows(self) -> None:
        assert rows(book(sheets={"Hidden": text("c"), "June": text("a")})) == [(1, ["a"])]
        assert rows(book(sheets={"Hidden": text("c"), "June": ""})) == [(1, ["c"])]

    def test_without_rows_are_empty(self) -> None:
        assert rows(book()) == []


class TestOthers:
    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"a,b\n1,2\n", "it is no Excel workbook; a text with commas is `stances import csv`"),
            (b"", "it is no Excel workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "it is an Excel 97–2003 workbook"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "it is protected by a password; open it with its password, take that off",
            ),
            (book(parts={"mimetype": "", "content.xml": ""}), "it is an OpenDocument spreadsheet"),
            (book(parts={"xl/workbook.bin": ""}), "it is a binary Excel workbook (.xlsb)"),
            (book(text("a"), strict=True), "it is a “Strict Open XML” workbook; open it in Excel"),
            (book(parts={"Index/Document.iwa": ""}), "it is a Numbers document; open it in Excel"),
            (book(parts={"xl/workbook.xml": "<a"}), "it is a damaged workbook: unclosed token"),
            (book(parts={"xl/workbook.xml": "<a/>"}), "it has no sheet with cells"),
            (book()[:300], "it is a damaged workbook: File is not a zip file"),
            (book('<row r="2000000"/>'), "it is a damaged workbook: there is no row 1048577"),
            (
                book("<row><c t='s'><v>0</v></c></row>"),
                "it is a damaged workbook: list index out of range",
            ),
            (
                book("<row><c><v>x</v></c></row>"),
                "it is a damaged workbook: invalid literal for int()",
            ),
        ],
    )
    def test_are_refused_with_what_they_are(self, content: bytes, told: str) -> None:
        assert told in refusal(content)

    def test_are_refused_with_a_document_type(self) -> None:
        bomb = "<!DOCTYPE x [<!ENTITY a '" + "a" * 999 + "'>]>"
        content = book(text("a"), strings=f"<si><t>{'&a;' * 999}</t></si>", doctype=bomb)
        assert refusal(content).startswith("it has a document type (DTD) in it")
        outside = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet xmlns="{MAIN}"/>'
        assert "document type" in refusal(book(parts={"xl/worksheets/s1.xml": outside}))

    def test_are_refused_without_the_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def nothing(name: str) -> None:
            raise ImportError(name)

        monkeypatch.setattr("stances.editing.workbook.import_module", nothing)
        with pytest.raises(NeedsExtra, match=r"pip install '.*\[xlsx\]"):
            read_sheet(book(), "x")


class TestBounds:
    @pytest.mark.parametrize(
        ("limit", "most", "content", "told"),
        [
            ("_MOST_PARTS", 5, book(), "it has 7 files in it, and no more than 5"),
            ("_MOST_UNPACKED", 10**6, book(" " * 10**6), "when unpacked"),
            ("_MOST_SHEETS", 1, book(sheets={"a": "", "b": ""}), "it has 2 sheets, and no"),
            ("_MOST_ROWS", 3, book(text("a") * 5), "no more than 3 rows are read"),
            ("_MOST_CELLS", 3, book(text("a", "b") * 2), "no more than 3 cells"),
            ("_MOST_PLACES", 99, book('<row><c r="XFD1"/></row>'), "no more than 99 cells, empty"),
            ("_MOST_PLACES", 9, book(text("a") * 3 + text(*"abcd")), "its 4 rows have 4 columns"),
        ],
    )
    def test_hold_before_more_is_read(
        self, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, content: bytes, told: str
    ) -> None:
        monkeypatch.setattr(f"stances.editing.workbook.{limit}", most)
        assert told in refusal(content)

    def test_are_not_passed_by_a_file_that_says_less(self) -> None:
        """Its size stands in the list of files, 24 bytes after where its entry begins."""
        content = bytearray(book(text("a") * 10_000))
        entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/s1.xml"))
        content[entry + 24 : entry + 28] = (99).to_bytes(4, "little")
        assert "Bad CRC-32" in refusal(bytes(content))

    def test_leave_out_what_is_only_formatted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("stances.editing.workbook._MOST_CELLS", 9)
        assert rows(book(text("a") + "<row><c s='0'/></row>" * 99)) == [(1, ["a"])]


class TestProcess:
    """What a workbook may take, whatever is in it."""

    @pytest.fixture(autouse=True)
    def no_process(self) -> None:
        """Read in a process with limits."""

    def test_gives_the_same(self) -> None:
        assert rows(book(text("a", "b"))) == [(1, ["a", "b"])]
        assert refusal(b"x").startswith("it is no Excel workbook")

    def test_ends_at_its_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "book.xlsx"
        path.write_bytes(book(strings="<si><t>abcdefgh</t></si>" * 10**6))
        # In a process of its own: this one may have so much memory to spare.
        code = (
            "import sys, pathlib, stances.editing.workbook as reader\n"
            "reader._MEMORY = 2**22\n"
            "try: reader.read_sheet(pathlib.Path(sys.argv[1]).read_bytes(), 'x')\n"
            "except Exception as error: print(error)\n"
        )
        words = [sys.executable, "-c", code, str(path)]
        shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert "it takes more than 4 MiB to read" in shown

    def test_ends_at_its_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "_SECONDS", 1)
        content = book("<row/>" * 1_000_000)
        assert refusal(content).startswith("it takes more than 1 second to read")
