"""What a statement has from other records: words of another, an occasion, origins of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.checks.across import HEAVY, MOST_SHARED
from stances.index import links
from stances.index.build import update
from stances.queries.conflicts import conflicts
from stances.queries.faults import left_out
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.records import records
from stances.queries.search import search
from stances.queries.timeline import timeline
from stances.search_query import parse

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.queries.result import Row

ISSUES = {"tram": SCALE, "quays": SCALE}
ALL = "SELECT * FROM all_statements ORDER BY ref"
HERS: dict[str, Any] = {"source": "herald", "text": "words 2"}


def rows(corpus: CorpusBuilder, **given: Any) -> dict[str, Row]:
    index = corpus.index()
    found = listing(index, Filters(**given).resolved(index)).rows
    return {row["ref"]: row for row in found}


def row(corpus: CorpusBuilder, ref: str = "jansen/s1") -> Row:
    return rows(corpus)[ref]


@pytest.fixture
def two(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two issues, two sources, and an official with a statement."""
    corpus.codebook(issues=ISSUES).source("herald")
    base = {"venue": "Hall", "evidence": ["courier", HERS], "spoken_by": "Eva Echo"}
    return corpus.official("jansen", faction="mayor", statements=[base])


def second(corpus: CorpusBuilder, base: dict[str, Any], **own: Any) -> dict[str, Row]:
    """The rows of a statement and of another of the official that has its words."""
    words = {"words_of": "jansen/s1", "issue": "quays", "position": "rejects"}
    corpus.official("jansen", faction="mayor", statements=[base, words | own])
    assert corpus.codes() == []
    return rows(corpus)


def joint(corpus: CorpusBuilder, base: dict[str, Any], **own: Any) -> dict[str, Row]:
    """The rows of a statement and of another official's that has its words."""
    corpus.official("jansen", faction="mayor", statements=[base])
    corpus.official("bo", statements=[{"words_of": "jansen/s1", "position": "rejects"} | own])
    assert corpus.codes() == []
    return rows(corpus)


BASE: dict[str, Any] = {
    "said": "2021-05-03T10:00:00Z",
    "venue": "Hall",
    "repeated": True,
    "spoken_by": "Eva Echo",
    "according_to": ["Ted"],
    "evidence": ["courier", HERS],
}
SHARED = (
    "said said_from said_to venue repeated spoken_by according_to hearsay evidence sources forms "
    "quote lang match_certain match_probable retracted"
).split()


