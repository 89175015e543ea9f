"""The tables of `officials`, `sources` and `codebook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpora import SCALE
from stances.queries.lookups import codebook, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]


def heads(text: str) -> list[str]:
    return text.splitlines()[0].split()


@pytest.mark.parametrize(("width", "more"), [(200, ["publisher", "notices"]), (70, [])])
def test_sources_have_more_columns_where_there_is_room(
    corpus: CorpusBuilder, shown: Shown, width: int, more: list[str]
) -> None:
    corpus.source("courier", publisher="Lake Press", notices=[{"kind": "corrected"}])
    text = shown(sources(corpus.index()), width)
    assert [head for head in heads(text) if head in ("publisher", "notices")] == more
    assert ("corrected" in text) is bool(more)


@pytest.mark.parametrize("width", [40, 80, 200])
class TestCodebookPage:
    def test_has_each_question_above_its_positions(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE}, factions=("mayor",))
        text = shown(codebook(corpus.index()), width)
        places = [text.index(word) for word in ("the tram?", "Supports", "the quays?", "Factions")]
        assert places == sorted(places)
        assert text.count("Supports") == 2
        assert "+2  Supports" in text

    def test_says_what_positions_ask_of_statements(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = " ".join(shown(codebook(corpus.index(), ["positions"]), width).split())
        assert text.count("requires conditions") == 1
        assert text.count("leaves the question open") == 1
        assert "0 statements" in text
        assert "What of the tram?" not in text
