from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.listing import listing
from stances.queries.lookups import Lookup, codebook, officials, sources
from stances.queries.summary import FIGURES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder
    from stances.queries.listing import Listing

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])
PERSIAN = "پس از آنکه اسکله تعمیر شد، تراموا هم می‌سازیم. " * 5
FSI, PDI = "\u2068", "\u2069"


def ask(corpus: CorpusBuilder | sqlite3.Connection, *official: str) -> Listing:
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return listing(index, Filters(official=official))


PROBABLE = {"source": "herald", "match": "probable", "text": "probably"}
COPY = {"source": "herald", "derived_from": "courier", "text": "copied"}


@pytest.fixture
def every(corpus: CorpusBuilder) -> CorpusBuilder:
    """One statement for each position."""
    return corpus.official("jansen", name="Jan Jansen", statements=list(SCALE))


@WIDTHS
class TestListingTable:
    def test_has_no_line_longer_than_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        text = shown(ask(shipped), width)
        assert max(map(cells, text.splitlines())) <= width
        assert all(line == line.rstrip() for line in text.splitlines())

    def test_cuts_no_words(self, shipped: sqlite3.Connection, shown: Shown, width: int) -> None:
        seen = set(shown(ask(shipped), width).replace("”", "").replace("“", "").split())
        for row in ask(shipped).rows:
            words = row["quote"].replace("”", "").replace("“", "").split()
            assert [word for word in words if word not in seen] == []

    def test_shows_the_sign_of_every_score(
        self, every: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(every), width)
        for mark in ("+2 supports", "+1 indirect", " 0 conditional", "-1 opposes", "-2 rejects"):
            assert mark in text
        assert "· denies" in text
        assert "· unstated" in text

    def test_shows_who_in_which_role_when_and_by_which_source(
        self, every: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(every), width)
        for what in ("Jan Jansen", "Member · council", "2021-05-03", "courier", "jansen/s7"):
            assert what in text
        assert "“words 1”" in text
        assert "condition: the state pays half" in text

    @pytest.mark.parametrize("color", [True, False])
    def test_has_colour_only_if_it_is_wanted_and_the_same_text_then(
        self, every: CorpusBuilder, shown: Shown, width: int, *, color: bool
    ) -> None:
        plain, text = shown(ask(every), width), shown(ask(every), width, color=color)
        assert ("\x1b" in text) is color
        assert "\x1b" not in plain
        if color:
            assert "\x1b[32m" in text
            assert "\x1b[31m" in text

    def test_marks_what_is_disputed(self, corpus: CorpusBuilder, shown: Shown, width: int) -> None:
        open_ = {"disputes": [{"about": "speaker", "note": "They differ."}]}
        denied = {"status": "denied"}
        text = shown(ask(corpus.official("jansen", statements=["supports", open_, denied])), width)
        assert text.count("[disputed]") == 1
        assert text.count("[denied]") == 1
        assert "3 statements by 1 official, 2 disputed" in text

    def test_says_what_a_source_alone_says(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        other = {"source": "herald", "speaker": "cas", "said": "2021-05", "position": "rejects"}
        pieces = ["courier", other | {"match": "probable"}]
        corpus.source("herald").official("cas", statements=["supports"])
        text = shown(ask(corpus.official("bo", statements=[{"evidence": pieces}]), "cas"), width)
        folded = " ".join(text.split())
        for says in ("attributed to cas by herald", "dated 2021-05 by herald"):
            assert says in folded
        assert "rejects by herald" in folded
        assert "herald (probable)" in folded
        assert "2 statements by 2 officials, 1 of them recorded with another official" in folded

    def test_keeps_persian_to_its_place_on_every_line(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        piece = {"text": PERSIAN, "lang": "fa"}
        corpus.official("jansen", name="جان یانسن", statements=[{"evidence": [piece]}])
        text = shown(ask(corpus), width)
        assert f"{FSI}جان یانسن{PDI}" in text
        assert max(map(cells, text.splitlines())) <= width
        for line in text.splitlines():
            assert line.count(FSI) == line.count(PDI), line
            assert not re.search("[\u0600-\u06ff]", re.sub(f"{FSI}.*?{PDI}", "", line)), line


class TestSourcesCell:
    @pytest.mark.parametrize(
        ("pieces", "told"),
        [
            (["courier"], "1 source: courier"),
            ([{"form": "paraphrase"}, {"source": "herald"}], "2 sources: herald · courier"),
            (["courier", PROBABLE], "1 + 1 probable: courier · herald (probable)"),
            ([PROBABLE], "0 + 1 probable: herald (probable)"),
            (["courier", COPY], "1 source: courier · herald (copies courier)"),
            ([COPY], "1 source: herald (copies courier)"),
            (["courier", PROBABLE, COPY], "1 + 1 probable: courier · herald (probable)"),
            (["courier", PROBABLE, {"source": "herald"}], "2 sources: courier · herald"),
        ],
    )
    def test_are_counted_and_begin_with_that_of_the_words_shown(
        self, corpus: CorpusBuilder, shown: Shown, pieces: list[object], told: str
    ) -> None:
        corpus.source("herald").official("jansen", statements=[{"evidence": pieces}])
        assert f"  {told}  jansen/s1\n" in shown(ask(corpus))
        assert told.partition(" · ")[0] in shown(ask(corpus), 200)


def test_conditions_of_one_source_are_marked(corpus: CorpusBuilder, shown: Shown) -> None:
    pieces = ["courier", {"source": "herald", "conditions": ["it is soon"]}]
    said = {"position": "conditional", "conditions": ["it is paid"], "evidence": pieces}
    corpus.source("herald").official("jansen", statements=[said])
    assert "condition: it is soon, by herald" in shown(ask(corpus))


@pytest.mark.parametrize(
    ("form", "as_shown"),
    [
        ("quote", "“We build.”"),
        ("partial-quote", "We build."),
        ("paraphrase", "We build. (paraphrase)"),
        ("document", "We build. (document)"),
    ],
)
def test_words_are_shown_as_whose_they_are(
    corpus: CorpusBuilder, shown: Shown, form: str, as_shown: str
) -> None:
    corpus.official("jansen", statements=[{"evidence": [{"form": form, "text": "We build."}]}])
    assert f"  {as_shown}\n" in shown(ask(corpus))


def test_an_empty_list_is_an_empty_table(corpus: CorpusBuilder, shown: Shown) -> None:
    assert shown(ask(corpus)).strip() == ""


def test_markup_in_words_is_shown_and_not_obeyed(corpus: CorpusBuilder, shown: Shown) -> None:
    text = "[bold]We[/bold] :smile: [link=x]build[/link]"
    corpus.official("jansen", statements=[{"evidence": [{"text": text}]}])
    for color in (False, True):
        assert text in shown(ask(corpus), color=color)


@WIDTHS
def test_no_column_that_is_asked_for_is_lost(shown: Shown, width: int) -> None:
    keys = ("issue", "month", *FIGURES)
    row = {"issue": "us-iran-cooperation", "month": "2014-06", "mean": -1.25, "spread": 0.75}
    text = shown(Lookup("sources", keys, [dict.fromkeys(keys, 12) | row]), width, columns=keys)
    for what in (*keys, "-1.25", "0.75"):
        assert what in text


@WIDTHS
class TestLookupTable:
    def test_fits_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        for found in (officials(shipped), sources(shipped), codebook(shipped)):
            assert max(map(cells, shown(found, width).splitlines())) <= width

    def test_names_every_id_whole(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        for found, key in (officials(shipped), "official"), (sources(shipped), "source"):
            text = shown(found, width)
            assert [row[key] for row in found.rows if row[key] not in text] == []

    def test_shows_the_columns_asked_for(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        text = shown(codebook(shipped, ("positions",)), width, columns=("score", "id"))
        head, _, first, *rest = text.splitlines()
        assert head.split() == ["score", "id"]
        assert first.split() == ["+2", "supports"]
        assert rest[-1].split() == ["unstated"]
