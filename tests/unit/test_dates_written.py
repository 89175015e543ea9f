from __future__ import annotations

import sys
from datetime import date, timedelta
from itertools import chain

import pytest
from babel.dates import format_date, get_day_names, get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import every_case
from stances.dates import InvalidDate, calendars, parse_date
from stances.dates.date_words import SOLAR, meanings
from stances.dates.patterns import style_of
from stances.dates.written import pattern_of, readings, the_one
from stances.home import to_install
from stances.text import fold
from stances.views.wording import in_words

holds = settings(deadline=None)
days = st.dates(date(1500, 1, 1), date(2199, 12, 31))
SOLAR_STYLE = style_of((), SOLAR)

LOCALES = (
    "en_GB en_US en_CA en_IN fr_FR fr_CA fr_CH de_DE de_AT es_ES es_MX es_AR fa_IR fa_AF "
    "ar_EG ar_LB ar_SY ar_IQ ar_SA ar_DZ ar_MA ar_TN ar_MR"
).split()


def read(text: str, *patterns: str, calendar: str = "", timed: bool = True) -> str:
    return the_one(text, style_of(patterns, calendar), timed=timed).edtf


def refusal_of(text: str, *patterns: str, calendar: str = "") -> InvalidDate:
    with pytest.raises(InvalidDate) as caught:
        read(text, *patterns, calendar=calendar)
    return caught.value


def meant(text: str) -> set[str]:
    return {each.edtf for each in readings(text)}


