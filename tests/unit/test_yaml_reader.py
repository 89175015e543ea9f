"""The reader: what it reads, what it refuses and where, and that both parsers agree."""

from __future__ import annotations

import importlib.util
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml.scanner import ScannerError

from cases import every_case
from stances.problems import Fault, Place
from stances.yaml_reader import (
    MAX_BYTES,
    MAX_DEPTH,
    Document,
    loaders,
    parse,
    parse_tree,
    placed,
    read,
)
from stances.yaml_reader.characters import MAX_LOCATED
from stances.yaml_reader.loaders import FASTEST, PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stances.problems import Where
    from stances.yaml_reader import Value
    from stances.yaml_reader.loaders import Event, Loader, Position

    Faulty = tuple[str, str, int, int, Where, Value | None]

both = pytest.mark.parametrize("loader", [FASTEST, PYTHON], ids=["libyaml", "python"])


def values_of(document: Document) -> dict[Where, Place]:
    """Give the places of all values."""
    return {at: placed(spot) for at, spot in document.values.items()}


def keys_of(document: Document) -> dict[Where, Place]:
    """Give the places of all keys."""
    return {at: placed(spot) for at, spot in document.keys.items()}


def told(document: Document) -> list[object]:
    """Give all that a document says, with its places as they are told."""
    return [
        document.data,
        document.faults,
        values_of(document),
        keys_of(document),
        document.commented,
    ]


def read_of(text: str, loader: Loader) -> tuple[object, object]:
    """Give what a parser reads of a text, and its faults."""
    document = parse(text.encode(), loader=loader)
    return document.data, document.faults


def found(document: Document) -> list[tuple[str, Where, tuple[int, int]]]:
    """Code, path and place of each fault."""
    return [(f.code, f.at, tuple(f.place or ())) for f in document.faults]  # type: ignore[misc]


def only(document: Document) -> Fault:
    assert len(document.faults) == 1, document.faults
    return document.faults[0]


