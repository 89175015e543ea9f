from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.queries import listing
from stances.queries.filters import Filters
from stances.queries.search import EXCERPT, KEYS, search
from stances.search_query import wanted

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.queries.result import Row


@pytest.fixture
def said(corpus: CorpusBuilder) -> CorpusBuilder:
    def of(text: str, **fields: Any) -> dict[str, Any]:
        return {"evidence": [{"text": text}], **fields}

    corpus.official("zoe", statements=[of("a tram"), of("a bus", said="2021-06")])
    corpus.official("cas", statements=[of("a tram"), of("a tram, for want of other words")])
    by_zoe = {"text": "no tram", "speaker": "zoe"}
    return corpus.official("abel", faction="mayor", statements=[{"evidence": [by_zoe]}])


def rows(corpus: CorpusBuilder, looked_for: str, /, *arranged: Any, **given: Any) -> list[Row]:
    return [*search(corpus.index(), wanted(looked_for), Filters(**given), *arranged).rows]


def refs(*asked: Any, **given: Any) -> list[str]:
    return [row["ref"] for row in rows(*asked, **given)]


class TestTheStatements:
    def test_have_the_best_first_and_equals_in_the_order_of_the_list(
        self, said: CorpusBuilder
    ) -> None:
        found = rows(said, "tram")
        assert [row["ref"] for row in found] == ["abel/s1", "cas/s1", "zoe/s1", "cas/s2"]
        assert [row["rank"] for row in found] == [1, 1, 1, 4]

    def test_are_only_those_that_filters_let_through(self, said: CorpusBuilder) -> None:
        assert refs(said, "tram", faction=("mayor",)) == ["abel/s1"]
        assert refs(said, "bus OR tram", since=parse_date("2021-06")) == ["zoe/s2"]
        assert refs(said, "tram", text=("other words",)) == ["cas/s2"]
        assert [row["rank"] for row in rows(said, "tram", text=("other",))] == [1]

    def test_are_also_those_attributed_to_whom_is_asked_for(self, said: CorpusBuilder) -> None:
        assert refs(said, "tram", official=("zoe",)) == ["abel/s1", "zoe/s1"]
        index = said.index()
        assert search(index, wanted("tram"), Filters(official=("zoe",))).asked == ("zoe",)

    def test_come_in_another_order_and_number_if_asked(self, said: CorpusBuilder) -> None:
        assert refs(said, "tram", "-ref") == ["zoe/s1", "cas/s2", "cas/s1", "abel/s1"]
        assert refs(said, "tram", "-rank", 1) == ["cas/s2"]
        assert refs(said, "tram", "", 2) == ["abel/s1", "cas/s1"]
        assert refs(said, "tram", "", 0) == []
        for key in (*EXCERPT, "zzz"):
            with pytest.raises(ValueError, match=key):
                refs(said, "tram", key)


def test_a_row_is_one_of_the_list_with_its_rank_and_passage(said: CorpusBuilder) -> None:
    [row] = rows(said, "other")
    assert tuple(row) == KEYS == (*listing.KEYS, "rank", *EXCERPT)
    [listed] = listing.listing(said.index(), Filters(text=("other",))).rows
    assert {key: row[key] for key in listing.KEYS} == listed
    assert row["excerpt"] == row["quote"]
    assert row["matches"] == [[20, 25]]
    assert (row["excerpt_of"], row["excerpt_source"]) == ("text", "courier")
