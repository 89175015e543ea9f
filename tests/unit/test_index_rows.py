from __future__ import annotations

import json
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import sqlite3

    from corpora import CorpusBuilder

FORMS = ("quote", "document", "partial-quote", "paraphrase")


def row(corpus: CorpusBuilder, **fields: Any) -> sqlite3.Row:
    """Give the row of an official's only statement."""
    corpus.source("herald").source("zeitung", lang="de")
    corpus.official("jansen", statements=[fields])
    found: sqlite3.Row = corpus.index().execute("SELECT * FROM statements").fetchone()
    return found


def disputed(corpus: CorpusBuilder, about: str, **fields: Any) -> bool:
    dispute = {"about": about, "note": "They differ."} | fields
    return bool(row(corpus, disputes=[dispute])["disputed"])


class TestBestQuote:
    @pytest.mark.parametrize("pair", list(permutations(FORMS, 2)), ids=" before ".join)
    def test_are_those_nearest_to_the_officials_own(
        self, corpus: CorpusBuilder, pair: tuple[str, str]
    ) -> None:
        nearest = min(pair, key=FORMS.index)
        found = row(corpus, evidence=[{"form": form, "text": form} for form in pair])
        assert found["quote"] == nearest
        assert json.loads(found["forms"]) == list(pair)

    def test_are_the_first_of_those_equally_near(self, corpus: CorpusBuilder) -> None:
        pieces = [{"form": "paraphrase", "text": "a"}, {"text": "b"}, {"text": "c"}]
        assert row(corpus, evidence=pieces)["quote"] == "b"

    def test_are_in_the_language_of_their_source_unless_they_say_otherwise(
        self, corpus: CorpusBuilder
    ) -> None:
        assert row(corpus)["lang"] == "en"
        assert row(corpus, evidence=["zeitung"])["lang"] == "de"
        found = row(corpus, evidence=["courier", {"source": "zeitung", "lang": "fa"}])
        assert found["lang"] == "en"
        assert [piece["lang"] for piece in json.loads(found["evidence"])] == ["en", "fa"]


class TestCountedSources:
    @pytest.mark.parametrize(
        ("pieces", "certain", "probable"),
        [
            (["courier"], 1, 0),
            (["courier", {"text": "b"}], 1, 0),
            (["courier", "herald"], 2, 0),
            (["courier", {"source": "herald", "derived_from": "courier"}], 1, 0),
            (["courier", {"source": "herald", "match": "probable"}], 1, 1),
            (["courier", {"text": "b", "match": "probable"}], 1, 0),
            ([{"match": "probable"}], 0, 1),
            ([{"match": "probable"}, {"text": "b", "match": "probable"}], 0, 1),
            ([{"match": "probable", "derived_from": "herald"}], 0, 1),
            (["courier", {"text": "b", "derived_from": "herald"}], 2, 0),
            (["courier", {"source": "herald", "via": "Agency"}], 2, 0),
            ([{"via": "Agency"}, {"source": "herald", "via": "agency"}], 1, 0),
            (["courier", "herald", {"source": "zeitung", "match": "probable"}], 2, 1),
        ],
    )
    def test_are_where_the_words_come_from_certain_and_probable_apart(
        self, corpus: CorpusBuilder, pieces: list[Any], certain: int, probable: int
    ) -> None:
        found = row(corpus, evidence=pieces)
        assert (found["match_certain"], found["match_probable"]) == (certain, probable)

    def test_are_listed_once_each_copies_and_all(self, corpus: CorpusBuilder) -> None:
        copy = {"source": "zeitung", "derived_from": "herald"}
        found = row(corpus, evidence=["herald", copy, {"source": "herald", "text": "b"}])
        assert json.loads(found["sources"]) == ["herald", "zeitung"]


class TestDisputedRow:
    @pytest.mark.parametrize("about", ["speaker", "position"])
    def test_is_one_of_open_speaker_or_position(self, corpus: CorpusBuilder, about: str) -> None:
        assert disputed(corpus, about)
        assert not disputed(corpus, about, resolution="One is followed.")

    @pytest.mark.parametrize("about", ["wording", "date"])
    def test_is_none_of_open_words_or_date(self, corpus: CorpusBuilder, about: str) -> None:
        assert not disputed(corpus, about)

    @pytest.mark.parametrize(
        ("status", "marked"),
        [("attested", 0), ("disputed", 1), ("denied", 1), ("misattributed", 0)],
    )
    def test_is_one_whose_status_says_so(
        self, corpus: CorpusBuilder, status: str, marked: int
    ) -> None:
        assert row(corpus, status=status)["disputed"] == marked

    def test_is_one_with_an_open_dispute_among_several(self, corpus: CorpusBuilder) -> None:
        settled = {"about": "speaker", "note": "They differ.", "resolution": "One is followed."}
        open_ = {"about": "position", "note": "They differ."}
        assert row(corpus, disputes=[settled, open_])["disputed"]


