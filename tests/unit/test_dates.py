from __future__ import annotations

import calendar
import pickle
import warnings
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import every_case
from stances.dates import ImpreciseDate, InvalidDate, parse_date

with warnings.catch_warnings():
    # The judge still calls functions of pyparsing by names that have since changed.
    warnings.simplefilter("ignore", DeprecationWarning)
    from edtf_validate.valid_edtf import is_valid

QUALIFIERS = ("?", "~", "%")

holds = settings(deadline=None)  # a property is true or false, however busy the machine

days = st.dates().map(lambda day: day.isoformat())
precisions = st.sampled_from((len("2014"), len("2014-06"), len("2014-06-18")))
plain = st.builds(lambda day, precision: day[:precision], days, precisions)
ends = st.builds(str.__add__, plain, st.sampled_from(("", *QUALIFIERS)))


@st.composite
def closed_intervals(draw: st.DrawFn) -> str:
    """Cut two days in their order down to any precision: the end never lies before the start."""
    start, end = sorted((draw(days), draw(days)))
    qualifiers = st.sampled_from(("", *QUALIFIERS))
    return (
        f"{start[: draw(precisions)]}{draw(qualifiers)}/{end[: draw(precisions)]}{draw(qualifiers)}"
    )


dates = st.one_of(ends, closed_intervals(), ends.map("{}/..".format), ends.map("../{}".format))
almost_dates = st.text("0123469-/.?~%XuT: \n\u06f2\u2013", max_size=24)


def refusal_of(text: str) -> InvalidDate:
    with pytest.raises(InvalidDate) as caught:
        parse_date(text)
    return caught.value


class TestParseDate:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2014", "2014-01-01", "2014-12-31"),
            ("0001", "0001-01-01", "0001-12-31"),
            ("9999", "9999-01-01", "9999-12-31"),
            ("2014-06", "2014-06-01", "2014-06-30"),
            ("2014-12", "2014-12-01", "2014-12-31"),
            ("2014-02", "2014-02-01", "2014-02-28"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("1900-02", "1900-02-01", "1900-02-28"),
            ("2000-02", "2000-02-01", "2000-02-29"),
            ("2014-06-18", "2014-06-18", "2014-06-18"),
            ("2012-02-29", "2012-02-29", "2012-02-29"),
            ("2014-12-31", "2014-12-31", "2014-12-31"),
        ],
    )
    def test_reads_a_year_a_month_or_a_day(self, text: str, first: str, last: str) -> None:
        assert parse_date(text) == ImpreciseDate(text, first, last)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2013/2014", "2013-01-01", "2014-12-31"),
            ("2014-05/2014-06", "2014-05-01", "2014-06-30"),
            ("2014-06-10/2014-06-18", "2014-06-10", "2014-06-18"),
            ("2013-11-24/2014-02", "2013-11-24", "2014-02-28"),
            ("2012-02-29/2016-02", "2012-02-29", "2016-02-29"),
            ("2014/2014", "2014-01-01", "2014-12-31"),
            ("2014-06-18/2014-06-18", "2014-06-18", "2014-06-18"),
        ],
    )
    def test_reads_intervals_from_first_day_to_last(self, text: str, first: str, last: str) -> None:
        assert parse_date(text) == ImpreciseDate(text, first, last)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2014-06/2014-06-18", "2014-06-01", "2014-06-18"),
            ("2014-06-18/2014-06", "2014-06-18", "2014-06-30"),
            ("2014-06-30/2014-06", "2014-06-30", "2014-06-30"),
            ("2014/2014-01-01", "2014-01-01", "2014-01-01"),
        ],
    )
    def test_reads_intervals_of_which_one_end_encloses_the_other(
        self, text: str, first: str, last: str
    ) -> None:
        assert parse_date(text) == ImpreciseDate(text, first, last)

    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2014/..", "2014-01-01", None),
            ("2014-06/..", "2014-06-01", None),
            ("2014-06-18/..", "2014-06-18", None),
            ("../2014", None, "2014-12-31"),
            ("../2014-06", None, "2014-06-30"),
            ("../2014-06-25", None, "2014-06-25"),
        ],
    )
    def test_reads_intervals_with_one_end_open(
        self, text: str, first: str | None, last: str | None
    ) -> None:
        assert parse_date(text) == ImpreciseDate(text, first, last)

    @pytest.mark.parametrize("qualifier", QUALIFIERS)
    @pytest.mark.parametrize(
        ("pattern", "first", "last"),
        [
            ("2014{}", "2014-01-01", "2014-12-31"),
            ("2014-06{}", "2014-06-01", "2014-06-30"),
            ("2014-06-18{}", "2014-06-18", "2014-06-18"),
            ("2014-06-18{}/2014-07", "2014-06-18", "2014-07-31"),
            ("2014-06-18/2014-07{}", "2014-06-18", "2014-07-31"),
            ("2014-06-18{0}/2014-07{0}", "2014-06-18", "2014-07-31"),
            ("2014-06{}/..", "2014-06-01", None),
            ("../2014-06{}", None, "2014-06-30"),
        ],
    )
    def test_reads_bounds_of_doubtful_dates(
        self, pattern: str, qualifier: str, first: str | None, last: str | None
    ) -> None:
        text = pattern.format(qualifier)
        assert parse_date(text) == ImpreciseDate(text, first, last)

    def test_prints_dates_as_they_were_written(self) -> None:
        assert str(parse_date("2014-06~/2014-06-18?")) == "2014-06~/2014-06-18?"