class TestReadings:
    @pytest.mark.parametrize(
        ("text", "edtf"),
        [
            # Numbers that can only be of one order.
            ("14/06/2014", "2014-06-14"),
            ("06/14/2014", "2014-06-14"),
            ("14.6.2014", "2014-06-14"),
            ("14-06-2014", "2014-06-14"),
            ("14. 6. 2014", "2014-06-14"),
            ("06/06/2014", "2014-06-06"),
            ("2014/6/14", "2014-06-14"),
            ("20140614", "2014-06-14"),
            ("06/2014", "2014-06"),
            ("14/06/2014?", "2014-06-14?"),
            # The day of the week excludes the other order.
            ("Sat 03/05/2014", "2014-05-03"),
            # Names of months.
            ("14 June 2014", "2014-06-14"),
            ("June 14th, 2014", "2014-06-14"),
            ("the 14th of June, 2014", "2014-06-14"),
            ("Saturday, 14 June 2014", "2014-06-14"),
            ("14 June 2014 (Saturday)", "2014-06-14"),
            ("22-Jun-14", "2014-06-22"),
            ("22-Jun-99", "1999-06-22"),
            ("Jun '14", "2014-06"),
            ("14JUN2014", "2014-06-14"),
            ("Sept. 2014", "2014-09"),
            ("1er août 2014", "2014-08-01"),
            ("mar. 17 juin 2014", "2014-06-17"),
            ("Mi, 18. Juni 2014", "2014-06-18"),
            ("3. März 2014", "2014-03-03"),
            ("1º de mayo de 2014", "2014-05-01"),
            ("14 de septiembre del 2014", "2014-09-14"),
            ("شنبه ۱۴ ژوئن ۲۰۱۴", "2014-06-14"),
            ("السبت ١٤ حزيران ٢٠١٤", "2014-06-14"),
            ("١٤ يونيو ٢٠١٤م", "2014-06-14"),
            ("14 كانون الأول 2014", "2014-12-14"),
            # Intervals.
            ("12-18 June 2014", "2014-06-12/2014-06-18"),
            ("June 12–18, 2014", "2014-06-12/2014-06-18"),
            ("30 May - 2 June 2014", "2014-05-30/2014-06-02"),
            ("30 December – 2 January 2015", "2014-12-30/2015-01-02"),
            ("October - March 2015", "2014-10/2015-03"),
            ("May-June 2014", "2014-05/2014-06"),
            ("2013-2014", "2013/2014"),
            ("12.-18.06.2014", "2014-06-12/2014-06-18"),
            ("12/06/2014 - 18/06/2014", "2014-06-12/2014-06-18"),
            ("14/06/2014/18/06/2014", "2014-06-14/2014-06-18"),
            ("12./13. Juni 2014", "2014-06-12/2014-06-13"),
            ("between 12 and 18 June 2014", "2014-06-12/2014-06-18"),
            ("du 12 au 18 juin 2014", "2014-06-12/2014-06-18"),
            ("vom 12. bis 18. Juni 2014", "2014-06-12/2014-06-18"),
            ("del 12 al 18 de junio de 2014", "2014-06-12/2014-06-18"),
            ("از ۱۲ تا ۱۸ ژوئن ۲۰۱۴", "2014-06-12/2014-06-18"),
            ("من ١٢ إلى ١٨ يونيو ٢٠١٤", "2014-06-12/2014-06-18"),
            # Of which one end is open.
            ("by 21 June 2014", "../2014-06-21"),
            ("until June 2014", "../2014-06"),
            ("since June 2014", "2014-06/.."),
            ("21 June 2014 or later", "2014-06-21/.."),
            ("before June 2014", "../2014-05-31"),
            ("after 21 June 2014", "2014-06-22/.."),
            ("../14 June 2014", "../2014-06-14"),
            ("depuis juin 2014", "2014-06/.."),
            ("bis 21. Juni 2014", "../2014-06-21"),
            ("antes del 1 de junio de 2014", "../2014-05-31"),
            # In doubt.
            ("about 14 June 2014", "2014-06-14~"),
            ("c. 2014", "2014~"),
            ("probably 14 June 2014", "2014-06-14?"),
            ("perhaps about June 2014", "2014-06%"),
            ("about 12–18 June 2014", "2014-06-12~/2014-06-18~"),
            ("vers le 14 juin 2014", "2014-06-14~"),
            ("حدود ۱۴ ژوئن ۲۰۱۴", "2014-06-14~"),
            # With a time.
            ("2014-06-14 00:00:00", "2014-06-14"),
            ("2014-06-14T00:00:00Z", "2014-06-14T00:00:00Z"),  # as EDTF has it
            ("2014-06-14 00:00:00Z", "2014-06-14"),
            ("2014-06-14 20:30", "2014-06-14T20:30:00"),
            ("2014-06-14T20:30:05.250+0430", "2014-06-14T20:30:05+04:30"),
            ("14 June 2014, 8:30 pm", "2014-06-14T20:30:00"),
            ("14 June 2014 at 12 a.m.", "2014-06-14"),
            ("20:30, 14 June 2014", "2014-06-14T20:30:00"),
            ("14 June 2014, 20:30 (UTC)", "2014-06-14T20:30:00Z"),
            ("14 juin 2014 à 20h30", "2014-06-14T20:30:00"),
            ("14. Juni 2014 um 20.30 Uhr", "2014-06-14T20:30:00"),
            # As a spreadsheet has it.
            ("41804", "2014-06-14"),
            ("41804.0", "2014-06-14"),
            ("41804.75", "2014-06-14T18:00:00"),
            ("41804,75", "2014-06-14T18:00:00"),
        ],
    )
    def test_of_what_can_only_be_one_date(self, text: str, edtf: str) -> None:
        assert meant(text) == {edtf}

    def test_keep_what_is_edtf(self) -> None:
        for text in ("2014", "2014-06~/2014-06-18?", "../2014", "2014-06-14T00:00:00", "1393-03"):
            assert meant(text) == {text}

    @pytest.mark.parametrize(
        ("text", "message", "hint"),
        [
            (
                "03/04/2014",
                "can be 2014-04-03 (day first) or 2014-03-04 (month first)",
                "MM/DD/YYYY",
            ),
            ("3.4.14", "can be 2014-04-03 (day first) or 2014-03-04", "--date-format DD.MM.YY`"),
            ("1/2/2014 - 3/4/2014", "can be 2014-02-01/2014-04-03 (day first) or 2014-01-02/", ""),
            ("14/06/45", "can be 1945-06-14 or 2045-06-14", "write `1945-06-14` or `2045-06-14`"),
            ("Jun-14", "can be a month of a year, or a day of a month", "write `2014-06`, or the"),
            ("1393/03/24", "1393-03-24 (Gregorian) or 2014-06-14 (Solar", "--calendar solar-hijri"),
            ("early June 2014", "does not say which days", "`2014-06-01/2014-06-10`, or `2014-06`"),
            ("mi-juin 2014", "does not say which days", "`2014-06-11/2014-06-20`"),
            ("Ende Februar 2016", "does not say which days", "`2016-02-21/2016-02-29`"),
            ("اواسط ژوئن ۲۰۱۴", "does not say which days", "`2014-06-11/2014-06-20`"),
            ("late 2014", "does not say which days", "`2014-09/2014-12`, or `2014`"),
            ("summer 2014", "is a season", "`2014-06/2014-08`"),
            ("14 June", "has no year of four digits", "write `YYYY-06-14`, with its year"),
            ("June", "has no year of four digits", "write `YYYY-06`, with its year"),
            ("اوایل خرداد ۱۳۹۳", "does not say which days", "within `2014-05-22/2014-06-21`"),
            ("12-18-20 June 2014", "ends before it begins", ""),
            ("14/06/0000", "is not written as a date", ""),
            ("14/06", "has no year of four digits", "`YYYY-06-14`, with"),
            ("Sunday 14 June 2014", "names another day of the week", "2014-06-14 was a Saturday"),
            ("31/06/2014", "there is no day 31 in 2014-06", "write `2014-06`"),
            ("18-12 June 2014", "ends before it begins", "write `2014-06-12/2014-06-18`"),
            ("30 June - 2 May 2014", "ends before it begins", "write `2014-05-02/2014-06-30`"),
            ("20 Sha'ban 1435", "is of another calendar", "Gregorian"),
            ("24 Khordad 2014", "2014 is not one of the Solar Hijri calendar", "1393 began in"),
            ("14 June 2014, 25:30", "has a time of day that there is not", "write `2014-06-14`"),
            ("June 2014, 20:30", "only a single day may have", "write `2014-06`"),
            ("14 and 15 June 2014", "is not written as a date", "14 June 2014"),
            (
                "June 31",
                "can be a month of a year, or a day of a month",
                "write `2031-06`, or the",
            ),
            ("2014-06-14 EST", "is not written as a date", ""),
            ("-2014", "is not written as a date", ""),
            ("before 0001", "is out of range", ""),
            ("n/a", "is not written as a date", ""),
            ("7", "is not written as a date", ""),
            ("yesterday", "is not written as a date", ""),
            ("", "is not written as a date", ""),
            ("1 " * 51, "a text of 102 characters is not a date", ""),
        ],
    )
    def test_refused_with_what_to_write(self, text: str, message: str, hint: str) -> None:
        refusal = refusal_of(text)
        assert message in refusal.message
        assert hint in refusal.hint

    def test_without_a_time_where_none_may_be(self) -> None:
        for text in ("14 June 2014 20:30", "41804.75", "2014-06-14T20:30:00Z"):
            assert read(text, timed=False) == "2014-06-14"


