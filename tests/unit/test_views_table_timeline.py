from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from corpora import SCALE
from stances.queries.filters import Filters
from stances.queries.timeline import timeline

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder
    from stances.queries.timeline import Timeline

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 130, 160, 200])
FSI, PDI = "\u2068", "\u2069"


def ask(corpus: CorpusBuilder | sqlite3.Connection, **given: Any) -> Timeline:
    index = corpus.index() if hasattr(corpus, "index") else corpus
    return timeline(index, Filters(**given))


@pytest.fixture
def months(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two officials, a date of every shape, and what a source says of them."""
    claims = [
        {"about": ["jansen", "council"], "text": "He is wavering.", "when": "2021-05-20"},
        {"about": ["jansen"], "text": "He always wavers."},
    ]
    corpus.source("herald", assessments=claims)
    probable = {"source": "herald", "match": "probable"}
    rejects: dict[str, Any] = {
        "said": "2021-06-01",
        "position": "rejects",
        "evidence": ["courier", probable],
    }
    statements: list[dict[str, Any]] = [
        {"said": "2021-05-01~/2021-05-11", "position": "conditional"},
        rejects,
    ]
    corpus.official("jansen", name="Jan Jansen", statements=statements)
    return corpus.official("bo", statements=[{"said": "../2021-05-31", "position": "unstated"}])


@WIDTHS
class TestTimelineTable:
    def test_no_line_is_longer_than_the_terminal(
        self, shipped: sqlite3.Connection, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        text = shown(ask(shipped), width)
        assert max(map(cells, text.splitlines())) <= width
        assert "…" not in text

    def test_every_row_has_its_date_and_reference_whole(
        self, shipped: sqlite3.Connection, shown: Shown, width: int
    ) -> None:
        found, text = ask(shipped), shown(ask(shipped), width)
        for row in found.rows:
            assert row["said"] in text
            assert row["ref"] in text

    def test_bars_stand_over_one_axis(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(ask(months), width)
        head, ruler, *lines = text.splitlines()
        begin, end = ruler.index("─"), ruler.rindex("─")
        assert head.index("2021-05-01") == begin
        assert re.search("2021-06-01", head[begin:]).end() == end - begin + 1  # type: ignore[union-attr]
        bars = {line.split()[0]: line[begin : end + 1].rstrip() for line in lines if line[:4] != ""}
        assert re.fullmatch("◀─+┤", bars["../2021-05-31"])
        assert re.fullmatch("  ╌─+┤", bars["2021-05-01~/2021-05-11"])
        assert re.fullmatch(" +◇", bars["2021-05-20"])
        assert re.fullmatch(" +●", bars["2021-06-01"])
        assert len(bars["2021-06-01"]) == end - begin + 1
        assert len(bars["2021-05-20"]) > len(bars["2021-05-01~/2021-05-11"])

    def test_a_statement_has_its_score_speaker_sources_and_conditions(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = " ".join(shown(ask(months), width).split())
        for what in (" 0 conditional", "-2 rejects", "· unstated", "Jan Jansen", "1 + 1 probable"):
            assert what in text
        assert "condition: the state pays half" in text

    def test_an_assessment_is_no_position_and_nobodys_words_but_its_sources(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = " ".join(shown(ask(months), width).split())
        assert "◇ herald on jansen, council, in its own voice: He is wavering." in text
        assert "He always wavers." not in text
        assert "3 statements by 2 officials; 1 assessment by sources; 1 more undated" in text

    def test_what_is_disputed_or_told_otherwise_is_marked(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        other = [{"speaker": "bo", "said": "2021-05"}]
        denied = {"status": "denied", "evidence": other}
        corpus.official("bo", statements=["unstated"])
        text = shown(ask(corpus.official("jansen", statements=[denied])), width)
        text = " ".join(text.split())
        assert "[denied]" in text
        assert "attributed to bo by courier" in text
        assert "dated 2021-05 by courier" in text
        assert "2 statements by 2 officials, 1 disputed" in text

    def test_colour_adds_nothing_but_colour(
        self, months: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        plain, coloured = shown(ask(months), width), shown(ask(months), width, color=True)
        assert "\x1b" in coloured
        without = re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()
        assert [line.rstrip() for line in without] == plain.splitlines()

    def test_persian_keeps_to_its_place(
        self, corpus: CorpusBuilder, shown: Shown, cells: Callable[[str], int], width: int
    ) -> None:
        corpus.official("jansen", name="جان یانسن", statements=["supports", "rejects"])
        text = shown(ask(corpus), width)
        assert f"{FSI}جان یانسن{PDI}" in text
        assert max(map(cells, text.splitlines())) <= width


class TestTimelineLayout:
    def test_is_a_line_a_row_where_there_is_room_and_two_where_not(
        self, months: CorpusBuilder, shown: Shown
    ) -> None:
        for width, lines in ((80, 2), (99, 2), (120, 1)):
            text = shown(ask(months, official=("bo",)), width).splitlines()
            start = next(n for n, line in enumerate(text) if line.startswith("../2021-05-31"))
            assert "bo/s1" in text[start + lines - 1]

    def test_has_room_for_words_only_on_a_very_wide_terminal(
        self, shipped: sqlite3.Connection, shown: Shown
    ) -> None:
        told = "Cooperation can be considered if"
        for width, there in ((80, False), (160, False), (200, True)):
            assert (told in shown(ask(shipped, official=("rouhani",)), width)) is there

    def test_names_the_issue_where_there_are_several(
        self, corpus: CorpusBuilder, shown: Shown
    ) -> None:
        corpus.codebook(issues={"tram": SCALE, "quays": SCALE})
        said: list[Any] = ["supports", {"issue": "quays", "position": "rejects"}]
        for width in (80, 160):
            text = shown(ask(corpus.official("jansen", statements=said)), width)
            assert "+2 supports on tram" in text
            assert "-2 rejects on quays" in text

    def test_says_what_stretch_is_left_out(self, corpus: CorpusBuilder, shown: Shown) -> None:
        days = ("1998-03-01", "2014-06-01", "2014-06-04")
        corpus.official("jansen", statements=[{"said": day} for day in days])
        text = shown(ask(corpus))
        assert "//" in text.splitlines()[1]
        assert "between 1998-03-01 and 2014-06-01" in text

    @pytest.mark.parametrize("dates", [["2021-05-03"], ["../2021-05-03"], ["2021/..", "../2021"]])
    @pytest.mark.parametrize("width", [12, 30, 80, 200])
    def test_copes_with_few_and_open_dates(
        self, corpus: CorpusBuilder, shown: Shown, dates: list[str], width: int
    ) -> None:
        corpus.official("jansen", statements=[{"said": day} for day in dates])
        assert len(re.findall("[●├┤│]", shown(ask(corpus), width))) >= len(dates)

    def test_of_nothing_is_nothing(self, corpus: CorpusBuilder, shown: Shown) -> None:
        assert shown(ask(corpus)).strip() == ""
