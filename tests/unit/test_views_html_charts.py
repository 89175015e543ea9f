from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.queries.findings import Step
from stances.queries.report.officials import StatementSummary
from stances.views.html.charts.scale import BESIDE, Scale
from stances.views.html.charts.svg import NARROWEST, NO_SCORE, UNSCORED, packed, sign, tone
from stances.views.html.charts.time_axis import MARGIN, WIDE_LABEL, Days, Span, extent
from stances.views.html.charts.timeline import Mark, assessed_lane, labelled, timeline_lane
from stances.views.html.elements import Markup

STEPS = [
    Step("supports", "Supports", 2, ""),
    Step("denies", "Denies", None, ""),
    Step("conditional", "If", 0, ""),
    Step("unstated", "Left open", None, "", is_open=True),
    Step("rejects", "Rejects", -2, ""),
]
NOMINAL = [
    Step("unstated", "Left open", None, "", is_open=True),
    *(Step(f"p{number}", f"Position {number}", None, "") for number in range(8)),
]
DAYS = st.dates().map(str)
SPANS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)


def said(date: str, score: int | None = 2, *, disputed: bool = False) -> StatementSummary:
    found = parse_date(date)
    bounds = (found.first, found.last)
    return StatementSummary(
        "bo/x", "bo", "Bo", None, "tram", date, *bounds, "position", score, disputed, hearsay=False
    )


def axis(*dates: str) -> Days:
    return Days.over(day for date in dates for day in said(date)[6:8])


def lane(*dates: str, score: int | None = 2, change: str | None = None) -> str:
    days = axis(*dates)
    rows = [said(date, score) for date in dates]
    spans = [Span.of(days, row.said, row.said_from, row.said_to) for row in rows]
    marks = [
        Mark(row, row.said, span, sign(score), "Position", tone(score, 2), change)
        for row, span in zip(rows, spans, strict=True)
    ]
    return timeline_lane(days, "Bo", marks, Markup("Bo"))


class TestTimeAxis:
    @given(st.lists(DAYS, min_size=1))
    def test_keeps_the_order_of_days_and_its_margins(self, days: list[str]) -> None:
        axis = Days.over(days)
        places = [axis.place(day) for day in sorted(days)]
        assert all(place <= later for place, later in pairwise(places))
        assert all(MARGIN - 1e-9 <= place <= 1 - MARGIN + 1e-9 for place in places)

    @given(st.lists(DAYS, min_size=1))
    def test_names_days_that_do_not_touch(self, days: list[str]) -> None:
        ticks = Days.over(days).ticks
        always = [tick for tick in ticks if not tick.is_extra]
        assert {min(days), max(days)} & {tick.day for tick in always}
        for one, other in pairwise(map(extent, always)):
            assert one[1] <= other[0]
        assert all(0 <= left <= right <= 1 + 1e-9 for left, right in map(extent, always))
        wide = [extent(tick, WIDE_LABEL) for tick in ticks]
        assert all(one[1] <= other[0] for one, other in pairwise(wide))

    @given(st.lists(DAYS, min_size=3))
    def test_leaves_out_the_longest_stretches_alone(self, days: list[str]) -> None:
        axis = Days.over(days)
        lengths = [later - day for day, later in pairwise(axis.days)]
        kept = [length for at, length in enumerate(lengths) if at not in axis.breaks]
        broken = [lengths[at] for at in axis.breaks]
        assert len(broken) <= 6
        assert not broken or min(broken) >= max(kept, default=0)

    def test_leaves_out_a_stretch_that_would_leave_no_room(self) -> None:
        days = axis("1998-07-01", "2014-06-01", "2014-06-11", "2014-06-21")
        assert days.stretches == [("1998-07-01", "2014-06-01")]
        [(left, right)] = days.left_out
        assert right - left == pytest.approx(0.03)
        assert days.place("2014-06-21") - days.place("2014-06-01") > 0.8

    def test_leaves_out_stretches_wherever_they_are(self) -> None:
        early = ("2002-01-01/2014-06-25", "2013-08-01", "2014-05-21", "2014-05-31")
        june = [f"2014-06-{day}" for day in ("11", "12", "16", "17", "18", "21", "25")]
        days = axis(*early, *june, "2014-12-01")
        assert [last for _, last in days.stretches] == [
            "2013-08-01",
            "2014-05-21",
            "2014-05-31",
            "2014-06-11",
            "2014-12-01",
        ]
        assert days.place("2014-06-25") - days.place("2014-06-11") > 0.7

    def test_leaves_nothing_out_of_days_that_are_evenly_apart(self) -> None:
        assert axis(*(f"2014-{month:02}-01" for month in range(1, 13))).breaks == []

    def test_measures_days(self) -> None:
        days = axis("2014-06-01", "2014-06-11", "2014-06-21")
        assert [days.place(f"2014-06-{day}") for day in ("01", "06", "11", "21")] == pytest.approx(
            [0.04, 0.27, 0.5, 0.96]
        )

    def test_names_first_days_of_months_in_a_long_stretch(self) -> None:
        ticks = axis("2021-01-17", "2021-05-09", "2021-12-03").ticks
        named = [tick.day for tick in ticks if not tick.is_extra]
        assert named == ["2021-01-17", "2021-05-01", "2021-07-01", "2021-09-01", "2021-12-03"]

    def test_puts_a_single_day_in_the_middle(self) -> None:
        assert axis("2014-06-01").place("2014-06-01") == 0.5

    def test_of_nothing_but_open_dates_has_no_day(self) -> None:
        assert Days.over([None]).ticks == []

    def test_says_the_month_above_the_year(self) -> None:
        [tick] = axis("2014-06-01").ticks
        assert tick.lines == ("1 Jun", "2014")


