from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries import choices

if TYPE_CHECKING:
    from corpora import CorpusBuilder


def test_words_are_in_the_order_of_the_codebook(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", statements=["supports"]).index()
    assert [word.id for word in choices.words(index, "frame")] == ["jobs", "cost"]
    assert [word.id for word in choices.words(index, "faction")] == ["mayor", "council"]
    [issue] = choices.words(index, "issue")
    assert issue.id == choices.default_issue(index) == "tram"
    scale = choices.positions(index, "tram")
    assert [(p.id, p.score) for p in scale][::6] == [("supports", 2), ("unstated", None)]
    assert [p.id for p in scale if p.requires] == ["conditional"]


def test_there_need_be_no_issue_that_goes_without_saying(corpus: CorpusBuilder) -> None:
    assert choices.default_issue(corpus.meta(default_issue=None).index()) is None


def test_the_last_source_comes_first(corpus: CorpusBuilder) -> None:
    corpus.source("b", published="2021-07").source("a", published="2021-07")
    corpus.source("open", published="../2021")
    assert [each.id for each in choices.sources(corpus.index())] == ["a", "b", "courier", "open"]


def test_what_is_there_is_known_again(corpus: CorpusBuilder) -> None:
    index = corpus.official("bo", name="Bo Li", statements=[{"id": "x"}, "supports"]).index()
    assert choices.official(index, "bo") == ("bo", "Bo Li", 2)
    assert choices.recorded(index, "bo/x").said == "2021-05-03"