# Text, and the one fault in it: code, line, column, path; then what is read of the rest.
FAULTY: list[Faulty] = [
    # forbidden characters
    ("a: b\x07c\nd: e\n", "ST005", 1, 5, ("a",), {"a": "b\ufffdc", "d": "e"}),
    ("a: b\r\nc: d\u2028\r\n", "ST005", 2, 5, ("c",), {"a": "b", "c": "d\ufffd"}),
    ("a: گفت\u200cوگو\u202e\nb: c", "ST005", 1, 11, ("a",), {"a": "گفت\u200cوگو\ufffd", "b": "c"}),
    ("a: 😀\x85\n", "ST005", 1, 5, ("a",), {"a": "😀\ufffd"}),
    ("a: b\nc\u2066d: e\n", "ST005", 2, 2, ("c\ufffdd",), {"a": "b", "c\ufffdd": "e"}),
    ("x:\n - a: b\n   # \ufeff\n", "ST005", 3, 6, ("x", 0, "a"), {"x": [{"a": "b"}]}),
    ("# \x7f\na: b\n", "ST005", 1, 3, (), {"a": "b"}),
    ("x:\n- \u202aa: b\n", "ST005", 2, 3, ("x", 0, "\ufffda"), {"x": [{"\ufffda": "b"}]}),
    ('a: "b\\u202Ec"\n', "ST005", 1, 6, ("a",), {"a": "b\ufffdc"}),
    ('"\\0": b\n', "ST005", 1, 2, ("\ufffd",), {"\ufffd": "b"}),
    ('a: ["\\\\", "\\U0001F600\\P"]\n', "ST005", 1, 22, ("a", 1), {"a": ["\\", "😀\ufffd"]}),
    # syntax
    ("a: b\n\tc: d\n", "ST006", 2, 1, (), None),
    # no data
    ("", "ST007", 1, 1, (), None),
    (" \n\t\n", "ST007", 1, 1, (), None),
    ("# nothing\n\n  # else\n", "ST007", 1, 1, (), None),
    ("---\n...\n", "ST007", 1, 1, (), None),
    ('""\n', "ST007", 1, 1, (), None),
    # no mapping
    ("\n - a\n - b\n", "ST008", 2, 2, (), None),
    ("text\n", "ST008", 1, 1, (), None),
    ("~\n", "ST008", 1, 1, (), None),
    ("[a, {b: c}]\n", "ST008", 1, 1, (), None),
    # duplicate keys
    ("a: 1\nb: 2\na: 3\n", "ST009", 3, 1, ("a",), {"a": "1", "b": "2"}),
    ('x: {a: 1, "a": 2}\n', "ST009", 1, 11, ("x", "a"), {"x": {"a": "1"}}),
    ("x:\n- a: [1]\n  a:\n  - b: 2\n", "ST009", 3, 3, ("x", 0, "a"), {"x": [{"a": ["1"]}]}),
    # anchors, aliases, merge keys
    ("a: &x 1\nb: 2\n", "ST010", 1, 4, ("a",), {"b": "2"}),
    ("a: [1, &x {b: c}, 3]\n", "ST010", 1, 8, ("a", 1), {"a": ["1", "", "3"]}),
    ("a: *x\nb: 2\n", "ST010", 1, 4, ("a",), {"b": "2"}),
    ("a:\n- *x\n- 2\n", "ST010", 2, 3, ("a", 0), {"a": ["", "2"]}),
    ("*x : 1\nb: 2\n", "ST010", 1, 1, (), {"b": "2"}),
    ("y: {*x : {z: 1}, b: 2}\n", "ST010", 1, 5, ("y",), {"y": {"b": "2"}}),
    ("&x a: 1\nb: 2\n", "ST010", 1, 1, ("a",), {"b": "2"}),
    ("&x\na: 1\n", "ST010", 1, 1, (), {"a": "1"}),
    ("a:\n  <<: {c: d}\n  b: 2\n", "ST010", 2, 3, ("a", "<<"), {"a": {"b": "2"}}),
    # tags
    ("a: !!str 1\nb: 2\n", "ST011", 1, 4, ("a",), {"b": "2"}),
    ("a: [! 1, 3]\n", "ST011", 1, 5, ("a", 0), {"a": ["", "3"]}),
    ("a: [!x, 3]\n", "ST011", 1, 5, ("a", 0), {"a": ["", "3"]}),
    ("a: !!x%20y\t1\n", "ST011", 1, 4, ("a",), {}),
    ("a: !<tag:x,2000:y> [1]\nb: 2\n", "ST011", 1, 4, ("a",), {"b": "2"}),
    ("!!str a: 1\nb: 2\n", "ST011", 1, 1, ("a",), {"b": "2"}),
    ("!x\na: 1\n", "ST011", 1, 1, (), {"a": "1"}),
    ("%YAML 1.1\n---\na: 1\n", "ST011", 1, 1, (), {"a": "1"}),
    ("# c\r\n\r\n%TAG ! x\r\n---\r\na: 1\r\n", "ST011", 3, 1, (), {"a": "1"}),
    # second documents
    ("a: 1\n---\nb: 2\n", "ST012", 2, 1, (), None),
    ("---\n--- \nb: 2\n", "ST012", 2, 1, (), None),
    ("---\na: 1\n...\n--- [\n", "ST012", 4, 1, (), None),
    # keys that are no text
    ("[a]: 1\nb: 2\n", "ST013", 1, 1, (), {"b": "2"}),
    ("x:\n  {a: 1, a: 2}: {c: d}\n  b: 2\n", "ST013", 2, 3, ("x",), {"x": {"b": "2"}}),
    ('"": 1\nb: 2\n', "ST013", 1, 1, (), {"b": "2"}),
    ('x: {"\u200c ": [1, 2], b: 2}\n', "ST013", 1, 5, ("x",), {"x": {"b": "2"}}),
    ("x: y\n? a\n: 1\nb: 2\n", "ST013", 2, 3, ("a",), {"x": "y", "b": "2"}),
    ("? # why ?\n  a\n: 1\n", "ST013", 2, 3, ("a",), {}),
    ("{b: c, ? a : 1}\n", "ST013", 1, 10, ("a",), {"b": "c"}),
    ("x: [?a : 1]\n", "ST013", 1, 6, ("x", 0, "a"), {"x": [{}]}),
    ("x: {? : 1}\n", "ST013", 1, 4, ("x",), {"x": {}}),
    ("x: y\n? \n: 1\n", "ST013", 2, 2, (), {"x": "y"}),
    ("a: [? ]", "ST013", 1, 5, ("a", 0), None),
    ("a: [b, ? # c\n : d]\ne: f\n", "ST013", 1, 8, ("a", 1), None),
    ("a: [b, {c: [?, d]}]\n", "ST013", 1, 13, ("a", 1, "c", 0), None),
    # nesting
    ("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, "ST014", 1, 3 + MAX_DEPTH, (), None),
    ("[" * 1001, "ST014", 1, MAX_DEPTH + 1, (), None),
    ("- " * 1001, "ST014", 1, 2 * MAX_DEPTH + 1, (), None),
    ("a: b\nc: " + "[" * 1001 + "@", "ST014", 2, 3 + MAX_DEPTH, (), None),
    (f"['[', \"[\", it's, b: [c#d, # [\n{'[' * 1001}", "ST014", 2, MAX_DEPTH - 2, (), None),
    (f"[[[], {{}}], {'[' * 1001}", "ST014", 1, 11 + MAX_DEPTH, (), None),
    # empty values
    ("a:\nb: 2\n", "ST015", 1, 1, ("a",), {"b": "2"}),
    ("b: 2\na: # all\n", "ST015", 2, 1, ("a",), {"b": "2"}),
    ("a:\n- 1\n-\n- 3\n", "ST015", 3, 2, ("a", 1), {"a": ["1", "", "3"]}),
    ("{b: 2, a: , c: 3}\n", "ST015", 1, 8, ("a",), {"b": "2", "c": "3"}),
    ("{b: 2,\n a}\n", "ST015", 2, 2, ("a",), {"b": "2"}),
    ('a: ""\nb: 2\n', "ST015", 1, 4, ("a",), {"b": "2"}),
    ("a: [' \t', 2]\n", "ST015", 1, 5, ("a", 0), {"a": ["", "2"]}),
    ('a: "\u200c\u200f"\n', "ST015", 1, 4, ("a",), {}),
    ("a: |\nb: 2\n", "ST015", 1, 4, ("a",), {"b": "2"}),
    ("a: ~\nb: 2\n", "ST015", 1, 4, ("a",), {"b": "2"}),
    ("a: [null, 2]\n", "ST015", 1, 5, ("a", 0), {"a": ["", "2"]}),
    ("a: Null\n", "ST015", 1, 4, ("a",), {}),
    ("a: NULL\n", "ST015", 1, 4, ("a",), {}),
]  # fmt: skip

TAB = "a tab stands here, where only spaces can stand"
NO_SPACE = "a space is missing after this colon"
SECOND_COLON = "this line has a second colon with a space after it"
GOES_ON = "this cannot be a key, because its line goes on with the text of the line above"
OPEN_QUOTE = "this quotation mark is never closed"
BEHIND_QUOTE = "text follows the closing quotation mark"
ALONE = "this line belongs to nothing above it"
FOREIGN = "this does not belong to what stands before it"

# What is not YAML, where that shows, and what is said of it.
BROKEN: list[tuple[str, int, int, str]] = [
    ("\ta: b\n", 1, 1, TAB),
    ("a:\n  \tb: c\n", 2, 3, TAB),
    ("a:\n-\tb\n", 2, 2, TAB),
    ("a: |\n\tb\n", 2, 1, TAB),
    ("a: |2\n \tb\n", 2, 2, TAB),
    ("a: |\n  \tb\n", 2, 3, TAB),
    ("a: b\n \tc: d\n", 2, 2, TAB),
    ("a: [b\n\t, c]\n", 2, 1, TAB),
    ("a: ['b'\n\t, %]\n", 2, 4, "text that begins with % must stand in quotation marks"),
    ("name:X\nkind: person\n", 1, 5, NO_SPACE),
    ("- name:X\r\n  kind: person\r\n", 1, 7, NO_SPACE),
    ("a: b\n\n  12:30 to\n  14: c\n", 4, 5, GOES_ON),
    ("a: b\n  https://c\n  d: e\n", 3, 4, GOES_ON),
    ("kind: person\r\nname:X\r\na: b\r\n", 2, 5, NO_SPACE),
    ("kind: person\rname:X\ra: b\r", 2, 5, NO_SPACE),
    ("a: b\nlone line\nc: d\n", 2, 1, "this line is neither `key: value` nor a list item"),
    ("a: b: c\n", 1, 5, SECOND_COLON),
    ("a: “b”: c\n", 1, 7, SECOND_COLON),
    ("a:\n- b: گفت\u200cوگو: d\n", 2, 13, SECOND_COLON),
    ("a: b\n  c: d\n", 2, 4, GOES_ON),
    ("a" * 1025 + ": b\n", 1, 1026, "a key cannot be as long as this"),
    ('a: "b\nc: d\n', 1, 4, OPEN_QUOTE),
    ("a: 'b\n---\nc: d'\n", 1, 4, OPEN_QUOTE),
    ('a: "b" c\n', 1, 8, BEHIND_QUOTE),
    ("a: 'it's'\n", 1, 8, BEHIND_QUOTE),
    ("a: [b, c\n", 1, 4, "the bracket `[` is never closed"),
    ("a: [b, {c: d, \n\n", 1, 8, "the bracket `{` is never closed"),
    ("a: [b\nc: d\n", 2, 2, "a comma or `]` is missing before this"),
    ("a: {b: c\nd: e\n", 2, 2, "a comma or `}` is missing before this"),
    ("a: [b:, c]\n", 1, 6, "a colon is not allowed here, in text between brackets"),
    ("a: [b,, c]\n", 1, 7, "`,` is not allowed here"),
    ("a: ]\n", 1, 4, "`]` is not allowed here"),
    ("a: @b\n", 1, 4, "text that begins with @ must stand in quotation marks"),
    ("a: `b`\n", 1, 4, "text that begins with ` must stand in quotation marks"),
    ("a: %b\n", 1, 4, "text that begins with % must stand in quotation marks"),
    ("a: & b\n", 1, 4, "text that begins with & must stand in quotation marks"),
    ("a: * b\n", 1, 4, "text that begins with * must stand in quotation marks"),
    ("a: !ب\n", 1, 4, "text that begins with ! must stand in quotation marks"),
    ("a: !x!y b\n", 1, 4, "text that begins with ! must stand in quotation marks"),
    ("a: |b\n", 1, 4, "text that begins with | must stand in quotation marks"),
    ("a: >50% of all\n", 1, 4, "text that begins with > must stand in quotation marks"),
    ("a: |0\n b\n", 1, 4, "text that begins with | must stand in quotation marks"),
    ("a: [| b]\n", 1, 5, "text that begins with | must stand in quotation marks"),
    ("a: b\n%c\n", 2, 1, "text that begins with % must stand in quotation marks"),
    ('a: "b\\d"\n', 1, 6, "`\\d` means nothing between double quotation marks"),
    ('a: "\\\\ \\xZZ"\n', 1, 8, "`\\x` means nothing between double quotation marks"),
    ('a: "\\n\\ud83d\\ude00"\n', 1, 7, "`\\ud83d` means nothing between double quotation marks"),
    ('a: "b\\\n  c\\udfff"\n', 2, 4, "`\\udfff` means nothing between double quotation marks"),
    ('a: "\\U00110000"\n', 1, 5, "`\\U00110000` means nothing between double quotation marks"),
    ('a: "\\UFFFFFFFF"\n', 1, 5, "`\\UFFFFFFFF` means nothing between double quotation marks"),
    ('a: "b \\', 1, 7, "`\\` means nothing between double quotation marks"),
    ("a: - b\n", 1, 4, "a list cannot begin here"),
    ("a: ? b\n", 1, 4, "a question mark with a space after it is not allowed here"),
    ("a: [b] c\n", 1, 8, FOREIGN),
    ("{a: b} c\n", 1, 8, FOREIGN),
    ("a:\n  - b\n c: d\n", 3, 2, ALONE),
    ("- a\nb: c\n", 2, 1, ALONE),
    ("-\n[", 2, 1, "this line is neither `key: value` nor a list item"),
    ("a: b\n...\nc: d\n", 3, 1, ALONE),
    (": a\n", 1, 1, "a key is missing before this colon"),
    ("name: x\n\n%TAG ! x\n ! x\n", 3, 1, "text that begins with % must stand in quotation marks"),
    ("a: b\n...\n%TAG ! x\n---\n", 3, 1, "text that begins with % must stand in quotation marks"),
    ("[\n%YAML 1.1\n, '", 2, 1, "text that begins with % must stand in quotation marks"),
    ("a: -: b:: c\n", 1, 5, SECOND_COLON),
    ("[}" + "[" * 1001, 1, 2, "`}` is not allowed here"),
    ("a: b\n" + "[" * 1001, 2, 1, "this line is neither `key: value` nor a list item"),
]  # fmt: skip


class TestFaults:
    @both
    @pytest.mark.parametrize("case", FAULTY)
    def test_are_told_with_their_exact_place_and_the_rest_is_read(
        self, case: Faulty, loader: Loader
    ) -> None:
        text, code, line, column, at, rest = case
        document = parse(text.encode(), loader=loader)
        assert found(document) == [(code, at, (line, column))]
        assert document.data == rest

    def test_every_code_that_parsing_gives_has_an_example(self) -> None:
        assert {case[1] for case in FAULTY} == {f"ST{n:03}" for n in range(5, 16)}

    @both
    @pytest.mark.parametrize("case", BROKEN)
    def test_broken_yaml_is_explained_in_plain_words(
        self, case: tuple[str, int, int, str], loader: Loader
    ) -> None:
        text, line, column, message = case
        document = parse(text.encode(), loader=loader)
        fault = next(fault for fault in document.faults if fault.code == "ST006")
        assert (fault.at, fault.place) == ((), (line, column))
        assert fault.message == message
        assert document.data is None
        assert told(document) == told(parse(text.encode()))

    def test_messages_are_single_sentences_that_say_what_to_do(self) -> None:
        with every_case() as case:
            for text in [*(each[0] for each in FAULTY), *(each[0] for each in BROKEN)]:
                for fault in parse(text.encode()).faults:
                    with case(text):
                        assert fault.message
                        assert fault.hint
                        assert not fault.message.endswith(".")
                        assert "\n" not in fault.message + fault.hint

    def test_a_duplicate_key_names_the_line_of_the_first(self) -> None:
        fault = only(parse(b"name: a\nposition: b\n\nposition: c\n"))
        first = "it was first set on line 2"
        assert fault.message == f"the key `position` stands twice in this mapping; {first}"

    def test_a_long_key_is_shown_short_and_on_one_line(self) -> None:
        fault = only(parse(b'? "a\\n' + b"k" * 2000 + b'"\n: b\n'))
        assert fault.message == f"the key `a {'k' * 58}…` follows a question mark"

    def test_an_open_bracket_is_named_where_a_comma_is_missing(self) -> None:
        fault = only(parse(b"a:\n  [b\nc: d\n"))
        assert "line 2, column 3" in fault.hint

    @pytest.mark.parametrize(
        ("text", "message", "advice"),
        [
            ("a:", "the key `a` has no value", "begins with #"),
            ("a: [~]", "`~` is no value", "if it is meant"),
            ("a:\n-", "this list item has no value", "begins with #"),
        ],
    )
    def test_an_empty_value_is_told_apart_from_a_null(
        self, text: str, message: str, advice: str
    ) -> None:
        fault = only(parse(text.encode()))
        assert fault.message == message
        assert advice in fault.hint

    @both
    def test_all_faults_are_told_at_once_in_the_order_of_the_file(self, loader: Loader) -> None:
        text = "%YAML 1.1\n---\na: &x !!str 1\nb:\na: \x07\nc: ~\n[d]: e\nf: [g\n"
        document = parse(text.encode(), loader=loader)
        assert found(document) == [
            ("ST011", (), (1, 1)),
            ("ST010", ("a",), (3, 4)),
            ("ST011", ("a",), (3, 4)),
            ("ST015", ("b",), (4, 1)),
            ("ST009", ("a",), (5, 1)),
            ("ST005", ("b",), (5, 4)),
            ("ST015", ("c",), (6, 4)),
            ("ST013", (), (7, 1)),
            ("ST006", (), (8, 4)),
        ]

    @both
    def test_a_value_that_the_parser_could_not_make_out_is_not_called_empty(
        self, loader: Loader
    ) -> None:
        assert only(parse(b"a: {b", loader=loader)).code == "ST006"
        document = parse(b"a:\nb: [c d: ~: e", loader=loader)
        assert [fault.code for fault in document.faults] == ["ST015", "ST006"]

    @both
    @pytest.mark.parametrize(
        ("text", "at", "codes"),
        [
            ("a: 1\na:\n- b: {c: , c: 2}\n", ("a",), ["ST009", "ST015", "ST009"]),
            ("a:\n- &x\n  b: ~\n- c\n", ("a", 0), ["ST010", "ST015"]),
            ("x: {[a]: {b: [*c]}}\n", ("x",), ["ST013", "ST010"]),
            ("x: {[a]: &y b}\n", ("x",), ["ST013", "ST010"]),
            ("x: &x {a: &y {b: {? c : {d: }}}}\n", ("x",), ["ST010", "ST010", "ST013", "ST015"]),
        ],
    )
    def test_faults_inside_a_refused_value_are_put_down_to_it(
        self, text: str, at: Where, codes: list[str], loader: Loader
    ) -> None:
        document = parse(text.encode(), loader=loader)
        assert [fault.code for fault in document.faults] == codes
        assert {fault.at for fault in document.faults} == {at}

    @both
    def test_what_stands_in_place_of_a_key_is_refused_once(self, loader: Loader) -> None:
        document = parse(b"x: y\n{{ a }: &b }: {c: d}\ne: f\n", loader=loader)
        assert found(document) == [("ST013", (), (2, 1))]
        assert document.data == {"x": "y", "e": "f"}

    @both
    def test_a_refused_value_leaves_no_places_behind(self, loader: Loader) -> None:
        text = "a: [b]\na:\n- x\n- y # z\n- w: v\nc: &d {e: f}\ng: h\n"
        document = parse(text.encode(), loader=loader)
        assert set(values_of(document)) == {(), ("a",), ("a", 0), ("g",)}
        assert set(keys_of(document)) == {("a",), ("c",), ("g",)}
        assert document.commented == {}

    def test_forbidden_characters_are_named(self) -> None:
        document = parse("a: \u202e\nb: \x1b\nc: \U0001fffe\n".encode())
        assert [fault.message for fault in document.faults] == [
            "the character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed",
            "the character U+001B (a control character) is not allowed",
            "the character U+1FFFE (which is no character at all) is not allowed",
        ]

    @both
    def test_twenty_forbidden_characters_are_told_and_the_rest_counted_in_each_value(
        self, loader: Loader
    ) -> None:
        text = "a:\n" + "- \x01\n" * 20 + "- \x01\x02\x03\n" + '- "\\0"\n'
        document = parse(text.encode(), loader=loader)
        assert [fault.at for fault in document.faults] == [("a", n) for n in range(22)]
        assert [(fault.place, fault.message) for fault in document.faults[20:]] == [
            ((22, 3), "from here on, 3 more forbidden characters stand in this value"),
            ((23, 4), "from here on, 1 more forbidden character stands in this value"),
        ]

    @both
    def test_of_very_many_forbidden_characters_the_rest_is_put_down_to_the_file(
        self, loader: Loader
    ) -> None:
        text = "a: " + "\x01" * (MAX_LOCATED + 2)
        last = parse(text.encode(), loader=loader).faults[-1]
        assert (last.at, last.place) == ((), (1, 4 + MAX_LOCATED))
        assert last.message == "from here on, 2 more forbidden characters stand in this file"

    @both
    def test_twenty_forbidden_characters_need_no_count(self, loader: Loader) -> None:
        text = "a:\n" + "- \x01\n" * 19 + '- "\\0"\n'
        document = parse(text.encode(), loader=loader)
        assert [fault.at for fault in document.faults] == [("a", n) for n in range(20)]

    @pytest.mark.parametrize("character", "\u200c\u200d\u200e\u200f\u00ad\u00a0\ufffd😀\t")
    def test_what_persian_and_other_languages_need_is_allowed(self, character: str) -> None:
        document = parse(f"a: b{character}c\n".encode())
        assert document.data == {"a": f"b{character}c"}
        assert not document.faults


SCALARS: list[tuple[str, Value]] = [
    ("a: no", {"a": "no"}),
    ("a: 2014-06-18", {"a": "2014-06-18"}),
    ("a: 0x1F", {"a": "0x1F"}),
    ("a: 'null'", {"a": "null"}),
    ("a: nullify", {"a": "nullify"}),
    ("null: a", {"null": "a"}),
    ("yes: a", {"yes": "a"}),
    ("a: []\nb: {}", {"a": [], "b": {}}),
    ("a:\n- b\n- - c\n  - d: e", {"a": ["b", ["c", {"d": "e"}]]}),
    ("--- # c\na: b\n...\n# d\n", {"a": "b"}),
    ("\ufeffa: b", {"a": "b"}),
    ("\ufeff# c\r\na: b\r\n", {"a": "b"}),
    ("'<<': a", {"<<": "a"}),
    ("a: b ?\nc: d", {"a": "b ?", "c": "d"}),
    ("# why ?\na: b # or ?\nc: ?d", {"a": "b", "c": "?d"}),
    ("a: |\n  b\n   c\n\nd: e", {"a": "b\n c\n", "d": "e"}),
    ("a: |+1 # x\n  b\n\nc: d", {"a": " b\n\n", "c": "d"}),
    ("a: >-\n  b\n  c\n", {"a": "b c"}),
    ("a: |2-\t#x\n   b\n", {"a": " b"}),
    ("a: |#x\n  b\n", {"a": "b\n"}),
    ("a: b\n  c\n\n  d\n", {"a": "b c\nd"}),
    ("a: b\n \tc\n", {"a": "b c"}),
    ("a:\tb\tc\t\n", {"a": "b\tc"}),
    ("a:\t \t'b'\t#c\n  \nd: e", {"a": "b", "d": "e"}),
    ("a: [b,\tc?,\n\td:e ]", {"a": ["b", "c?", "d:e"]}),
    ("a: http://b.c/d?e=f#g", {"a": "http://b.c/d?e=f#g"}),
    ('a: "\\u06af\\x41\\/\\t\\U0001F600"', {"a": "گA/\t😀"}),
    ("a: 'it''s \\ud800'", {"a": "it's \\ud800"}),
    ('a: ["\\u0041", \\ud800]', {"a": ["A", "\\ud800"]}),
    ('a: "b\n\n  c \\\n  d"', {"a": "b\nc d"}),
    ("{a: b, 'c':d, \"e\": [f: g]}", {"a": "b", "c": "d", "e": [{"f": "g"}]}),
]


class TestData:
    @both
    def test_every_scalar_is_text(self, loader: Loader) -> None:
        with every_case() as case:
            for text, data in SCALARS:
                with case(text):
                    assert parse(text.encode(), loader=loader).data == data

    @both
    @pytest.mark.parametrize(
        ("text", "values", "keys"),
        [
            (
                "a: b\r\n\r\nc:\r\n  - 'd'\r\n  - e: |\r\n      f\r\n  - [g, {h: i}]\r\n",
                {
                    (): (1, 1),
                    ("a",): (1, 4),
                    ("c",): (4, 3),
                    ("c", 0): (4, 5),
                    ("c", 1): (5, 5),
                    ("c", 1, "e"): (5, 8),
                    ("c", 2): (7, 5),
                    ("c", 2, 0): (7, 6),
                    ("c", 2, 1): (7, 9),
                    ("c", 2, 1, "h"): (7, 13),
                },
                {("a",): (1, 1), ("c",): (3, 1), ("c", 1, "e"): (5, 5), ("c", 2, 1, "h"): (7, 10)},
            ),
            (
                "\ufeff{😀: گفت\u200cوگو, می\u200cگ: b}",
                {(): (1, 1), ("😀",): (1, 5), ("می\u200cگ",): (1, 20)},
                {("😀",): (1, 2), ("می\u200cگ",): (1, 14)},
            ),
            ("a:\r  b\r\rc:\r- d\r", {(): (1, 1), ("a",): (2, 3), ("c",): (5, 1), ("c", 0): (5, 3)},
             {("a",): (1, 1), ("c",): (4, 1)}),
            ("--- \na: >\n  b\n", {(): (2, 1), ("a",): (2, 4)}, {("a",): (2, 1)}),
            ("[a: b]", {(): (1, 1), (0,): (1, 2), (0, "a"): (1, 5)}, {(0, "a"): (1, 2)}),
        ],
    )  # fmt: skip
    def test_every_value_and_key_has_its_place(
        self, text: str, values: dict[Where, Place], keys: dict[Where, Place], loader: Loader
    ) -> None:
        document = parse(text.encode(), loader=loader)
        assert (values_of(document), keys_of(document)) == (values, keys)
        assert all(isinstance(place, Place) for place in values_of(document).values())

    @both
    @pytest.mark.parametrize(
        ("text", "commented"),
        [
            ("text: talk #1", {("text",): (1, 12)}),
            ("text: talk#1", {}),
            ("text: talk\t \t#1\r\n", {("text",): (1, 14)}),
            ("text: 'talk' #1", {}),
            ("text: |  #1\n  talk #1\n", {}),
            ("text: talk\n  more  #1\nb: c", {("text",): (2, 9)}),
            ("text: talk\n#1\nb: c", {}),
            ("text: talk\n  #1\nb: c", {}),
            ("text: #1\n  talk", {}),
            ("text: [a #1\n, b, #2\n c #3\n] #4", {("text", 0): (1, 10), ("text", 2): (3, 4)}),
            ("a:\n- b: 😀\u200c #1\n- c # 2", {("a", 0, "b"): (2, 9), ("a", 1): (3, 5)}),
            ("text: talk ", {}),
            ("text: ~ # 1", {}),
        ],
    )
    def test_a_comment_right_behind_an_unquoted_value_is_noted(
        self, text: str, commented: dict[Where, Place], loader: Loader
    ) -> None:
        document = parse(text.encode(), loader=loader)
        assert document.commented == commented
        assert all(isinstance(place, Place) for place in document.commented.values())

    def test_a_place_is_the_values_or_the_keys_or_that_of_what_would_hold_it(self) -> None:
        document = parse(b"a: b\nc:\n  - d: e\n    f: ~\n")
        assert document.place(("a",)) == (1, 4)
        assert document.place(("c", 0, "f")) == (4, 5)
        assert document.place(("c", 0, "said")) == (3, 5)
        assert document.place(("c", 7, "e", 0)) == (3, 3)
        assert document.place(("x",)) == document.place(()) == (1, 1)
        assert parse(b"\n\na: b\n").place(("x", "y")) == (3, 1)
        assert parse(b"").place(("a",)) == (1, 1)


def chain(before: str, behind: str = "", count: int = 100_000) -> bytes:
    return (before * count + behind * count).encode()


HOSTILE = {
    "lists in brackets": (chain("["), {"ST014"}),
    "closed lists in brackets": (chain("[", "]"), {"ST014"}),
    "mappings in braces": (chain("{"), {"ST013", "ST014"}),
    "lists on a line": (chain("- "), {"ST014"}),
    "keys on a line": (chain("a: "), {"ST006"}),
    "asked keys": (chain("? "), {"ST013", "ST014"}),
    "mappings below each other": (
        "".join(f"{' ' * depth}a:\n" for depth in range(1000)).encode(),
        {"ST014"},
    ),
    "anchors": (chain("&a "), {"ST010", "ST006"}),
    "tags": (chain("!a "), {"ST011", "ST006"}),
    "a billion laughs": (
        b"a0: &a0 ha\n"
        + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b"*a%d, " % (n - 1) * 9) for n in range(1, 30)),
        {"ST010"},
    ),
    "an alias to itself": (b"a: &a [*a]\n", {"ST010"}),
    "a key of a million characters": (b"k" * 1_000_000 + b": a", {"ST006"}),
    "an asked key of a million characters": (b"? " + b"k" * 1_000_000 + b"\n: a", {"ST013"}),
    "a huge value": (b"a: " + b"b" * 1_000_000, set()),
    "a huge tag": (b"a: !" + b"b" * 100_000, {"ST011"}),
    "a huge directive": (b"a: b\n...\n%YAML " + b"1" * 10_000 + b".1\n---\n", {"ST006"}),
    "NULs": (chain("\0"), {"ST005", "ST008"}),
    "an open quotation mark": (b'a: "' + b"b\n" * 100_000, {"ST006"}),
    "quotation marks": (chain('"'), {"ST006"}),
    "comments": (chain("#"), {"ST007"}),
    "comments behind a question mark": (b"a: [?" + chain(" #"), {"ST006"}),
    "line ends": (chain("\r\n"), {"ST007"}),
    "line ends before a directive": (chain("\r\n") + b"%", {"ST011", "ST007"}),
    "directives": (chain("%\n", count=10_000), {"ST011", "ST007"}),
    "documents": (chain("---\n"), {"ST012"}),
    "backslashes": (b'a: "' + b"\\" * 100_001, {"ST006"}),
    "ten thousand duplicates": (chain("a: b\n", count=10_000), {"ST009"}),
    "ten thousand empty values": (b"a:\n" + chain("-\n", count=10_000), {"ST015"}),
}