class TestSpan:
    def test_lies_between_its_days(self) -> None:
        days = axis("2014-06-01/2014-06-21", "2014-06-11")
        assert (
            Span.of(days, "2014-06-01/2014-06-11", "2014-06-01", "2014-06-11").right
            == days.places[1]
        )

    def test_runs_to_the_edge_where_it_is_open(self) -> None:
        days = axis("2014-06-01", "2014-06-11")
        span = Span.of(days, "../2014-06-11", None, "2014-06-11")
        assert (span.left, span.open) == (0, (True, False))
        span = Span.of(days, "2014-06-01/..", "2014-06-01", None)
        assert (span.right, span.open) == (1, (False, True))

    @given(SPANS)
    def test_has_its_sign_on_the_axis(self, ends: list[float]) -> None:
        place = labelled(Span(ends[0], ends[1]), "▲+2")
        width = 3 * 8 / NARROWEST
        before = {"start": 0.0, "middle": width / 2, "end": width}[place.anchor]
        left = place.at + place.by / NARROWEST - before
        assert left >= 0
        assert left + width <= 1
        assert place.extent[0] <= left
        assert left + width <= place.extent[1]


class TestPacked:
    @given(st.lists(SPANS))
    def test_keep_apart_what_would_touch(self, spans: list[list[float]]) -> None:
        extents = [(left, right) for left, right in spans]
        rows = packed(extents)
        for number, row in enumerate(rows):
            for other, at in enumerate(rows[:number]):
                if row == at and extents[number][0] < extents[number][1]:
                    one, two = extents[number], extents[other]
                    assert one[1] <= two[0] or two[1] <= one[0]

    def test_are_no_more_than_are_needed(self) -> None:
        assert packed([(0, 0.5), (0.5, 1), (0.2, 0.6), (0.7, 0.8)]) == [0, 0, 1, 1]


