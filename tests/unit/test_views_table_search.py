from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stances.queries.filters import Filters
from stances.queries.search import SearchResult, search
from stances.search_query import parse
from stances.views.formats import ViewOptions
from stances.views.markdown import markdown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

BOLD = "\x1b[1m"


def found(index: sqlite3.Connection, text: str) -> SearchResult:
    return search(index, parse(text), Filters())


class TestSearchTable:
    @pytest.mark.parametrize("width", [60, 80, 130, 200])
    def test_fits_and_has_every_passage(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        text = shown(found(shipped, "US OR Iran"), width)
        assert max(map(cells, text.splitlines())) <= width
        seen = set(text.replace("“", "").replace("”", "").split())
        for row in found(shipped, "US OR Iran").rows:
            words = row["excerpt"].replace("“", "").replace("”", "").split()
            assert [word for word in words if word not in seen] == []
            assert row["ref"].partition("/")[2] in text

    @pytest.mark.parametrize("width", [80, 200])
    def test_has_the_words_that_matched_in_bold(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        text = shown(found(shipped, "terroris*"), width, color=True)
        assert f"{BOLD}terrorism\x1b[0m" in text
        assert f"{BOLD}terrorists\x1b[0m" in text
        assert BOLD not in shown(found(shipped, "terroris*"), width)

    def test_keeps_a_persian_sentence_one_whatever_is_bold_in_it(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        text = {"evidence": [{"text": "اول از ماهیگیران بپرسید"}]}
        index = corpus.official("bo", statements=[text]).index()
        assert "“\u2068اول از \x1b[1mماهیگیران\x1b[0m بپرسید\u2069”" in shown(
            found(index, "ماهيگيران"), color=True
        )

    def test_names_the_source_that_has_the_passage_first(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        other = {"source": "herald", "form": "paraphrase", "text": "a tram"}
        statement = {"evidence": [{"text": "no"}, other]}
        index = corpus.source("herald").official("bo", statements=[statement]).index()
        assert "a tram (paraphrase)\n  herald + 1 more\n" in shown(found(index, "tram"), 60)
        text = shown(found(index, "tram"), 60, whole=True)
        assert "a tram (paraphrase)\n  2 sources: herald\n  courier\n  bo/s1" in text

    def test_says_what_is_not_a_sources_words_and_has_those_too(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        index = corpus.official("bo", statements=[{"note": "of the tram"}]).index()
        assert "note: of the tram\n  “words 1”\n" in shown(found(index, "tram"), 60)

    def test_keeps_the_order_of_ranks_over_several_issues(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.codebook(issues={"tram": {"for": 1}, "bus": {"keep": 1}})
        bus = {"issue": "bus", "position": "keep", "evidence": [{"text": "tram tram tram"}]}
        tram = {"position": "for", "evidence": [{"text": "a tram and much else that is said"}]}
        index = corpus.official("bo", statements=[tram, bus]).index()
        text = shown(found(index, "tram"))
        places = [text.index(what) for what in ("the bus?", "bo/s2", "the tram?", "bo/s1")]
        assert places == sorted(places)

    def test_counts_what_it_has_and_is_empty_without(
        self, shipped: sqlite3.Connection, shown: Shown
    ) -> None:
        assert shown(found(shipped, "interference")).endswith("2 statements by 2 officials\n")
        assert shown(found(shipped, "zeppelin")).strip() == ""


def test_markdown_has_the_words_that_matched_strong(corpus: CorpusBuilder) -> None:
    text = {"evidence": [{"text": "*a* tram_line | trams"}]}
    index = corpus.official("bo", statements=[text]).index()
    lines = [*markdown(found(index, "tram* a"), ViewOptions())]
    assert r"| \***a**\* **tram**\_line \| **trams** | text | courier |" in lines[2]
    narrow = [*markdown(found(index, "tram"), ViewOptions(columns=("excerpt", "matches")))]
    assert narrow[2].startswith(r"| \*a\* **tram**\_line")