class TestTwoDigits:
    def test_are_a_year_from_1970_to_2039_or_both_that_they_can_be(self) -> None:
        with every_case() as case:
            for short in range(100):
                with case(short):
                    years = {1900 + short, 2000 + short}
                    known = years & {*range(1970, 2040)} or years
                    assert meant(f"14 June {short:02}") == {f"{year}-06-14" for year in known}

    def test_stand_last_unless_a_format_says_otherwise(self) -> None:
        assert read("22-Jun-14") == "2014-06-22"
        assert read("22-Jun-14", "YY-MMM-DD") == "2022-06-14"
        assert read("14/06/22", "YY/MM/DD") == "2014-06-22"
        assert "there is no day 99" in refusal_of("99/06/14").message


class TestFormats:
    @pytest.mark.parametrize(
        ("pattern", "text", "edtf"),
        [
            ("DD/MM/YYYY", "03/04/2014", "2014-04-03"),
            ("dd/mm/yyyy", "3/4/2014", "2014-04-03"),
            ("MM/DD/YYYY", "03/04/2014", "2014-03-04"),
            ("%d/%m/%Y", "03/04/2014", "2014-04-03"),
            ("%d.%m.%y", "3.4.14", "2014-04-03"),
            ("%m/%d/%Y %H:%M", "03/04/2014 20:30", "2014-03-04T20:30:00"),
            ("DD/MM/YYYY HH:MM", "03/04/2014 20:30", "2014-04-03T20:30:00"),
            ("DD. MM. YYYY", "03. 04. 2014", "2014-04-03"),
            ("DDMMYYYY", "03042014", "2014-04-03"),
            ("DDMMYY", "030414", "2014-04-03"),
            ("MMM-YY", "Jun-14", "2014-06"),
            ("YYYY/DD/MM", "2014/03/04", "2014-04-03"),
            ("DD/MM/YYYY", "03/04/2014 - 05/04/2014", "2014-04-03/2014-04-05"),
            ("DD/MM/YYYY", "June 3, 2014", "2014-06-03"),
            ("excel-1904", "40342", "2014-06-14"),
        ],
    )
    def test_settle_what_is_open(self, pattern: str, text: str, edtf: str) -> None:
        assert read(text, pattern) == edtf

    def test_are_told_apart_by_their_separators(self) -> None:
        both = ("DD/MM/YYYY", "MM-DD-YYYY")
        assert read("03/04/2014", *both) == "2014-04-03"
        assert read("03-04-2014", *both) == "2014-03-04"
        assert "can be" in refusal_of("03.04.2014", *both).message

    def test_exclude_what_does_not_fit_them(self) -> None:
        assert "there is no month 14" in refusal_of("06/14/2014", "DD/MM/YYYY").message

    @pytest.mark.parametrize("pattern", ["", "DD/XX", "DD/MM", "YYYY", "DDD/MM/YYYY", "DD|MM|YYYY"])
    def test_that_are_none_are_refused(self, pattern: str) -> None:
        with pytest.raises(InvalidDate, match="is no pattern of a date"):
            style_of((pattern,))

    def test_that_fit_the_same_dates_are_refused(self) -> None:
        with pytest.raises(InvalidDate, match="fit the same dates"):
            style_of(("DD/MM/YYYY", "MM/DD/YYYY"))

    @holds
    @given(days, st.sampled_from("/.-"), st.sampled_from(["day first", "month first"]))
    def test_proposed_for_a_date_give_it_back(self, day: date, apart: str, order: str) -> None:
        text = f"{day:%d}{apart}{day:%m}{apart}{day.year}"
        if order == "month first":
            text = f"{day:%m}{apart}{day:%d}{apart}{day.year}"
        assert read(text, pattern_of(text, order)) == day.isoformat()


