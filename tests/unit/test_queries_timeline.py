from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.dates import parse_date
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.timeline import KEYS, Basis, timeline

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder
    from stances.queries.result import Row
    from stances.queries.timeline import Timeline

OPEN = [{"about": "position", "note": "They differ."}]


def ask(corpus: CorpusBuilder, *, shifts: bool = False, **given: Any) -> Timeline:
    index = corpus.index()
    return timeline(index, Filters(**given).resolved(index), shifts=shifts)


def rows(corpus: CorpusBuilder, **given: Any) -> list[Row]:
    return list(ask(corpus, **given).rows)


def changes(corpus: CorpusBuilder, **given: Any) -> dict[str, str]:
    """What is a change of which statement, and how sure it is."""
    return {
        f"{row['previous']} {row['ref']}".replace("jansen/", ""): row["change"]
        for row in rows(corpus, **given)
        if row["change"]
    }


def said(date: str, position: str = "supports", **fields: Any) -> dict[str, Any]:
    return {"said": date, "position": position, **fields}


class TestChange:
    @pytest.mark.parametrize(
        ("first", "second", "sure"),
        [
            ("2021-05-03", "2021-05-04", "certain"),
            ("2021-05-03", "2021-05-03", "possible"),
            ("2021-05", "2021-06", "certain"),
            ("2021-05/2021-06-02", "2021-06", "possible"),
            ("2021-05/2021-06-01", "2021-06", "possible"),
            ("2021-05~", "2021-06?", "certain"),
            ("../2021-05", "2021-06", "certain"),
            ("../2021-05", "../2021-06", "possible"),
            ("2021-05/..", "2021-06", "possible"),
            ("2021-05", "2021-06/..", "certain"),
        ],
    )
    def test_is_certain_only_where_the_dates_do_not_overlap(
        self, corpus: CorpusBuilder, first: str, second: str, sure: str
    ) -> None:
        corpus.official("jansen", statements=[said(first), said(second, "rejects")])
        assert changes(corpus) == {"s1 s2": sure}

    def test_goes_by_time_and_not_by_the_order_of_the_file(self, corpus: CorpusBuilder) -> None:
        later, earlier = said("2021-06", "rejects"), said("2021-05")
        corpus.official("jansen", statements=[later, earlier])
        assert changes(corpus) == {"s2 s1": "certain"}

    def test_says_what_was_before(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[said("../2021-05"), said("2021-06~", "opposes")])
        first, second = rows(corpus)
        assert {key: first[key] for key in KEYS[KEYS.index("change") :]} == {
            "change": None,
            "previous": None,
            "previous_said": None,
            "previous_position": None,
            "previous_score": None,
            "gained": None,
            "dropped": None,
        }
        assert {key: second[key] for key in KEYS[KEYS.index("change") :]} == {
            "change": "certain",
            "previous": "jansen/s1",
            "previous_said": "../2021-05",
            "previous_position": "supports",
            "previous_score": 2,
            "gained": [],
            "dropped": [],
        }

    @pytest.mark.parametrize(
        ("before", "after", "gained", "dropped"),
        [
            (["a"], ["a", "b"], ["b"], []),
            (["a", "b"], ["b"], [], ["a"]),
            (["a"], ["b"], ["b"], ["a"]),
            (["a", "b"], ["b", "a"], None, None),
            (["a"], ["a"], None, None),
        ],
    )
    def test_is_other_conditions_of_the_same_position(
        self,
        corpus: CorpusBuilder,
        before: list[str],
        after: list[str],
        gained: list[str] | None,
        dropped: list[str] | None,
    ) -> None:
        first = said("2021-05", "conditional", conditions=before)
        second = said("2021-06", "conditional", conditions=after)
        [_, row] = rows(corpus.official("jansen", statements=[first, second]))
        assert row["change"] == ("certain" if gained is not None else None)
        assert (row["gained"], row["dropped"]) == (gained, dropped)
        assert row["previous"] == "jansen/s1"

    def test_has_nothing_to_do_with_statements_without_a_score(self, corpus: CorpusBuilder) -> None:
        between = [said("2021-05-10", "denies"), said("2021-05-11", "unstated")]
        corpus.official("jansen", statements=[said("2021-05-09"), *between, said("2021-05-12")])
        found = {row["ref"]: row["previous"] for row in rows(corpus)}
        assert found.pop("jansen/s4") == "jansen/s1"
        assert {*found.values()} == {None}
        assert changes(corpus) == {}

    def test_is_within_one_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        quays = said("2021-05-02", "rejects", issue="quays")
        tram = [said("2021-05-01"), said("2021-05-03", "opposes")]
        corpus.official("jansen", statements=[*tram, quays])
        assert changes(corpus) == {"s1 s2": "certain"}

    def test_is_never_between_two_officials(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[said("2021-05")])
        corpus.official("bo", statements=[said("2021-06", "rejects")])
        assert changes(corpus, faction=("council",)) == {}
        assert [row["previous"] for row in rows(corpus)] == [None, None]


