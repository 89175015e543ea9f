from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stances.dates import ImpreciseDate, parse_date
from stances.model.records import Official, Role, Statement
from stances.roles import Office, Offices, certain_days

WEEK = [f"2014-06-{day:02}" for day in range(1, 8)]
days = st.none() | st.sampled_from(WEEK)


def role(**fields: Any) -> Role:
    return Role.model_validate(fields)


def can_hold(held: Role, said: ImpreciseDate) -> bool:
    return Offices([held]).possible(said) == 1


@st.composite
def bounds(draw: st.DrawFn) -> ImpreciseDate:
    """Draw any two days of one week as bounds, either of them perhaps open."""
    first, last = draw(days), draw(days)
    if first and last and first > last:
        first, last = last, first
    return ImpreciseDate("", first, last)


@st.composite
def roles(draw: st.DrawFn) -> Role:
    """Draw a role with both dates, one or none of them known, and not certainly backward."""
    begun, ended = draw(st.none() | bounds()), draw(st.none() | bounds())
    begins, ends = begun and begun.first, ended and ended.last
    assume(not (begins and ends and ends < begins))
    return role(**{"from": begun, "until": ended})


def within(day: str, first: str | None, last: str | None) -> bool:
    return (first or "") <= day <= (last or "~")


class TestCanHold:
    @pytest.mark.parametrize(
        ("from_", "until", "said", "can"),
        [
            ("2013", "2017", "2014-06-18", True),
            ("2014-06-18", None, "2014-06-18", True),
            ("2014-06-19", None, "2014-06-18", False),
            ("2014-06-19", None, "2014-06", True),
            ("2014-06-19", None, "../2014-06-18", False),
            ("2014-06-19", None, "2014-06-18/..", True),
            (None, "2014-06-18", "2014-06-18", True),
            (None, "2014-06-17", "2014-06-18", False),
            (None, "2014-06-17", "2014-06", True),
            (None, "2014-06-17", "2014-06-18/..", False),
            (None, "2014-06-17", "../2014-06-18", True),
            ("2014", None, "2014-01-01", True),
            ("2014", None, "2013-12-31", False),
            (None, "2014", "2014-12-31", True),
            (None, "2014", "2015-01-01", False),
            ("../2014", None, "1979", True),
            (None, "2014/..", "2050", True),
            (None, None, "1979", True),
        ],
    )
    def test_unless_it_certainly_was_not(
        self, from_: str | None, until: str | None, said: str, can: object
    ) -> None:
        assert can_hold(role(**{"from": from_, "until": until}), parse_date(said)) is can

    def test_never_a_former_role(self) -> None:
        assert not can_hold(role(former="true"), parse_date("2014"))
        assert can_hold(role(former="false"), parse_date("2014"))

    @given(roles(), bounds())
    def test_where_one_day_lies_in_the_bounds_of_both(
        self, held: Role, said: ImpreciseDate
    ) -> None:
        begins = held.from_.first if held.from_ else None
        ends = held.until.last if held.until else None
        one_day = any(
            within(day, begins, ends) and within(day, said.first, said.last)
            for day in ["2014-05-31", *WEEK, "2014-06-08"]
        )
        assert can_hold(held, said) is one_day

    @given(roles(), bounds(), st.data())
    def test_where_dates_are_unknown(
        self, held: Role, said: ImpreciseDate, data: st.DataObject
    ) -> None:
        assume(can_hold(held, said))
        key = data.draw(st.sampled_from(("from_", "until")))
        assert can_hold(held.model_copy(update={key: None}), said)
        assert can_hold(held, replace(said, first=None))
        assert can_hold(held, replace(said, last=None))


class TestCertainDays:
    @pytest.mark.parametrize(
        ("from_", "until", "days_"),
        [
            ("2013-08", "2017", ("2013-08-31", "2017-01-01")),
            ("2014-06-01", "2014-06-01", ("2014-06-01", "2014-06-01")),
            ("2014", "2014", None),
            (None, "2014", None),
            ("2014", None, None),
            ("2013/..", "2017", None),
            ("2013", "../2017", None),
            (None, None, None),
        ],
    )
    def test_reach_from_the_last_it_can_have_begun_to_the_first_it_can_have_ended(
        self, from_: str | None, until: str | None, days_: tuple[str, str] | None
    ) -> None:
        assert certain_days(role(**{"from": from_, "until": until})) == days_


