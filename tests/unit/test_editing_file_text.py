from __future__ import annotations

import pytest

from stances.editing.file_text import Text


@pytest.mark.parametrize(
    ("raw", "newline", "marked"),
    [
        (b"a: 1\n", "\n", False),
        (b"a: 1\r\nb: 2\r\n", "\r\n", False),
        (b"a: 1\r\nb: 2\r\nc: 3\n", "\r\n", False),
        (b"a: 1\r\nb: 2\nc: 3\n", "\n", False),
        (b"a: 1\rb: 2\r", "\r", False),
        (b"\xef\xbb\xbfa: 1", "\n", True),
        (b"", "\n", False),
    ],
)
def test_bytes_and_text_are_two_forms_of_one_thing(raw: bytes, newline: str, marked: bool) -> None:  # noqa: FBT001
    text = Text.of(raw)
    assert (text.newline, text.marked) == (newline, marked)
    assert text.encoded() == raw
    assert not text.text.startswith("\ufeff")


def test_another_text_keeps_the_mark() -> None:
    assert Text.of(b"\xef\xbb\xbfa: 1").with_text("b: 2").encoded() == b"\xef\xbb\xbfb: 2"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_line_is_found_by_any_of_its_characters(newline: str) -> None:
    text = Text.of(f"ab{newline}cd{newline}ef".encode())
    at = text.text.index("d")
    assert text.text[text.line_start(at) : text.line_end(at)] == "cd"
    assert text.text[text.next_line(at) :] == "ef"
    last = text.text.index("f")
    assert text.line_end(last) == text.next_line(last) == len(text.text)
    assert text.line_start(0) == 0
