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
from stances.sheets import SEPARATORS, as_it_was
from stances.text import is_unfit
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

    def char(escape: re.Match[str]) -> str:
        return meant.get(escape[1]) or chr(int(escape[1][1:], 16))

    escapes = re.compile(r"\\(x..|u.{4}|U.{8}|.)")
    return [
        [escapes.sub(char, cell) for cell in line.split("\t")]
        for line in text.removesuffix("\n").split("\n")
    ]


def as_csv_has_it(text: str) -> str:
    """A text as it comes back from CSV, which has no escapes."""
    shown = {code: repr(chr(code))[1:-1] for code in map(ord, text) if is_unfit(code)}
    return re.sub(r"\r\n?", "\n", text).translate(shown)


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
        has_no_escapes = view is csv_
        assert found == [
            as_csv_has_it(value) if has_no_escapes and isinstance(value, str) else value
            for value in row.values()
        ]


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


BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = "=+-@＝＋－＠"  # noqa: RUF001 - as keyboards of East Asia have them
formulas = st.text(st.sampled_from([*FORMULA_SIGNS, *";,\t\n '\"a1"]))


def safe_cells(view: Callable[..., Any], *row: Any) -> str:
    """Give the line of one row that is safe for spreadsheets, without the byte order mark."""
    line = cells(view, *row, spreadsheet_safe=True)
    assert line.startswith(BYTE_ORDER_MARK)
    return line.removeprefix(BYTE_ORDER_MARK)


@VIEWS
class TestSpreadsheetSafe:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@x", "-", " =1", '"=1', "'=1", *FORMULA_SIGNS[4:]]
    )
    def test_puts_an_apostrophe_before_what_looks_like_a_formula(
        self, view: Callable[..., Any], read: Callable[[str], Cells], text: str
    ) -> None:
        assert read(safe_cells(view, text, "a")) == [[f"'{text}", "a"]]
        assert read(cells(view, text, "a")) == [[text, "a"]]

    @pytest.mark.parametrize(
        ("text", "safe"),
        [
            ("foo;=cmd|x", "foo;'=cmd|x"),
            ('a; "=1"', 'a;\' "=1"'),
            ("a;;@b", "a;';'@b"),
            ("\t=1", None),
            ("\n=1", None),
            ("a\n=1", None),
        ],
    )
    def test_puts_one_wherever_a_program_may_begin_a_cell(
        self, view: Callable[..., Any], read: Callable[[str], Cells], text: str, safe: str | None
    ) -> None:
        # TSV has escapes for these.
        expected = safe or (text.replace("=", "'=") if view is csv_ else text)
        if text[0].isspace():
            expected = f"'{expected}"
        assert read(safe_cells(view, text)) == [[expected]]

    @given(text=formulas)
    def test_leaves_no_formula_whatever_cuts_the_line(
        self, view: Callable[..., Any], read: Callable[[str], Cells], text: str
    ) -> None:
        del read
        line = safe_cells(view, "x", text, "y")
        for delimiter in ";,\t":
            if delimiter == "," and view is csv_:  # it keeps what is between quotation marks whole
                continue
            for cell in re.split(rf"[{delimiter}\n]", line):
                assert cell.strip(' \t"')[:1] not in {*FORMULA_SIGNS}, (line, cell)

    @given(text=formulas)
    def test_is_undone_by_what_reads_it(
        self, view: Callable[..., Any], read: Callable[[str], Cells], text: str
    ) -> None:
        separators = SEPARATORS["csv" if view is csv_ else "tsv"]
        [[cell, _]] = read(safe_cells(view, text, "y"))
        assert as_it_was(cell, separators) == text

    def test_leaves_numbers_and_what_is_no_formula_as_they_are(
        self, view: Callable[..., Any], read: Callable[[str], Cells]
    ) -> None:
        row = (-2, -0.5, None, True, ["=1"], {"=": "+"}, "a=1", "'", "1;2", "…")
        safe = safe_cells(view, *row)
        assert read(safe) == read(cells(view, *row))
        assert read(safe)[0][:2] == ["-2", "-0.5"]

    def test_has_apostrophes_in_its_header_too(
        self, view: Callable[..., Any], read: Callable[[str], Cells]
    ) -> None:
        text = written(view, [{"=cmd()": "x", "a;-b": "y"}], spreadsheet_safe=True)
        assert text.startswith(BYTE_ORDER_MARK)
        assert read(text.removeprefix(BYTE_ORDER_MARK))[0] == ["'=cmd()", "a;'-b"]
        assert text.count(BYTE_ORDER_MARK) == 1


def test_spreadsheet_safe_quotes_all_but_numbers_in_csv_and_nothing_in_tsv() -> None:
    row = ("a", -2, True, None, ["b"], 'c"d')
    assert safe_cells(csv_, *row) == '"a",-2,true,,"[""b""]","c""d"\n'
    assert safe_cells(tsv, *row) == 'a\t-2\ttrue\t\t["b"]\tc"d\n'


@pytest.mark.parametrize("view", [csv_, tsv])
@pytest.mark.parametrize("text", ["\x1b[31m", "\x07", "\x85", "\x9b", "\x7f", "\u202e", "\u2028"])
def test_no_cell_has_a_character_that_acts_on_what_shows_it(
    view: Callable[..., Any], text: str
) -> None:
    assert cells(view, f"a{text}b") == f"a{repr(text)[1:-1]}b\n"
    assert text not in written(view, [{text: [text]}])
