from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries import completion as module
from stances.queries.completion import Candidate, candidates, few, vocabulary

if TYPE_CHECKING:
    import pytest

    from corpora import CorpusBuilder


def ids(corpus: CorpusBuilder, kind: str, begun: str) -> list[str]:
    return [candidate.id for candidate in candidates(corpus.index(), kind, begun)]


class TestCandidates:
    def test_begin_so_by_id_before_all_else(self, town: CorpusBuilder) -> None:
        town.official("ko", name="Anna Bo")  # whose surname begins as the id of another
        assert ids(town, "official", "b") == ["bo"]
        assert ids(town, "official", "ko") == ["ko"]

    def test_have_a_name_that_begins_so(self, town: CorpusBuilder) -> None:
        assert ids(town, "official", "Jan J") == ["jansen"]
        assert ids(town, "official", "بو") == ["bo"]
        assert ids(town, "position", "Oppos") == ["opposes"]
        assert ids(town, "source", "The h") == ["herald"]

    def test_are_by_name_only_where_no_id_of_any_kind_will_do(self, town: CorpusBuilder) -> None:
        town.source("gazette", title="Jansen waits").source("post", title="Koala")
        assert ids(town, "record", "jan") == ["jansen", *(f"jansen/s{n}" for n in range(1, 5))]
        assert ids(town, "record", "ko") == ["cas", "post"]
        assert ids(town, "side", "ko") == ["cas"]

    def test_are_none_for_what_nothing_is_called(self, town: CorpusBuilder) -> None:
        for kind in ("official", "faction", "position", "issue", "frame", "source"):
            assert ids(town, kind, "zzz") == []
            assert ids(town, kind, "…") == []

    def test_are_coders_with_the_number_of_their_codings(self, town: CorpusBuilder) -> None:
        for coder, codings in (("bert", "s1: {position: opposes}"), ("anna", "s1: {skip: So.}")):
            town.file(f"codings/{coder}/cas.yaml", codings)
        assert candidates(town.index(), "coder", "") == [("anna", "1 coding"), ("bert", "1 coding")]
        assert ids(town, "thing", "coder:a") == ["coder:anna"]

    def test_stand_in_the_order_of_the_codebook(self, town: CorpusBuilder) -> None:
        assert ids(town, "position", "")[:3] == ["supports", "indirect", "conditional"]
        assert ids(town, "faction", "") == ["mayor", "council", "none"]

    def test_have_a_position_of_several_issues_once(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"supports": 1}, "port": {"supports": 1, "waits": 0}})
        assert ids(corpus, "position", "") == ["supports", "waits"]

    def test_have_no_statement_that_is_left_out(self, town: CorpusBuilder) -> None:
        assert ids(town, "record", "cas/") == ["cas/s1"]
        town.official("cas", statements=[{"said": "soon"}, "supports"])
        assert ids(town, "record", "cas/") == ["cas/s2"]

    def test_have_no_faction_where_only_one_that_is_there_will_do(
        self, town: CorpusBuilder
    ) -> None:
        assert ids(town, "side", "faction:") == ["faction:mayor", "faction:council"]
        assert ids(town, "side", "zzz") == []

    def test_say_what_they_mean_in_a_line(self, corpus: CorpusBuilder) -> None:
        corpus.official("jansen", statements=[{"summary": "x" * 2000}, {"summary": None}])
        [_, long, short] = candidates(corpus.index(), "record", "jansen")
        assert len(long.meaning) < 1000
        assert short.meaning == "2021-05-03 supports: words 1"


class TestFew:
    def test_shows_only_so_many_of_very_many_with_the_last(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What these begin with alike, all do: a shell puts that in."""
        monkeypatch.setattr(module, "MOST", 3)
        many = [Candidate(f"a{number}", "") for number in (5, 3, 9, 1)] + [Candidate("b", "")]
        assert [each.id for each in few(many)] == ["a1", "a3", "b"]
        assert [each.id for each in few(many[:3])] == ["a5", "a3", "a9"]


class TestVocabulary:
    def test_has_every_word_with_what_it_means(self, town: CorpusBuilder) -> None:
        words = vocabulary(town.index())
        assert words["issues"] == {"tram": "What of the tram?"}
        assert words["factions"]["mayor"] == "Mayor: What mayor means."
        assert words["frames"]["cost"] == "Cost: What cost means."
        assert words["positions"]["denies"] == "Denies: What denies means."
        assert words["sources"] == {"courier": "The courier", "herald": "The herald"}
        assert words["officials"] == {"bo": "Bo", "cas": "Cas Ko", "jansen": "Jan Jansen"}

    def test_has_what_is_left_out_too_since_it_can_be_named(self, town: CorpusBuilder) -> None:
        words = vocabulary(town.official("bo", name=None).source("herald", title=None).index())
        assert words["officials"]["bo"] == words["sources"]["herald"] == ""

    def test_says_of_a_position_what_it_means_first(self, corpus: CorpusBuilder) -> None:
        corpus.codebook(issues={"tram": {"yes": 1}, "port": {"no": 0, "yes": 1}})
        assert [*vocabulary(corpus.index())["positions"]] == ["yes", "no"]

    def test_takes_a_line_for_each(self, corpus: CorpusBuilder) -> None:
        corpus.source("courier", title="a  b")
        assert vocabulary(corpus.index())["sources"] == {"courier": "a b"}