# Years of 366 days, from the official calendars of Iran: 1 Farvardin 1304 was 21 March 1925.
_LEAP_YEARS = (
    "1304 1309 1313 1317 1321 1325 1329 1333 1337 1342 1346 1350 1354 1358 1362 1366 1370 1375 "
    "1379 1383 1387 1391 1395 1399 1403 1408"
).split()
_MONTHS = [31] * 6 + [30] * 5


class TestSolarHijri:
    def test_is_converted_to_the_day(self) -> None:
        day = date(1925, 3, 21)
        with every_case() as case:
            for year in range(1304, 1410):
                for month, length in enumerate([*_MONTHS, 29 + (str(year) in _LEAP_YEARS)], 1):
                    with case(year, month):
                        last = day + timedelta(days=length - 1)
                        both = [day.isoformat(), last.isoformat()]
                        assert calendars.solar_days(year, month) == both
                        assert calendars.solar_days(year, month, length) == [both[1]] * 2
                        day = last + timedelta(days=1)
        # Days that history books name in both calendars.
        assert read("1357/11/22", calendar=SOLAR) == "1979-02-11"
        assert read("1388/03/22", calendar=SOLAR) == "2009-06-12"
        assert "has no day 30" in refusal_of("1393/12/30", calendar=SOLAR).message

    @pytest.mark.parametrize(
        ("text", "edtf"),
        [
            ("۲۴ خرداد ۱۳۹۳", "2014-06-14"),
            ("24 Khordad 1393", "2014-06-14"),
            ("شنبه ۲۴ خرداد ۹۳", "2014-06-14"),
            ("خردادماه ۱۳۹۳", "2014-05-22/2014-06-21"),
            ("about Khordad 1393", "2014-05-22~/2014-06-21~"),
            ("۲۲ تا ۲۴ خرداد ۱۳۹۳", "2014-06-12/2014-06-14"),
            ("۱۳۹۳/۳/۲۴ شمسی", "2014-06-14"),
            ("24 jawza 1393 shamsi", "is not"),
            ("۲۴ جوزا ۱۳۹۳", "2014-06-14"),
        ],
    )
    def test_of_named_months_needs_no_option(self, text: str, edtf: str) -> None:
        if edtf == "is not":
            assert edtf in refusal_of(text).message
        else:
            assert meant(text) == {edtf}

    def test_is_asked_for_where_years_may_be_of_either_calendar(self) -> None:
        for text in ("1393/03/24", "۱۳۹۳/۰۳/۲۴", "24.03.1393"):
            assert "can be 1393-03-24 (" in refusal_of(text).message
            assert read(text, calendar="gregorian") == "1393-03-24"
            assert read(text, calendar=SOLAR) == "2014-06-14"
        assert read("1393-03-24", calendar=SOLAR) == "2014-06-14"
        assert read("1393", calendar=SOLAR) == "2014-03-21/2015-03-20"
        assert read("93/03/24", calendar=SOLAR) == "2014-06-14"

    def test_leaves_dates_of_other_years_alone(self) -> None:
        for text in ("14/06/2014", "14 June 2014", "2014-06-14", "14 June 1393"):
            assert read(text, calendar=SOLAR) == read(text)

    def test_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "persiantools.jdatetime", None)
        assert to_install("calendars") in refusal_of("25 Khordad 1393").message
        refusal = refusal_of("1393/03/25")
        assert "1393-03-25 (Gregorian) or a day (Solar Hijri)" in refusal.message
        assert to_install("calendars") in refusal.hint
        for text in ("before 1393/03/26", "since 1393/03/26", "1393/03/26 - 1393/03/27"):
            assert "or a day (Solar Hijri)" in refusal_of(text).message

    def test_is_refused_in_records_alike_with_and_without_the_library(self) -> None:
        with pytest.raises(InvalidDate, match="`24 Khordad 1393` is of another calendar") as caught:
            parse_date("24 Khordad 1393")
        assert "Gregorian calendar" in caught.value.hint


