from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from corpora import SAID, SCALE
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


def changes(corpus: CorpusBuilder, **given: Any) -> list[str]:
    """What is a change, and of which statement."""
    return [
        f"{row['previous']} {row['ref']}".replace("jansen/", "")
        for row in rows(corpus, **given)
        if row["change"] == "certain"
    ]


def unordered(corpus: CorpusBuilder, **given: Any) -> dict[str, list[str]]:
    """The statements of each group of those in no order."""
    groups: dict[str, list[str]] = {}
    for row in rows(corpus, **given):
        assert row["change"] in ((None, "certain"), ("unordered", "certain"))[bool(row["group"])]
        if row["group"]:
            groups.setdefault(row["group"], []).append(row["ref"])
    return groups


def said(date: str, position: str = "supports", **fields: Any) -> dict[str, Any]:
    return {"said": date, "position": position, **fields}


class TestChange:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("2021-05-03", "2021-05-04"),
            ("2021-05", "2021-06"),
            ("2021-05~", "2021-06?"),
            ("../2021-05", "2021-06"),
            ("2021-05", "2021-06/.."),
            ("2021-05-03T10:00:00", "2021-05-03T10:00:01"),
            ("2021-05-03T23:30:00-05:00", "2021-05-04T06:00:00+01:00"),
            ("2021-05-04T00:30:00+04:30", "2021-05-03T22:00:00Z"),
        ],
    )
    def test_is_one_where_the_dates_do_not_overlap(
        self, corpus: CorpusBuilder, first: str, second: str
    ) -> None:
        corpus.official("jansen", statements=[said(first), said(second, "rejects")])
        assert (changes(corpus), unordered(corpus)) == (["s1 s2"], {})

    def test_goes_by_time_and_not_by_the_order_of_the_file(self, corpus: CorpusBuilder) -> None:
        later, earlier = said("2021-06", "rejects"), said("2021-05")
        corpus.official("jansen", statements=[later, earlier])
        assert changes(corpus) == ["s2 s1"]

    def test_goes_by_the_time_of_day_on_every_issue(self, corpus: CorpusBuilder) -> None:
        late, early = (said(f"2021-05-03T{at}:00+02:00") for at in ("11:45", "09:20"))
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        joint = {"id": "zz", "words_of": "jansen/z", "issue": "quays", "position": "supports"}
        corpus.official("jansen", statements=[late, early | {"id": "z"}, joint])
        assert [row["ref"] for row in rows(corpus)] == ["jansen/z", "jansen/zz", "jansen/s1"]

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
            "group": None,
        }
        assert {key: second[key] for key in KEYS[KEYS.index("change") :]} == {
            "change": "certain",
            "previous": "jansen/s1",
            "previous_said": "../2021-05",
            "previous_position": "supports",
            "previous_score": 2,
            "gained": [],
            "dropped": [],
            "group": None,
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
        assert changes(corpus) == []

    def test_is_within_one_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        quays = said("2021-05-02", "rejects", issue="quays")
        tram = [said("2021-05-01"), said("2021-05-03", "opposes")]
        corpus.official("jansen", statements=[*tram, quays])
        assert changes(corpus) == ["s1 s2"]

    def test_is_never_between_two_officials(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[said("2021-05")])
        corpus.official("bo", statements=[said("2021-06", "rejects")])
        assert changes(corpus, faction=("council",)) == []
        assert [row["previous"] for row in rows(corpus)] == [None, None]

    def test_follows_the_last_of_the_latest_if_these_agree(self, corpus: CorpusBuilder) -> None:
        latest = [said("2021-05-02", "rejects"), said("2021-05-02/2021-05-03", "rejects")]
        corpus.official("jansen", statements=[said("2021-05-01"), *latest, said("2021-05-04")])
        assert changes(corpus) == ["s1 s2", "s1 s3", "s3 s4"]

    def test_is_none_where_the_latest_differ_among_themselves(self, corpus: CorpusBuilder) -> None:
        latest = [said("2021-05-02", "rejects"), said("2021-05-02", "indirect")]
        corpus.official("jansen", statements=[*latest, said("2021-05-04")])
        assert changes(corpus) == []
        assert rows(corpus)[2]["previous"] == "jansen/s2"

    def test_is_not_made_by_conditions_that_a_position_only_allows(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.codebook(traits={"rejects": {"allows": "conditions"}})
        unless = said("2021-05-04", "rejects", conditions=["unless the state pays"])
        corpus.official("jansen", statements=[said("2021-05-03", "rejects"), unless])
        assert changes(corpus) == []
        again = said("2021-05-05", conditions=None)
        corpus.official("jansen", statements=[unless, again])
        assert changes(corpus) == ["s1 s2"]

    def test_does_not_lie_within_an_occasion(self, corpus: CorpusBuilder) -> None:
        both = said("2021-05-03T10:00:00"), said("2021-05-03T10:05:00", "rejects")
        corpus.official("jansen", statements=both)
        assert changes(corpus) == ["s1 s2"]
        said_with = both[1] | {"said": "2021-05-03", "same_occasion": ["jansen/s1"]}
        corpus.official("jansen", statements=[said("2021-05-03"), said_with])
        assert (changes(corpus), unordered(corpus)) == ([], {})

    def test_is_never_one_of_somebody_unnamed(self, corpus: CorpusBuilder) -> None:
        both = [said("2021-05-03"), said("2021-05-04", "rejects"), said("2021-05-04")]
        corpus.official("aide", kind="unnamed", statements=both)
        assert (changes(corpus), unordered(corpus)) == ([], {})
        assert [row["previous"] for row in rows(corpus)] == [None] * 3

    def test_is_none_by_hearsay_unless_that_is_asked_for(self, corpus: CorpusBuilder) -> None:
        heard = said("2021-05-04", "rejects", according_to="a colleague")
        corpus.official("jansen", statements=[said("2021-05-03"), heard, said("2021-05-04")])
        assert (changes(corpus), unordered(corpus)) == ([], {})
        assert changes(corpus, with_hearsay=True) == ["s1 s2"]
        assert unordered(corpus, with_hearsay=True) == {"jansen/s2": ["jansen/s2", "jansen/s3"]}


class TestUnordered:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("2021-05-03", "2021-05-03"),
            ("2021-05/2021-06-02", "2021-06"),
            ("2021-05/2021-06-01", "2021-06"),
            ("2021-05-03T10:00:00", "2021-05-03"),
            ("2021-05-03T10:00:00", "2021-05-03T09:00:00Z"),
        ],
    )
    def test_is_what_differs_where_the_dates_overlap(
        self, corpus: CorpusBuilder, first: str, second: str
    ) -> None:
        corpus.official("jansen", statements=[said(first), said(second, "rejects")])
        [refs] = unordered(corpus).values()
        assert {*refs} == {"jansen/s1", "jansen/s2"}
        assert changes(corpus) == []
        assert [row["previous"] for row in rows(corpus)] == [None, None]

    @pytest.mark.parametrize(
        ("first", "second"), [("../2021-05", "../2021-06"), ("2021-05/..", "2021-06")]
    )
    def test_is_nothing_open_at_one_end_which_is_counted(
        self, corpus: CorpusBuilder, first: str, second: str
    ) -> None:
        corpus.official("jansen", statements=[said(first), said(second, "rejects")])
        assert (changes(corpus), unordered(corpus)) == ([], {})
        assert ask(corpus).basis.undated == sum(".." in each for each in (first, second))

    def test_is_called_by_the_first_of_its_group_whatever_the_ids(
        self, corpus: CorpusBuilder
    ) -> None:
        month = said("2021-05", "rejects", id="zz")
        corpus.official(
            "jansen", statements=[said("2021-05-03"), said("2021-05-20"), month, said("2021-06")]
        )
        assert unordered(corpus) == {"jansen/zz": ["jansen/zz", "jansen/s1", "jansen/s2"]}
        assert changes(corpus) == []
        assert ask(corpus).basis.unordered == 1

    def test_may_be_a_change_of_what_certainly_came_before(self, corpus: CorpusBuilder) -> None:
        twice = [said("2021-05-03", "rejects"), said("2021-05-03", "opposes")]
        corpus.official("jansen", statements=[said("2021-05"), *twice, said("2021-04")])
        assert unordered(corpus) == {"jansen/s1": ["jansen/s1", "jansen/s2", "jansen/s3"]}
        assert changes(corpus) == ["s4 s2", "s4 s3"]

    def test_is_not_what_says_the_same(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[said("2021-05"), said("2021-05-03")])
        assert unordered(corpus) == {}

    def test_are_the_statements_of_two_issues_in_two_groups(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        both = [said(SAID), said(SAID, "rejects")]
        quays = [each | {"issue": "quays"} for each in both]
        corpus.official("jansen", statements=[*both, *quays])
        assert unordered(corpus) == {
            "jansen/s1": ["jansen/s1", "jansen/s2"],
            "jansen/s3": ["jansen/s3", "jansen/s4"],
        }


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
            ({}, ["s1 s2", "s2 s3"]),
            ({"position": ("supports",)}, ["s2 s3"]),
            ({"frame": ("cost",)}, ["s1 s2"]),
            ({"text": ("the mayor turns",)}, ["s1 s2"]),
            ({"source": ("herald",)}, ["s2 s3"]),
            ({"form": ("paraphrase",)}, ["s2 s3"]),
            ({"since": parse_date("2021-05-03")}, ["s2 s3"]),
            ({"until": parse_date("2021-05-01")}, []),
            ({"min_sources": 2}, []),
        ],
    )
    def test_is_still_what_a_statement_follows(
        self, three: CorpusBuilder, given: dict[str, Any], found: list[str]
    ) -> None:
        assert changes(three, **given) == found

    def test_follows_nothing_where_its_quality_keeps_it_out(self, corpus: CorpusBuilder) -> None:
        doubtful = said("2021-05-02", "rejects", disputes=OPEN)
        wrong = said("2021-05-02", "opposes", status="misattributed")
        corpus.official("jansen", statements=[said("2021-05-01"), doubtful, wrong, said("2021-06")])
        assert changes(corpus) == ["s1 s2", "s2 s4"]
        assert changes(corpus, without_disputed=True) == []
        both = {"status": ("attested", "misattributed")}
        assert changes(corpus, **both) == ["s1 s2", "s1 s3"]
        assert unordered(corpus, **both) == {"jansen/s2": ["jansen/s2", "jansen/s3"]}

    def test_may_be_said_in_another_faction(self, corpus: CorpusBuilder) -> None:
        mayor = said("2021-06", "rejects", faction="mayor")
        corpus.official("jansen", statements=[said("2021-05"), mayor])
        assert changes(corpus, faction=("mayor",)) == ["s1 s2"]


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
        assert changes(corpus) == ["s1 s2"]


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
