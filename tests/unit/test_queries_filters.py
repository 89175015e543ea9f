from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stances.dates import parse_date
from stances.errors import AmbiguousName, UnknownName
from stances.model.types import Form, Status
from stances.queries.filters import FORMS, STATUSES, Filters
from stances.queries.listing import listing

if TYPE_CHECKING:
    from corpora import CorpusBuilder

PROBABLE = {"source": "herald", "match": "probable"}
COPY = {"source": "herald", "derived_from": "courier"}
OPEN = [{"about": "position", "note": "They differ."}]


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    """Two officials whose statements differ in one thing each."""
    corpus.codebook(issues={"tram": {"yes": 1, "no": -1}, "quays": {"mend": 1}})
    corpus.source("herald").official(
        "jansen",
        faction="mayor",
        statements=[
            {"id": "plain", "position": "yes"},
            {"id": "against", "position": "no"},
            {"id": "quays", "issue": "quays", "position": "mend"},
            {"id": "framed", "position": "yes", "frames": ["jobs"]},
            {"id": "cost", "position": "yes", "frames": ["jobs", "cost"]},
            {"id": "nobodys", "position": "yes", "faction": "none"},
        ],
    )
    corpus.official(
        "de-vries",
        name="Anna de Vries",
        statements=[
            {"id": "told", "position": "yes", "evidence": [{"form": "paraphrase"}]},
            {"id": "both", "position": "yes", "evidence": ["courier", "herald"]},
            {"id": "likely", "position": "yes", "evidence": ["courier", PROBABLE]},
            {"id": "copied", "position": "yes", "evidence": ["courier", COPY]},
            {"id": "open", "position": "yes", "disputes": OPEN},
            {"id": "denied", "position": "yes", "status": "denied"},
            {"id": "not-hers", "position": "yes", "status": "misattributed"},
            {"id": "his", "position": "yes", "evidence": [{"speaker": "jansen"}]},
        ],
    )
    return corpus.index()


def ids(index: sqlite3.Connection, **given: Any) -> str:
    """Give the ids of the statements that are let through, in the order of the files."""
    rows = listing(index, Filters(**given).resolved(index)).rows
    kept = {row["ref"] for row in rows}
    ranked = index.execute("SELECT ref FROM statements ORDER BY official DESC, number")
    return " ".join(ref.partition("/")[2] for (ref,) in ranked if ref in kept)


JANSENS = "plain against quays framed cost nobodys"
HERS = "told both likely copied open denied his"


class TestFilters:
    @pytest.mark.parametrize(
        ("key", "value", "kept"),
        [
            ("official", "jansen", f"{JANSENS} his"),
            ("official", "de-vries", HERS),
            ("faction", "mayor", "plain against quays framed cost"),
            ("faction", "council", HERS),
            ("faction", "none", "nobodys"),
            ("position", "no", "against"),
            ("position", "mend", "quays"),
            ("issue", "quays", "quays"),
            ("frame", "jobs", "framed cost"),
            ("frame", "cost", "cost"),
            ("form", "paraphrase", "told"),
            ("status", "denied", "denied"),
            ("status", "misattributed", "not-hers"),
            ("source", "herald", "both likely copied"),
        ],
    )
    def test_let_through_what_has_the_value(
        self, index: sqlite3.Connection, key: str, value: str, kept: str
    ) -> None:
        assert ids(index, **{key: (value,)}) == kept

    def test_let_through_all_but_misattributed_if_none_is_given(
        self, index: sqlite3.Connection
    ) -> None:
        assert ids(index) == f"{JANSENS} {HERS}"

    @pytest.mark.parametrize(
        ("key", "values", "kept"),
        [
            ("official", ("jansen", "de-vries"), f"{JANSENS} {HERS}"),
            ("faction", ("none", "council"), f"nobodys {HERS}"),
            ("position", ("no", "mend"), "against quays"),
            ("issue", ("tram", "quays"), f"{JANSENS} {HERS}"),
            ("frame", ("jobs", "cost"), "framed cost"),
            ("form", ("quote", "paraphrase"), f"{JANSENS} {HERS}"),
            ("status", ("denied", "misattributed"), "denied not-hers"),
            ("source", ("herald", "courier"), f"{JANSENS} {HERS}"),
        ],
    )
    def test_let_through_what_has_one_of_the_values(
        self, index: sqlite3.Connection, key: str, values: tuple[str, ...], kept: str
    ) -> None:
        assert ids(index, **{key: values}) == kept

    @pytest.mark.parametrize(
        ("filters", "kept"),
        [
            ({"official": ("jansen",), "position": ("yes",)}, "plain framed cost nobodys his"),
            ({"faction": ("mayor",), "frame": ("jobs", "cost")}, "framed cost"),
            ({"source": ("herald",), "min_sources": 2}, "both"),
            ({"status": ("misattributed",), "official": ("de-vries",)}, "not-hers"),
            ({"status": ("misattributed",), "official": ("jansen",)}, ""),
            ({"position": ("no",), "issue": ("quays",)}, ""),
            ({"status": ("denied", "attested"), "frame": ("cost",)}, "cost"),
            ({"status": ("denied", "misattributed"), "without_disputed": True}, "not-hers"),
        ],
    )
    def test_let_through_what_fits_all_of_them(
        self, index: sqlite3.Connection, filters: dict[str, Any], kept: str
    ) -> None:
        assert ids(index, **filters) == kept


