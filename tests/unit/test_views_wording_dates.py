from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.views.wording import in_words

holds = settings(deadline=None)  # a property is true or false, however busy the machine

QUALIFIERS = {"~": "about", "?": "perhaps", "%": "perhaps about"}
FORMS = {"%d %B %Y": len("2014-06-18"), "%B %Y": len("2014-06"), "%Y": len("2014")}
"""How a day, a month and a year are written, with the length that they have in a record."""

days = st.dates().map(lambda day: day.isoformat())
lengths = st.sampled_from([*FORMS.values()])
marks = st.sampled_from(["", *QUALIFIERS])
ends = st.builds(lambda day, length, mark: day[:length] + mark, days, lengths, marks)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = sorted((draw(days), draw(days)))
    return "/".join(day[: draw(lengths)] + draw(marks) for day in (first, last))


@st.composite
def neighbours(draw: st.DrawFn) -> str:
    """Intervals within a year or a month, whose ends share most of their words."""
    first, last = sorted((draw(days), draw(days)))
    shared, length = draw(lengths), draw(lengths)
    last = first[:shared] + last[shared:]
    last = last if first < last and is_date(last) else first
    return f"{first[:length]}{draw(marks)}/{last[:length]}{draw(marks)}"


dates = st.one_of(
    ends, intervals(), neighbours(), ends.map("{}/..".format), ends.map("../{}".format)
)
times = st.builds(
    lambda moment, zone: moment.replace(microsecond=0).isoformat() + zone,
    st.datetimes(min_value=datetime(1000, 1, 1)),  # noqa: DTZ001 - as it is written
    st.sampled_from(["", "Z", "+04:30", "-05:00"]),
)


def recorded(words: str) -> str:
    """The date that some words mean, without its qualifiers: an independent reading of them."""
    words = re.sub(r"\b(perhaps|about) ", "", words)
    if words.startswith("by "):
        return f"../{end(words.removeprefix('by ').removeprefix('the end of '))}"
    if words.endswith(" or later"):
        return f"{end(words.removesuffix(' or later'))}/.."
    first, _, last = (part.strip() for part in words.partition("–"))
    if not last:
        return end(first)
    missing = last.split()[len(first.split()) :]
    is_whole = re.search(r"\d{4}$", first)
    return f"{end(first if is_whole else ' '.join([first, *missing]))}/{end(last)}"


def end(words: str) -> str:
    """A day, a month or a year in ISO's form; raises ValueError for other words."""
    form = next(form for form in FORMS if len(form.split()) == len(words.split()))
    return datetime.strptime(words, form).strftime("%Y-%m-%d").zfill(10)[: FORMS[form]]  # noqa: DTZ007


def without_marks(said: str) -> str:
    """A date without its qualifiers; an interval of two equal ends is that one end."""
    plain = re.sub("[~?%]", "", said)
    first, _, last = plain.partition("/")
    return first if first == last else plain


class TestDateInWords:
    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ("2014", "2014"),
            ("2014-06", "June 2014"),
            ("2014-06-08", "8 June 2014"),
            ("2014-06-10", "10 June 2014"),
            ("2014-06-18~", "about 18 June 2014"),
            ("2014-06-18?", "perhaps 18 June 2014"),
            ("2014-06%", "perhaps about June 2014"),
            ("2014-06-12~/2014-06-18", "about 12–18 June 2014"),
            ("2014-06-12/2014-06-18~", "about 12–18 June 2014"),
            ("2014-06-12?/2014-06-18~", "perhaps about 12–18 June 2014"),
            ("2014-06-11/2014-06-25", "11–25 June 2014"),
            ("2014-06-30/2014-07-02", "30 June – 2 July 2014"),
            ("2013-12-30/2014-01-02", "30 December 2013 – 2 January 2014"),
            ("2014-06/2014-08", "June – August 2014"),
            ("2013-11/2014-01", "November 2013 – January 2014"),
            ("2013/2014", "2013–2014"),
            ("2014-06/2014-06-18", "June 2014 – 18 June 2014"),
            ("2014-06/2014-06", "June 2014"),
            ("../2014-06-21", "by 21 June 2014"),
            ("../2014-06-21~", "by about 21 June 2014"),
            ("../2014-06", "by the end of June 2014"),
            ("../2014?", "by perhaps 2014"),
            ("2014-06-11/..", "11 June 2014 or later"),
            ("2014-06~/..", "about June 2014 or later"),
            ("2014-06-18T20:30:00+04:30", "18 June 2014, 20:30 (+04:30)"),
            ("2014-06-18T00:00:00Z", "18 June 2014, 00:00 (UTC)"),
            ("2014-06-18T20:30:05", "18 June 2014, 20:30:05"),
            ("2014-06-18T20:00:00", "18 June 2014, 20:00"),
        ],
    )
    def test_is_as_people_write_it(self, said: str, words: str) -> None:
        assert str(parse_date(said, timed=True)) == said
        assert in_words(said) == words

    def test_is_as_the_page_on_answers_says(self) -> None:
        page = Path(__file__).parents[2] / "docs/answers.md"
        rows = re.findall(
            r"^\| (`\S+`(?:, `\S+`)*) \| (.+) \|$", page.read_text("utf-8"), re.MULTILINE
        )
        dated = [(left, right) for left, right in rows if re.search("20[0-9]{2}", left)]
        assert len(dated) == 7
        for left, right in dated:
            assert ", ".join(map(in_words, re.findall("`(.+?)`", left))) == right

    @holds
    @given(dates)
    def test_says_neither_more_nor_less_than_the_date(self, said: str) -> None:
        assert str(parse_date(said)) == said
        assert recorded(in_words(said)) == without_marks(said)

    @holds
    @given(dates)
    def test_is_qualified_where_either_end_is(self, said: str) -> None:
        words = in_words(said)
        found = {QUALIFIERS[mark] for mark in re.findall("[~?%]", said)}
        expected = found.pop() if len(found) == 1 else "perhaps about" if found else ""
        told = re.match(r"(?:by )?((?:perhaps |about )*)", words)
        assert told is not None
        assert told[1].strip() == expected
        assert len(re.findall("perhaps|about", words)) == len(expected.split())

    @holds
    @given(times)
    def test_with_a_time_has_its_clock_and_zone(self, said: str) -> None:
        assert str(parse_date(said, timed=True)) == said
        day, _, clock = in_words(said).partition(", ")
        assert end(day) == said[:10]
        shown, _, zone = clock.partition(" (")
        assert f"{shown}:00"[:8] == said[11:19]
        assert zone.removesuffix(")").replace("UTC", "Z") == said[19:]

    @holds
    @given(st.text() | st.text("0123-/.~?%T:Z", max_size=16))
    def test_of_what_is_no_date_is_that_text(self, text: str) -> None:
        try:
            parse_date(text, timed=True)
        except ValueError:
            no_calendar = re.sub(r"\d{4}(-\d\d){0,2}", "2014", text)
            assert in_words(text) == text or is_date(no_calendar)


def is_date(text: str) -> bool:
    """Whether a text would be a date if there were such days."""
    try:
        parse_date(text, timed=True)
    except ValueError:
        return False
    return True
