from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.queries import listing
from stances.queries.filters import Filters
from stances.queries.search import EXCERPT, KEYS, LONGEST, excerpt, search
from stances.search_query import parse

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
    return [*search(corpus.index(), parse(looked_for), Filters(**given), *arranged).rows]


def refs(*asked: Any, **given: Any) -> list[str]:
    return [row["ref"] for row in rows(*asked, **given)]


class TestSearchStatements:
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
        assert search(index, parse("tram"), Filters(official=("zoe",))).asked == ("zoe",)

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


PIECE = {"source": "courier", "text": "", "original": None, "note": None, "via": None}


DISPUTE = {"note": "no", "resolution": None, "words": None}
DENIAL = {"source": "herald", "text": "a bridge"}


def row(*texts: str, **fields: Any) -> dict[str, Any]:
    evidence = [PIECE | {"text": text, "source": f"s{n}"} for n, text in enumerate(texts)]
    empty: dict[str, Any] = {
        "summary": None,
        "conditions": [],
        "venue": None,
        "note": None,
        "disputes": [],
        "spoken_by": None,
        "according_to": [],
    }
    return {"evidence": evidence, "quote": texts[-1]} | empty | fields


def of(found: dict[str, Any], text: str) -> tuple[str, list[str]]:
    shown = excerpt(found, parse(text).terms, {})
    matched = [shown["excerpt"][start:end] for start, end in shown["matches"]]
    return shown["excerpt"], matched


class TestExcerpt:
    def test_is_that_with_most_of_the_words(self) -> None:
        found = row("a tram", "a tram, a bus", "a bus")
        assert of(found, "bus tram") == ("a tram, a bus", ["tram", "bus"])
        assert excerpt(found, parse("bus tram").terms, {})["excerpt_source"] == "s1"

    def test_is_the_best_evidence_where_several_have_them(self) -> None:
        assert of(row("a tram", "the tram"), "tram") == ("the tram", ["tram"])

    @pytest.mark.parametrize(
        ("fields", "of_", "source"),
        [
            ({"summary": "a bridge"}, "summary", None),
            ({"conditions": ["no", "a bridge"]}, "conditions", None),
            ({"venue": "a bridge"}, "venue", None),
            ({"note": "a bridge"}, "note", None),
            ({"disputes": [DISPUTE | {"note": "a bridge"}]}, "disputes", None),
            ({"disputes": [DISPUTE | {"resolution": "a bridge"}]}, "disputes", None),
            ({"disputes": [DISPUTE | {"words": DENIAL}]}, "disputes", "herald"),
            ({"spoken_by": "a bridge"}, "spoken_by", None),
            ({"spoken_by": "bo"}, "spoken_by", None),
            ({"according_to": ["a clerk", "bo"]}, "according_to", None),
            ({"evidence": [PIECE | {"via": "a bridge"}]}, "via", "courier"),
            ({"evidence": [PIECE | {"note": "a bridge"}]}, "note", "courier"),
            ({"evidence": [PIECE | {"original": {"text": "a bridge"}}]}, "original", "courier"),
        ],
    )
    def test_says_what_it_is(self, fields: dict[str, Any], of_: str, source: str | None) -> None:
        shown = excerpt(row("a tram", **fields), parse("bridge").terms, {"bo": "a bridge"})
        assert shown["excerpt"] == "a bridge"
        assert shown["matches"] == [[2, 8]]
        assert (shown["excerpt_of"], shown["excerpt_source"]) == (of_, source)

    def test_is_cut_between_words_around_those_that_matched(self) -> None:
        text = f"{'before ' * 100}the Tram and bus {'behind ' * 100}".strip()
        shown, matched = of(row(text), "tram bus")
        assert matched == ["Tram", "bus"]
        assert shown.startswith("…before ")
        assert shown.endswith(" behind…")
        assert shown.strip("…") in text
        assert LONGEST // 2 < len(shown) <= LONGEST + 2

    def test_is_cut_at_one_end_only_at_the_other(self) -> None:
        shown, matched = of(row(f"tram {'behind ' * 100}".strip()), "tram")
        assert (shown[:5], shown[-1], matched) == ("tram ", "…", ["tram"])
        shown, matched = of(row(f"{'before ' * 100}tram"), "tram")
        assert (shown[0], shown[-5:], matched) == ("…", " tram", ["tram"])

    def test_is_where_most_of_the_words_stand_close_together(self) -> None:
        text = f"tram {'x ' * 300}tram bus {'y ' * 300}bus"
        assert of(row(text), "tram bus")[1] == ["tram", "bus"]

    def test_has_a_match_that_is_longer_than_it_may_be(self) -> None:
        long = "word" * LONGEST
        shown, matched = of(row(f"{'before ' * 50}{long} {'behind ' * 50}"), long)
        assert matched == [long]
        assert long in shown

    def test_is_cut_anywhere_in_a_script_without_blanks(self) -> None:
        text = "前" * 500 + "習近平" + "後" * 500
        shown, matched = of(row(text), "習近平")
        assert matched == ["習近平"]
        assert "前習近平後" in shown
        assert len(shown) == LONGEST + 2

    def test_is_not_cut_if_it_just_fits(self) -> None:
        text = "tram " + "x" * (LONGEST - 5)
        assert of(row(text), "tram")[0] == text