class TestFilteredOut:
    """A change is one of the official's, whatever of it is asked for."""

    @pytest.fixture
    def three(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """For it, against it, for it again."""
        against = said("2021-05-02", "rejects", frames=["cost"], summary="The mayor turns")
        both = ["courier", {"source": "herald", "form": "paraphrase"}]
        again = said("2021-05-03", evidence=both)
        corpus.source("herald").official("jansen", statements=[said("2021-05-01"), against, again])
        return corpus

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            ({}, {"s1 s2": "certain", "s2 s3": "certain"}),
            ({"position": ("supports",)}, {"s2 s3": "certain"}),
            ({"frame": ("cost",)}, {"s1 s2": "certain"}),
            ({"text": ("the mayor turns",)}, {"s1 s2": "certain"}),
            ({"source": ("herald",)}, {"s2 s3": "certain"}),
            ({"form": ("paraphrase",)}, {"s2 s3": "certain"}),
            ({"since": parse_date("2021-05-03")}, {"s2 s3": "certain"}),
            ({"until": parse_date("2021-05-01")}, {}),
            ({"min_sources": 2}, {}),
        ],
    )
    def test_is_still_what_a_statement_follows(
        self, three: CorpusBuilder, given: dict[str, Any], found: dict[str, str]
    ) -> None:
        assert changes(three, **given) == found

    def test_follows_nothing_where_its_quality_keeps_it_out(self, corpus: CorpusBuilder) -> None:
        doubtful = said("2021-05-02", "rejects", disputes=OPEN)
        wrong = said("2021-05-02", "opposes", status="misattributed")
        corpus.official("jansen", statements=[said("2021-05-01"), doubtful, wrong, said("2021-06")])
        assert changes(corpus) == {"s1 s2": "certain", "s2 s4": "certain"}
        assert changes(corpus, without_disputed=True) == {}
        both = {"status": ("attested", "misattributed")}
        assert list(changes(corpus, **both)) == ["s1 s2", "s2 s3", "s3 s4"]

    def test_may_be_said_in_another_faction(self, corpus: CorpusBuilder) -> None:
        mayor = said("2021-06", "rejects", faction="mayor")
        corpus.official("jansen", statements=[said("2021-05"), mayor])
        assert changes(corpus, faction=("mayor",)) == {"s1 s2": "certain"}


class TestAttributed:
    def test_is_shown_and_in_no_sequence(self, corpus: CorpusBuilder) -> None:
        names_bo = [{"speaker": "bo"}]
        corpus.official("bo", statements=[said("2021-05-01")])
        other = said("2021-05-03", "rejects", evidence=names_bo)
        corpus.official("jansen", statements=[said("2021-05-02"), other])
        found = ask(corpus, official=("bo",))
        assert [(r["ref"], r["previous"]) for r in found.rows] == [
            ("bo/s1", None),
            ("jansen/s2", None),
        ]
        assert found.basis == Basis(statements=2, scored=1, officials=1, compared=0, changes=0)
        assert changes(corpus) == {"s1 s2": "certain"}