class TestParseDateWithATime:
    @pytest.mark.parametrize(
        ("text", "day", "moment"),
        [
            ("2014-06-18T20:30:00", "2014-06-18", "2014-06-18T20:30:00"),
            ("2014-06-18T20:30:00Z", "2014-06-18", "2014-06-18T20:30:00Z"),
            ("2014-06-18T20:30:00+04:30", "2014-06-18", "2014-06-18T16:00:00Z"),
            ("2014-06-18T02:30:00+04:30", "2014-06-18", "2014-06-17T22:00:00Z"),
            ("2014-06-18T23:30:00-05:00", "2014-06-18", "2014-06-19T04:30:00Z"),
        ],
    )
    def test_reads_the_day_where_it_was_said_and_the_time(
        self, text: str, day: str, moment: str
    ) -> None:
        date = parse_date(text, timed=True)
        assert (date.text, date.first, date.last, date.moment) == (text, day, day, moment)

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("2014-06-18T20:30", "write `2014-06-18T20:30:00`"),
            ("2014-06-18 20:30:00", "write `2014-06-18T20:30:00`"),
            ("2014-06-18T20:30:00.000Z", "write `2014-06-18T20:30:00Z`"),
            ("2014-06-18T25:30:00", "a date is `2014`"),
            ("2014-06-18T20:30:00?", "write `2014-06-18`"),
            ("2014-06-18T20:30:00/..", "write `2014-06-18/..`"),
        ],
    )
    def test_says_how_to_write_one_that_is_nearly_right(self, text: str, hint: str) -> None:
        with pytest.raises(InvalidDate) as caught:
            parse_date(text, timed=True)
        assert caught.value.hint.startswith(hint)

    def test_refuses_a_day_or_a_year_that_there_is_not(self) -> None:
        for text in ("2014-06-31T20:30:00", "0001-01-01T00:00:00+14:00"):
            with pytest.raises(InvalidDate):
                parse_date(text, timed=True)