class TestHostileFiles:
    @both
    @pytest.mark.parametrize(("raw", "codes"), HOSTILE.values(), ids=HOSTILE)
    def test_they_are_refused_and_nothing_else_happens(
        self, raw: bytes, codes: set[str], loader: Loader
    ) -> None:
        document = parse(raw, loader=loader)
        assert {fault.code for fault in document.faults} - {"ST013"} == codes - {"ST013"}

    @pytest.mark.parametrize("filler", ["- ", '"', "'", "#", "[", " ", "\n", "\0", ":", "\t"])
    def test_four_megabytes_of_one_thing_are_refused_too(self, filler: str) -> None:
        assert parse((filler * MAX_BYTES)[:MAX_BYTES].encode()).data is None

    def test_four_megabytes_in_an_open_quotation_mark_are_refused(self) -> None:
        assert only(parse(b'a: "'.ljust(MAX_BYTES, b"x"))).place == (1, 4)

    @both
    def test_every_one_of_ten_thousand_faults_is_told(self, loader: Loader) -> None:
        document = parse(b"a:\n" + chain("- *b\n", count=10_000), loader=loader)
        assert [fault.at for fault in document.faults] == [("a", n) for n in range(10_000)]
        assert document.data == {"a": [""] * 10_000}

    @both
    def test_nesting_may_be_as_deep_as_is_allowed(self, loader: Loader) -> None:
        depth = MAX_DEPTH - 1
        document = parse(b"a: " + b"[" * depth + b"b" + b"]" * depth, loader=loader)
        assert document.place(("a", *[0] * depth)) == (1, 4 + depth)
        assert not document.faults


