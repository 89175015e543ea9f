from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.queries import listing
from stances.queries.conflicts import conflicts
from stances.queries.filters import Filters
from stances.queries.report import report
from stances.queries.report.about import Counts
from stances.queries.summary import Backing, Form, summary
from stances.revisions import Commit

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder, Fields
    from stances.queries.report import Report
    from stances.queries.report.officials import Official


def asked(index: sqlite3.Connection, **filters: Any) -> Report:
    return report(index, Filters(**filters).resolved(index))


def only(found: Report) -> Official:
    [issue] = found.issues
    [official] = issue.officials
    return official


def said(*dates: str, position: str = "supports") -> list[dict[str, str]]:
    return [{"said": date, "position": position} for date in dates]


def latest(corpus: CorpusBuilder, statements: list[dict[str, str]]) -> list[str]:
    found = only(asked(corpus.official("bo", statements=statements).index()))
    return [row["ref"].partition("/")[2] for row in found.latest]


class TestLatest:
    def test_is_what_no_other_certainly_follows(self, corpus: CorpusBuilder) -> None:
        assert latest(corpus, said("2021-03", "2021-04-01", "2021-05-02")) == ["s3"]

    def test_are_several_where_dates_overlap(self, corpus: CorpusBuilder) -> None:
        assert latest(corpus, said("2021-03", "2021-04", "2021-04-30/2021-05-02")) == ["s2", "s3"]

    def test_is_whatever_is_open_at_the_end(self, corpus: CorpusBuilder) -> None:
        assert latest(corpus, said("2019/..", "2021-04", "../2021-03")) == ["s1", "s2"]

    def test_of_one_issue_is_not_followed_by_another(self, corpus: CorpusBuilder) -> None:
        scale = {"supports": 1, "rejects": -1}
        corpus.codebook(issues={"tram": scale, "port": scale})
        statements = [{"said": "2021-04"}, {"said": "2021-05", "issue": "port"}]
        found = asked(corpus.official("bo", statements=statements).index())
        assert [(i.issue, i.officials[0].latest[0]["ref"]) for i in found.issues] == [
            ("tram", "bo/s1"),
            ("port", "bo/s2"),
        ]

    def test_has_one_with_a_score_beside_it_if_it_has_none(self, corpus: CorpusBuilder) -> None:
        statements = said("2021-02") + said("2021-03", position="rejects")
        statements += said("2021-04", position="unstated")
        found = only(asked(corpus.official("bo", statements=statements).index()))
        assert [row["ref"] for row in found.latest] == ["bo/s3"]
        assert [row["ref"] for row in found.latest_scored] == ["bo/s2"]
        assert [each.ref for each in found.others] == ["bo/s1"]
        assert [each.ref for each in found.statements] == ["bo/s1", "bo/s2", "bo/s3"]

    def test_has_those_with_a_score_however_many_are_asked_for_at_once(
        self, corpus: CorpusBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listing, "AT_ONCE", 2)
        statements = said("2021-02", "2021-02") + said("2021-04", position="unstated")
        for id_ in ("ann", "bo", "cas"):
            corpus.official(id_, statements=statements)
        [issue] = asked(corpus.index()).issues
        refs = [[row["ref"] for row in each.latest_scored] for each in issue.officials]
        assert refs == [[f"{id_}/s1", f"{id_}/s2"] for id_ in ("ann", "bo", "cas")]

    def test_has_none_beside_it_if_it_has_a_score(self, corpus: CorpusBuilder) -> None:
        statements = said("2021-02") + said("2021-03") + said("2021-03", position="unstated")
        found = only(asked(corpus.official("bo", statements=statements).index()))
        assert len(found.latest) == 2
        assert found.latest_scored == []

    def test_says_how_many_the_filters_leave_out_behind_it(self, corpus: CorpusBuilder) -> None:
        statements = said("2021-02") + said("2021-03", "2021-04", position="rejects")
        index = corpus.official("bo", statements=statements).index()
        assert only(asked(index, position=("supports",))).later == 2
        assert only(asked(index, until=parse_date("2021-03"))).later == 1
        assert only(asked(index)).later == 0