class TestMinSources:
    @pytest.mark.parametrize(
        ("number", "kept"),
        [(0, f"{JANSENS} {HERS}"), (1, f"{JANSENS} {HERS}"), (2, "both"), (3, ""), (10**20, "")],
    )
    def test_counts_no_copies_and_none_that_is_only_probable(
        self, index: sqlite3.Connection, number: int, kept: str
    ) -> None:
        assert ids(index, min_sources=number) == kept


def test_what_is_disputed_is_in_unless_it_is_left_out(index: sqlite3.Connection) -> None:
    assert ids(index, without_disputed=True) == f"{JANSENS} told both likely copied his"


class TestTextFilter:
    @pytest.fixture
    def said(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        words = {"text": "The rails of Café Ünal, at once!"}
        glossed = {"summary": "Rails at any price", "note": "rails of the note"}
        persian = {"evidence": [{"text": "x", "original": {"text": "می‌سازیم", "lang": "fa"}}]}
        corpus.official("jansen", statements=[{"evidence": [words]}, glossed, persian])
        return corpus.index()

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("rails", "s1 s2"),
            ("RAILS OF", "s1"),
            ("cafe unal", "s1"),
            ("once", "s1"),
            ("rail", "s1 s2"),
            ("ails", ""),
            ("rails once", ""),
            ("rails at", "s2"),
            ("می‌ساز", "s3"),
            ("words", "s2"),
            ("100%", ""),
            ("r_ils", ""),
        ],
    )
    def test_are_found_in_a_row_the_last_perhaps_only_begun(
        self, said: sqlite3.Connection, text: str, kept: str
    ) -> None:
        assert ids(said, text=(text,)) == kept

    def test_are_found_in_one_text_and_not_across_two(self, said: sqlite3.Connection) -> None:
        assert ids(said, text=("price words",)) == ""

    def test_may_be_one_or_another(self, said: sqlite3.Connection) -> None:
        assert ids(said, text=("price", "می‌سازیم")) == "s2 s3"


class TestFilterNames:
    @pytest.mark.parametrize(
        ("key", "typed", "kept"),
        [
            ("official", "Vries", HERS),
            ("faction", "Council", HERS),
            ("position", "NO", "against"),
            ("frame", "Jobs", "framed cost"),
            ("issue", "Quays", "quays"),
            ("source", "HERALD", "both likely copied"),
        ],
    )
    def test_are_understood_as_people_type_them(
        self, index: sqlite3.Connection, key: str, typed: str, kept: str
    ) -> None:
        assert ids(index, **{key: (typed,)}) == kept

    @pytest.mark.parametrize("key", ["official", "faction", "position", "issue", "frame", "source"])
    def test_have_to_be_known(self, index: sqlite3.Connection, key: str) -> None:
        with pytest.raises(UnknownName, match=f"no {key} is called `zzz`"):
            ids(index, **{key: ("zzz",)})

    def test_have_to_mean_one_official(self, corpus: CorpusBuilder) -> None:
        for name in ("anna", "piet"):
            corpus.official(name, name=f"{name} Smit", statements=["supports"])
        with pytest.raises(AmbiguousName):
            ids(corpus.index(), official=("Smit",))


@pytest.mark.parametrize(("key", "word"), [("form", "quotes"), ("status", "deny")])
def test_fixed_words_have_to_be_known_too(index: sqlite3.Connection, key: str, word: str) -> None:
    with pytest.raises(UnknownName, match=f"no {key} is called `{word}`"):
        ids(index, **{key: (word,)})


def test_forms_and_statuses_to_choose_from_are_those_of_records() -> None:
    assert get_args(Form) == FORMS
    assert get_args(Status) == STATUSES


def test_figures_take_only_an_officials_own_statements(index: sqlite3.Connection) -> None:
    clause = Filters(official=("jansen",)).clause()
    query = f"SELECT ref FROM statements AS s WHERE {clause.sql}"
    refs = [ref for (ref,) in index.execute(query, clause.values)]
    assert "de-vries/his" not in refs
    assert len(refs) == len(JANSENS.split())


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
