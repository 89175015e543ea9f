from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.views.date_axis import ASSESSED, STATED, Axis, Bar, Tick, bar

if TYPE_CHECKING:
    from stances.queries.result import Row

MARKS = set("●○├┤│─~◀▶◇◈/")


def row(text: str) -> Row:
    found = parse_date(text)
    return {"said": text, "said_from": found.first, "said_to": found.last}


def axis_of(*texts: str, width: int = 54, iso: bool = False) -> Axis:
    return Axis.over([row(text) for text in texts], width, iso=iso)


def line(drawn: Bar) -> str:
    return " " * drawn.left + drawn.drawn


def drawn(*texts: str, width: int = 11) -> list[str]:
    axis = axis_of(*texts, width=width)
    return [line(bar(axis, row(text))) for text in texts]


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

    def test_has_another_end_where_that_is_doubtful(self) -> None:
        days = ("2014-06-01~/2014-06-11", "2014-06-01/2014-06-11?", "2014-06-05%/2014-06-11%")
        assert drawn(*days) == ["~─────────┤", "├─────────~", "    ~─────~"]
        assert drawn("2014-06-01~", "2014-06-11") == ["○", "          ●"]
        assert drawn("2014-06?", "2014-06-01/2014-06-30") == ["~─────────~", "├─────────┤"]

    def test_is_one_mark_where_a_span_is_too_short(self) -> None:
        short = [f"2014-{month:02d}-01" for month in range(1, 13)]
        short += ["2014-06-01/2014-06-02", "2014-06-01~/2014-06-02"]
        assert [each.strip() for each in drawn(*short)][-2:] == ["│", "~"]

    def test_of_an_assessment_is_another(self) -> None:
        days = [row(text) for text in ("2014-06-01", "2014-06-01/2014-06-11", "2014-06-05~")]
        axis = Axis.over(days, 11)
        assert [line(bar(axis, day, ASSESSED)) for day in days] == [
            "◇",
            "◇─────────◇",
            "    ◈",
        ]

    def test_of_a_single_day_has_room_for_arrows(self) -> None:
        assert drawn("2014-06-18", "../2014-06-18", "2014-06-18/..") == [
            "     ●",
            "◀────┤",
            "     ├────▶",
        ]

    def test_is_broken_where_the_axis_is(self) -> None:
        texts = ["1998-03-01/2014-06-08", "2014-06-01", "2014-06-04", "2014-06-04/2014-06-08"]
        assert drawn(*texts, width=24) == [
            "├─────//───────────────┤",
            "         ●",
            "               ●",
            "               ├───────┤",
        ]
        assert axis_of(*texts, width=24).ruler() == "1998  // 1 Jun 2014    8"


class TestBreaks:
    """What an axis leaves out, so that the busy days have the width."""

    JUNE = tuple(f"2014-06-{day}" for day in (11, 12, 14, 16, 18, 19, 25))

    def test_are_before_busy_days(self) -> None:
        axis = axis_of("2002", *self.JUNE)
        assert axis.left_out == [("2002-12-31", "2014-06-11")]
        assert axis.column("2014-06-25") - axis.column("2014-06-11") >= 40

    def test_are_after_busy_days(self) -> None:
        axis = axis_of(*self.JUNE, "2019-03-01")
        assert axis.left_out == [("2014-06-25", "2019-03-01")]
        assert axis.column("2014-06-25") >= 40
        assert axis.ruler().endswith(" // 2019")

    def test_are_between_busy_days(self) -> None:
        january = (day.replace("2014-06", "2015-01") for day in self.JUNE)
        axis = axis_of(*self.JUNE, *january)
        assert axis.left_out == [("2014-06-25", "2015-01-11")]

    def test_are_between_years_and_busy_days(self) -> None:
        axis = axis_of(*(f"{year}-03-01" for year in range(2004, 2014)), *self.JUNE)
        assert axis.left_out == [("2013-03-01", "2014-06-11")]
        assert axis.column("2013-03-01") - axis.column("2004-03-01") >= 20
        assert axis.column("2014-06-25") - axis.column("2014-06-11") >= 14

    @pytest.mark.parametrize(
        "texts",
        [
            ("2014-06-01",),
            ("1998-03-01", "2014-06-01"),
            ("2014-06-01", "2014-06-11", "2014-07-01"),
            [f"2014-{month:02d}-{day:02d}" for month in range(1, 13) for day in (3, 9, 20)],
            [f"{year}-03-01" for year in range(1990, 2015)],
        ],
    )
    def test_are_nowhere_where_all_days_have_room_or_none_has(self, texts: list[str]) -> None:
        assert axis_of(*texts).left_out == []


