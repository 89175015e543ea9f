from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpora import CorpusBuilder


def test_a_built_corpus_is_sound(corpus: CorpusBuilder) -> None:
    corpus.source("herald").official(
        "jansen",
        statements=[
            "supports",
            "conditional",
            {"status": "denied"},
            {"evidence": ["herald", {"match": "probable"}]},
        ],
    )
    assert corpus.codes() == []