MINISTER = {"title": "Minister", "faction": "executive", "from": "2013", "until": "2017"}
GENERAL = {"title": "General", "faction": "military"}
ENVOY = {"title": "Envoy", "faction": "leadership", "former": "true"}


def office(said: str = "2014", held: Any = (MINISTER, GENERAL, ENVOY), **own: str) -> Office:  # noqa: ANN401
    piece = {"source": "courier", "form": "quote", "text": "We build."}
    fields = {"id": "s1", "said": said, "position": "supports", "evidence": [piece]}
    statement = Statement.model_validate(fields | own)
    official = Official.model_validate({"name": "A", "roles": list(held)})
    return Offices(official.roles).of(statement)


class TestOfficeOf:
    def test_in_the_first_role_that_can_have_been_held(self) -> None:
        assert office("2014") == ("Minister", "executive")
        assert office("2014", (GENERAL, MINISTER)) == ("General", "military")

    def test_in_a_later_one_where_the_first_had_not_begun_or_had_ended(self) -> None:
        assert office("2012") == ("General", "military")
        assert office("2018") == ("General", "military")

    def test_in_the_first_where_its_date_reaches_into_it(self) -> None:
        assert office("2012/2013") == ("Minister", "executive")
        assert office("../2018") == ("Minister", "executive")

    def test_never_in_a_former_one(self) -> None:
        assert office(held=[ENVOY, GENERAL]) == ("General", "military")
        assert office(held=[ENVOY]) == (None, None)

    def test_in_none_where_none_is_listed_or_fits(self) -> None:
        assert office(held=[]) == (None, None)
        assert office("2012", [MINISTER]) == (None, None)

    def test_in_a_role_without_a_faction_or_without_a_title(self) -> None:
        assert office(held=[{"title": "Poet"}, GENERAL]) == ("Poet", None)
        assert office(held=[{"faction": "parliament"}]) == (None, "parliament")


class TestOfficeOfANamedRole:
    def test_is_made_in_it_with_its_faction_whenever_that_was_held(self) -> None:
        assert office(role="General") == ("General", "military")
        assert office("2012", role="Minister") == ("Minister", "executive")
        assert office(role="Envoy") == ("Envoy", "leadership")

    def test_is_made_in_the_one_of_that_title_that_can_have_been_held(self) -> None:
        again = {"title": "Minister", "faction": "parliament", "from": "2018"}
        assert office("2019", [MINISTER, again], role="Minister") == ("Minister", "parliament")
        assert office("2014", [MINISTER, again], role="Minister") == ("Minister", "executive")

    def test_is_made_in_no_faction_if_the_role_is_not_listed(self) -> None:
        assert office(role="Poet") == ("Poet", None)


class TestOfficeOfANamedFaction:
    def test_is_made_in_the_role_of_that_faction_if_one_can_have_been_held(self) -> None:
        assert office(faction="military") == ("General", "military")
        assert office(faction="executive") == ("Minister", "executive")

    def test_is_made_in_the_usual_role_if_none_of_that_faction_can_have_been_held(self) -> None:
        assert office("2012", faction="executive") == ("General", "executive")
        assert office(faction="leadership") == ("Minister", "leadership")
        assert office(faction="parliament") == ("Minister", "parliament")

    def test_may_name_a_role_of_another_faction_beside_it(self) -> None:
        assert office(role="General", faction="executive") == ("General", "executive")

    def test_is_made_in_nobodys_name_if_that_is_none(self) -> None:
        assert office(faction="none") == ("Minister", None)
        assert office(role="General", faction="none") == ("General", None)
        assert office(held=[{"title": "Poet"}], faction="none") == ("Poet", None)
