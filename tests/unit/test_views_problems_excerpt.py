"""What of a line stands above the carets, wherever they stand."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.views.problems.plain_text import excerpt, value_at
from stances.views.wrapping import cells

holds = settings(deadline=None)  # a property is true or false, however busy the machine
ISOLATES = re.compile("[\u2067-\u2069]")
QUOTE = "ISIS در سال 2014 به عراق حمله کرد"
characters = st.sampled_from("ab :,#'\"[]{}-\\\t\u200ceé\u0301東علی…&!") | st.characters(
    codec="utf-8"
)
scalars = st.from_regex(r"[a-z][a-z0-9 ]{0,12}[a-z0-9]", fullmatch=True)


def marked(line: str, at: int, room: int = 80, message: str = "") -> str:
    """What stands above the carets."""
    found = excerpt(line, at, room, message)
    text, before = ISOLATES.sub("", found.text), 0
    while cells(text[:before]) < found.before:
        before += 1
    end = before
    while end < len(text) and cells(text[before : end + 1]) <= found.width:
        end += 1
    return text[before:end]


def nodes(line: str) -> list[Any]:
    """The keys and values of a mapping, as another reader finds them."""
    node: Any = yaml.compose(line)
    return list(node.value)


class TestCarets:
    @pytest.mark.parametrize(
        ("line", "value"),
        [
            ("faction: council", "council"),
            ("faction: council # a comment", "council"),
            ("faction:   council  ", "council"),
            ("text: it's a#hash, and [more] of it", "it's a#hash, and [more] of it"),
            ('text: "so: \\"he\\" # said" # a comment', '"so: \\"he\\" # said"'),
            ("text: 'it''s: so' # a comment", "'it''s: so'"),
            ('text: "over several', '"over several'),
            ("frames: [jobs, cost] # both", "[jobs, cost]"),
            ("frames: [jobs,", "["),
            ("expected: {minimum: 3}", "{minimum: 3}"),
            ("text: |-", "|-"),
            ("- council", "council"),
            ("said: !!timestamp 2021", "!!timestamp 2021"),
        ],
    )
    def test_are_below_the_whole_value(self, line: str, value: str) -> None:
        at = line.index(value)
        assert value_at(line, at) == value
        assert marked(line, at) == value

    @pytest.mark.parametrize(
        ("line", "value"),
        [
            ("  - {title: Harbour master, faction: habour}", "habour"),
            ("  - {title: Harbour master, faction: habour}", "Harbour master"),
            ("frames: [jobs, cost, jobs]", "cost"),
            ("{url: https://a.example/b:c, lang: x}", "https://a.example/b:c"),
            ("   faction: habour}", "habour"),
            ("   faction: habour},", "habour"),
        ],
    )
    def test_are_below_one_value_of_a_line_of_several(self, line: str, value: str) -> None:
        assert marked(line, line.index(value)) == value

    @pytest.mark.parametrize(
        ("line", "at"),
        [
            ("name: Anna", 0),
            ("  - id: ready", 4),
            ("  - id: ready", 2),
            ("# a whole comment", 0),
            ("text: mid-word", 9),
            ("text: a word in it", 8),
            ("text: a \u202eword", 8),
            ("text:", 5),
            ("", 0),
            ("text: x", 40),
        ],
    )
    def test_are_one_where_no_value_begins(self, line: str, at: int) -> None:
        assert value_at(line, at) == ""
        assert excerpt(line, at, 80).width == 1

    @pytest.mark.parametrize(
        ("line", "at", "message", "named"),
        [
            ("positon: supports", 0, "there is no key `positon` here", "positon"),
            ("frames: &money [cost]", 8, "`&money` names what follows", "&money"),
            ("position: supports", 10, "`supports` has no `conditions`", "supports"),
            ("id: jobs-first", 4, "`jobs` is taken", "jobs-first"),
            ("id: ready", 0, "the key `said` is missing here", "i"),
            ("role: Mayor of X", 6, "no role `Mayor`, no role `Mayor of X`", "Mayor of X"),
        ],
    )
    def test_are_below_what_the_message_names(
        self, line: str, at: int, message: str, named: str
    ) -> None:
        assert marked(line, at, message=message) == named

    def test_are_below_a_comment_behind_a_text(self) -> None:
        assert marked("venue: town meeting #3 or so", 20) == "#3 or so"

    @given(st.dictionaries(scalars, scalars, min_size=1, max_size=4))
    def test_are_below_the_value_that_yaml_reads(self, mapping: dict[str, str]) -> None:
        line = "{" + ", ".join(f"{key}: {value}" for key, value in mapping.items()) + "}"
        for node, value in nodes(line):
            assert value_at(line, node.start_mark.column) == ""
            start, end = value.start_mark.column, value.end_mark.column
            assert value_at(line, start) == line[start:end]

    @given(scalars, st.sampled_from(["{}", '"{}"', "'{}'", "[{}, x]", "{} # y"]))
    def test_are_below_the_value_of_a_line_that_yaml_reads(self, text: str, form: str) -> None:
        line = f"  - key: {form.format(text)}"
        [[_, value]] = nodes(line[4:])
        start, end = value.start_mark.column + 4, value.end_mark.column + 4
        assert value_at(line, start) == line[start:end]


class TestExcerpt:
    @pytest.mark.parametrize("room", [6, 20, 31, 71, 191])
    @pytest.mark.parametrize("value", ["habour", "東京東京", "علی"])
    @pytest.mark.parametrize(("before", "after"), [(0, 0), (3, 500), (500, 3), (70, 70)])
    def test_of_a_long_line_is_what_stands_around_the_place(
        self, room: int, value: str, before: int, after: int
    ) -> None:
        line = f"- {{x: {'b' * before}, faction: {value}, y: {'c' * after}}}"
        at = line.index(value)
        found = excerpt(line, at, room)
        text = ISOLATES.sub("", found.text)
        assert cells(text) <= room
        if room > 30:
            assert marked(line, at, room) == value
            assert f"faction: {value}" in text
        assert text.startswith("…") is not line.startswith(text[:5])
        assert text.endswith("…") is not line.endswith(text[-5:])

    def test_keeps_the_beginning_where_the_value_fits_behind_it(self) -> None:
        line = f"  position: supports # {'x' * 100}"
        assert excerpt(line, 12, 40).text == f"  position: supports # {'x' * 16}…"

    def test_of_a_value_that_does_not_fit_is_its_beginning(self) -> None:
        line = f"text: {'word ' * 50}"
        assert marked(line, 6, 40) == line[6:39]
        assert excerpt(line, 6, 40).text == f"{line[:39]}…"

    def test_has_each_text_from_the_right_whole_and_carets_below_all_of_it(self) -> None:
        line = f"  - {{title: وزیر, text: {QUOTE}, faction: نظامی}}"
        found = excerpt(line, line.index("نظامی"), 80)
        assert found.text == line.replace("وزیر", "\u2068وزیر\u2069").replace(
            QUOTE, f"\u2067{QUOTE}\u2069"
        ).replace("نظامی", "\u2068نظامی\u2069")
        assert marked(line, line.index("نظامی")) == "نظامی"
        assert marked(line, line.index("در سال")) == QUOTE

    @holds
    @given(
        st.text(characters, max_size=90).filter(lambda line: "\n" not in line),
        st.integers(0, 90),
        st.integers(-3, 70),
        st.sampled_from(["", "`a` and `علی`"]),
    )
    def test_of_any_line_fits_with_its_carets(
        self, line: str, at: int, room: int, message: str
    ) -> None:
        found = excerpt(line, at, room, message)
        text = ISOLATES.sub("", found.text)
        assert cells(text) <= max(room, 6)
        assert found.width >= 1
        assert found.before + found.width <= max(room, 6)
        assert len(ISOLATES.findall(found.text)) % 2 == 0
        assert "\t" not in text
        assert all(char.isprintable() or char in "\u200c\u200d" for char in text)