class TestWordsOf:
    def test_a_second_question_has_the_words_and_all_that_is_known_of_them(
        self, two: CorpusBuilder
    ) -> None:
        found = second(two, BASE, frames=["jobs"], summary="Not that.", note="Why.")
        one, other = found["jansen/s1"], found["jansen/s2"]
        assert {key: other[key] for key in SHARED} == {key: one[key] for key in SHARED}
        assert (one["words_of"], other["words_of"]) == (None, "jansen/s1")
        assert (other["issue"], other["position"], other["score"]) == ("quays", "rejects", -2)
        assert (other["frames"], other["summary"], other["note"]) == (["jobs"], "Not that.", "Why.")
        assert (one["frames"], one["summary"], one["note"]) == ([], None, None)

    def test_a_joint_statement_has_them_in_the_role_of_its_own_official(
        self, two: CorpusBuilder
    ) -> None:
        found = joint(two, BASE)
        one, other = found["jansen/s1"], found["bo/s1"]
        assert {key: other[key] for key in SHARED} == {key: one[key] for key in SHARED}
        assert (one["faction"], other["faction"], other["role"]) == ("mayor", "council", "Member")
        found = joint(two, BASE, faction="mayor", role="Member")
        assert found["bo/s1"]["faction"] == "mayor"

    def test_the_role_is_that_of_the_day_of_the_words(self, two: CorpusBuilder) -> None:
        roles = [{"faction": "mayor", "until": "2020"}, {"faction": "council", "from": "2021"}]
        two.official("bo", roles=roles, statements=[{"words_of": "jansen/s1"}])
        assert row(two, "bo/s1")["faction"] == "council"

    def test_the_role_of_one_official_is_that_of_the_statement(self, two: CorpusBuilder) -> None:
        found = second(two, {"faction": "council", "role": "Guest"})
        assert (found["jansen/s2"]["faction"], found["jansen/s2"]["role"]) == ("council", "Guest")

    def test_what_a_source_alone_reads_in_them_is_not_inherited(self, two: CorpusBuilder) -> None:
        own = HERS | {"position": "conditional", "conditions": ["the state pays"]}
        dispute = {"about": "position", "note": "They differ.", "resolution": "So."}
        found = second(two, {"evidence": ["courier", own], "disputes": [dispute]})
        cell = found["jansen/s2"]["evidence"][1]
        assert (cell["position"], cell["conditions"]) == (None, [])
        assert found["jansen/s1"]["evidence"][1]["position"] == "conditional"
        assert found["jansen/s2"]["disputes"] == []

    def test_words_that_a_source_gives_to_another_are_that_ones_alone(
        self, two: CorpusBuilder
    ) -> None:
        two.official("bo")
        base = {"evidence": ["courier", HERS | {"speaker": "bo"}], "disputes": [SPEAKER]}
        assert second(two, base)["jansen/s2"]["sources"] == ["courier"]
        found = joint(two, base)
        assert found["bo/s1"]["sources"] == ["courier", "herald"]
        assert {cell["speaker"] for cell in found["bo/s1"]["evidence"]} == {None}

    @pytest.mark.parametrize("about", ["speaker", "wording", "date", "position", "conditions"])
    def test_disputes_about_the_words_go_with_them(self, two: CorpusBuilder, about: str) -> None:
        base = {"disputes": [{"about": about, "note": "They differ."}], "position": "conditional"}
        of_one = second(two, base)["jansen/s2"]
        shared = [each["about"] for each in of_one["disputes"]]
        assert shared == ([about] if about in ("speaker", "wording", "date") else [])
        assert of_one["disputed"] == (about == "speaker")
        of_two = joint(two, base)["bo/s1"]
        assert [each["about"] for each in of_two["disputes"]] == (
            [about] if about in ("wording", "date") else []
        )
        assert not of_two["disputed"]

    def test_the_status_goes_to_statements_of_the_same_official_alone(
        self, two: CorpusBuilder
    ) -> None:
        base = {"status": "denied"}
        assert second(two, base)["jansen/s2"]["status"] == "denied"
        assert second(two, base)["jansen/s2"]["disputed"]
        assert joint(two, base)["bo/s1"]["status"] == "attested"
        own = {"status": "disputed", "disputes": [{"about": "position", "note": "Not so."}]}
        assert joint(two, {}, **own)["bo/s1"]["status"] == "disputed"

    @pytest.mark.parametrize("found", [{"source": ("herald",)}, {"form": ("quote",)}])
    def test_filters_find_both(self, two: CorpusBuilder, found: dict[str, Any]) -> None:
        second(two, BASE)
        assert [*rows(two, **found)] == ["jansen/s1", "jansen/s2"]

    def test_search_finds_both(self, two: CorpusBuilder) -> None:
        second(two, {"evidence": [{"text": "a zeppelin"}]})
        found = search(two.index(), parse("zeppelin"), Filters()).rows
        assert sorted(each["ref"] for each in found) == ["jansen/s1", "jansen/s2"]
        assert [*rows(two, text=("zeppelin",))] == ["jansen/s1", "jansen/s2"]

    def test_show_of_a_source_has_both(self, two: CorpusBuilder) -> None:
        second(two, BASE)
        [record] = records(two.index(), ["herald"]).records
        assert [each["ref"] for each in record["statements"]] == ["jansen/s1", "jansen/s2"]

    def test_the_evidence_is_stored_once(self, two: CorpusBuilder) -> None:
        second(two, BASE)
        refs = two.index().execute("SELECT ref FROM evidence").fetchall()
        assert [ref for (ref,) in refs] == ["jansen/s1"] * 2

    def test_no_source_disagrees_about_them_twice(self, two: CorpusBuilder) -> None:
        two.official("cas")
        second(two, {"evidence": ["courier", HERS | {"speaker": "cas"}]})
        found = conflicts(two.index(), Filters()).rows
        assert [(each["kind"], each["ref"]) for each in found] == [("speaker", "jansen/s1")]


SPEAKER = {"about": "speaker", "note": "They differ.", "resolution": "It is Jansen."}