class TestBabel:
    """Dates as the tables of Unicode write them, in 23 countries."""

    @holds
    @given(days, st.sampled_from(LOCALES), st.sampled_from(["full", "long"]))
    def test_writes_nothing_in_words_that_is_not_read(
        self, day: date, locale: str, length: str
    ) -> None:
        assert meant(format_date(day, length, locale)) == {day.isoformat()}

    @holds
    @given(st.dates(date(1970, 1, 1), date(2039, 12, 31)), st.sampled_from(LOCALES))
    def test_writes_no_numbers_of_which_the_date_is_not_a_reading(
        self, day: date, locale: str
    ) -> None:
        for length in ("medium", "short"):
            text = format_date(day, length, locale)
            found = meant(text)
            assert day.isoformat() in found
            # A year of two digits in front is none that we guess at.
            orders = {*_orders_of(day)}
            assert found <= orders

    def test_knows_no_names_that_are_not_read(self) -> None:
        known = meanings()
        with every_case() as case:
            for locale in LOCALES:
                months = [get_month_names("wide", locale=locale)]
                months.append(get_month_names("abbreviated", locale=locale))
                weekdays = [get_day_names("wide", locale=locale)]
                weekdays.append(get_day_names("abbreviated", locale=locale))
                for number, name in chain.from_iterable(names.items() for names in months):
                    with case(locale, name):
                        assert known[fold(name)].month == ("gregorian", number)
                for number, name in chain.from_iterable(names.items() for names in weekdays):
                    with case(locale, name):
                        assert known[fold(name)].weekday == number


