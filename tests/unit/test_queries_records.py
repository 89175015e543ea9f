from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.dates import parse_date
from stances.errors import UnknownName
from stances.evidence.copies import Snapshots
from stances.queries.filters import Filters
from stances.queries.listing import KEYS as LISTED
from stances.queries.records import KEYS, Records, assessments_of, records

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder


@pytest.fixture
def told(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two officials, one of whom the second source names for words of the other."""
    assessed = {"about": ["council", "jansen"], "text": "They wait.", "when": "2021-05"}
    corpus.source("courier", assessments=[assessed, {"about": ["cas"], "text": "He waits."}])
    own = {"about": ["jansen"], "text": "He leads.", "note": "So printed."}
    corpus.source("herald", authors=["Anna"], assessments=[own])
    names_cas = {"source": "herald", "speaker": "cas", "locator": "line 3"}
    corpus.official(
        "jansen",
        name="Jan Jansen",
        aliases=["JJ"],
        identifiers={"wikidata": "Q1"},
        roles=[{"title": "Clerk", "faction": "council", "from": "2020", "former": True}],
        statements=[{"said": "2021-06"}, {"evidence": ["courier", names_cas], "repeated": True}],
    )
    return corpus.official("cas", name="Cas", statements=[{"said": "2021-06-03"}, "denies"])


def show(corpus: CorpusBuilder, *refs: str) -> Records:
    return records(corpus.index(), refs, Snapshots(None))


def shown(corpus: CorpusBuilder, ref: str) -> dict[str, Any]:
    [record] = show(corpus, ref).records
    assert show(corpus, ref).document == record
    return record


def refs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ref"] for row in rows]


class TestOfficialRecord:
    @pytest.mark.parametrize("name", ["jansen", "Jan Jansen", "jj"])
    def test_is_shown_by_any_name(self, told: CorpusBuilder, name: str) -> None:
        record = shown(told, name)
        assert (record["record"], record["id"], record["name"]) == (
            "official",
            "jansen",
            "Jan Jansen",
        )

    def test_is_shown_with_all_its_fields(self, told: CorpusBuilder) -> None:
        record = shown(told, "jansen")
        assert record["aliases"] == ["JJ"]
        assert record["identifiers"] == {"wikidata": "Q1"}
        assert record["path"] == "officials/jansen.yaml"
        role = {"title": "Clerk", "faction": "council", "from": "2020", "until": None}
        assert record["roles"] == [role | {"former": True}]
        keys = "record id name native_name kind aliases roles identifiers note path"
        statements = "statements attributed spoke_for reported assessments"
        assert list(record) == [*keys.split(), *statements.split()]

    def test_is_shown_with_its_statements_in_order_of_time(self, told: CorpusBuilder) -> None:
        record = shown(told, "jansen")
        assert refs(record["statements"]) == ["jansen/s2", "jansen/s1"]
        assert [row["repeated"] for row in record["statements"]] == [True, False]
        assert list(record["statements"][0]) == [*LISTED, "path", "line"]

    def test_is_shown_with_what_is_attributed_to_it(self, told: CorpusBuilder) -> None:
        [row] = shown(told, "cas")["attributed"]
        assert (row["ref"], row["by"]) == ("jansen/s2", ["herald"])
        assert row["evidence"][1]["locator"] == "line 3"
        assert shown(told, "jansen")["attributed"] == []

    def test_is_shown_with_what_sources_claim_of_it(self, told: CorpusBuilder) -> None:
        assert shown(told, "jansen")["assessments"] == [
            {
                "source": "courier",
                "about": ["council", "jansen"],
                "text": "They wait.",
                "when": "2021-05",
                "accept": [],
                "note": None,
            },
            {
                "source": "herald",
                "about": ["jansen"],
                "text": "He leads.",
                "when": None,
                "accept": [],
                "note": "So printed.",
            },
        ]


class TestSourceRecord:
    def test_is_shown_by_its_id_with_all_its_fields(self, told: CorpusBuilder) -> None:
        record = shown(told, "herald")
        assert (record["record"], record["id"], record["title"]) == (
            "source",
            "herald",
            "The herald",
        )
        assert record["authors"] == ["Anna"]
        keys = (
            "record id title publisher authors published published_from published_to retrieved url "
            "archive_url lang kind sha256 version_of copy_of note notices uncoded path "
            "later_versions copies statements denials assessments"
        )
        assert list(record) == keys.split()

    def test_is_shown_with_the_statements_that_rest_on_it(self, told: CorpusBuilder) -> None:
        assert refs(shown(told, "herald")["statements"]) == ["jansen/s2"]
        assert refs(shown(told, "courier")["statements"]) == [
            "cas/s2",
            "jansen/s2",
            "jansen/s1",
            "cas/s1",
        ]

    def test_is_shown_with_the_denials_that_it_prints(self, told: CorpusBuilder) -> None:
        denial = {"source": "herald", "text": "I did not.", "by": "bo"}
        dispute = {"about": "speaker", "note": "Denied.", "words": denial}
        told.official(
            "bo", name="Bo", statements=[{"evidence": ["courier"], "disputes": [dispute]}]
        )
        [found] = shown(told, "herald")["denials"]
        assert found == {
            "ref": "bo/s1",
            "official": "bo",
            "name": "Bo",
            "about": "speaker",
            "text": "I did not.",
            "by": "bo",
            "copy": None,
        }
        assert "bo/s1" not in refs(shown(told, "herald")["statements"])

    def test_is_shown_with_its_later_versions_and_copies(self, told: CorpusBuilder) -> None:
        told.source("late", version_of="herald").source("copy", copy_of="herald")
        record = shown(told, "herald")
        assert (record["later_versions"], record["copies"]) == (["late"], ["copy"])

    def test_is_shown_with_what_it_claims_in_its_order(self, told: CorpusBuilder) -> None:
        texts = [found["text"] for found in shown(told, "courier")["assessments"]]
        assert texts == ["They wait.", "He waits."]


class TestStatementRecord:
    @pytest.mark.parametrize("ref", ["jansen/s2", "JJ/s2", "Jan Jansen/s2"])
    def test_is_shown_by_its_reference(self, told: CorpusBuilder, ref: str) -> None:
        record = shown(told, ref)
        assert (record["record"], record["ref"], record["repeated"]) == (
            "statement",
            "jansen/s2",
            True,
        )
        assert list(record) == ["record", *LISTED, "path", "line", "codings"]

    @pytest.mark.parametrize(
        ("ref", "hint"),
        [
            ("jansen/s22", "did you mean `jansen/s2`"),
            ("cas/fully-unlike", ": cas/s1, cas/s2"),
            ("jansen/moved", "did you mean `cas/moved`?"),
            ("left/moved", "did you mean `cas/moved`?"),
        ],
    )
    def test_has_to_be_known(self, told: CorpusBuilder, ref: str, hint: str) -> None:
        told.part("cas", "more", {"id": "moved", "said": "2021-06-09"})
        with pytest.raises(UnknownName, match=f"is called `({ref}|left)`") as caught:
            show(told, ref)
        assert hint in caught.value.hint

    def test_with_an_id_that_many_use_is_not_said_to_have_moved(self, told: CorpusBuilder) -> None:
        for name in ("ann", "bo", "dirk", "eva"):
            told.official(name, statements=[{"id": "s9"}])
        with pytest.raises(UnknownName) as caught:
            show(told, "jansen/s9")
        assert "`jansen/s1`" in caught.value.hint

    def test_may_be_left_out_because_of_a_problem(self, told: CorpusBuilder) -> None:
        bad = {"id": "bad", "faction": "zzz"}
        told.official("bo", statements=[bad]).official("dirk", statements=["supports", bad])
        _, problem = told.problems()
        with pytest.raises(UnknownName) as caught:
            show(told, "dirk/bad")
        assert f"officials/dirk.yaml:{problem.line};" in caught.value.hint

    def test_of_nobody_is_told_as_an_official_of_that_name(self, told: CorpusBuilder) -> None:
        with pytest.raises(UnknownName, match="no official is called `jensen`"):
            show(told, "jensen/s1")


def test_a_name_of_nothing_may_be_meant_for_any_record(told: CorpusBuilder) -> None:
    with pytest.raises(UnknownName, match="no official, statement or source is called `hearld`"):
        show(told, "hearld")


class TestSeveralRecords:
    def test_are_shown_in_the_order_asked_for_each_once(self, told: CorpusBuilder) -> None:
        found = show(told, "herald", "jansen/s1", "cas", "herald")
        assert [record["record"] for record in found.records] == ["source", "statement", "official"]
        assert found.document == list(found.records)

    def test_have_the_rows_of_what_is_attributed_too(self, told: CorpusBuilder) -> None:
        assert refs(show(told, "cas").rows) == ["cas/s2", "cas/s1", "jansen/s2"]

    def test_have_the_rows_of_their_statements_each_once(self, told: CorpusBuilder) -> None:
        found = show(told, "herald", "jansen", "cas/s1")
        assert refs(found.rows) == ["jansen/s2", "jansen/s1", "cas/s1"]
        assert {tuple(row) for row in found.rows} == {tuple(LISTED)} == {tuple(found.keys)}


@pytest.fixture
def index(corpus: CorpusBuilder) -> sqlite3.Connection:
    claims = [
        {"about": ["jansen"], "text": "undated", "note": "No day."},
        {"about": ["mayor"], "text": "late", "when": "2021-05"},
        {"about": ["jansen", "council"], "text": "early", "when": "2021-04"},
    ]
    corpus.source("herald", assessments=claims)
    corpus.source("courier", assessments=[{"about": ["jansen"], "text": "open", "when": "../2021"}])
    return corpus.official("jansen", faction="council", statements=["supports"]).index()


def assessed(index: sqlite3.Connection, **filters: object) -> list[str]:
    return [row["text"] for row in assessments_of(index, Filters(**filters))]  # type: ignore[arg-type]


def test_assessments_are_told_in_order_of_time_if_nothing_is_asked(
    index: sqlite3.Connection,
) -> None:
    assert assessed(index) == ["open", "early", "late", "undated"]


def test_assessments_have_all_their_keys(index: sqlite3.Connection) -> None:
    rows = assessments_of(index, Filters())
    assert all([*row] == KEYS for row in rows)
    assert rows[1] == {
        "source": "herald",
        "about": ["jansen", "council"],
        "text": "early",
        "lang": "en",
        "when": "2021-04",
        "when_from": "2021-04-01",
        "when_to": "2021-04-30",
        "accept": [],
        "note": None,
    }
    assert (rows[3]["when"], rows[3]["note"]) == (None, "No day.")


def test_assessments_of_those_who_speak_are_told_if_something_is_asked(
    index: sqlite3.Connection,
) -> None:
    assert assessed(index, position=("supports",)) == ["open", "early", "undated"]
    assert assessed(index, position=("rejects",)) == []


def test_assessments_of_the_sources_asked_are_told(index: sqlite3.Connection) -> None:
    assert assessed(index, source=("courier",)) == ["open"]


def test_undated_assessments_are_told_unless_they_have_to_be_certain(
    index: sqlite3.Connection,
) -> None:
    since = parse_date("2021-05")
    assert assessed(index, since=since) == ["open", "undated"]
    assert assessed(index, since=since, certain=True) == []
