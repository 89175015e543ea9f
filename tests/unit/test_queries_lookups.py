from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.lookups import CODEBOOK, OFFICIALS, SOURCES, codebook, officials, sources

if TYPE_CHECKING:
    from corpora import CorpusBuilder

BAD = {"position": "supports", "faction": "zzz", "frames": ["jobs"]}


@pytest.fixture
def told(corpus: CorpusBuilder) -> CorpusBuilder:
    assessments = [{"about": ["mayor"], "text": "Waits."}, {"about": ["cas"], "text": "Too."}]
    corpus.source("herald", published="2021-06-01", authors=["Anna"], assessments=assessments)
    corpus.source("almanac", published="2021-06-01")
    roles: list[dict[str, Any]] = [
        {"title": "Clerk", "faction": "council", "former": True},
        {"title": "Mayor", "faction": "mayor"},
        {"title": "Host", "faction": "mayor"},
        {"title": "Poet"},
    ]
    twice = [
        {"source": "herald", "speaker": "cas"},
        {"source": "herald", "speaker": "cas", "text": "b"},
    ]
    corpus.official(
        "zoe",
        name="Anna Bo",
        native_name="آنا",
        aliases=["Bo"],
        roles=roles,
        statements=["supports", {"evidence": twice, "frames": ["jobs", "cost"]}, BAD],
    )
    own = {"evidence": [{"speaker": "cas"}]}
    return corpus.official("cas", name="Cas", statements=["rejects", own])


def test_officials_are_listed_by_name_with_what_is_known_of_them(told: CorpusBuilder) -> None:
    found = officials(told.index())
    assert (found.kind, list(found.keys), found.document) == ("officials", OFFICIALS, None)
    assert [row["official"] for row in found.rows] == ["zoe", "cas"]
    zoe, cas = found.rows
    assert list(zoe) == OFFICIALS
    assert (zoe["name"], zoe["native_name"], zoe["aliases"]) == ("Anna Bo", "آنا", ["Bo"])
    assert [role["title"] for role in zoe["roles"]] == ["Clerk", "Mayor", "Host", "Poet"]
    assert zoe["factions"] == ["mayor"]
    assert (zoe["statements"], zoe["attributed"]) == (2, 0)
    assert (cas["statements"], cas["attributed"]) == (2, 1)


def test_sources_are_listed_by_time_with_how_much_rests_on_them(told: CorpusBuilder) -> None:
    found = sources(told.index())
    assert (found.kind, list(found.keys)) == ("sources", SOURCES)
    assert {tuple(row) for row in found.rows} == {tuple(SOURCES)}
    counted = [(row["source"], row["statements"], row["assessments"]) for row in found.rows]
    assert counted == [("almanac", 0, 0), ("herald", 1, 2), ("courier", 3, 0)]
    herald = found.rows[1]
    assert (herald["published"], herald["published_to"]) == ("2021-06-01", "2021-06-01")
    assert herald["authors"] == ["Anna"]


def test_an_official_is_told_apart_from_a_person_where_there_is_another(
    told: CorpusBuilder,
) -> None:
    assert "kind" not in officials(told.index()).telling(roomy=True)
    told.official("press", kind="institution", name="The Press Office")
    assert "kind" in officials(told.index()).telling(roomy=False)


def test_a_source_has_its_publisher_and_notices_where_there_is_room_and_some(
    told: CorpusBuilder,
) -> None:
    found = sources(told.index())
    assert {*found.shown} - {*found.telling(roomy=True)} == {"publisher", "notices"}
    told.source("almanac", publisher="Lake Press", notices=[{"kind": "corrected"}])
    found = sources(told.index())
    assert found.telling(roomy=True) == found.shown
    assert {*found.shown} - {*found.telling(roomy=False)} == {"publisher", "notices"}


class TestCodebookLookup:
    def test_names_the_issue_of_a_position_where_there_are_several(
        self, told: CorpusBuilder
    ) -> None:
        assert "issue" not in codebook(told.index()).telling(roomy=True)
        told.codebook(issues={"tram": {"supports": 2}, "bus": {"keep": 1}})
        assert "issue" in codebook(told.index(), ["positions"]).telling(roomy=False)
        assert "issue" not in codebook(told.index(), ["frames"]).telling(roomy=True)

    def test_has_what_a_position_asks_of_statements_where_there_is_room(
        self, told: CorpusBuilder
    ) -> None:
        found = codebook(told.index())
        assert {*found.telling(roomy=True)} - {*found.shown} == {"requires", "open"}

    def test_is_listed_word_by_word_in_its_own_order(self, told: CorpusBuilder) -> None:
        found = codebook(told.index())
        assert (found.kind, list(found.keys)) == ("codebook", CODEBOOK)
        assert {tuple(row) for row in found.rows} == {tuple(CODEBOOK)}
        assert [(row["kind"], row["id"]) for row in found.rows] == [
            ("issue", "tram"),
            *(("position", id_) for id_ in (
                "supports indirect conditional opposes rejects denies unstated".split()
            )),
            ("faction", "mayor"),
            ("faction", "council"),
            ("frame", "jobs"),
            ("frame", "cost"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("kind", "id_", "expected"),
        [
            (
                "issues",
                "tram",
                {"issue": "tram", "definition": "What of the tram?", "statements": 4},
            ),
            ("positions", "supports", {"issue": "tram", "score": 2, "statements": 3}),
            ("positions", "conditional", {"score": 0, "requires": "conditions", "statements": 0}),
            ("positions", "denies", {"score": None, "requires": None, "label": "Denies"}),
            ("factions", "mayor", {"issue": None, "label": "Mayor", "statements": 2}),
            ("frames", "jobs", {"definition": "What jobs means.", "statements": 1}),
        ],
    )
    def test_says_what_a_word_means_and_how_often_it_is_used(
        self, told: CorpusBuilder, kind: str, id_: str, expected: dict[str, object]
    ) -> None:
        [row] = [row for row in codebook(told.index(), (kind,)).rows if row["id"] == id_]
        assert {key: row[key] for key in expected} == expected

    def test_is_limited_to_what_is_asked_for_in_the_same_order(self, told: CorpusBuilder) -> None:
        rows = codebook(told.index(), ("frames", "issues")).rows
        assert [row["kind"] for row in rows] == ["issue", "frame", "frame"]

    def test_counts_a_position_on_its_own_issue(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": 1}, "bus": {"yes": 2}})
        corpus.official("zoe", statements=["yes", {"issue": "bus", "position": "yes"}, "yes"])
        rows = codebook(corpus.index(), ("positions",)).rows
        assert [(r["issue"], r["id"], r["score"], r["statements"]) for r in rows] == [
            ("tram", "yes", 1, 2),
            ("bus", "yes", 2, 1),
        ]