class Hasty:
    """Events of another parser, none of them before what that, or `limit` brackets, refuse."""

    def __init__(self, loader: Loader, limit: int, text: str) -> None:
        self.text, self.depth, self.limit = text, 0, limit
        self.events: list[Event] = []
        self.end: yaml.MarkedYAMLError | None = None
        get_event = loader(text).get_event
        try:
            while (event := get_event()) is not None:
                self._count(event)
                self.events.append(event)
        except yaml.MarkedYAMLError as error:
            at: Position = error.problem_mark
            if at.index < len(text):
                self.events.clear()
            self.end = error
        self.events.reverse()

    def _count(self, event: Event) -> None:
        mark = self.text[event.start_mark.index : event.end_mark.index]
        self.depth += mark in {"[", "{"} and isinstance(event, yaml.CollectionStartEvent)
        self.depth -= mark in {"]", "}"} and isinstance(event, yaml.CollectionEndEvent)
        if self.depth > self.limit:
            raise ScannerError(None, None, "no more of these", event.start_mark)

    def get_event(self) -> Event:
        if self.events:
            return self.events.pop()
        if self.end:
            raise self.end
        return None


class TestParseWithAParserThatLooksFarAhead:
    """What a parser may refuse before we see it is listed in `stances.yaml_reader.reader`."""

    @both
    @pytest.mark.parametrize("limit", [MAX_DEPTH, MAX_DEPTH + 1, 100])
    @pytest.mark.parametrize("case", [case for case in FAULTY if case[1] == "ST014"])
    def test_nesting_is_refused_by_us(self, case: Faulty, limit: int, loader: Loader) -> None:
        text, code, line, column, at, _ = case
        document = parse(text.encode(), loader=partial(Hasty, loader, limit))
        assert found(document) == [(code, at, (line, column))]
        assert told(document) == told(parse(text.encode(), loader=loader))

    @both
    @pytest.mark.parametrize("tail", ["\n@", " @", "\n]", "\n%c", " 'b' 'c"])
    def test_what_comes_first_is_told_whatever_comes_behind(
        self, tail: str, loader: Loader
    ) -> None:
        hasty = partial(Hasty, loader, MAX_BYTES)
        short = [case[0] for case in FAULTY] + [case[0] for case in BROKEN]
        texts = [text + tail for text in short if len(text) < 500]
        wrong = [text for text in texts if read_of(text, hasty) != read_of(text, FASTEST)]
        assert wrong == []

    @both
    def test_faults_are_told_before_what_no_parser_can_read(self, loader: Loader) -> None:
        hasty = partial(Hasty, loader, MAX_BYTES)
        for text, code, line, column, at, _ in FAULTY:
            if "ST009" <= code <= "ST013":
                document = parse(f"{text}\n'".encode(), loader=hasty)
                assert (code, at, (line, column)) in found(document), text


