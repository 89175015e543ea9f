from __future__ import annotations

from typing import Any, get_type_hints

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases import every_case
from scribbles import TEXTS
from stances.editing.yaml_writer import TYPED, WIDTH, inline, paragraph, quoted, shape_of
from stances.model import records as model
from stances.model import types
from stances.yaml_reader import parse

PLAIN = [
    "Hassan Rouhani",
    "می‌گوید که نه",
    "it's so",
    "he said “so,” and left",
    'they "vowed" it',
    "...and so on",
    "http://a.example/b?c=d",
    "a:b",
    "C#",
    "nobody",
    "2nd",
    "e3",
    "\u00e9t\u00e9",
]
QUOTED = [
    *("", " a", "a ", "a\tb", "a: b", "ends:", "talk #1", "# note", "- dash", "? what", ": x"),
    *("[in Iraq], we", "{a", "]", "}", ",", "&a", "*a", "!a", "|a", ">a", "%a", "@a", "`a", "'a"),
    *('"a', "-1", "1", "1984", "0x1f", "0o17", "017", "0b1", "1_000", "1.5", ".5", "1e3", "+1"),
    *("12:30", "12:30:45", ".inf", "-.INF", ".NaN", "2014-06-18", "2014-06-18 10:00:00"),
    *("2014-06-18T10:00:00Z", "no", "No", "YES", "on", "off", "y", "N", "true", "FALSE"),
    *("null", "~", "=", "<<", "\xa0a"),
]


class TestInline:
    def test_what_can_only_be_text_is_plain(self) -> None:
        with every_case() as case:
            for text in PLAIN:
                with case(text):
                    assert inline(text) == text

    def test_what_some_reader_takes_for_something_else_is_quoted(self) -> None:
        with every_case() as case:
            for text in QUOTED:
                with case(text):
                    assert inline(text) == quoted(text) != text

    @pytest.mark.parametrize(
        "text",
        ["2014-06-18", "-2", "3", "true", "2014-06-12~/2014-06?", "2014-06-18T20:30:00+04:30"],
    )
    def test_dates_numbers_and_truth_are_plain_where_they_are_meant(self, text: str) -> None:
        assert inline(text, typed=True) == text

    @pytest.mark.parametrize("text", ["a: b", "# x", "- a", "", " 2014"])
    def test_but_nothing_that_breaks_the_line(self, text: str) -> None:
        assert inline(text, typed=True) != text

    @pytest.mark.parametrize("text", ["Lind, Nora", "a]", "[b", "{", "}", "what?"])
    def test_what_ends_an_item_is_quoted_within_brackets(self, text: str) -> None:
        assert inline(text, flow=True) == f'"{text}"'

    def test_quotation_marks_are_double_unless_single_ones_save_escapes(self) -> None:
        assert quoted("it's: so") == '"it\'s: so"'
        assert quoted('so: "so"') == "'so: \"so\"'"
        assert quoted('it\'s: "so"') == "'it''s: \"so\"'"
        assert quoted("it's 'so': \"so") == "'it''s ''so'': \"so'"
        assert quoted("it's \\") == "'it''s \\'"
        assert quoted('a\t"b"\n') == '"a\\t\\"b\\"\\n"'

    @given(
        st.sampled_from(TEXTS) | st.text(st.characters(codec="ascii", exclude_categories=["Cc"]))
    )
    def test_other_readers_read_the_same_text(self, text: str) -> None:
        for flow, around in ((False, "key: {}"), (True, "key: [a, {}, b]")):
            written = around.format(inline(text, flow=flow))
            expected = {"key": ["a", text, "b"] if flow else text}
            assert yaml.safe_load(written) == expected
            document = parse(written.encode())
            assert document.data == expected or not text.strip()
            assert not document.commented


def read(lines: list[str]) -> object:
    return yaml.safe_load("key: " + "\n".join(lines) + "\nnext: x\n")["key"]


class TestParagraph:
    LONG = "a final agreement on the nuclear issue would need to be reached before strategic " * 3

    def test_is_folded_at_the_width(self) -> None:
        text = self.LONG.strip()
        lines = paragraph(text, 8)
        assert lines is not None
        assert lines[0] == ">-"
        assert all(len(line) <= WIDTH for line in lines)
        assert all(line.startswith(" " * 8) for line in lines[1:])
        assert read(lines) == text
        first_words = [line.split()[0] for line in lines[2:]]
        assert all(
            len(line) + 1 + len(word) > WIDTH
            for line, word in zip(lines[1:], first_words, strict=False)
        )

    def test_keeps_spaces_that_stand_together(self) -> None:
        text = ("two  spaces " * 20).strip()
        lines = paragraph(text, 2)
        assert lines is not None
        assert read(lines) == text

    def test_with_line_ends_is_written_line_by_line_if_they_fit(self) -> None:
        assert paragraph("a\nb", 2) == ["|-", "  a", "  b"]
        assert paragraph("a\n\nb\n", 2) == ["|", "  a", "", "  b"]
        assert paragraph("a\n  b", 2) == ["|-", "  a", "    b"]
        assert paragraph("a\n", 2) == ["|", "  a"]

    def test_with_a_longer_line_is_folded(self) -> None:
        text = f"short\n{self.LONG.strip()}\n\nend\n"
        lines = paragraph(text, 2)
        assert lines is not None
        assert lines[:3] == [">", "  short", ""]
        assert read(lines) == text

    @pytest.mark.parametrize(
        "text",
        [
            *("x" * 200, " a" + "b " * 80, "a \nb", "\na", "a\n\n", "a\tb\nc", "a\r\nb", "\n"),
            "  a\nb",
        ],
    )
    def test_is_not_what_could_not_be_read_back(self, text: str) -> None:
        assert paragraph(text, 2) is None

    @given(st.text(st.sampled_from("ab \n"), min_size=1, max_size=300), st.integers(2, 8))
    def test_is_read_back(self, text: str, indent: int) -> None:
        lines = paragraph(text, indent)
        if lines is not None:
            assert read(lines) == text


RECORDS = [
    *(model.Meta, model.Bounds, model.Position, model.Source, model.Assessment, model.Role),
    *(model.Statement, model.Evidence, model.Dispute, model.Official, model.Term, model.Issue),
    *(model.Notice, model.Uncoded, model.Denial),
]
KINDS = (types.Date, types.Moment, types.Truth, types.Whole, types.Count, types.Version)


def holds(hint: Any, *kinds: Any) -> bool:  # noqa: ANN401 - any annotation
    return hint in kinds or any(holds(part, *kinds) for part in getattr(hint, "__args__", ()))


@pytest.mark.parametrize("record", RECORDS)
def test_dates_numbers_and_truth_values_are_known_by_their_keys(
    record: type[model.Record],
) -> None:
    hints = get_type_hints(record, include_extras=True)
    for name, field in record.model_fields.items():
        typed = holds(hints[name], *KINDS)
        assert ((field.alias or name) in TYPED) == typed


def test_keys_stand_in_the_order_of_the_model() -> None:
    shape = shape_of("official")
    assert list(shape.ranks)[:3] == ["name", "native_name", "kind"]
    assert "from" in shape.inner["roles"].ranks
    evidence = shape.inner["statements"].inner["evidence"]
    assert list(evidence.ranks)[:2] == ["source", "form"]
    assert [*evidence.inner["original"].ranks] == ["text", "lang"]
    assert "identifiers" not in shape.inner


def test_files_of_each_kind_have_their_shape() -> None:
    assert [*shape_of("codebook").ranks] == ["issues", "factions", "frames"]
    assert "assessments" in shape_of("source").inner
