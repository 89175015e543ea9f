from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.completion import vocabulary

if TYPE_CHECKING:
    from corpora import CorpusBuilder


class TestTheVocabulary:
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