class TestNamesOfDays:
    def test_say_day_month_and_year_once_each(self) -> None:
        axis = axis_of("2014-06-11", "2014-06-16", "2014-06-18", "2014-06-25", "2014-07-02")
        assert axis.ruler().split() == "11 Jun 2014 16 18 25 2 Jul".split()

    def test_stand_at_their_columns(self) -> None:
        axis = axis_of("2014-06-11", "2014-06-16", "2014-06-18", "2014-07-02")
        for day, name in (("2014-06-16", "16"), ("2014-06-18", "18")):
            at = axis.column(day)
            assert axis.ruler()[at : at + 2] == name
        assert len(axis.ruler()) == axis.width

    def test_are_as_exact_as_the_dates(self) -> None:
        assert axis_of("2013-08/2014-06-21", "2014-06-21").ruler().startswith("Aug 2013 ")
        assert axis_of("2002/2014-06-21", "2014-06-21").ruler().startswith("2002 ")
        assert axis_of("2013-08/2014-06-21", "2013-08-01").ruler().startswith("1 Aug 2013 ")

    def test_are_shorter_and_true_where_there_is_little_room(self) -> None:
        days = ("2002", "2014-05-21/2014-05-31", *TestBreaks.JUNE)
        assert axis_of(*days, width=34).ruler().split()[:4] == ["2002", "//", "May", "//"]
        assert axis_of("1998-03-01", *TestBreaks.JUNE, width=24).ruler()[:7] == "1998  /"

    def test_are_those_of_months_and_years_where_there_are_many(self) -> None:
        months = axis_of("2014-01-09", "2014-05-03", "2014-07-20", "2014-12-28")
        assert months.ruler().split() == "9 Jan 2014 May Jul Sep Nov 28 Dec".split()
        days = [f"{year}-{month:02d}-13" for year in range(1991, 2015) for month in (2, 6, 9)]
        assert axis_of(*days).ruler().split() == "13 Feb 1991 2000 2005 13 Sep 2014".split()

    def test_are_as_written_if_asked_for(self) -> None:
        axis = axis_of("2014-06-11", "2014-06-18", "2014-07-02", iso=True)
        assert axis.ruler().split() == ["2014-06-11", "2014-06-18", "2014-07-02"]
        assert axis_of("1998-03-01", *TestBreaks.JUNE, width=24, iso=True).ruler()[:4] == "1998"

    def test_of_nothing_bounded_are_none(self) -> None:
        axis = Axis.over([{"said": "..", "said_from": None, "said_to": None}], 30)
        assert axis.ruler() == ""


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
            found = bar(axis, each, marks)
            assert 0 <= found.left <= found.right < width
            assert {*found.drawn} <= MARKS
    assert len(axis.ruler()) <= width


@given(
    texts=st.lists(dates(), min_size=1, max_size=12), width=st.integers(24, 120), iso=st.booleans()
)
def test_names_of_days_never_touch_and_stand_at_their_days(
    texts: list[str], width: int, *, iso: bool
) -> None:
    axis = axis_of(*texts, width=width, iso=iso)
    ticks, ruler = axis.ticks(), axis.ruler()
    assert ticks
    assert all(left.end < right.begin for left, right in pairwise(ticks))
    assert all(left.at < right.at for left, right in pairwise(ticks))
    for tick in ticks:
        assert ruler[tick.begin : tick.end] == tick.name
        assert tick.begin == tick.at or tick.end == width
        assert tick.begin <= tick.at
    rest = "".join(sign for at, sign in enumerate(ruler) if not any(_covers(t, at) for t in ticks))
    assert {*rest} <= {" ", "/"}


@given(st.lists(dates(), min_size=2, max_size=12), st.integers(20, 120))
def test_days_are_in_order_and_none_is_drawn_over_a_break(texts: list[str], width: int) -> None:
    axis = axis_of(*texts, width=width)
    assert [*axis.columns] == sorted(axis.columns)
    ruler = axis.broken(" " * width)
    assert not any(ruler[column].strip() for column in axis.columns)
    assert ruler.count("//") <= len(axis.breaks)


@given(st.lists(dates(), min_size=2, max_size=12), st.integers(1, 120))
def test_what_is_certainly_later_never_begins_or_ends_before(texts: list[str], width: int) -> None:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    for earlier in rows:
        for later in rows:
            ended, begun = earlier["said_to"], later["said_from"]
            if ended and begun and ended < begun:
                before, after = bar(axis, earlier), bar(axis, later)
                assert before.left <= before.right <= after.left <= after.right


@given(st.lists(dates(), min_size=1, max_size=12), st.integers(20, 120))
def test_an_arrow_is_what_is_open_and_nothing_else(texts: list[str], width: int) -> None:
    rows = [row(text) for text in texts]
    axis = Axis.over(rows, width)
    for each in rows:
        found = bar(axis, each)
        assert found.drawn.startswith("◀") is (each["said_from"] is None)
        assert found.drawn.endswith("▶") is (each["said_to"] is None)
        if each["said_from"] is None:
            assert found.left == 0
        if each["said_to"] is None:
            assert found.right == width - 1


def _covers(tick: Tick, column: int) -> bool:
    return tick.begin <= column < tick.end