class TestHearsayAmongTheLatest:
    def test_is_none_where_her_own_words_certainly_follow(self, corpus: CorpusBuilder) -> None:
        statements: list[Fields] = [
            {"said": "2021-01-10", "according_to": ["cas"]},
            {"said": "2021-02-10"},
        ]
        found = only(asked(corpus.official("bo", statements=statements).index()))
        assert [row["ref"] for row in found.latest] == ["bo/s2"]
        assert [each.ref for each in found.others] == ["bo/s1"]

    def test_stands_behind_what_counts(self, corpus: CorpusBuilder) -> None:
        heard = {"said": "2021-03", "according_to": ["cas"]}
        statements: list[Fields] = [heard, {"said": "2021-02", "position": "unstated"}]
        found = only(asked(corpus.official("bo", statements=statements).index()))
        assert [row["ref"] for row in found.foremost] == ["bo/s2", "bo/s1"]

    def test_is_in_its_place_where_it_counts(self, corpus: CorpusBuilder) -> None:
        heard = {"said": "2021-03", "according_to": ["cas"]}
        statements: list[Fields] = [heard, {"said": "2021-03", "position": "unstated"}]
        index = corpus.official("bo", statements=statements).index()
        found = only(asked(index, with_hearsay=True))
        assert [row["ref"] for row in found.foremost] == ["bo/s1", "bo/s2"]


