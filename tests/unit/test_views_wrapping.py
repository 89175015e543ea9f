from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stances.text import is_unspaced
from stances.views.wrapping import cells, fitting, wrapped

words = st.text(st.sampled_from("abcé-/`\u064bعلی"), min_size=1, max_size=12)
lines = st.lists(words, max_size=30).map(" ".join)
wide = st.text(st.sampled_from("東京a都の "), max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("東京", 4),
        ("e\u0301", 1),
        ("می\u200cشود", 5),
        ("😀", 2),
        ("\uff46", 2),
    ],
)
def test_letters_take_as_many_cells_as_on_a_terminal(text: str, width: int) -> None:
    assert cells(text) == width == cell_len(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"])), st.integers(0, 80))
def test_what_fits_is_the_longest_beginning_that_does(text: str, room: int) -> None:
    begin = fitting(text, room)
    assert text.startswith(begin)
    assert cells(begin) <= room
    assert begin == text or cells(text[: len(begin) + 1]) > room


@pytest.mark.parametrize(
    ("text", "width", "folded"),
    [
        ("", 10, ["-"]),
        ("one two three", 30, ["- one two three"]),
        ("one two three", 10, ["- one two", "   three"]),
        ("one two three", 9, ["- one two", "   three"]),
        ("one two three", 8, ["- one", "   two", "   three"]),
        (
            "https://an.example/of-a-long-word x",
            10,
            ["- https://an.example/of-a-long-word", "   x"],
        ),
        ("a https://an.example/of", 10, ["- a", "   https://an.example/of"]),
        ("one  two   x", 8, ["- one", "   two", "   x"]),
        ("one two   ", 9, ["- one two"]),
        ("one  two", 20, ["- one  two"]),
        ("東京都知事は語った", 10, ["- 東京都知", "   事は語", "   った"]),
        ("x 東京都知事は語った", 10, ["- x", "   東京都", "   知事は", "   語った"]),
    ],
)
def test_lines_are_folded_at_words(text: str, width: int, folded: list[str]) -> None:
    assert wrapped(text, width, first="- ", rest="   ") == folded


@given(lines, st.integers(4, 60))
def test_no_word_is_lost_or_broken_and_no_line_wider_than_it_must_be(text: str, width: int) -> None:
    folded = wrapped(text, width, first="* ", rest="  ")
    assert [word for line in folded for word in line[2:].split()] == text.split()
    for line, following in zip(folded, [*folded[1:], ""], strict=True):
        assert cells(line) <= width or len(line.split()) <= 1 + (line[0] == "*")
        if following:
            assert cells(line) + 1 + cells(following.split()[0]) > width


@given(wide, st.integers(6, 40))
def test_scripts_without_blanks_are_folded_anywhere(text: str, width: int) -> None:
    folded = wrapped(text, width)
    assert "".join("".join(folded).split()) == "".join(text.split())
    assert all(cells(line) <= width or not is_unspaced(line) for line in folded)