class TestParseDateOutsideTheCalendar:
    @pytest.mark.parametrize(
        ("text", "message", "hint"),
        [
            ("2014-02-29", "no day 29 in 2014-02: its days are 01 to 28", "write `2014-02` if"),
            ("1900-02-29", "no day 29 in 1900-02: its days are 01 to 28", "write `1900-02` if"),
            ("2012-02-30", "no day 30 in 2012-02: its days are 01 to 29", "write `2012-02` if"),
            ("2014-06-31", "no day 31 in 2014-06: its days are 01 to 30", "write `2014-06` if"),
            ("2014-07-32", "no day 32 in 2014-07: its days are 01 to 31", "write `2014-07` if"),
            ("2014-06-00", "no day 00 in 2014-06", "write `2014-06` if the day is not known"),
            ("../2014-06-31?", "no day 31 in 2014-06", "write `2014-06` if"),
            ("2014-06-31/..", "no day 31 in 2014-06", "write `2014-06` if"),
            ("2014/2014-06-31", "no day 31 in 2014-06", "write `2014-06` if"),
            ("2014-13", "no month 13 in 2014", "write `2014` if the month is not known"),
            ("2014-20", "no month 20 in 2014", "write `2014` if"),
            ("2014-42", "no month 42 in 2014", "write `2014` if"),
            ("2014-00", "no month 00 in 2014", "write `2014` if"),
            ("2014-22-05", "no month 22 in 2014: months are 01 to 12", "write `2014` if"),
            ("2014-06/2014-13", "no month 13 in 2014", "write `2014` if"),
        ],
    )
    def test_refuses_a_month_or_day(self, text: str, message: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert message in refusal.message
        assert refusal.hint.startswith(hint)

    @pytest.mark.parametrize("month", ["21", "22", "24", "25", "33", "41"])
    def test_refuses_a_season_in_place_of_the_month(self, month: str) -> None:
        refusal = refusal_of(f"2014-{month}~")
        assert f"`2014-{month}` is a season or another part of a year" in refusal.message
        assert refusal.hint == "write its months as an interval, as in `2014-06/2014-08`"

    @pytest.mark.parametrize("text", ["0000", "0000-06", "0000-06-18?", "0000/2014", "../0000"])
    def test_refuses_year_0000(self, text: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == "the year 0000 is out of range: years are 0001 to 9999"
        assert refusal.hint == ""


class TestParseDateOfAnInterval:
    @pytest.mark.parametrize(
        ("text", "forward"),
        [
            ("2015/2014", "2014/2015"),
            ("2014-07/2014-06", "2014-06/2014-07"),
            ("2014-06-18/2014-06-10", "2014-06-10/2014-06-18"),
            ("2014-06-18?/2014-06-17~", "2014-06-17~/2014-06-18?"),
            ("2014-06/2014-05-31", "2014-05-31/2014-06"),
            ("2014-07-01/2014-06", "2014-06/2014-07-01"),
        ],
    )
    def test_refuses_one_that_ends_before_it_begins(self, text: str, forward: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` ends before it begins"
        assert refusal.hint == f"write `{forward}`"

    @pytest.mark.parametrize(
        ("text", "message", "hint"),
        [
            ("/2014", "`/2014` has no beginning", "write `../2014`"),
            ("/2014-06?", "`/2014-06?` has no beginning", "write `../2014-06?`"),
            ("2014/", "`2014/` has no end", "write `2014/..`"),
            ("2014-06-18~/", "`2014-06-18~/` has no end", "write `2014-06-18~/..`"),
            ("/", "`/` has no beginning", "an open end is written `..`, as in `../2014-06`"),
            ("../", "`../` has no end", "an open end is written `..`"),
            ("mid June/", "`mid June/` has no end", "an open end is written `..`"),
            ("../..", "`../..` is open on every side", "an open end is written `..`"),
            ("..", "`..` is open on every side", "an open end is written `..`"),
        ],
    )
    def test_refuses_one_without_a_date_or_with_an_empty_end(
        self, text: str, message: str, hint: str
    ) -> None:
        refusal = refusal_of(text)
        assert refusal.message.startswith(message)
        assert refusal.hint.startswith(hint)

    @pytest.mark.parametrize("text", ["2012/2013/2014", "2014-06/2014/07", "2014//2015", "///"])
    def test_refuses_more_than_two_ends(self, text: str) -> None:
        assert refusal_of(text).message == f"`{text}` has more than one slash"


class TestParseDateSuggests:
    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("2014-6-1", "write `2014-06-01`"),
            ("2014-06-1", "write `2014-06-01`"),
            ("2014-6-18?", "write `2014-06-18?`"),
            ("2014-6", "write `2014-06`"),
            ("2014-6~", "write `2014-06~`"),
        ],
    )
    def test_two_digits_for_one(self, text: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message.startswith(f"`{text}` needs two digits for the month")
        assert refusal.hint == hint

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("2014/06/18", "write `2014-06-18`"),
            ("2014/6/18%", "write `2014-06-18%`"),
            ("2014.06.18", "write `2014-06-18`"),
            ("2014 06 18", "write `2014-06-18`"),
            ("2014\u201306\u201318", "write `2014-06-18`"),
            ("2014\u221206\u221218", "write `2014-06-18`"),
            ("20140618", "write `2014-06-18`"),
            ("20140618?", "write `2014-06-18?`"),
            ("2014/06", "write `2014-06`"),
            ("2014/6?", "write `2014-06?`"),
            ("2014.06", "write `2014-06`"),
            ("2014\u201306", "write `2014-06`"),
        ],
    )
    def test_hyphens_for_other_separators(self, text: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` needs hyphens between year, month and day"
        assert refusal.hint == hint

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("18.06.2014", "write `2014-06-18`"),
            ("18/6/2014?", "write `2014-06-18?`"),
            ("18-06-2014", "write `2014-06-18`"),
            ("18 06 2014", "write `2014-06-18`"),
            ("06/18/2014", "write `2014-06-18`"),
            ("6.6.2014", "write `2014-06-06`"),
            ("06/2014", "write `2014-06`"),
            ("6.2014~", "write `2014-06~`"),
            ("06-2014", "write `2014-06`"),
        ],
    )
    def test_every_reading_of_a_year_put_last(self, text: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` needs the year first, then the month, then the day"
        assert refusal.hint == hint

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("2014-06-XX", "write `2014-06`"),
            ("2014-06-uu", "write `2014-06`"),
            ("2014-06-??", "write `2014-06`"),
            ("2014-06-xx~", "write `2014-06~`"),
            ("2014-XX", "write `2014`"),
            ("2014-XX-XX", "write `2014`"),
            ("2014-UU?", "write `2014?`"),
            ("201u", "write `2010/2019`"),
            ("201X", "write `2010/2019`"),
            ("20XX", "leave out what is not known, as in `2014-06`"),
            ("2014-06-1X", "leave out what is not known"),
            ("2014-XX-18%", "leave out what is not known"),
        ],
    )
    def test_less_exact_dates_for_unspecified_digits(self, text: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` has digits left unspecified"
        assert refusal.hint.startswith(hint)
        assert refusal.hint == hint or not hint.startswith("write")

    @pytest.mark.parametrize(
        "text",
        [
            "2014-06-18T10:00",
            "2014-06-18T10:00:00+03:30",
            "2014-06-18t10",
            "2014-06-18 9:30 am",
            "2014-6-18T10:00Z",
        ],
    )
    def test_days_for_times_of_day(self, text: str) -> None:
        refusal = refusal_of(text)
        where = "which only a single day of `said` or `published` may have"
        assert refusal.message == f"`{text}` has a time of day, {where}"
        assert refusal.hint == "write `2014-06-18`"

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("June 14, 2014", "2014-06-14"),
            ("14 June 2014", "2014-06-14"),
            ("14th of June 2014", "2014-06-14"),
            ("Saturday, June 14, 2014", "2014-06-14"),
            ("22-Jun-14", "2014-06-22"),
            ("22-Jun-99", "1999-06-22"),
            ("Sept. 3, 2014", "2014-09-03"),
            ("June 2014", "2014-06"),
            ("2014 18 June", "2014-06-18"),
            ("14.6.14", "2014-06-14"),
            ("18–21 June 2014", "2014-06-18/2014-06-21"),
            ("June 18-21, 2014", "2014-06-18/2014-06-21"),
            ("June 14, 2014/June 18, 2014", "2014-06-14/2014-06-18"),
            ("between June 2014 and July 2014", "2014-06/2014-07"),
            ("by 21 June 2014", "../2014-06-21"),
            ("since June 2014", "2014-06/.."),
            ("c. 2014", "2014~"),
            ("about 12–18 June 2014", "2014-06-12~/2014-06-18~"),
            ("41804", "2014-06-14"),
            ("41804.75", "2014-06-14"),
            ("2014-06-14 00:00:00", "2014-06-14"),
            ("2014-06-14T00:00:00.000Z", "2014-06-14"),
            ("open/2014-06", "../2014-06"),
            ("2014-06/unknown", "2014-06/.."),
            ("2014-06-01..2014-06-03", "2014-06-01/2014-06-03"),
            ("[2014-06-01,2014-06-03]", "2014-06-01/2014-06-03"),
            ("2014-2015", "2014/2015"),
            ("\u06f2\u06f0\u06f1\u06f4/\u06f0\u06f6/\u06f1\u06f8", "2014-06-18"),
        ],
    )
    def test_the_date_that_people_mean(self, text: str, hint: str) -> None:
        assert refusal_of(text).hint == f"write `{hint}`"

    def test_both_readings_of_a_date_with_slashes(self) -> None:
        assert refusal_of("14/06/2014").hint == "write `2014-06-14`"
        refusal = refusal_of("06/07/2014")
        told = "`06/07/2014` can be 2014-07-06 (day first) or 2014-06-07 (month first)"
        assert (refusal.message, refusal.hint) == (told, "write `2014-07-06` or `2014-06-07`")

    @pytest.mark.parametrize("text", ["28 Khordad 1393", "20 Sha'ban 1435"])
    def test_that_a_month_is_of_another_calendar(self, text: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` is of another calendar"
        assert "Gregorian calendar" in refusal.hint

    @pytest.mark.parametrize(
        ("text", "fault", "hint"),
        [
            ("?2014", "has its qualifier in front", "write `2014?`"),
            ("~2014-06-18", "has its qualifier in front", "write `2014-06-18~`"),
            ("2014??", "has more than one qualifier", "write `2014?`"),
            ("2014-06~~~", "has more than one qualifier", "write `2014-06~`"),
            ("2014-06-18?~", "has more than one qualifier", "write `2014-06-18%`"),
            ("2014~?", "has more than one qualifier", "write `2014%`"),
            ("2014%~", "has more than one qualifier", "write `2014%`"),
        ],
    )
    def test_one_qualifier_at_the_end(self, text: str, fault: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` {fault}"
        assert refusal.hint == hint

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (" 2014-06", " 2014-06"),
            ("2014-06 ", "2014-06 "),
            ("\t2014-06\t", r"\t2014-06\t"),
            ("2014-06\n", r"2014-06\n"),
            ("2014-06\r\n", r"2014-06\r\n"),
            ("\u00a02014-06", r"\xa02014-06"),
        ],
    )
    def test_no_white_space_around_it(self, text: str, shown: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{shown}` has white space around it"
        assert refusal.hint == "write `2014-06`"

    @pytest.mark.parametrize(
        "text",
        [
            "\u06f1\u06f3\u06f9\u06f3",  # 1393, the Persian year: not to be read as AD 1393
            "\u06f1\u06f3\u06f9\u06f3/\u06f0\u06f3/\u06f2\u06f8",
        ],
    )
    def test_ascii_digits_of_another_calendar(self, text: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` has digits other than 0 to 9"
        assert "Gregorian calendar, as in `2014-06-18`" in refusal.hint

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("\u06f2\u06f0\u06f1\u06f4-\u06f0\u06f6", "2014-06"),  # Persian
            ("2014-06-\u0661\u0668", "2014-06-18"),  # Arabic
            ("\uff12\uff10\uff11\uff14", "2014"),  # full-width
        ],
    )
    def test_ascii_digits(self, text: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` has digits other than 0 to 9"
        assert refusal.hint == f"write `{hint}`"

    @pytest.mark.parametrize(
        "text",
        [
            "mid June",
            "2014-06-18 or so",
            "2014?-06",
            "2014-1-1-1",
            "201411",
            "-2014",
            "",
        ],
    )
    def test_the_forms_for_anything_else(self, text: str) -> None:
        refusal = refusal_of(text)
        assert refusal.message == f"`{text}` is not written as a date"
        assert refusal.hint.startswith(
            "a date is `2014`, `2014-06` or `2014-06-18`, with `?`, `~` or `%`"
        )
        assert refusal.hint.endswith("`2014-06-01/2014-06-18`, `2014-06/..`, `../2014-06`")

    @pytest.mark.parametrize("text", ["2014-6-31", "2014/02/30", " June", "0000-XX"])
    def test_nothing_that_would_be_refused(self, text: str) -> None:
        assert "write" not in refusal_of(text).hint

    def test_the_month_of_a_day_that_there_is_not(self) -> None:
        refusal = refusal_of("31.06.2014")
        assert refusal.message == "there is no day 31 in 2014-06: its days are 01 to 30"
        assert refusal.hint == "write `2014-06` if the day is not known"

    def test_with_unprintable_characters_escaped(self) -> None:
        message = refusal_of("2014\x1b[31m\u202e").message
        assert message == r"`2014\x1b[31m\u202e` is not written as a date"

    def test_without_repeating_prose(self) -> None:
        assert refusal_of("X" * 100).message.startswith("`XXX")
        refusal = refusal_of("X" * 101)
        assert refusal.message == "a text of 101 characters is not a date"
        assert refusal.hint.startswith("a date is `2014`")


class TestParseDateOfAMisshapenEnd:
    @pytest.mark.parametrize(
        ("text", "message", "hint"),
        [
            ("2014-6-1/2014-06-18", "`2014-6-1` needs two", "write `2014-06-01/2014-06-18`"),
            ("2014-06-01/2014-6-18", "`2014-6-18` needs two", "write `2014-06-01/2014-06-18`"),
            ("2014-6-1/18.6.2014", "`2014-6-1` needs two", "write `2014-06-01/2014-06-18`"),
            ("../2014-06-XX", "`2014-06-XX` has digits left", "write `../2014-06`"),
            ("2014-06-XX?/..", "`2014-06-XX?` has digits left", "write `2014-06?/..`"),
            ("2014 / 2015", "`2014 ` has white space", "write `2014/2015`"),
            ("2014/2015\n", r"`2015\n` has white space", "write `2014/2015`"),
            (
                "01.02.2014/2014-02-01",
                "`01.02.2014` can be 2014-02-01",
                "write `2014-02-01/2014-02-01` or `2014-01-02/2014-02-01`",
            ),
            (
                "01.02.2014/2014-01-20",
                "`01.02.2014` can be 2014-02-01",
                "write `2014-01-02/2014-01-20`",
            ),
            ("2014/mid June", "`mid June` is not written as a date", "a date is `2014`,"),
            ("2014-6/mid June", "`2014-6` needs two digits", "a date is `2014`,"),
            ("201X/2015", "`201X` has digits left", "a date is `2014`,"),
            ("2014-06-18/20", "`20` is not written as a date", "a date is `2014`,"),
            ("2014-06/07", "`07` is not written as a date", "a date is `2014`,"),
            ("2014-06-18T10:00/..", "`2014-06-18T10:00` has a time", "write `2014-06-18/..`"),
            ("\u06f2/2014", "`\u06f2/2014` has digits other", "write `2014-02`"),
        ],
    )
    def test_names_it_and_corrects_it_in_its_place(
        self, text: str, message: str, hint: str
    ) -> None:
        refusal = refusal_of(text)
        assert refusal.message.startswith(message)
        assert refusal.hint.startswith(hint)


class TestInvalidDate:
    def test_is_a_value_error_that_reads_as_its_message(self) -> None:
        refusal = refusal_of("2014-6")
        assert isinstance(refusal, ValueError)
        assert str(refusal) == refusal.message

    def test_needs_no_hint(self) -> None:
        assert InvalidDate("wrong").hint == ""

    def test_keeps_its_hint_on_the_way_to_another_process(self) -> None:
        copy = pickle.loads(pickle.dumps(refusal_of("2014-6")))  # noqa: S301 - just made above
        assert (copy.message, copy.hint) == (refusal_of("2014-6").message, "write `2014-06`")

    @holds
    @given(st.one_of(st.text(), almost_dates))
    def test_is_all_that_a_text_can_meet_besides_being_read(self, text: str) -> None:
        with suppress(InvalidDate):
            assert parse_date(text).text == text

    @holds
    @given(almost_dates)
    def test_suggests_only_dates(self, text: str) -> None:
        try:
            parse_date(text)
        except InvalidDate as refusal:
            for word in refusal.hint.split():
                if sum(map(str.isdigit, word)) >= len("2014"):
                    parse_date(word.strip(",:`"))


class TestBounds:
    @holds
    @given(dates)
    def test_are_in_order_and_the_text_is_verbatim(self, text: str) -> None:
        date = parse_date(text)
        assert str(date) == date.text == text
        assert date.first is not None or date.last is not None
        assert (date.first or "0001-01-01") <= (date.last or "9999-12-31")

    @holds
    @given(plain)
    def test_agree_with_the_calendar(self, text: str) -> None:
        year, month, day = (*text.split("-"), "", "")[:3]
        length = calendar.monthrange(int(year), int(month or 12))[1]
        date = parse_date(text)
        assert date.first == f"{year}-{month or '01'}-{day or '01'}"
        assert date.last == f"{year}-{month or '12'}-{day or length}"

    def test_close_each_month_on_its_last_day(self) -> None:
        with every_case() as case:
            for year, month in product((1900, 2000, 2012, 2014), range(1, 13)):
                with case(year, month):
                    month_end = calendar.monthrange(year, month)[1]
                    last = f"{year}-{month:02}-{month_end}"
                    assert parse_date(f"{year}-{month:02}").last == last

    @holds
    @given(dates)
    def test_are_those_of_the_date_without_its_qualifiers(self, text: str) -> None:
        date = parse_date(text)
        bare = parse_date(text.translate(dict.fromkeys(map(ord, QUALIFIERS))))
        assert (date.first, date.last) == (bare.first, bare.last)


class TestComparedDates:
    @pytest.mark.parametrize(
        ("one", "other", "overlap", "within"),
        [
            ("2014-06-18", "2014-06-18", True, True),
            ("2014-06-18", "2014-06", True, True),
            ("2014-06", "2014-06-18", True, False),
            ("2014-06-18", "2014-06-19", False, False),
            ("2014-06", "2014-06-30/2014-07-05", True, False),
            ("2014-06", "2014-07", False, False),
            ("../2014-06-25", "2014-06-25/..", True, False),
            ("../2014-06-25", "2014-06-26/..", False, False),
            ("../2014-06-25", "../2014-06-26", True, True),
            ("../2014-06-25", "../2014-06-24", True, False),
            ("../2014-06-25", "0001/2014", True, False),
            ("2014/..", "2013/..", True, True),
            ("2014/..", "2014/9999", True, False),
            ("2014", "2014/..", True, True),
        ],
    )
    def test_overlap_and_enclose_by_their_days(
        self, one: str, other: str, *, overlap: bool, within: bool
    ) -> None:
        assert parse_date(one).may_overlap(parse_date(other)) is overlap
        assert parse_date(one).lies_within(parse_date(other)) is within

    def test_relate_as_sets_of_days(self) -> None:
        # Days 1 to 3; 0 and 4 stand for all the days beyond, which only an open side has.
        spans = [(first, last) for first in range(4) for last in range(1, 5) if first <= last]
        for one, other in product(spans, spans):
            some, others = ({*range(span[0], span[1] + 1)} for span in (one, other))
            this, that = (ImpreciseDate("", *map(_day, span)) for span in (one, other))
            assert this.may_overlap(that) is bool(some & others)
            assert this.lies_within(that) is (some <= others)

    @holds
    @given(dates, dates)
    def test_overlap_both_or_neither(self, one: str, other: str) -> None:
        this, that = parse_date(one), parse_date(other)
        assert this.may_overlap(that) is that.may_overlap(this)

    @holds
    @given(dates, dates)
    def test_overlap_wherever_one_lies_within_the_other(self, one: str, other: str) -> None:
        this, that = parse_date(one), parse_date(other)
        assert this.lies_within(this)
        assert this.may_overlap(that) or not this.lies_within(that)


def _day(number: int) -> str | None:
    return None if number in {0, 4} else f"2014-06-{number:02}"


class TestEdtfValidate:
    """The validator of the University of North Texas, which knows all three levels of EDTF.

    It errs on two sides. It lets 2014-02-29 pass, which we refuse. And it orders the ends of an
    interval by the first day of each, so that it refuses `2014-06-18/2014-06`, whose end begins
    earlier than its start. EDTF is with us: level 0 lets the ends differ in precision and says
    that such an interval ends "sometime in" the coarser one (`2004-02-01/2005`, example 5 of the
    Library of Congress's text), which some day of it can satisfy. Only an end that lies wholly
    before the start is out of order.
    """

    @holds
    @given(dates)
    def test_accepts_what_we_accept(self, text: str) -> None:
        assert is_valid(text) or is_valid(_with_the_last_day_spelled_out(text))

    @holds
    @given(closed_intervals())
    def test_differs_only_where_the_end_begins_before_the_start(self, text: str) -> None:
        start, end = (parse_date(part) for part in text.split("/"))
        assert is_valid(text) is ((start.first or "") <= (end.first or ""))

    @pytest.mark.parametrize("text", ["2014-06-18/2014-06", "2014-12-31/2014"])
    def test_is_wrong_on_these(self, text: str) -> None:
        assert not is_valid(text)
        assert is_valid(_with_the_last_day_spelled_out(text))

    @pytest.mark.parametrize(
        "text",
        [
            "2014-6-1",
            "18.06.2014",
            "2014/06/18",
            "2014-13",
            "2014-02-30",
            "2014-06-18/2014-06-10",
            "mid June",
            "201u",
            "2014??",
            "\u06f2\u06f0\u06f1\u06f4",
        ],
    )
    def test_refuses_what_is_no_edtf_as_we_do(self, text: str) -> None:
        assert not is_valid(text)
        refusal_of(text)


def _with_the_last_day_spelled_out(text: str) -> str:
    return f"{text.partition('/')[0]}/{parse_date(text).last}"
