from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.comparison import comparison
from stances.queries.filters import Filters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]

WIDTHS = pytest.mark.parametrize("width", [60, 80, 200])


def words(text: str) -> str:
    """Give the text without its line breaks, columns and bars."""
    return " ".join(text.replace("█", " ").split())


def compared(town: Any, *sides: str, **given: Any) -> Any:  # noqa: ANN401
    index = town.index() if hasattr(town, "index") else town
    return comparison(index, sides, Filters(**given))


@WIDTHS
class TestComparisonTable:
    @pytest.mark.parametrize(
        "sides",
        [
            ("rouhani", "shamkhani"),
            ("rouhani", "velayati", "khamenei", "zarif"),
            ("faction:executive", "faction:military"),
        ],
    )
    def test_fits_the_terminal(
        self,
        shipped: sqlite3.Connection,
        shown: Shown,
        cells: Callable[[str], int],
        width: int,
        sides: tuple[str, ...],
    ) -> None:
        text = shown(compared(shipped, *sides), width)
        assert max(map(cells, text.splitlines())) <= width

    def test_shows_each_sides_statements_in_order_of_time(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas"), width)
        places = [text.index(f"jansen/s{number}") for number in range(1, 5)]
        assert all(one < other for one, other in pairwise(places))
        assert text.count("-2 rejects") == 2
        assert text.count("+2 supports") == 3
        assert "Member · mayor" in text

    def test_says_how_far_apart_they_are_and_on_what_that_rests(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "cas"), width))
        assert (
            "Distance on the scale: 3.00, on 5 scored statements (Jan Jansen: 4; Cas Ko: 1)."
            in text
        )
        assert "mean +1.00" in text
        assert "of 4 scored" in text

    def test_says_so_of_the_furthest_two_of_several(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", statements=["conditional"])
        text = words(shown(compared(town, "jansen", "eva", "cas"), width))
        assert "Distance on the scale: 3.00 between the furthest two, on 6 scored" in text

    def test_says_why_there_is_no_distance(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "bo"), width))
        assert "none, for want of a scored statement by Bo." in text
        assert "none is scored" in text

    def test_says_which_frames_they_share_and_which_only_one_has(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "jansen", "cas"), width))
        assert "Frames shared by all: Jobs Only Jan Jansen: Cost Only Cas Ko: none" in text

    def test_says_what_is_disputed_and_attributed(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "bo", "cas"), width))
        assert "2 statements, 1 disputed" in text
        assert "[disputed]" in text
        attributed = "Attributed to Cas Ko by herald, recorded with bo: bo/s2 (in no figure here)"
        assert attributed in text

    def test_says_what_is_left_without_the_disputed(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        open_ = {"position": "opposes", "disputes": [{"about": "speaker", "note": "They differ."}]}
        town.official("eva", name="Eva", statements=["conditional", open_])
        text = words(shown(compared(town, "eva", "faction:mayor"), width))
        distances = (
            "Distance on the scale: 0.00, on 7 scored statements (Eva: 2; Mayor: 5). "
            "Without the disputed: 0.50, on 6 scored statements (Eva: 1; Mayor: 5)."
        )
        assert distances in text
        assert "isputed: 0.50" not in words(shown(compared(town, "jansen", "cas"), width))
        alone = words(shown(compared(town, "eva", "bo"), 60))
        assert "without the 1 disputed: mean 0.00 of 1 scored, over 1 official" in alone
        assert "without the 1 disputed: no mean" in alone
        assert "Without the disputed: none, for want of a scored statement by Bo." in alone

    def test_says_how_many_were_left_out_as_disputed_if_they_were_to_be(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "bo", "cas", without_disputed=True), width))
        assert "Left out as disputed: 1 of Bo, 0 of Cas Ko (--without-disputed)." in text
        assert "ithout the" not in text
        assert "Left out" not in shown(compared(town, "bo", "cas"), width)

    def test_says_how_many_rest_on_two_sources_or_more(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        town.official("eva", name="Eva", statements=[{"evidence": ["courier", "herald"]}])
        assert words(shown(compared(town, "jansen", "cas"), width)).count("or more sources") == 0
        text = words(shown(compared(town, "eva", "faction:mayor"), width))
        assert "wo or more sources: 1 of 1" in text
        assert "2 sources: courier · herald" in text
        alone = words(shown(compared(town, "bo", "faction:mayor"), 60))
        assert "two or more sources: probably 1 of 2" in alone
        assert "1 + 1 probable: courier · herald (probable)" in alone

    def test_of_a_faction_says_who_speaks(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = words(shown(compared(town, "faction:mayor", "bo"), width))
        for what in ("Mayor", "Jan Jansen", "Cas Ko", "5 statements; mean -0.50, spread", "1.50"):
            assert what in text

    def test_of_nothing_names_the_sides(
        self, town: CorpusBuilder, shown: Shown, width: int
    ) -> None:
        text = shown(compared(town, "jansen", "cas", position=("indirect",)), width)
        assert "Jan Jansen" in text
        assert "Cas Ko" in text
        assert "0 statements" in text


def test_sides_stand_next_to_each_other_where_they_fit(town: CorpusBuilder, shown: Shown) -> None:
    def beside(width: int) -> bool:
        lines = shown(compared(town, "jansen", "cas"), width).splitlines()
        return any(
            "Jan Jansen" in line and "Cas Ko" in line and "Distance" not in line for line in lines
        )

    assert beside(120)
    assert not beside(60)


def test_a_side_tells_what_it_does_not_count(corpus: CorpusBuilder, shown: Shown) -> None:
    corpus.official("aide", name="An Aide", kind="unnamed", statements=["supports"])
    heard = {"position": "rejects", "according_to": ["bo"]}
    corpus.official("cas", name="Cas Ko", statements=["opposes", heard])
    text = words(shown(compared(corpus, "aide", "cas"), 60))
    assert "1 statement; nobody with a scored statement is named" in text
    assert "1 statement and 1 by hearsay, not counted; mean -1.00, of 1 scored" in text
    assert "Distance on the scale: none, for want of a mean of An Aide." in text
