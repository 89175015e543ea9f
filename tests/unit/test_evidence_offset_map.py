from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.offset_map import Trace, replaced


def test_a_text_that_was_taken_over_whole_stands_where_it_stood() -> None:
    assert [Trace().origin(at) for at in (0, 7)] == [0, 7]


def test_each_stretch_has_an_origin_of_its_own() -> None:
    trace = Trace()
    trace.add(4, 10)
    trace.add(6, 20)
    assert [trace.origin(at) for at in (3, 4, 5, 6, 9)] == [3, 10, 11, 20, 23]


def test_what_was_made_longer_stands_before_what_follows() -> None:
    made, trace = replaced("a.b", re.finditer(r"\.", "a.b"), lambda *_: "wxyz")
    assert made == "awxyzb"
    assert [trace.origin(at) for at in range(6)] == [0, 1, 1, 1, 1, 2]


@pytest.mark.parametrize(
    ("new", "made", "origins"),
    [
        pytest.param("", "abc", [0, 4, 8], id="nothing for it"),
        pytest.param("+", "a+b+c", [0, 1, 4, 5, 8], id="less for it"),
        pytest.param("***", "a***b***c", list(range(9)), id="as much for it"),
    ],
)
def test_what_was_replaced_has_its_way_back(new: str, made: str, origins: list[int]) -> None:
    text = "a---b---c"
    offsets: list[int] = []

    def make(_: re.Match[str], at: int) -> str:
        offsets.append(at)
        return new

    result, trace = replaced(text, re.finditer("---", text), make)
    assert result == made
    assert [trace.origin(at) for at in range(len(made))] == origins
    assert offsets == [1, 2 + len(new)]


@given(st.text("ab-"), st.text("+*", max_size=3))
def test_every_character_that_was_taken_over_leads_to_itself(text: str, new: str) -> None:
    result, trace = replaced(text, re.finditer("-+", text), lambda *_: new)
    assert result == re.sub("-+", new, text)
    kept = [(char, trace.origin(at)) for at, char in enumerate(result) if char in "ab"]
    assert kept == [(char, at) for at, char in enumerate(text) if char in "ab"]