class TestTimelineRows:
    def test_are_in_order_of_time_of_all_officials(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[said("2021-06"), said("../2021-05"), said("2021-05")])
        corpus.official("bo", statements=[said("2021-05/.."), said("2021-05-02", "denies")])
        refs = ["jansen/s2", "jansen/s3", "bo/s1", "bo/s2", "jansen/s1"]
        assert [row["ref"] for row in rows(corpus)] == refs

    def test_are_those_of_list_with_what_they_follow(self, shipped: sqlite3.Connection) -> None:
        filters = Filters()
        listed = {row["ref"]: row for row in listing(shipped, filters).rows}
        found = [r for r in timeline(shipped, filters).rows if r["kind"] == "statement"]
        assert len(found) == len(listed)
        for row in found:
            shared = {*KEYS} & {*listed[row["ref"]]}
            assert len(shared) > 15
            assert {key: row[key] for key in shared} == {
                key: listed[row["ref"]][key] for key in shared
            }

    def test_have_all_keys(self, town: CorpusBuilder) -> None:
        town.source("herald", assessments=[{"about": ["bo"], "text": "She waits.", "when": "2021"}])
        found = rows(town)
        assert {row["kind"] for row in found} == {"statement", "assessment"}
        assert all({*KEYS} <= {*row} for row in found)

    def test_are_only_the_changes_if_asked_for(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald", assessments=[{"about": ["jansen"], "text": "A.", "when": "2021"}])
        steps = [said("2021-05-01"), said("2021-05-02"), said("2021-05-03", "rejects")]
        found = ask(corpus.official("jansen", statements=steps), shifts=True)
        assert [row["ref"] for row in found.rows] == ["jansen/s3"]
        assert found.undated == 0
        assert found.basis == Basis(statements=3, scored=3, officials=1, compared=2, changes=1)


class TestAssessments:
    @pytest.fixture
    def assessed(self, corpus: CorpusBuilder) -> CorpusBuilder:
        """Of an official, of a faction, of somebody else, and undated."""
        corpus.source(
            "herald",
            lang="nl",
            assessments=[
                {"about": ["jansen"], "text": "He wavers.", "when": "2021-05-20/.."},
                {"about": ["mayor", "bo"], "text": "They argue.", "when": "2021-04~"},
                {"about": ["jansen"], "text": "He is tired."},
                {"about": ["bo"], "text": "She sleeps."},
            ],
        )
        corpus.source("post", assessments=[{"about": ["mayor"], "text": "Why?", "when": "2022"}])
        corpus.official("bo", statements=["rejects"])
        return corpus.official("jansen", faction="mayor", statements=["supports"])

    @staticmethod
    def texts(corpus: CorpusBuilder, **given: Any) -> list[str]:
        return [r["quote"] for r in rows(corpus, **given) if r["kind"] == "assessment"]

    def test_have_their_source_its_language_and_whom_they_are_about(
        self, assessed: CorpusBuilder
    ) -> None:
        row = rows(assessed)[0]
        known = {
            "kind": "assessment",
            "ref": "herald",
            "said": "2021-04~",
            "said_from": "2021-04-01",
            "said_to": "2021-04-30",
            "quote": "They argue.",
            "lang": "nl",
            "sources": ["herald"],
            "about": ["mayor", "bo"],
        }
        assert {key: row[key] for key in KEYS} == dict.fromkeys(KEYS) | known

    def test_stand_among_the_statements_in_order_of_time(self, assessed: CorpusBuilder) -> None:
        refs = ["herald", "bo/s1", "jansen/s1", "herald", "post"]
        assert [row["ref"] for row in rows(assessed)] == refs

    def test_are_those_of_the_officials_and_factions_shown(self, assessed: CorpusBuilder) -> None:
        assert self.texts(assessed, official=("jansen",)) == ["They argue.", "He wavers.", "Why?"]
        assert self.texts(assessed, official=("bo",)) == ["They argue."]
        assert self.texts(assessed, position=("rejects",)) == ["They argue."]
        assert self.texts(assessed, text=("zeppelin",)) == []

    def test_without_a_date_are_counted(self, assessed: CorpusBuilder) -> None:
        assert ask(assessed).undated == 2
        assert ask(assessed, official=("jansen",)).undated == 1
        assert ask(assessed, official=("jansen",), source=("courier",)).undated == 0

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            ({"since": "2021-05"}, ["He wavers.", "Why?"]),
            ({"until": "2021-05-20"}, ["They argue.", "He wavers."]),
            ({"since": "2021-05", "certain": True}, ["He wavers.", "Why?"]),
            ({"until": "2022", "since": "2021", "certain": True}, ["They argue.", "Why?"]),
        ],
    )
    def test_are_limited_to_the_time_asked_for(
        self, assessed: CorpusBuilder, given: dict[str, Any], found: list[str]
    ) -> None:
        always = [said("2021/2022"), said("2021-05-20"), said("2021-04"), said("2022")]
        for official, faction in (("jansen", "mayor"), ("bo", "council")):
            assessed.official(official, faction=faction, statements=always)
        dates = {k: v if k == "certain" else parse_date(v) for k, v in given.items()}
        assert self.texts(assessed, **dates) == found

    def test_are_limited_to_the_sources_asked_for(self, assessed: CorpusBuilder) -> None:
        both = ["courier", "post"]
        assessed.official("jansen", faction="mayor", statements=[{"evidence": both}])
        assert self.texts(assessed, source=("post",)) == ["Why?"]
        assert self.texts(assessed, source=("courier",)) == []
