from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.queries import choices
from stances.queries.choices import DAY, LIKE, SAME, NewQuotation, recorded_as, similar

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder


def test_words_are_in_the_order_of_the_codebook(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", statements=["supports"]).index()
    assert [word.id for word in choices.words(index, "frame")] == ["jobs", "cost"]
    assert [word.id for word in choices.words(index, "faction")] == ["mayor", "council"]
    [issue] = choices.words(index, "issue")
    assert issue.id == choices.default_issue(index) == "tram"
    scale = choices.positions(index, "tram")
    assert [(p.id, p.score) for p in scale][::6] == [("supports", 2), ("unstated", None)]
    assert [p.id for p in scale if p.requires] == ["conditional"]


def test_there_need_be_no_issue_that_goes_without_saying(corpus: CorpusBuilder) -> None:
    assert choices.default_issue(corpus.meta(default_issue=None).index()) is None


def test_the_last_source_comes_first(corpus: CorpusBuilder) -> None:
    corpus.source("b", published="2021-07").source("a", published="2021-07")
    corpus.source("open", published="../2021")
    assert [each.id for each in choices.sources(corpus.index())] == ["a", "b", "courier", "open"]


def test_own_texts_are_what_the_official_wrote_and_no_article(corpus: CorpusBuilder) -> None:
    corpus.official("bo", name="Bo Li", aliases=["B. Li"])
    corpus.source("speech", authors=["bo  LI"], kind="speech").source(
        "memoir", authors=["X", "B. Li"]
    )
    corpus.source("interview", authors=["Bo Li"], kind="tv-interview").source(
        "other", authors=["Li"]
    )
    assert choices.own_texts(corpus.index(), "bo") == {"speech", "memoir"}
    assert choices.own_texts(corpus.index(), "nobody") == set()


def test_what_is_there_is_known_again(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", name="Bo Li", statements=[{"id": "x"}, "supports"]).index()
    assert choices.official(index, "bo") == ("bo", "Bo Li", 2)
    assert choices.recorded(index, "bo/x").said == "2021-05-03"


def statement(id_: str, text: str, **fields: Any) -> dict[str, Any]:
    evidence = [{"source": "courier", "form": "quote", "text": text}]
    return {"id": id_, "position": "opposes", "said": "2021-05", "evidence": evidence, **fields}


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    corpus.official(
        "bo",
        statements=[
            statement("first", "The tram is far too dear for us"),
            statement("second", "Nobody will ever use it", said="2021-06"),
            statement("third", "No tram in my street", position="rejects", said="../2021-04"),
        ],
    )
    return corpus.official("cas", statements=[statement("own", "No tram in my street")]).index()


def found(index: sqlite3.Connection, text: str, **fields: Any) -> list[tuple[str, int]]:
    fields = {"source": "herald", **fields}
    return [(each.ref, each.why) for each in similar(index, NewQuotation("bo", text, **fields))]


class TestSimilar:
    def test_have_the_same_words_from_the_same_source(self, index: sqlite3.Connection) -> None:
        assert found(index, "no TRAM, in my street!", source="courier") == [
            ("bo/third", SAME),
            ("cas/own", SAME),
        ]
        assert found(index, "No tram in my street") == [("bo/third", LIKE)]

    def test_have_most_of_the_words_of_the_shorter(self, index: sqlite3.Connection) -> None:
        assert found(index, "far too dear") == [("bo/first", LIKE)]
        assert found(index, "he said the tram is too far from us") == [("bo/first", LIKE)]
        assert found(index, "the tram is good for business") == []

    def test_are_not_found_by_one_word_or_two(self, index: sqlite3.Connection) -> None:
        assert found(index, "No tram") == []

    @pytest.mark.parametrize(
        ("said", "refs"),
        [
            ("2021-05-31", ["bo/first"]),
            ("2021-05/2021-06", ["bo/first", "bo/second"]),
            ("../2021-06-30", ["bo/first", "bo/second"]),
            ("2021-06-30/..", ["bo/second"]),
            ("2021-07", []),
        ],
    )
    def test_take_the_same_position_perhaps_on_the_same_day(
        self, index: sqlite3.Connection, said: str, refs: list[str]
    ) -> None:
        got = found(index, "words of its own", position="opposes", said=parse_date(said))
        assert got == [(ref, DAY) for ref in refs]

    def test_with_an_open_beginning_may_be_of_any_earlier_day(
        self, index: sqlite3.Connection
    ) -> None:
        early = parse_date("1999")
        assert found(index, "own words", position="rejects", said=early) == [("bo/third", DAY)]

    def test_come_likest_first(self, index: sqlite3.Connection) -> None:
        said = parse_date("2021")
        words = "Nobody will ever use it"
        assert found(index, words, position="opposes", said=said, source="courier") == [
            ("bo/second", SAME),
            ("bo/first", DAY),
        ]

    def test_are_on_the_same_issue(self, index: sqlite3.Connection) -> None:
        assert found(index, "No tram in my street", issue="tram") == [("bo/third", LIKE)]
        assert found(index, "No tram in my street", issue="bus") == []

    def test_are_few(self, corpus: CorpusBuilder) -> None:
        many = [statement(f"s{n}", f"No tram in street {n}") for n in range(9)]
        corpus.official("bo", statements=many)
        assert len(found(corpus.index(), "No tram in my street")) == 5

    def test_may_be_recorded_as_one(self, index: sqlite3.Connection) -> None:
        assert (
            recorded_as(index, NewQuotation("cas", "No tram in my street", "courier")) == "cas/own"
        )
        assert recorded_as(index, NewQuotation("cas", "No tram in my street", "herald")) == ""
