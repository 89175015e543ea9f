from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.queries.filters import Filters

FIRST, LAST = date(2014, 6, 1), date(2014, 7, 10)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
"""The days that the oracle goes through, one by one; for it nothing lies outside of them."""

inner = st.sampled_from(DAYS[10:-10]).map(date.isoformat)
single = st.builds(str.__add__, inner, st.sampled_from(("", "?", "~", "%")))
spans = st.lists(inner, min_size=2, max_size=2).map(lambda ends: "/".join(sorted(ends)))
texts = st.one_of(single, spans, inner.map("{}/..".format), inner.map("../{}".format))
closed = st.one_of(single, spans)


def days_of(text: str) -> set[date]:
    """All days on which it can have been said, by brute force and not by `stances.dates`."""
    start, _, end = text.translate({ord(mark): None for mark in "?~%"}).partition("/")
    first = FIRST if start == ".." else date.fromisoformat(start)
    last = LAST if end == ".." else date.fromisoformat(end or start)
    return {day for day in DAYS if first <= day <= last}


def asked(since: str | None, until: str | None) -> set[date]:
    first = min(days_of(since)) if since else FIRST
    last = max(days_of(until)) if until else LAST
    return {day for day in DAYS if first <= day <= last}


def lets_through(said: str, since: str | None, until: str | None, *, certain: bool = False) -> bool:
    bounds = [parse_date(text) if text else None for text in (since, until)]
    clause = Filters(since=bounds[0], until=bounds[1], certain=certain).clause()
    when = parse_date(said)
    row = "SELECT 'attested' AS status, ? AS said_from, ? AS said_to"
    query = f"SELECT 1 FROM ({row}) AS s WHERE {clause.sql}"
    with closing(sqlite3.connect(":memory:")) as index:
        return bool(index.execute(query, (when.first, when.last, *clause.values)).fetchone())


@given(texts, st.none() | closed, st.none() | closed)
def test_a_date_matches_if_one_of_its_days_is_in_the_range(
    said: str, since: str | None, until: str | None
) -> None:
    assume(asked(since, until))
    assert lets_through(said, since, until) is bool(days_of(said) & asked(since, until))


@given(texts, st.none() | closed, st.none() | closed)
def test_a_date_matches_for_certain_if_all_its_days_are_in_the_range(
    said: str, since: str | None, until: str | None
) -> None:
    certain = days_of(said) <= asked(since, until)
    assert lets_through(said, since, until, certain=True) is certain


@given(texts, closed, closed)
def test_what_matches_for_certain_matches_possibly(said: str, since: str, until: str) -> None:
    if lets_through(said, since, until, certain=True):
        assert lets_through(said, since, until)


@pytest.mark.parametrize(
    ("said", "since", "until", "possibly", "certainly"),
    [
        ("2014-06-18", "2014-06-18", "2014-06-18", True, True),
        ("2014-06-18", "2014-06-19", None, False, False),
        ("2014-06-18", None, "2014-06-17", False, False),
        ("2014-06", "2014-06-18", None, True, False),
        ("2014-06", None, "2014-06-18", True, False),
        ("2014-06", "2014-06", "2014-06", True, True),
        ("2014-06", "2014", "2014", True, True),
        ("2014", "2014-06", None, True, False),
        ("../2014-06-18", "2014-06-18", None, True, False),
        ("../2014-06-18", "2014-06-19", None, False, False),
        ("../2014-06-18", None, "2014-06-18", True, True),
        ("2014-06-18/..", "2014-06-18", None, True, True),
        ("2014-06-18/..", "2014-07", None, True, False),
        ("2014-06-18/..", None, "2014-06-17", False, False),
        ("2014-06-18~", "2014-06-18", "2014-06-18", True, True),
    ],
)
def test_since_and_until_take_their_own_days_in(
    said: str, since: str | None, until: str | None, possibly: object, certainly: object
) -> None:
    assert lets_through(said, since, until) is possibly
    assert lets_through(said, since, until, certain=True) is certainly