class TestRead:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes("name: روحانی\n".encode())
        assert read(path).data == {"name": "روحانی"}

    def test_a_link_to_a_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("a: b\n")
        (tmp_path / "b.yaml").symlink_to("a.yaml")
        assert read(tmp_path / "b.yaml").data == {"a": "b"}

    def test_a_file_that_cannot_be_had_is_a_fault(self, tmp_path: Path) -> None:
        document = read(tmp_path / "gone.yaml")
        assert found(document) == [("ST001", (), (1, 1))]
        assert document.data is None

    def test_a_file_may_be_as_large_as_is_allowed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yaml"
        path.write_bytes(b"a: b #".ljust(MAX_BYTES, b"x"))
        assert read(path).data == {"a": "b"}
        path.write_bytes(b"a: b #".ljust(MAX_BYTES + 1, b"x"))
        fault = only(read(path))
        assert (fault.code, fault.at, fault.place) == ("ST003", (), (1, 1))
        assert "2,097,153 bytes" in fault.message
        assert "2,097,152" in fault.message

    def test_bytes_that_are_too_many_are_not_parsed(self) -> None:
        assert only(parse(b"a: b #".ljust(MAX_BYTES + 1, b"x"))).code == "ST003"

    def test_bytes_that_are_no_text_are_not_parsed(self) -> None:
        document = parse(b"a: b\nc: \xff\n")
        assert found(document) == [("ST004", (), (2, 4))]
        assert document.data is None


