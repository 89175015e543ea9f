"""The tables of `officials`, `sources` and `codebook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


def test_words_that_are_told_one_by_one_have_all_that_is_known(
    corpus: CorpusBuilder, shown: Shown
) -> None:
    lines = shown(codebook(corpus.index(), ["positions"]), 40).splitlines()
    assert [line.split()[-1] for line in lines if line.startswith("requires")] == ["conditions"]
    assert sum(line.startswith("open") for line in lines) == 1