class TestOneQuestion:
    def test_is_answered_once_with_the_same_words(self, two: CorpusBuilder) -> None:
        words = {"words_of": "jansen/s1", "position": "rejects"}
        two.official("jansen", statements=["supports", words])
        problem = two.problem()
        assert (problem.code, problem.ref) == ("ST417", "jansen/s2")
        assert problem.message == "`jansen/s1` has answered `tram` with these words"
        assert [*rows(two)] == ["jansen/s1"]
        again = words | {"issue": "quays"}
        two.official("jansen", statements=["supports", again, again])
        assert (two.problem().ref, [*rows(two)]) == ("jansen/s3", ["jansen/s1", "jansen/s2"])

    def test_may_be_answered_by_two_officials(self, two: CorpusBuilder) -> None:
        two.official("bo", statements=[{"words_of": "jansen/s1", "position": "rejects"}])
        assert two.codes() == []


class TestManyWithTheSameWords:
    def test_have_them_up_to_a_limit(
        self, two: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(links, "HEAVY", HEAVY.replace(str(MOST_SHARED), "4"))
        words = {"words_of": "jansen/s1"}
        two.official("bo", statements=[words]).official("cas", statements=[words])
        assert [cell["sources"] for cell in rows(two).values()] == [["courier", "herald"]] * 3
        two.official("eva", statements=[words])
        assert [cell["sources"] for cell in rows(two).values()] == [
            *[[]] * 3,
            ["courier", "herald"],
        ]


class TestWordsOfWhatIsWrong:
    def test_is_left_out_with_it_and_counted(self, two: CorpusBuilder) -> None:
        words = {"words_of": "jansen/s1", "issue": "quays"}
        two.official("jansen", statements=[{"faction": "zzz"}, words, "denies"])
        two.official("bo", statements=[words])
        assert [*rows(two)] == ["jansen/s3"]
        assert left_out(two.index()) == (3, 0, 0, 0)
        assert two.codes() == ["ST104"]

    def test_of_a_file_that_is_left_out_is_left_out_too(self, two: CorpusBuilder) -> None:
        two.official("bo", statements=[{"words_of": "jansen/s1"}]).file(
            "officials/jansen.yaml", "["
        )
        assert rows(two) == {}
        assert two.codes() == ["ST006"]

    @pytest.mark.parametrize("jansen", ["[", None, "chained"])
    def test_keeps_nothing_of_it_when_the_index_is_brought_up_to_date(
        self, two: CorpusBuilder, jansen: str | None
    ) -> None:
        gone = [{"kind": "retracted", "date": "2099"}]
        two.source("courier", notices=gone).source("herald", notices=gone)
        roles = [{"faction": "mayor", "until": "2014"}, {"faction": "council"}]
        two.official("bo", roles=roles, statements=[{"words_of": "jansen/s1"}])
        two.official("cas", statements=["denies"])
        index = two.index()
        if jansen == "chained":
            two.official("jansen", statements=[{"words_of": "cas/s1"}])
        elif jansen:
            two.file("officials/jansen.yaml", jansen)
        else:
            (two.folder / "officials/jansen.yaml").unlink()
        assert update(index, two.folder, ["officials/jansen.yaml"])
        for query in (ALL, "SELECT * FROM problems ORDER BY path, line, code"):
            found = [[*map(dict, each.execute(query))] for each in (index, two.index())]
            assert found[0] == found[1]

    def test_is_told_where_nothing_has_that_reference(self, two: CorpusBuilder) -> None:
        two.official("bo", statements=[{"words_of": "jansen/s9"}])
        problem = two.problem()
        assert (problem.code, problem.ref) == ("ST109", "bo/s1")
        assert two.pointed_at(problem) == '"jansen/s9"'
        assert problem.hint == "did you mean `jansen/s1`?"

    def test_is_told_of_a_chain(self, two: CorpusBuilder) -> None:
        two.official("bo", statements=[{"words_of": "jansen/s1"}])
        two.official("cas", statements=[{"words_of": "bo/s1"}])
        problem = two.problem()
        assert (problem.code, problem.ref) == ("ST410", "cas/s1")
        assert problem.hint == "write `words_of: jansen/s1`"
        assert [*rows(two)] == ["bo/s1", "jansen/s1"]

    def test_is_told_of_a_circle(self, two: CorpusBuilder) -> None:
        two.official("bo", statements=[{"words_of": "cas/s1"}])
        two.official("cas", statements=[{"words_of": "bo/s1"}])
        assert two.codes() == ["ST410", "ST410"]
        assert [*rows(two)] == ["jansen/s1"]


class TestOccasion:
    @staticmethod
    def said(position: str, *refs: str, said: str = "2021-05-03", **more: Any) -> dict[str, Any]:
        tied = {"same_occasion": [f"jansen/{ref}" for ref in refs]} if refs else {}
        return {"position": position, "said": said} | tied | more

    @staticmethod
    def groups(corpus: CorpusBuilder) -> list[list[str]]:
        """The statements in no known order, group by group."""
        found: dict[str, list[str]] = {}
        for each in timeline(corpus.index(), Filters()).rows:
            if each["group"]:
                found.setdefault(each["group"], []).append(each["ref"])
        return [*found.values()]

    @pytest.mark.parametrize("tied", [0, 1])
    def test_is_symmetric_and_written_once(self, corpus: CorpusBuilder, tied: int) -> None:
        both = [self.said("supports"), self.said("rejects")]
        both[tied]["same_occasion"] = [f"jansen/s{2 - tied}"]
        corpus.official("jansen", statements=both)
        assert corpus.codes() == []
        assert self.groups(corpus) == []

    def test_is_transitive(self, corpus: CorpusBuilder) -> None:
        every = [self.said("supports"), self.said("opposes", "s1"), self.said("rejects", "s2")]
        corpus.official("jansen", statements=every)
        assert self.groups(corpus) == []
        corpus.official("jansen", statements=[every[0], self.said("opposes"), every[2]])
        assert self.groups(corpus) == [["jansen/s1", "jansen/s2", "jansen/s3"]]

    def test_is_that_of_the_words_too(self, two: CorpusBuilder) -> None:
        tied = self.said("opposes", "s2", issue="quays")
        words = {"words_of": "jansen/s1", "issue": "quays", "position": "rejects"}
        two.official("jansen", statements=[self.said("supports"), words, tied])
        assert two.codes() == []
        assert self.groups(two) == []

    def test_is_still_one_of_opposite_positions(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[self.said("supports"), self.said("rejects", "s1")])
        found = conflicts(corpus.index(), Filters()).rows
        assert {(each["ref"], each["other"]) for each in found} == {("jansen/s1", "jansen/s2")}

    def test_is_none_of_days_apart(self, corpus: CorpusBuilder) -> None:
        apart = self.said("rejects", "s1", said="2021-05-04")
        corpus.official("jansen", statements=[self.said("supports"), apart])
        problem = corpus.problem()
        assert (problem.code, problem.ref) == ("ST411", "jansen/s2")
        assert corpus.pointed_at(problem) == '"jansen/s1"'
        near = self.said("rejects", "s1", said="2021-05")
        corpus.official("jansen", statements=[self.said("supports"), near])
        assert corpus.codes() == []


class TestSources:
    @pytest.fixture
    def sources(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.source("first").source("agency", publisher="Reuters")
        corpus.source("later", version_of="first").source("copy", copy_of="first")
        return corpus.source("gone", notices=[{"kind": "retracted", "date": "2021-07"}])

    @pytest.mark.parametrize(
        ("pieces", "certain", "probable"),
        [
            (["first", "courier"], 2, 0),
            (["first", "later"], 1, 0),
            (["later", "copy"], 1, 0),
            (["courier", {"source": "first", "derived_from": "courier"}], 1, 0),
            ([{"via": "AFP"}, {"source": "first", "via": "afp"}], 1, 0),
            ([{"via": "AFP"}, {"source": "first", "via": "EFE"}], 2, 0),
            ([{"via": "Reuters"}, "agency"], 1, 0),
            ([{"via": "agency"}, "agency"], 1, 0),
            ([{"via": "first"}, "copy"], 1, 0),
            (["gone"], 0, 0),
            (["gone", "courier"], 1, 0),
            ([{"derived_from": "gone"}], 0, 0),
            ([{"via": "gone"}, "first"], 1, 0),
            (["courier", {"source": "first", "match": "probable"}], 1, 1),
            (["first", {"source": "copy", "match": "probable"}], 1, 0),
        ],
    )
    def test_are_counted_by_their_origins(
        self, sources: CorpusBuilder, pieces: list[Any], certain: int, probable: int
    ) -> None:
        sources.official("jansen", statements=[{"evidence": pieces}])
        found = row(sources)
        assert (found["match_certain"], found["match_probable"]) == (certain, probable)

    def test_of_which_some_are_copies_do_not_satisfy_a_least_number(
        self, sources: CorpusBuilder
    ) -> None:
        both = [{"evidence": ["first", "copy"]}, {"evidence": ["first", "courier"]}]
        sources.official("jansen", statements=both)
        assert [*rows(sources, min_sources=2)] == ["jansen/s2"]

    @pytest.mark.parametrize(
        ("pieces", "best"),
        [
            (["first", "later"], "words 2"),
            (["later", "first"], "words 1"),
            (["first", {"source": "later", "form": "paraphrase"}], "words 2"),
            (["gone", {"form": "paraphrase"}], "words 2"),
            (["gone"], "words 1"),
            ([{"form": "paraphrase"}, "first"], "words 2"),
        ],
    )
    def test_are_quoted_in_the_newest_edition_that_is_not_retracted(
        self, sources: CorpusBuilder, pieces: list[Any], best: str
    ) -> None:
        sources.official("jansen", statements=[{"evidence": pieces}])
        assert row(sources)["quote"] == best

    def test_that_are_all_retracted_mark_the_statement(self, sources: CorpusBuilder) -> None:
        both = [{"evidence": ["gone"]}, {"evidence": ["gone", "courier"]}]
        sources.official("jansen", statements=both)
        assert [each["retracted"] for each in rows(sources).values()] == [True, False]
        [problem] = sources.problems("ST413")
        assert problem.severity == "warning"
        assert sources.pointed_at(problem).startswith("{")
        assert sources.codes() == ["ST413"]

    @pytest.mark.parametrize(
        "links",
        [
            {"first": {"copy_of": "first"}},
            {"first": {"copy_of": "agency"}, "agency": {"version_of": "first"}},
        ],
    )
    def test_do_not_come_from_each_other(
        self, sources: CorpusBuilder, links: dict[str, dict[str, str]]
    ) -> None:
        for id_, link in links.items():
            sources.source(id_, **link)
        sources.official("jansen", statements=[{"evidence": ["first"]}])
        assert {*sources.codes()} == {"ST412"}
        assert len(sources.codes()) == len(links)
        assert row(sources)["match_certain"] == 1

    @pytest.mark.parametrize("key", ["version_of", "copy_of"])
    def test_come_from_sources_that_there_are(self, sources: CorpusBuilder, key: str) -> None:
        problem = sources.source("later", **{key: "frist"}).problem()
        assert (problem.code, problem.path) == ("ST101", "sources/later.yaml")
        assert problem.hint == "did you mean `first`?"

    def test_of_one_address_are_editions_or_copies(self, corpus: CorpusBuilder) -> None:
        url = "https://a.example/x"
        corpus.source("courier", url=url).source("herald", url=url)
        problem = corpus.problem()
        assert (problem.code, problem.path) == ("ST414", "sources/herald.yaml")
        assert "`courier`" in problem.message
        for key in ("version_of", "copy_of"):
            assert corpus.source("herald", url=url, **{key: "courier"}).codes() == []
            assert corpus.source("herald", url=url).codes() == ["ST414"]


class TestDays:
    @pytest.mark.parametrize(
        ("said", "codes"),
        [
            ("2021-06-30", []),
            ("2021-07-01", ["ST415"]),
            ("2021-07-01T01:00:00+04:30", ["ST415"]),
            ("2021-07-02", ["ST402"]),
            ("2021-07", ["ST415"]),
            ("1400-02-13", ["ST416"]),
            ("1442-09-21", ["ST416"]),
            ("1821-05-03", []),
        ],
    )
    def test_are_held_against_that_of_the_source(
        self, corpus: CorpusBuilder, said: str, codes: list[str]
    ) -> None:
        corpus.official("jansen", statements=[{"said": said}])
        assert corpus.codes() == codes

    @pytest.mark.parametrize(("said", "calendar"), [("1400", "Persian"), ("1442-09", "Islamic")])
    def test_of_another_calendar_are_told_by_its_name(
        self, corpus: CorpusBuilder, said: str, calendar: str
    ) -> None:
        corpus.official("jansen", statements=[{"said": said}])
        assert f"of the {calendar} calendar" in corpus.problem().message