class TestStatementRow:
    def test_has_its_date_as_written_and_its_bounds(self, corpus: CorpusBuilder) -> None:
        found = row(corpus, said="2021-04~/2021-05")
        said = (found["said"], found["said_from"], found["said_to"])
        assert said == ("2021-04~/2021-05", "2021-04-01", "2021-05-31")
        assert row(corpus, said="../2021-05")["said_from"] is None
        assert row(corpus, said="2021-05/..")["said_to"] is None

    def test_has_its_role_and_faction(self, corpus: CorpusBuilder) -> None:
        found = row(corpus)
        assert (found["name"], found["role"], found["faction"]) == ("Jansen", "Member", "council")
        found = row(corpus, faction="none", role="Poet")
        assert (found["role"], found["faction"]) == ("Poet", None)

    def test_has_the_score_of_its_position_if_that_has_one(self, corpus: CorpusBuilder) -> None:
        assert row(corpus, position="rejects")["score"] == -2
        assert row(corpus, position="conditional")["score"] == 0
        assert row(corpus, position="unstated")["score"] is None

    def test_has_its_issue_and_coder_or_those_of_the_corpus(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"supports": 1}, "quays": {"supports": 3}})
        found = row(corpus)
        assert (found["issue"], found["coder"], found["score"]) == ("tram", "tests", 1)
        found = row(corpus, issue="quays", coder="anna")
        assert (found["issue"], found["coder"], found["score"]) == ("quays", "anna", 3)

    def test_has_its_place_in_the_file(self, corpus: CorpusBuilder) -> None:
        found = row(corpus)
        text = (corpus.folder / found["path"]).read_text().splitlines()
        assert (found["ref"], found["path"]) == ("jansen/s1", "officials/jansen.yaml")
        assert text[found["line"] - 1][found["column"] - 1 :] == "{"
        assert '"id": "s1"' in text[found["line"]]

    def test_has_lists_and_mappings_as_json_under_the_keys_of_yaml(
        self, corpus: CorpusBuilder
    ) -> None:
        original = {"text": "می‌سازیم", "lang": "fa"}
        piece = {"original": original, "said": "2021-05", "locator": "line 3"}
        found = row(corpus, conditions=["الف"], position="conditional", evidence=[piece])
        assert found["conditions"] == '["الف"]'
        [read] = json.loads(found["evidence"])
        assert read == {
            "source": "courier",
            "form": "quote",
            "text": "words 1",
            "lang": "en",
            "match": "certain",
            "speaker": None,
            "said": "2021-05",
            "position": None,
            "conditions": [],
            "original": original,
            "url": None,
            "prefix": None,
            "suffix": None,
            "locator": "line 3",
            "via": None,
            "derived_from": None,
            "accept": [],
            "note": None,
        }


def test_what_is_looked_through_for_words_is_all_that_was_said_and_its_gloss(
    corpus: CorpusBuilder,
) -> None:
    pieces = [{"text": "Rails, now!", "original": {"text": "ريل", "lang": "fa"}}, {"text": "Quays"}]
    words = row(
        corpus,
        position="conditional",
        conditions=["Half-paid"],
        summary="Builds",
        evidence=pieces,
        note="aside",
        venue="Hall",
    )["words"]
    assert words == " builds  rails now  quays  ریل  half paid "


class TestOfficialNames:
    def names(self, corpus: CorpusBuilder, **fields: Any) -> list[tuple[str, str]]:
        corpus.official("van-dam", statements=["supports"], **fields)
        rows = corpus.index().execute("SELECT kind, name FROM names ORDER BY rowid")
        return [(kind, name) for kind, name in rows]

    def test_are_id_name_native_name_aliases_and_surnames(self, corpus: CorpusBuilder) -> None:
        names = self.names(corpus, name="Jan van Dam", native_name="یان", aliases=["Dammer", "JD"])
        assert names == [
            ("id", "van-dam"),
            ("name", "Jan van Dam"),
            ("native", "یان"),
            ("alias", "Dammer"),
            ("alias", "JD"),
            ("surname", "van Dam"),
            ("surname", "Dam"),
        ]

    def test_are_surnames_of_native_names_and_aliases_apart(self, corpus: CorpusBuilder) -> None:
        names = self.names(
            corpus,
            name="Jan Dam",
            native_name="یان دم",
            aliases=["Johan Dam", "Jan Damm", "J. Damm", "a top diplomat", "Prime Minister"],
            roles=[{"title": "Prime Minister of the town", "faction": "mayor"}],
        )
        assert names[-3:] == [("surname", "Dam"), ("derived", "دم"), ("derived", "Damm")]

    def test_are_no_surnames_of_institutions(self, corpus: CorpusBuilder) -> None:
        names = self.names(corpus, name="Town Council", kind="institution")
        assert names == [("id", "van-dam"), ("name", "Town Council")]


def test_a_source_has_the_days_between_which_it_appeared(corpus: CorpusBuilder) -> None:
    corpus.source("herald", published="2021-06~", authors=["Anna", "Émile"])
    query = "SELECT * FROM sources WHERE source = 'herald'"
    found = corpus.index().execute(query).fetchone()
    assert found["published"] == "2021-06~"
    assert (found["published_from"], found["published_to"]) == ("2021-06-01", "2021-06-30")
    assert found["authors"] == '["Anna", "Émile"]'
    assert found["path"] == "sources/herald.yaml"