def _orders_of(day: date) -> list[str]:
    """A day, and the one that has its day and its month changed about."""
    return [f"{day:%Y-%m-%d}", f"{day:%Y-%d-%m}"]


class TestOurOwnWords:
    @holds
    @given(
        st.lists(days, min_size=2, max_size=2).map(sorted),
        st.sampled_from((4, 7, 10)),
        st.sampled_from(
            ("{0}", "../{1}", "{0}/..", "{0}/{1}", "{0}~", "{0}?", "{0}%", "{0}~/{1}~")
        ),
    )
    def test_for_a_date_are_read_as_that_date(
        self, pair: list[date], precision: int, form: str
    ) -> None:
        first, last = (day.isoformat()[:precision] for day in pair)
        edtf = form.format(first, last) if first != last else first
        assert meant(in_words(edtf)) == {edtf}

    @holds
    @given(st.datetimes(), st.sampled_from(("", "Z", "+04:30", "-11:00")))
    def test_for_a_time_are_read_as_that_time(self, when: object, zone: str) -> None:
        edtf = f"{str(when)[:19].replace(' ', 'T')}{zone}"
        day, _, time = edtf.partition("T")
        expected = day if time in ("00:00:00", "00:00:00Z") else edtf
        assert meant(in_words(edtf)) == {expected}


_ALMOST = st.text("0123459-/.,: '’?~%()۱۴٦ージ\u200c\u202eabx", max_size=12)
_PIECES = st.lists(
    st.sampled_from(
        "14 06 2014 1393 93 June juin خرداد mar Mar mi to - / . , ' th . a until between and about "
        "? ~ pm 20:30 Z summer early Sat or_later since T شمسی 41804 20140614".split()
    ),
    max_size=9,
)


class TestAnyText:
    @holds
    @given(_ALMOST | _PIECES.map(" ".join) | _PIECES.map("".join), st.sampled_from(("", SOLAR)))
    def test_is_read_as_edtf_or_refused_with_a_reason(self, text: str, calendar: str) -> None:
        refused = ""
        try:
            found = readings(text, style_of((), calendar))
        except InvalidDate as error:
            refused, found = error.message, ()
        assert found or (refused and "\u202e" not in refused)
        for each in found:
            assert parse_date(each.edtf, timed=True).text == each.edtf
        if len({each.edtf for each in found}) > 1:
            told = refusal_of(text, calendar=calendar).message
            assert " can be " in told
            assert "\u202e" not in told

    @holds
    @given(days, st.sampled_from("/.-"))
    def test_with_numbers_in_either_order_is_never_guessed(self, day: date, apart: str) -> None:
        text = f"{day.day}{apart}{day.month}{apart}{day.year}"
        both = {f"{day.year}-{day.month:02}-{day.day:02}"}
        if day.day <= 12:
            both.add(f"{day.year}-{day.day:02}-{day.month:02}")
        assert meant(text) == both
