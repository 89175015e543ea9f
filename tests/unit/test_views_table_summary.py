from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.filters import Filters
from stances.queries.summary import summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]


@pytest.fixture
def contested(corpus: CorpusBuilder) -> CorpusBuilder:
    """Two disputed of four, one of one, and none of one; three statements have another source."""
    open_ = {"disputes": [{"about": "speaker", "note": "They differ."}], "position": "rejects"}
    probable = {"source": "herald", "match": "probable"}
    copy = {"source": "herald", "derived_from": "courier"}
    probably = {"position": "indirect", "evidence": ["courier", probable]}
    two = {"evidence": ["courier", "herald"]}
    corpus.codebook(factions=("mayor", "council", "board")).source("herald")
    corpus.official("jansen", faction="mayor", statements=[probably, two, open_, open_])
    corpus.official("cas", statements=[open_])
    copied = {"position": "conditional", "evidence": ["courier", copy]}
    return corpus.official("bo", faction="board", statements=[copied])


WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


def summarised(town: CorpusBuilder | sqlite3.Connection, *by: str, **given: Any) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return summary(index, Filters(**given), by or ("faction",))


@WIDTHS
class TestSummaryTable:
    @pytest.mark.parametrize(
        "by",
        [
            ("faction",), ("position",), ("official",), ("source",), ("frame",), ("month",),
            ("faction", "position"), ("official", "frame"),
        ],
    )  # fmt: skip
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        by: tuple[str, ...],
    ) -> None:
        text = shown(summarised(shipped, *by), width)
        assert max(map(cells, text.splitlines())) <= width
        assert "…" not in text

    def test_says_how_many_and_where_they_stand(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(town), width))
        assert "What of the tram?" in text
        for what in ("Mayor", "Council", "+2", "supports", "-2", "rejects", "unstated", "denies"):
            assert what in text
        assert "-0.50" in text  # Jansen's mean is 1, Cas's -2
        assert "1.50" in text

    def test_shows_those_without_a_position_as_such(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(town), width))
        assert "In no mean: 2 statements whose position has no score (denies, unstated)." in text
        assert "none" in text or "no mean" in text

    def test_says_why_somebody_unnamed_has_no_mean(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("somebody", kind="unnamed", faction="council", statements=["supports"])
        text = words(shown(summarised(town), width))
        assert "In no mean: 1 scored statement by officials who are not named." in text

    def test_says_what_is_disputed_or_left_out_and_how_to_see_it(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", statements=[{"status": "misattributed"}, "supports"])
        text = words(shown(summarised(town), width))
        assert "Disputed, and counted: 1 (--without-disputed leaves them out)." in text
        assert "Left out as misattributed: 1 (--status misattributed)." in text

    def test_says_what_is_left_of_the_mean_without_the_disputed(
        self, contested: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        for by in ("faction",), ("official",), ("faction", "month"):
            text = words(shown(summarised(contested, *by), width)).lower()
            for told in (
                "without the 2 disputed: mean +1.50 of 2 scored, over 1 official",
                "without the 1 disputed: no mean",
                "without the 3 disputed: mean +0.75 of 3 scored, over 2 officials",
            ):
                assert text.count(told) == 1
            assert text.count("without the ") == 3

    def test_says_how_many_were_left_out_as_disputed_if_they_were_to_be(
        self, contested: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(contested, without_disputed=True), width))
        assert "Left out as disputed: 3 (--without-disputed)." in text
        assert "without the" not in text.lower()
        nothing = summarised(contested, without_disputed=True, position=("indirect",))
        assert "Left out as disputed: 0" in words(shown(nothing, width))

    def test_says_how_many_rest_on_two_sources_or_more(
        self, contested: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(summarised(contested), width)).lower()
        assert text.count("two or more sources: 1 of 6, probably 1 more") == 1
        group = "1 + 1 probable" if width == 200 else "two or more sources: 1 of 4, probably"
        assert group in text
        assert ("2+ sources" in text) is (width == 200)
        few = words(shown(summarised(contested, position=("indirect", "conditional")), width))
        assert "wo or more sources: probably 1 of 2" in few

    def test_says_once_that_none_does(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", statements=["supports"])
        corpus.official("cas", faction="mayor", statements=["supports"])
        text = words(shown(summarised(corpus), width))
        assert text.count("wo or more sources") == 1
        assert "wo or more sources: none of 2" in text
        assert "2+ sources" not in text

    def test_says_nothing_of_what_there_is_not(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", statements=["supports"])
        text = shown(summarised(corpus), width)
        for absent in ("In no mean", "isputed", "misattributed", "once under"):
            assert absent not in text

    @pytest.mark.parametrize("key", ["frame", "source"])
    def test_says_that_a_statement_counts_in_several_groups(
        self, town: CorpusBuilder, shown: Shown, width: int, key: str
    ) -> None:
        counted = f"A statement counts once under each of its {key}s."
        assert counted in words(shown(summarised(town, key), width))

    @pytest.mark.parametrize(
        ("key", "called"), [("frame", "no frame"), ("month", "not within one month")]
    )
    def test_names_the_group_of_those_that_have_none(
        self, town: CorpusBuilder, shown: Shown, width: int, key: str, called: str
    ) -> None:
        town.official("eva", statements=[{"said": "2021"}])
        assert called in shown(summarised(town, key), width)

    def test_names_those_of_no_faction(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        corpus.official("jansen", faction=None, statements=["supports"])
        assert "no faction" in shown(summarised(corpus), width)
        assert "no faction" in shown(summarised(corpus, "faction", "position"), width)

    def test_has_bars_as_long_as_the_counts(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        lines = shown(summarised(town, "position"), width).splitlines()
        bars = {
            name: line.count("█")
            for line in lines
            for name in ("supports", "rejects", "denies")
            if name in line and "█" in line
        }
        assert bars["supports"] > bars["rejects"] > bars["denies"] > 0

    def test_is_empty_where_nothing_matches(
        self, corpus: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        assert shown(summarised(corpus), width).strip() == ""


def test_hearsay_is_told_with_whom_nothing_else_is_known_of(
    corpus: CorpusBuilder, shown: Shown
) -> None:
    heard = {"position": "rejects", "according_to": ["bo"]}
    corpus.official("jansen", statements=["supports", heard])
    corpus.official("cas", name="Cas Ko", statements=[heard]).official("eva", name="Eva Li")
    text = shown(summarised(corpus), 80)
    assert "Hearsay, in no figure: 2" in text
    assert "Known by hearsay alone: Cas Ko.\nSilent on this: Eva Li.\n" in text
