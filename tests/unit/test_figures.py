"""Figures where statements, officials and sources hang together: who counts, and what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import sources
from stances.queries.report import report
from stances.queries.summary import summary
from stances.queries.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpora import CorpusBuilder

    Row = Mapping[str, Any]

HEARSAY = {"according_to": "a clerk"}


def figures(corpus: CorpusBuilder, *by: str, **asked: Any) -> list[Row]:
    index = corpus.index()
    return [*summary(index, Filters(**asked).resolved(index), by).rows]


def rows(corpus: CorpusBuilder, **asked: Any) -> dict[str, Row]:
    index = corpus.index()
    return {row["ref"]: row for row in listing(index, Filters(**asked).resolved(index)).rows}


def reported(corpus: CorpusBuilder, **asked: Any) -> Row:
    index = corpus.index()
    document: Row = report(index, Filters(**asked).resolved(index)).document
    return document


class TestOrigins:
    @pytest.mark.parametrize(
        ("pieces", "counts"),
        [
            # A copy of what an agency wrote, and what the agency wrote.
            (["copy", {"source": "herald", "via": "Agency"}], (1, 0)),
            ([{"source": "herald", "via": "Agency"}, "copy", "courier"], (2, 0)),
            # One copies the other, which copies a third.
            (
                [
                    {"source": "courier", "derived_from": "herald"},
                    {"source": "herald", "derived_from": "almanac"},
                    "almanac",
                ],
                (1, 0),
            ),
            # A name beside a source of that publisher adds nothing, but it can be the certain one.
            (["wire", {"source": "herald", "via": "wire agency"}], (1, 0)),
            (
                [
                    {"source": "wire", "match": "probable"},
                    {"source": "herald", "via": "Wire Agency"},
                ],
                (1, 0),
            ),
            # The publisher's own article may be a copy itself.
            (["copied-wire", {"source": "herald", "via": "Wire Agency"}, "courier"], (1, 0)),
            # What a source wrote itself is one thing, what it took from elsewhere is another.
            (["herald", {"source": "herald", "text": "b", "via": "Agency"}], (2, 0)),
        ],
    )
    def test_are_followed_to_where_the_words_come_from(
        self, corpus: CorpusBuilder, pieces: list[Any], counts: tuple[int, int]
    ) -> None:
        corpus.source("herald").source("almanac").source("copy", copy_of="herald")
        corpus.source("wire", publisher="Wire Agency")
        corpus.source("copied-wire", publisher="Wire Agency", copy_of="courier")
        corpus.official("bo", statements=[{"evidence": pieces}])
        found = rows(corpus)["bo/s1"]
        assert (found["match_certain"], found["match_probable"]) == counts

    def test_are_none_where_what_a_source_copied_took_it_from_is_retracted(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("herald").source("almanac", notices=[{"kind": "retracted"}])
        pieces = [
            {"source": "courier", "derived_from": "herald"},
            {"source": "herald", "derived_from": "almanac"},
        ]
        found = rows(corpus.official("bo", statements=[{"evidence": pieces}]))["bo/s1"]
        assert found["retracted"]
        assert found["match_certain"] == 0

    def test_have_as_best_evidence_what_is_not_retracted_though_it_is_older(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("newer", version_of="courier", notices=[{"kind": "retracted"}])
        pieces = [{"source": "newer", "text": "new"}, {"form": "paraphrase", "text": "old"}]
        assert rows(corpus.official("bo", statements=[{"evidence": pieces}]))["bo/s1"]["quote"] == (
            "old"
        )

    def test_have_as_best_evidence_a_copy_of_the_newest_edition(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("newer", version_of="courier").source("copy", copy_of="newer")
        pieces = [{"text": "old"}, {"source": "copy", "form": "paraphrase", "text": "new"}]
        assert rows(corpus.official("bo", statements=[{"evidence": pieces}]))["bo/s1"]["quote"] == (
            "new"
        )


class TestWordsOfAnother:
    @pytest.fixture
    def joint(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """Words that two share; one source has a third say them, and is nobody else's."""
        corpus.source("herald").official("cas").official("bo", statements=[JOINT])
        return corpus.official("abel", statements=[{**NOTHING, "words_of": "bo/s1"}])

    def test_rest_on_the_sources_that_do_not_name_somebody_else(self, joint: CorpusBuilder) -> None:
        assert rows(joint)["abel/s1"]["sources"] == ["courier"]
        by_source = {row["source"]: row["statements"] for row in figures(joint, "source")}
        assert by_source == {"courier": 2, "herald": 1}
        counted = {row["source"]: row["statements"] for row in sources(joint.index()).rows}
        assert counted == {"courier": 2, "herald": 1}

    def test_are_found_by_these_sources_and_by_no_other_speaker(self, joint: CorpusBuilder) -> None:
        assert [*rows(joint, source=("herald",))] == ["bo/s1"]
        assert [*rows(joint, form=("paraphrase",))] == ["bo/s1"]
        assert [*rows(joint, official=("cas",))] == ["bo/s1"]

    def test_are_in_the_figures_of_a_report(self, joint: CorpusBuilder) -> None:
        document = reported(joint, official=("abel",))
        assert document["about"]["answer"]["sources"] == 1
        [form] = document["issues"][0]["forms"]
        assert (form["form"], form["certain"]) == ("quote", 1)
        assert [row["statements"] for row in document["sources"]] == [1]

    def test_are_of_one_occasion_with_others_that_have_the_same_words(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("bo", statements=["supports"])
        shared = [
            {**NOTHING, "words_of": "bo/s1"},
            {**NOTHING, "words_of": "bo/s1", "position": "rejects"},
        ]
        index = corpus.official("abel", statements=shared).index()
        changes = timeline(index, Filters(), shifts=True).rows
        assert [row["ref"] for row in changes] == []


NOTHING = {"said": None, "evidence": None}
JOINT = {
    "evidence": [
        "courier",
        {"source": "herald", "form": "paraphrase", "speaker": "cas", "text": "they"},
    ]
}


class TestUnnamed:
    def test_are_no_official_of_a_report(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        corpus.official("someone", kind="unnamed", statements=["supports"])
        document = reported(corpus)
        assert document["about"]["answer"]["officials"] == 1
        assert document["about"]["corpus"]["officials"] == 1
        assert document["issues"][0]["total"]["positions"] == [
            {"position": "supports", "statements": 2, "officials": 1}
        ]

    def test_are_not_followed_by_themselves(self, corpus: CorpusBuilder) -> None:
        later = {"said": "2021-06-01", "frames": ["cost"]}
        corpus.official(
            "someone",
            kind="unnamed",
            statements=[{"said": "2021-05-01", "frames": ["jobs"]}, later],
        )
        [official] = reported(corpus, frame=("jobs",))["issues"][0]["officials"]
        assert official["later"] == 0


class TestHearsay:
    def test_leaves_its_official_among_those_who_can_stand_anywhere(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("bo", statements=["supports"]).official("cas", statements=[HEARSAY])
        [row] = figures(corpus)
        assert (row["officials"], row["silent"]) == (1, 0)
        assert (row["low"], row["high"]) == (0.0, 2.0)
        [_, cas] = figures(corpus, "official")
        assert (cas["statements"], cas["low"], cas["high"]) == (0, -2.0, 2.0)

    def test_is_no_latest_scored_statement(self, corpus: CorpusBuilder) -> None:
        early, late = {"said": "2021-05-01"}, {"said": "2021-05-02", "position": "unstated"}
        heard = {"said": "2021-05-03", "position": "rejects", **HEARSAY}
        corpus.official("bo", statements=[early, late, heard])
        [official] = reported(corpus)["issues"][0]["officials"]
        assert [row["ref"] for row in official["latest_scored"]] == ["bo/s1"]


class TestReport:
    def test_counts_what_certainly_follows_by_the_time_of_day(self, corpus: CorpusBuilder) -> None:
        early = {"said": "2021-05-03T08:00:00", "frames": ["jobs"]}
        corpus.official("bo", statements=[early, {"said": "2021-05-03T20:00:00"}])
        [official] = reported(corpus, frame=("jobs",))["issues"][0]["officials"]
        assert official["later"] == 1

    def test_counts_copies_of_a_source_as_copies(self, corpus: CorpusBuilder) -> None:
        corpus.source("copy", copy_of="courier")
        corpus.official("bo", statements=[{"evidence": ["courier", "copy"]}])
        [form] = reported(corpus)["issues"][0]["forms"]
        assert (form["certain"], form["copies"]) == (1, 1)

    def test_says_how_many_disputed_are_left_out_of_an_issue_that_is_only_attributed(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.source("herald").official("cas").official("bo", statements=[JOINT])
        [issue] = reported(corpus, official=("cas",), without_disputed=True)["issues"]
        assert issue["disputed_left_out"] == 0


def test_whose_misattributed_statements_are_asked_for_is_not_silent(corpus: CorpusBuilder) -> None:
    corpus.official("bo", statements=[{"status": "misattributed"}]).official("cas")
    [row] = figures(corpus, status=("misattributed",))
    assert (row["officials"], row["silent"]) == (1, 1)
