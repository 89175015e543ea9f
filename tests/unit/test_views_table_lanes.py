from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from stances.views.date_axis import Bar
from stances.views.table.lanes import Labelled, lane_lines, side_by_side


def lines(*bars: tuple[int, str, str], width: int = 30) -> list[str]:
    found = [Labelled(Bar(left, drawn), "", Text(label)) for left, drawn, label in bars]
    return [line.plain for line in lane_lines(found, width)]


class TestLabels:
    def test_stand_inside_a_bar_that_is_long_enough(self) -> None:
        assert lines((2, "├────────────┤", "No")) == ["  ├─ No ───────┤"]
        assert lines((2, "├────┤", "No")) == ["  ├ No ┤"]

    def test_stand_in_the_longest_part_of_a_broken_bar(self) -> None:
        assert lines((0, "◀──//────────┤", "No")) == ["◀──//─ No ───┤"]

    def test_stand_after_a_bar_else_before_it_else_below(self) -> None:
        assert lines((3, "●", "Supports")) == ["   ● Supports"]
        assert lines((25, "├──┤", "Supports")) == ["                Supports ├──┤"]
        assert lines((10, "├──┤", "Supports all of it")) == [
            "          ├──┤",
            "          Supports all of it",
        ]

    def test_longer_than_the_lane_are_not_cut(self) -> None:
        label = "Supports all of it, and more than all of it"
        assert lines((10, "●", label)) == ["          ●", label]


class TestLaneLines:
    def test_have_as_many_bars_as_fit(self) -> None:
        assert lines((0, "●", "Yes"), (9, "●", "No"), (11, "●", "Yes"), (20, "●", "No")) == [
            "● Yes    ● No       ● No",
            "           ● Yes",
        ]

    def test_measure_in_columns(self) -> None:
        assert lines((0, "├──────────┤", "賛成"), (14, "●", "")) == ["├─ 賛成 ───┤  ●"]


@st.composite
def bars(draw: st.DrawFn) -> tuple[int, str, str]:
    left = draw(st.integers(0, 39))
    length = draw(st.integers(1, 40 - left))
    drawn = "●" if length == 1 else f"├{'─' * (length - 2)}┤"
    return left, drawn, draw(st.sampled_from(["", "No", "賛成", "Supports", "Left open, No"]))


@given(st.lists(bars(), max_size=20))
def test_lines_have_every_bar_and_every_label_once(given_: list[tuple[int, str, str]]) -> None:
    found = lines(*given_, width=40)
    assert all(cell_len(line) <= 40 for line in found)
    text = "\n".join(found)
    assert len(re.findall("[●├]", text)) == len(given_)
    assert sorted(
        re.findall(r"[^●├┤─\s](?:[^●├┤─\n]*[^●├┤─\s])?", text.replace("  ", "─"))
    ) == sorted(label for _, _, label in given_ if label)


@pytest.mark.parametrize("width", [5, 20, 80])
def test_short_texts_are_never_broken(width: int) -> None:
    told = ["● that day", "├─┤ within", "◀ or earlier"]
    found = side_by_side(told, width).plain
    assert found.replace("\n", "   ") == "   ".join(told)
    assert all(len(line) <= width or line in told for line in found.split("\n"))