class TestOfficialInAReport:
    def test_stands_in_the_order_of_factions_and_names(self, corpus: CorpusBuilder) -> None:
        factions = {"zoe": "mayor", "ann": "council", "cas": None, "abe": "mayor"}
        for id_, faction in factions.items():
            corpus.official(id_, roles=[{"faction": faction}], statements=["denies"])
        [issue] = asked(corpus.index()).issues
        assert [each.official for each in issue.officials] == ["abe", "zoe", "ann", "cas"]

    def test_has_the_role_of_the_last_statement(self, corpus: CorpusBuilder) -> None:
        roles = [
            {"title": "Clerk", "faction": "council", "until": "2020"},
            {"title": "Mayor", "faction": "mayor", "from": "2021"},
        ]
        corpus.official("bo", roles=roles, statements=said("2020-05", "2021-05"))
        found = only(asked(corpus.index()))
        assert (found.role, found.faction) == ("Mayor", "mayor")

    def test_without_a_score_has_no_mean(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", statements=["unstated", "denies"]).index()
        assert (only(asked(index)).mean, only(asked(index)).scores) == (None, [])
        index = corpus.official("bo", statements=["supports", "opposes", "denies"]).index()
        assert (only(asked(index)).mean, only(asked(index)).scores) == (0.5, [2, -1])

    def test_has_the_changes_of_position(self, corpus: CorpusBuilder) -> None:
        statements = said("2021-03") + said("2021-04", position="rejects")
        statements[0]["status"] = "disputed"
        found = only(asked(corpus.official("bo", statements=statements).index()))
        [shift] = found.shifts
        assert (shift["previous"], shift["ref"], shift["change"]) == ("bo/s1", "bo/s2", "certain")
        assert shift["disputed"] is True


class TestAttribution:
    @pytest.fixture
    def index(self, corpus: CorpusBuilder) -> sqlite3.Connection:
        corpus.source("herald")
        evidence = ["courier", {"source": "herald", "speaker": "cas"}]
        corpus.official("bo", faction="mayor", statements=[{"evidence": evidence}])
        roles: list[Fields] = [{"title": "Clerk", "former": True}, {"faction": "council"}]
        return corpus.official("cas", roles=roles, statements=[]).index()

    def test_is_of_those_asked_for(self, index: sqlite3.Connection) -> None:
        assert only(asked(index, official=("bo",))).official == "bo"
        assert asked(index).about.corpus == Counts(2, 1, 2)

    def test_shows_one_without_statements_of_their_own(self, index: sqlite3.Connection) -> None:
        [issue] = asked(index).issues
        bo, cas = issue.officials
        assert (cas.latest, cas.statements, cas.faction, cas.role) == ([], [], "council", "Member")
        [each] = cas.attributed
        assert (each.ref, each.official, each.sources) == ("bo/s1", "bo", ["herald"])
        assert bo.attributed == []

    def test_to_the_one_it_is_recorded_with_is_none(self, corpus: CorpusBuilder) -> None:
        evidence = ["courier", {"source": "herald", "speaker": "bo"}]
        corpus.source("herald").official("bo", statements=[{"evidence": evidence}])
        assert only(asked(corpus.index())).attributed == []

    def test_counts_in_no_figure(self, index: sqlite3.Connection) -> None:
        found = asked(index, official=("cas",))
        assert found.about.answer == Counts(0, 0, 0)
        [issue] = found.issues
        assert [each.official for each in issue.officials] == ["cas"]
        assert (issue.groups, issue.total.figures.statements) == ([], 0)
        assert issue.corroboration.positions == []
        assert [row["source"] for row in found.sources] == ["courier", "herald"]


class TestCorroboration:
    def test_counts_certain_sources_and_probable_ones_apart(self, corpus: CorpusBuilder) -> None:
        corpus.source("herald").source("star")
        probable: Fields = {"source": "herald", "match": "probable", "form": "paraphrase"}
        copy = {"source": "star", "derived_from": "courier"}
        statements: list[Fields] = [
            {"evidence": ["courier", "herald", copy]},
            {"evidence": ["courier", probable]},
            {"evidence": ["courier", copy]},
            {"evidence": [probable], "position": "rejects"},
        ]
        [issue] = asked(corpus.official("bo", statements=statements).index()).issues
        assert issue.corroboration.positions == [
            Backing("supports", 3, none=0, one=2, several=1, with_probable=1),
            Backing("rejects", 1, none=1, one=0, several=0, with_probable=0),
        ]
        assert issue.corroboration.total()[1:] == (4, 1, 2, 1, 1)
        assert issue.corroboration.forms == [Form("quote", 4, 0, 2), Form("paraphrase", 0, 2, 0)]


class TestFindingsOfAReport:
    def test_are_those_on_what_is_counted(self, corpus: CorpusBuilder) -> None:
        scale = {"supports": 1, "rejects": -1}
        corpus.codebook(issues={"tram": scale, "port": scale})
        heard = {"issue": "port", "according_to": ["cas"]}
        doubtful = {"position": "rejects", "status": "disputed"}
        corpus.official("bo", statements=["supports", doubtful, heard]).official("dan")
        found = asked(corpus.index())
        assert [issue.issue for issue in found.issues] == ["tram", "port"]
        assert [*found.findings] == ["tram", "port"]
        standing = {
            "official": "bo",
            "name": "Bo",
            "faction": "council",
            "positions": ["supports", "rejects"],
            "doubtful": ["rejects"],
        }
        assert found.document["findings"] == [
            {
                "issue": "tram",
                "statements": 2,
                "contested": 1,
                "disputed": 1,
                "unnamed": 0,
                "hearsay": 0,
                "standings": [standing],
                "silent": ["dan"],
                "heard": [],
            },
            {
                "issue": "port",
                "statements": 0,
                "contested": 0,
                "disputed": 0,
                "unnamed": 0,
                "hearsay": 1,
                "standings": [],
                "silent": ["dan"],
                "heard": ["bo"],
            },
        ]

    def test_stand_beside_a_scale_that_says_what_is_open(self, corpus: CorpusBuilder) -> None:
        found = asked(corpus.official("bo", statements=["supports"]).index())
        scale = found.document["issues"][0]["scale"]
        assert [step["position"] for step in scale if step["open"]] == ["unstated"]


class TestOccasions:
    def test_are_known_from_both_sides(self, corpus: CorpusBuilder) -> None:
        tied = {"position": "unstated", "same_occasion": ["bo/s1"]}
        both: list[Any] = ["supports", tied, "rejects"]
        found = asked(corpus.official("bo", statements=both).index())
        assert found.together == {"bo/s1": ["bo/s2"], "bo/s2": ["bo/s1"]}


class TestReportAbout:
    def test_is_what_was_asked_in_the_words_of_the_command_line(
        self, corpus: CorpusBuilder
    ) -> None:
        index = corpus.official("bo", name="Bo Berg", statements=["supports"]).index()
        about = asked(
            index,
            official=("Berg",),
            since=parse_date("2021~"),
            min_sources=1,
            without_disputed=True,
        ).about
        assert about.filters == {
            "official": ["bo"],
            "since": ["2021~"],
            "min-sources": ["1"],
            "without-disputed": [],
        }
        assert about.within == 30

    def test_is_what_is_left_out_and_why(self, corpus: CorpusBuilder) -> None:
        statements = [
            {"position": "supports"},
            {"status": "disputed"},
            {"status": "misattributed"},
            {"faction": "zzz"},
        ]
        corpus.meta(assertions={"officials": {"maximum": 0}})
        index = corpus.official("bo", statements=statements).index()
        about = asked(index, without_disputed=True).about
        assert about.left_out == (1, 0, 0, 0)
        assert (about.misattributed, about.disputed) == (1, 1)
        assert (about.errors, about.warnings) == (1, 1)
        assert about.corpus == Counts(1, 3, 1)
        assert about.answer == Counts(1, 1, 1)
        assert asked(index).about.disputed is None

    def test_is_the_commit_that_is_handed_in(self, corpus: CorpusBuilder) -> None:
        index = corpus.official("bo", statements=["supports"]).index()
        commit = Commit("a" * 40, "2021-05-03", changed=True)
        told = report(index, Filters(), commit).document["about"]["commit"]
        assert told == {"name": "a" * 40, "day": "2021-05-03", "changed": True}
        assert report(index, Filters()).document["about"]["commit"] is None


class TestReport:
    def test_says_what_the_questions_say(self, shipped: sqlite3.Connection) -> None:
        found = asked(shipped)
        parts = summary(shipped, Filters(), ("faction",)).parts
        assert len(found.issues) == 6
        for issue, part in zip(found.issues, parts, strict=True):
            assert [(g.faction, g.figures) for g in issue.groups] == [
                (faction, figures) for (faction,), figures in part.groups.items()
            ]
            assert issue.total.counts == part.total_counts
        alone = conflicts(shipped, Filters())
        assert (found.conflicts.rows, found.conflicts.among) == (alone.rows, alone.among)
        assert len(found.assessments) == 26
        assert {row["source"]: row["statements"] for row in found.sources} == {
            "wsws-2014-06-21": 12,
            "iranwire-2014-06-25": 23,
        }
        assert len([*found.rows]) == 30
        assert found.background.names().factions["military"] == "Military"

    def test_counts_of_sources_what_is_here(self, shipped: sqlite3.Connection) -> None:
        found = asked(shipped, faction=("parliament",))
        assert [(r["source"], r["statements"], r["assessments"]) for r in found.sources] == [
            ("wsws-2014-06-21", 0, 1),
            ("iranwire-2014-06-25", 2, 6),
        ]

    def test_holds_no_statement_twice_in_full(self, shipped: sqlite3.Connection) -> None:
        document = asked(shipped).document
        shown = [
            row["ref"]
            for issue in document["issues"]
            for official in issue["officials"]
            for row in (*official["latest"], *official["latest_scored"])
        ]
        assert len(shown) == len(set(shown))

    def test_is_in_order_of_time(self, shipped: sqlite3.Connection) -> None:
        found = asked(shipped)
        issues, rows = [issue.issue for issue in found.issues], [*found.rows]
        assert None in {row["said_from"] for row in rows}
        assert rows == sorted(
            rows,
            key=lambda r: (
                issues.index(r["issue"]),
                r["said_from"] or "",
                r["said_to"] or "9999",
                r["ref"],
            ),
        )

    def test_is_empty_where_nothing_matches(self, shipped: sqlite3.Connection) -> None:
        found = asked(shipped, text=("zeppelin",))
        assert (found.issues, found.sources, found.assessments) == ([], [], [])
        assert found.about.answer.statements == 0
        assert found.about.corpus.statements == 30