class TestTimelineLane:
    def test_has_a_point_for_a_day_and_a_bar_with_ends_for_more(self) -> None:
        assert lane("2014-06-01", "2014-06-30").count("<circle") == 2
        drawn = lane("2014-06-01/2014-06-30")
        assert drawn.count('class="cap for-far"') == 2
        assert "<circle" not in drawn

    def test_has_hollow_ends_where_they_are_doubtful(self) -> None:
        assert lane("2014-06-01~/2014-06-30").count("hollow") == 1
        assert "hollow" in lane("2014-06-01?")
        assert "hollow" not in lane("2014-06-01")

    @pytest.mark.parametrize(
        ("date", "diamonds", "arrows"),
        [("2021", 2, 0), ("2021-05-03", 1, 0), ("../2021", 1, 2), ("2021/..", 1, 2)],
    )
    def test_of_a_claim_ends_in_no_diamond_where_it_is_open(
        self, date: str, diamonds: int, arrows: int
    ) -> None:
        days = axis(date, "2020-01-01", "2022-01-01")
        lane = assessed_lane(days, [("a claim", Span.of(days, *said(date)[5:8]))], Markup("neda"))
        assert lane.count("<path") == diamonds
        assert lane.count('class="cap assessed"') == arrows

    def test_fades_where_it_is_open(self) -> None:
        drawn = lane("../2014-06-01", "2014-05-01")
        assert '<line x1="0%" x2="6%"' in drawn
        assert "fading" in drawn
        assert "fading" not in lane("2014-05-01/2014-06-01")

    def test_frames_what_is_disputed(self) -> None:
        days = axis("2014-06-01")
        row = said("2014-06-01", disputed=True)
        mark = Mark(row, "1 June 2014", Span(0.5, 0.5), "+2", "Supports", "for-far", None)
        drawn = timeline_lane(days, "Bo", [mark], Markup("Bo"))
        assert 'class="disputed"' in drawn
        assert "1 June 2014: +2 Supports, disputed" in drawn
        assert 'class="disputed"' not in lane("2014-06-01")

    def test_marks_a_change_and_what_is_in_no_known_order(self) -> None:
        assert ">▲+2<" in lane("2014-06-01", change="certain")
        assert ", a change (bo/x)" in lane("2014-06-01", change="certain")
        unordered = lane("2014-06-01", change="unordered")
        assert ">△+2<" in unordered
        assert ", in no known order with another that differs (bo/x)" in unordered
        assert "a change" not in unordered

    def test_has_no_sign_for_what_has_no_score(self) -> None:
        assert "<text" not in lane("2014-06-01", score=None)
        assert "unscored" in lane("2014-06-01", score=None)

    def test_tells_a_screen_reader_all_of_it(self) -> None:
        drawn = lane("2014-06-01", "2014-06")
        assert "<title>Bo over time</title>" in drawn
        assert "<desc>2014-06-01: +2 Position; 2014-06: +2 Position</desc>" in drawn


class TestScale:
    def test_runs_from_the_lowest_score_to_what_leaves_the_question_open(self) -> None:
        order = [step.id for step in Scale(STEPS).ordered]
        assert order == ["rejects", "conditional", "supports", "denies", "unstated"]
        read = [step.id for step in Scale(STEPS).defined]
        assert read == ["supports", "conditional", "rejects", "denies", "unstated"]

    def test_has_a_sign_for_each_score_and_a_dot_for_none(self) -> None:
        scale = Scale(STEPS)
        signs = [scale.sign(step.id) for step in scale.ordered]
        assert signs == ["\N{MINUS SIGN}2", "0", "+2", NO_SCORE, NO_SCORE]

    def test_tells_what_stands_beside_it_from_what_is_open(self) -> None:
        scale = Scale(STEPS)
        tones = [scale.tone(step.id) for step in scale.ordered]
        assert tones == ["against-far", "middle", "for-far", BESIDE, UNSCORED]
        assert scale.is_open("unstated")
        assert not scale.is_open("denies")

    def test_without_scores_has_letters_and_hues(self) -> None:
        scale = Scale(NOMINAL)
        signs = [scale.sign(step.id) for step in scale.ordered]
        assert signs == [*"ABCDEFGH", NO_SCORE]
        tones = [scale.tone(step.id) for step in scale.ordered]
        assert tones[:7] == [*(f"hue-{number}" for number in range(6)), "hue-0"]
        assert tones[-1] == UNSCORED

    def test_knows_nothing_of_what_it_does_not_have(self) -> None:
        scale = Scale(STEPS)
        assert (scale.sign("x"), scale.tone("x"), scale.label("x")) == (NO_SCORE, UNSCORED, "x")
        assert not scale.is_open("x")