class TestWithoutLibyaml:
    def test_the_python_parser_stands_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
        spec = importlib.util.spec_from_file_location("without_libyaml", loaders.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "without_libyaml", module)
        spec.loader.exec_module(module)
        assert module.FASTEST is module.PYTHON
        assert parse(b"a: b", loader=module.FASTEST).data == {"a": "b"}

    def test_otherwise_libyaml_is_used(self) -> None:
        assert (FASTEST is PYTHON) is not yaml.__with_libyaml__


# Of each kind some: what YAML gives a meaning, Persian, what is not in the basic plane.
VISIBLE = [*"ab0~-?:,[]{}#&*!|>'\"%@`\\<=./", "گ", "ی", "é", "😀", "\ufffd"]
texts = st.builds(
    "{}{}{}".format,
    st.text([*VISIBLE, *" \t\n\r\xa0\u200c\u200f"], max_size=12),
    st.sampled_from(VISIBLE) | st.characters(codec="utf-8", categories=["L", "N", "P", "S"]),
    st.text([*VISIBLE, *" \t\n\r\xa0\u200c\u200f"], max_size=12),
)
names = st.text([*VISIBLE, " "], min_size=1, max_size=12).filter(str.strip)
nested = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=10,
)
TOKENS = [*"ab \t?!-:,|>@", " ", "  ", "\n", "\n ", "\n  ", "\r\n", ": ", "- ", "? ", *"[]{}", " #"]
TOKENS += [
    '"',
    "'",
    "\\",
    "\\u06af",
    "\\ud83d",
    "\\0",
    "&a",
    "*a",
    "!a",
    "---\n",
    "...\n",
    "<<",
    "~",
    "😀",
]
TOKENS += ["a: ", "\na: ", "\n- ", "\u200c", "\x07"]
TOKENS += ["!a!b", "\n%TAG ! x\n", "\n%YAML 1.1\n", "%", "[?", "it's"]
TAGS = ["!", "!!", "!<", ">", "!e!", "!a", "%", "%41", "%c3%a9", "%C0%80", "%ED%A0%80", "%00", "%4"]
TAGS += ["%80", "%F5%80%80%80", "tag:x,2000:", "\n%TAG ", "\n%TAG !e! tag:%c3%28\n", "\n%YAML 1.2"]
TAGS += [
    "\n---\n",
    "\n--- ",
    "\n...\n",
    "name: x\n",
    "a: ",
    "b",
    ",",
    "[",
    "]",
    " ",
    "\n",
    "\n ",
    '"',
]
TAGS += ["\ue000", "'", "- ", "#"]
tagged = st.lists(st.sampled_from(TAGS), min_size=1, max_size=12).map("".join)
tokens = st.lists(st.sampled_from(TOKENS), min_size=5, max_size=20).map("".join)
OPENING = ["[", "{", "{a: ", "[a: ", "[it's, ", "['[', ", '["[", ', "[#[\n", "[ #[\n", "[[b]: "]
OPENING += ["- ", "? ", "[? ", "{? a: ", "{[a]: ", "[&a ", "[!a ", "[[], {}, ", "\n", "a: ", "["]
deep = st.builds(
    "{}{}{}".format,
    st.lists(st.sampled_from(OPENING), min_size=20, max_size=45).map("".join),
    st.integers(0, 1100).map("[".__mul__) | tokens,
    tokens,
)


