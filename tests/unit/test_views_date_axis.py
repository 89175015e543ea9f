from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.views.date_axis import ASSESSED, STATED, Axis, bar

if TYPE_CHECKING:
    from stances.queries.result import Row

MARKS = set("●○├┤│─╌◀▶◇◈")


def row(text: str) -> Row:
    found = parse_date(text)
    return {"said": text, "said_from": found.first, "said_to": found.last}


def drawn(*texts: str, width: int = 11) -> list[str]:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    return [bar(axis, each) for each in rows]


class TestBar:
    def test_is_one_mark_for_a_day_and_a_line_for_a_span(self) -> None:
        assert drawn("2014-06-01", "2014-06-04/2014-06-08", "2014-06-11") == [
            "●",
            "   ├───┤",
            "          ●",
        ]

    def test_runs_to_the_edge_where_it_is_open(self) -> None:
        assert drawn("../2014-06-04", "2014-06-01/2014-06-07", "2014-06-04/..") == [
            "◀────┤",
            "  ├─────┤",
            "     ├────▶",
        ]

    def test_is_dashed_where_its_end_is_doubtful(self) -> None:
        days = ("2014-06-01~/2014-06-11", "2014-06-01/2014-06-11?", "2014-06-05%/2014-06-11%")
        assert drawn(*days) == ["╌─────────┤", "├─────────╌", "    ╌─────╌"]
        assert drawn("2014-06-01~", "2014-06-11") == ["○", "          ●"]
        assert drawn("2014-06?", "2014-06-01/2014-06-30") == ["╌─────────╌", "├─────────┤"]

    def test_is_one_mark_where_a_span_is_too_short(self) -> None:
        short = ("2014-01-01", "2014-06-01/2014-06-02", "2014-06-01~/2014-06-02", "2014-12-31")
        assert [line.strip() for line in drawn(*short)] == ["●", "│", "╌", "●"]

    def test_of_an_assessment_is_another(self) -> None:
        days = [row(text) for text in ("2014-06-01", "2014-06-01/2014-06-11", "2014-06-05~")]
        axis = Axis.over(days, 11)
        assert [bar(axis, day, ASSESSED) for day in days] == ["◇", "◇─────────◇", "    ◈"]

    def test_of_a_single_day_is_in_the_middle(self) -> None:
        assert drawn("2014-06-18", "../2014-06-18", "2014-06-18/..") == [
            "     ●",
            "◀────┤",
            "     ├────▶",
        ]


class TestAxis:
    def test_says_its_first_and_last_day(self) -> None:
        axis = Axis.over([row("2014-06"), row("2014-05-01/..")], 30)
        assert axis.heading() == "2014-05-01          2014-06-30"
        assert axis.ruler() == "─" * 30
        assert Axis.over([row("2014-06-18")], 30).heading().strip() == "2014-06-18"

    def test_leaves_out_a_stretch_that_would_take_all_room(self) -> None:
        texts = ["1998-03-01", "2014-06-01", "2014-06-04", "2014-06-08/2014-06-11"]
        assert drawn(*texts, width=14) == ["●", "   ●", "      ●", "          ├──┤"]
        axis = Axis.over([row(text) for text in texts], 14)
        assert axis.left_out == [("1998-03-01", "2014-06-01")]
        assert axis.ruler() == "─//───────────"

    def test_leaves_nothing_out_of_two_days(self) -> None:
        axis = Axis.over([row("1998-03-01"), row("2014-06-01")], 30)
        assert axis.left_out == []
        assert axis.ruler() == "─" * 30

    @pytest.mark.parametrize(
        ("far", "left_out"),
        [("2014-06-25", []), ("2014-06-26", [("2014-06-05", "2014-06-26")])],
    )
    def test_leaves_out_what_lasts_more_than_five_times_the_rest(
        self, far: str, left_out: list[tuple[str, str]]
    ) -> None:
        days = [row("2014-06-01"), row("2014-06-05"), row(far)]
        assert Axis.over(days, 30).left_out == left_out


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
DOUBT = st.sampled_from(["", "~", "?", "%"])


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A date of any shape."""
    first = draw(DAYS)
    last = first + timedelta(draw(st.integers(0, 40) | st.integers(0, 4000)))
    begin, end = (f"{day}{draw(DOUBT)}" for day in (first, last))
    shapes = [begin, f"{first:%Y-%m}", f"{first:%Y}~", f"{begin}/{end}", f"{begin}/..", f"../{end}"]
    return draw(st.sampled_from(shapes))


@given(st.lists(dates(), min_size=1, max_size=12), st.integers(1, 120))
def test_every_bar_is_within_the_axis_and_visible(texts: list[str], width: int) -> None:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    for each in rows:
        for marks in (STATED, ASSESSED):
            line = bar(axis, each, marks)
            assert len(line) <= width
            assert line.strip()
            assert {*line.strip()} <= MARKS
    assert len(axis.ruler()) == width


@given(st.lists(dates(), min_size=2, max_size=12), st.integers(1, 120))
def test_what_is_certainly_later_never_begins_or_ends_before(texts: list[str], width: int) -> None:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    for earlier in rows:
        for later in rows:
            ended, begun = earlier["said_to"], later["said_from"]
            if ended and begun and ended < begun:
                before, after = bar(axis, earlier), bar(axis, later)
                assert begins(before) <= begins(after)
                assert len(before) <= len(after)
                assert len(before) - 1 <= begins(after)


@given(st.lists(dates(), min_size=1, max_size=12), st.integers(20, 120))
def test_an_arrow_is_what_is_open_and_nothing_else(texts: list[str], width: int) -> None:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    for each in rows:
        line = bar(axis, each)
        assert line.startswith("◀") is (each["said_from"] is None)
        assert line.endswith("▶") is (each["said_to"] is None)
        assert len(line) == width if each["said_to"] is None else True


def begins(line: str) -> int:
    return len(line) - len(line.lstrip())
