from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.queries.report.officials import Official, StatementSummary
from stances.queries.summary import NOTHING, Figures, Step
from stances.views.html.charts.scale import Scale, distribution, means, on_scale, scale_lane
from stances.views.html.charts.svg import NARROWEST, packed, tone
from stances.views.html.charts.time_axis import MARGIN, Days, Span, extent
from stances.views.html.charts.timeline import Mark, assessed_lane, labelled, timeline_lane
from stances.views.html.elements import Markup

STEPS = [
    Step("supports", "Supports", 2, ""),
    Step("denies", "Denies", None, ""),
    Step("conditional", "If", 0, ""),
    Step("rejects", "Rejects", -2, ""),
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
    marks = [Mark(row, span, tone(score, 2), change) for row, span in zip(rows, spans, strict=True)]
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
        ticks = Days.over(days).ticks()
        assert {min(days), max(days)} & {tick.day for tick in ticks}
        for one, other in pairwise(map(extent, ticks)):
            assert one[1] <= other[0]
        assert all(0 <= left <= right <= 1 + 1e-9 for left, right in map(extent, ticks))

    def test_leaves_out_a_stretch_that_would_leave_no_room(self) -> None:
        days = axis("1998-07-01", "2014-06-01", "2014-06-11", "2014-06-21")
        assert days.stretches == [("1998-07-01", "2014-06-01")]
        [(left, right)] = days.left_out
        assert right - left == pytest.approx(0.07)
        assert days.place("2014-06-21") - days.place("2014-06-01") > 0.8

    def test_measures_days(self) -> None:
        days = axis("2014-06-01", "2014-06-11", "2014-06-21")
        assert [days.place(f"2014-06-{day}") for day in ("01", "06", "11", "21")] == pytest.approx(
            [0.04, 0.27, 0.5, 0.96]
        )

    def test_names_first_days_of_months_in_a_long_stretch(self) -> None:
        named = [tick.day for tick in axis("2021-01-17", "2021-05-09", "2021-12-03").ticks()]
        assert named == ["2021-01-17", "2021-05-01", "2021-07-01", "2021-09-01", "2021-12-03"]

    def test_puts_a_single_day_in_the_middle(self) -> None:
        assert axis("2014-06-01").place("2014-06-01") == 0.5

    def test_of_nothing_but_open_dates_has_no_day(self) -> None:
        assert Days.over([None]).ticks() == []

    def test_says_the_month_above_the_year(self) -> None:
        [tick] = axis("2014-06-01").ticks()
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
        mark = Mark(said("2014-06-01", disputed=True), Span(0.5, 0.5), "for-far", None)
        drawn = timeline_lane(days, "Bo", [mark], Markup("Bo"))
        assert 'class="disputed"' in drawn
        assert "2014-06-01: +2 position, disputed" in drawn
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
        assert "<desc>2014-06-01: +2 position; 2014-06: +2 position</desc>" in drawn


class TestScale:
    def test_runs_from_the_lowest_score_to_the_highest(self) -> None:
        places = [Scale(STEPS).place(score) for score in (-2, 0, 1, 2)]
        assert places == pytest.approx([0.08, 0.5, 0.71, 0.92])

    def test_of_one_score_has_it_in_the_middle(self) -> None:
        assert Scale(STEPS[:1]).place(2) == 0.5

    @given(st.sets(st.integers(-100, 100), min_size=1))
    def test_names_scores_that_do_not_touch(self, scores: set[int]) -> None:
        scale = Scale([Step(str(score), "", score, "") for score in scores])
        named = scale.named()
        assert {min(scores), max(scores)} <= set(named)
        for one, other in pairwise(named):
            assert scale.place(other) - scale.place(one) >= 0.1 - 1e-9

    def test_keeps_apart_what_is_on_no_scale(self) -> None:
        scored, unscored = on_scale(STEPS)
        assert [step.score for step in scored] == [-2, 0, 2]
        assert [step.id for step in unscored] == ["denies"]


class TestScaleLane:
    def lane(self, *scores: int | None) -> str:
        rows = [said("2014-06-01", score) for score in scores]
        return scale_lane(Scale(STEPS), Official("bo", "Bo", statements=rows), Markup("Bo"))

    def test_stands_at_their_mean(self) -> None:
        assert re.search(r'cx="71%"[^>]* class="mean for-near"', self.lane(2, 0, None))
        assert "<b>+1.00</b> (2)" in self.lane(2, 0, None)

    def test_has_a_mark_for_each_scored_statement(self) -> None:
        assert self.lane(2, 0, None, -2).count('class="said') == 3

    def test_has_those_of_one_score_beside_each_other(self) -> None:
        by = re.findall(r"translate\(([-\d.]+) 0\)", self.lane(2, 2, 2))
        assert by == ["-8", "8"]

    def test_counts_those_that_would_not_fit(self) -> None:
        drawn = self.lane(*[2] * 12)
        assert drawn.count('class="said') == 3
        assert ">+9</text>" in drawn
        assert "+2: 12" in drawn


class TestDistribution:
    def test_has_a_bar_for_each_position_to_one_measure(self) -> None:
        drawn = distribution("Council", STEPS, {"supports": (3, 2), "denies": (6, 1)}, 6)
        assert re.findall(r'width="([\d.]+%)" height="10"', drawn) == ["50%", "100%"]
        assert drawn.count('class="nothing"') == 2
        assert '<b>3</b><span class="quiet"> by 2</span>' in drawn

    def test_has_the_highest_score_above_and_no_score_apart(self) -> None:
        drawn = distribution("Council", STEPS, {}, 1)
        order = ("Supports", "If", "Rejects", 'class="apart"', "Denies")
        places = [drawn.index(each) for each in order]
        assert places == sorted(places)

    def test_has_a_dot_for_each_mean_and_a_diamond_for_theirs(self) -> None:
        found = Figures(4, 3, 0, 1, 3, 0, 0, 0, (Fraction(2), Fraction(2), Fraction(-1)))
        drawn = str(means(STEPS, found))
        assert "+2.00: 2 of 3 officials" in drawn
        assert "Mean +1.00 over 3 officials" in drawn
        assert drawn.count('class="dot') == 2
        assert '<svg x="71%"' in drawn

    def test_has_one_official_in_the_singular(self) -> None:
        drawn = str(means(STEPS, Figures(1, 1, 0, 0, 1, 0, 0, 0, (Fraction(2),))))
        assert "+2.00: 1 of 1 official<" in drawn
        assert "Mean +2.00 over 1 official." in drawn

    def test_has_no_scale_where_nothing_is_scored(self) -> None:
        assert means(STEPS, NOTHING) is None
