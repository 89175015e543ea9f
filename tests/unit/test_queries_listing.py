from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.filters import Filters
from stances.queries.listing import KEYS, listing

if TYPE_CHECKING:
    from corpora import CorpusBuilder


@pytest.fixture
def said(corpus: CorpusBuilder) -> CorpusBuilder:
    corpus.official(
        "zoe",
        name="Anna Bo",
        statements=[
            {"id": "june", "said": "2021-06", "position": "rejects"},
            {"id": "may", "said": "2021-05", "position": "unstated", "venue": "Hall"},
            {"id": "third", "said": "2021-05-03", "position": "supports"},
            {"id": "until", "said": "../2021-05-03", "position": "unstated"},
            {"id": "since", "said": "2021-05-03/..", "position": "indirect", "venue": "Club"},
        ],
    )
    corpus.official("bo", name="Anna Bo", statements=["conditional"])
    return corpus.official("abel", name="Zeno Abel", statements=[{"evidence": [{"speaker": "bo"}]}])


def refs(
    corpus: CorpusBuilder, sort: str = "", limit: int | None = None, **given: Any
) -> list[str]:
    rows = listing(corpus.index(), Filters(**given), sort, limit).rows
    return [row["ref"] for row in rows]


TIMES = ["zoe/until", "zoe/may", "zoe/third", "zoe/since", "zoe/june"]


class TestListingOrder:
    def test_by_name_and_then_in_order_of_time(self, said: CorpusBuilder) -> None:
        assert refs(said) == ["bo/s1", *TIMES, "abel/s1"]

    def test_by_a_key_if_one_is_named(self, said: CorpusBuilder) -> None:
        assert refs(said, "ref") == sorted([*TIMES, "bo/s1", "abel/s1"])
        assert refs(said, "-ref") == sorted([*TIMES, "bo/s1", "abel/s1"], reverse=True)

    def test_by_what_they_have_with_those_that_lack_it_last(self, said: CorpusBuilder) -> None:
        by_score = ["zoe/june", "bo/s1", "zoe/since", "zoe/third", "abel/s1"]
        assert refs(said, "score") == [*by_score, "zoe/until", "zoe/may"]
        assert refs(said, "-score") == [
            "zoe/third", "abel/s1", "zoe/since", "bo/s1", "zoe/june", "zoe/until", "zoe/may",
        ]  # fmt: skip
        assert refs(said, "venue")[:2] == ["zoe/since", "zoe/may"]
        assert refs(said, "-venue")[:2] == ["zoe/may", "zoe/since"]

    def test_by_their_first_day_and_then_their_last(self, said: CorpusBuilder) -> None:
        dated = ["zoe/may", "bo/s1", "zoe/third", "abel/s1"]
        found = refs(said, "said")
        assert [ref for ref in found if ref in dated] == dated
        assert found[-1] == "zoe/until"
        back = refs(said, "-said", official=("zoe",))
        assert (back[0], back[-2:]) == ("zoe/june", ["zoe/may", "zoe/until"])

    def test_only_so_many_if_there_is_a_limit(self, said: CorpusBuilder) -> None:
        assert refs(said, limit=2) == ["bo/s1", "zoe/until"]
        assert refs(said, "ref", 1) == ["abel/s1"]
        assert refs(said, limit=0) == []
        assert len(refs(said, limit=10**20)) == 7

    def test_by_no_key_that_rows_do_not_have(self, said: CorpusBuilder) -> None:
        for sort in ("zzz", "-zzz", "words", "ref; DROP TABLE x", "--ref"):
            with pytest.raises(ValueError, match=r"^-?\w"):
                refs(said, sort)


class TestListingRow:
    def test_has_all_keys_in_their_documented_order(self, said: CorpusBuilder) -> None:
        found = listing(said.index(), Filters())
        rows = list(found.rows)
        assert " ".join(KEYS) == (
            "ref official name faction role said said_from said_to venue issue position score "
            "conditions frames status disputed match_certain match_probable forms quote lang "
            "summary coder decided decided_by decided_why decided_of sources evidence disputes "
            "note words_of same_occasion spoken_by according_to hearsay repeated retracted "
            "reviewed_by"
        )
        assert {tuple(row) for row in rows} == {tuple(KEYS)} == {tuple(found.keys)}

    def test_has_lists_truths_and_what_is_not_known_as_such(self, said: CorpusBuilder) -> None:
        row = next(iter(listing(said.index(), Filters(official=("bo",))).rows))
        assert row["conditions"] == ["the state pays half"]
        assert (row["frames"], row["disputed"], row["venue"]) == ([], False, None)
        assert (row["sources"], row["forms"]) == (["courier"], ["quote"])
        assert row["evidence"][0]["text"] == row["quote"] == "words 1"


def test_who_is_asked_for_is_listed_with_what_is_attributed_to_them(said: CorpusBuilder) -> None:
    found = listing(said.index(), Filters(official=("bo",)))
    assert found.asked == ("bo",)
    assert [row["ref"] for row in found.rows] == ["bo/s1", "abel/s1"]
    assert listing(said.index(), Filters()).asked == ()