def offset(text: str, place: Place) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def items(data: Value, at: Where = ()) -> Iterator[tuple[Where, Value]]:
    yield at, data
    pairs = enumerate(data) if isinstance(data, list) else ()
    for step, value in data.items() if isinstance(data, dict) else pairs:
        yield from items(value, (*at, step))


class TestAnyInput:
    @given(st.dictionaries(names, nested, max_size=4), st.sampled_from([20, 80]))
    def test_what_is_written_is_read_again(self, data: dict[str, Value], width: int) -> None:
        text = yaml.safe_dump(data, allow_unicode=width > 20, width=width)
        for loader in (FASTEST, PYTHON):
            document = parse(text.encode(), loader=loader)
            assert document.data == data
            assert document.faults == []
            assert set(values_of(document)) == {at for at, _ in items(data)}

    @given(st.dictionaries(names, nested, max_size=4))
    def test_places_point_at_the_first_character_of_a_value(self, data: dict[str, Value]) -> None:
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False).replace("\t", "")
        document = parse(text.encode())
        for at, value in items(document.data or {}):
            first = text[offset(text, values_of(document)[at])]
            if isinstance(value, str):
                assert first in {value[0], '"', "'", "|", ">"}
            elif isinstance(value, list):
                assert first == ("-" if value else "[")
            else:
                inner = keys_of(document)[(*at, next(iter(value)))] if value else None
                assert first == "{" if inner is None else inner == values_of(document)[at]
            if at in keys_of(document):
                assert text[offset(text, keys_of(document)[at])] in {str(at[-1])[0], '"', "'"}

    @settings(max_examples=500)
    @given(tagged)
    @example("name: x\n\n%TAG ! x\n ! x\n")
    @example("a: !%C0%80 b\n")
    @example("a: b\n...\n%TAG !e! %ED%A0%80\n---\nc: d\n")
    @example("a: Go! 50%41 off!%80\n")
    def test_both_parsers_make_the_same_of_tags_and_directives(self, text: str) -> None:
        raw = text.encode()
        assert told(parse(raw, loader=FASTEST)) == told(parse(raw, loader=PYTHON))
        if tree := parse_tree(raw):
            assert tree.text == text

    @settings(max_examples=500)
    @given(st.text() | tokens | deep)
    def test_both_parsers_make_the_same_of_any_text(self, text: str) -> None:
        raw = text.encode()
        assert told(parse(raw, loader=FASTEST)) == told(parse(raw, loader=PYTHON))

    @given(deep, st.integers(MAX_DEPTH, 2 * MAX_DEPTH))
    def test_no_limit_of_a_parser_shows(self, text: str, limit: int) -> None:
        assert read_of(text, partial(Hasty, FASTEST, limit)) == read_of(text, FASTEST)

    @given(
        (st.text() | tokens).map(lambda text: text.replace("?", "\n%YAML 1.1\n").replace("!", "!%"))
    )
    def test_both_parsers_read_the_same_data_behind_any_directives(self, text: str) -> None:
        document = parse(text.encode(), loader=PYTHON)
        assert told(parse(text.encode(), loader=FASTEST)) == told(document)

    @given(st.text() | tokens)
    def test_paths_of_faults_are_those_of_values_or_of_keys(self, text: str) -> None:
        document = parse(text.encode())
        for fault in document.faults:
            assert fault.at in {*values_of(document), *keys_of(document), ()}
            assert fault.place is not None
            assert 1 <= fault.place.line <= text.count("\n") + text.count("\r") + 1

    @given(st.binary())
    def test_no_bytes_do_harm(self, raw: bytes) -> None:
        document = parse(raw)
        assert document.data is not None or document.faults
