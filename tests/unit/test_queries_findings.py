from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.queries.filters import Filters
from stances.queries.findings import findings

if TYPE_CHECKING:
    from corpora import CorpusBuilder
    from stances.queries.findings import Finding

OPEN = [{"about": "speaker", "note": "They differ."}]


def found(corpus: CorpusBuilder, **given: Any) -> list[Finding]:
    index = corpus.index()
    return findings(index, Filters(**given).resolved(index))


def only(corpus: CorpusBuilder, **given: Any) -> Finding:
    [finding] = found(corpus, **given)
    return finding


def standings(finding: Finding) -> list[tuple[str | None, str, list[str], list[str]]]:
    return [(e.faction, e.official, [*e.positions], [*e.doubtful]) for e in finding.standings]


class TestStandings:
    def test_have_the_positions_of_an_official_in_the_order_of_the_codebook(
        self, corpus: CorpusBuilder
    ) -> None:
        corpus.official("bo", statements=["unstated", "rejects", "supports", "rejects"])
        [standing] = only(corpus).standings
        assert standing.positions == ["supports", "rejects", "unstated"]

    def test_are_in_the_order_of_factions_and_then_of_names(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(factions=("mayor", "council"))
        corpus.official("zoe", name="Abel", faction="council", statements=["supports"])
        corpus.official("abel", name="Zoe", faction="council", statements=["supports"])
        corpus.official("cas", faction=None, statements=["supports"])
        corpus.official("eva", faction="mayor", statements=["supports"])
        told = [each.official for each in only(corpus).standings]
        assert told == ["eva", "zoe", "abel", "cas"]

    def test_are_two_where_somebody_speaks_for_two_factions(self, corpus: CorpusBuilder) -> None:
        said = [{"faction": "mayor"}, {"faction": "council", "position": "rejects"}]
        roles = [{"faction": "mayor"}, {"faction": "council"}]
        corpus.official("bo", roles=roles, statements=said)
        assert standings(only(corpus)) == [
            ("mayor", "bo", ["supports"], []),
            ("council", "bo", ["rejects"], []),
        ]

    def test_doubt_a_position_that_rests_on_disputed_statements_alone(
        self, corpus: CorpusBuilder
    ) -> None:
        disputed = {"disputes": OPEN}
        said: list[Any] = ["supports", disputed, disputed | {"position": "rejects"}]
        finding = only(corpus.official("bo", statements=said))
        assert standings(finding) == [("council", "bo", ["supports", "rejects"], ["rejects"])]
        assert (finding.statements, finding.disputed) == (3, 2)

    def test_are_not_of_those_who_are_not_named(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports"])
        corpus.official("aide", kind="unnamed", statements=["supports", "supports", "rejects"])
        finding = only(corpus)
        assert [each.official for each in finding.standings] == ["bo"]
        assert finding.anonymous == {("council", "supports"): 2, ("council", "rejects"): 1}
        assert (finding.unnamed, finding.statements) == (3, 4)

    def test_are_of_what_the_filters_let_through(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["supports", {"position": "rejects", "frames": ["cost"]}])
        assert standings(only(corpus, frame=("cost",))) == [("council", "bo", ["rejects"], [])]
        assert found(corpus, frame=("jobs",)) == []


HEARD = {"position": "rejects", "according_to": ["cas"]}


class TestHearsay:
    @pytest.fixture
    def heard(self, corpus: CorpusBuilder) -> CorpusBuilder:
        corpus.official("bo", statements=["supports", HEARD])
        return corpus.official("eva", statements=[HEARD]).official("cas", statements=[])

    def test_is_counted_apart_and_makes_nobody_silent(self, heard: CorpusBuilder) -> None:
        finding = only(heard)
        assert standings(finding) == [("council", "bo", ["supports"], [])]
        assert (finding.statements, finding.hearsay) == (1, 2)
        assert [each.official for each in finding.heard] == ["eva"]
        assert finding.silent == []

    def test_counts_where_it_is_asked_for(self, heard: CorpusBuilder) -> None:
        finding = only(heard, with_hearsay=True)
        assert standings(finding) == [
            ("council", "bo", ["supports", "rejects"], []),
            ("council", "eva", ["rejects"], []),
        ]
        assert (finding.statements, finding.hearsay, finding.heard) == (3, 0, [])

    def test_of_an_undisputed_statement_takes_the_doubt_away(self, corpus: CorpusBuilder) -> None:
        disputed = {"position": "rejects", "disputes": OPEN}
        corpus.official("bo", statements=[disputed, HEARD]).official("cas")
        assert standings(only(corpus)) == [("council", "bo", ["rejects"], ["rejects"])]
        told = standings(only(corpus, with_hearsay=True))
        assert told == [("council", "bo", ["rejects"], [])]

    def test_alone_makes_a_finding_too(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=[HEARD]).official("cas")
        finding = only(corpus)
        assert (finding.statements, finding.hearsay, finding.standings) == (0, 1, [])


class TestIssues:
    @pytest.fixture
    def three(self, corpus: CorpusBuilder) -> CorpusBuilder:
        scales: dict[str, dict[str, int | None]] = {
            "tram": {"for": 1, "against": -1},
            "quays": {"mend": None, "leave": None, "unstated": None},
            "bus": {"for": 1},
        }
        corpus.codebook(issues=scales)
        mend = {"issue": "quays", "position": "mend"}
        return corpus.official("bo", statements=["against", mend]).official("cas")

    def test_are_those_that_somebody_speaks_of_in_the_order_of_the_codebook(
        self, three: CorpusBuilder
    ) -> None:
        assert [(each.issue, each.question) for each in found(three)] == [
            ("tram", "What of the tram?"),
            ("quays", "What of the quays?"),
        ]
        assert [each.issue for each in found(three, issue=("quays",))] == ["quays"]

    def test_have_all_their_positions_taken_or_not(self, three: CorpusBuilder) -> None:
        tram, quays = found(three)
        assert [(each.id, each.label, each.score, each.is_open) for each in tram.choices] == [
            ("for", "For", 1, False),
            ("against", "Against", -1, False),
        ]
        assert [(each.id, each.label, each.score, each.is_open) for each in quays.choices] == [
            ("mend", "Mend", None, False),
            ("leave", "Leave", None, False),
            ("unstated", "Unstated", None, True),
        ]

    def test_have_their_own_silent_ones(self, three: CorpusBuilder) -> None:
        three.official("eva", statements=["for"])
        told = {each.issue: [own.official for own in each.silent] for each in found(three)}
        assert told == {"tram": ["cas"], "quays": ["cas", "eva"]}

    def test_are_of_the_days_asked_for(self, three: CorpusBuilder) -> None:
        three.official("eva", statements=[{"position": "for", "said": "2020"}])
        tram = found(three, until=parse_date("2020"))
        assert [(each.issue, [own.official for own in each.silent]) for each in tram] == [
            ("tram", ["bo", "cas"])
        ]


class TestTaken:
    def test_leaves_out_what_is_open_where_a_position_is_taken(self, corpus: CorpusBuilder) -> None:
        corpus.official("bo", statements=["unstated", "denies"])
        corpus.official("cas", statements=["unstated"])
        finding = only(corpus)
        told = {
            each.official: [choice.id for choice in finding.taken(each)]
            for each in finding.standings
        }
        assert told == {"bo": ["denies"], "cas": ["unstated"]}
        undecided = [each.official for each in finding.standings if finding.is_undecided(each)]
        assert undecided == ["cas"]
