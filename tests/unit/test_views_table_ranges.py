from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import random_corpora
from stances.queries.as_coded import ranges
from stances.queries.comparison import comparison
from stances.queries.filters import Filters
from stances.queries.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]
    Cells = Callable[[str], int]


@pytest.fixture
def coded(corpus: CorpusBuilder) -> CorpusBuilder:
    """Four officials of one faction and one of another; one reading of each makes a difference."""
    for name in ("ann", "bo", "cy", "dee"):
        corpus.official(name, statements=["supports"])
    corpus.official("eve", statements=["rejects", "unstated"], faction="mayor")
    for coder, official, position in (
        ("x", "ann", "rejects"),
        ("y", "bo", "unstated"),
        ("y", "eve", "opposes"),
    ):
        coding = {"s1": {"position": position}}
        random_corpora.save(corpus.folder / f"codings/{coder}/{official}.yaml", coding)
    return corpus


def asked(corpus: CorpusBuilder, *by: str) -> Any:  # noqa: ANN401 - a result
    index = corpus.index()
    return ranges(index, Filters(), lambda: summary(index, Filters(), by or ("faction",)))


def words(text: str) -> str:
    return " ".join(text.split())


class TestARange:
    def test_stands_after_the_decided_figure_where_codings_differ(
        self, coded: CorpusBuilder, shown: Shown
    ) -> None:
        told = words(shown(asked(coded), width=120))
        assert "Council +2.00 (+1.00 to +2.00) 4 (3 to 4) 4 4 0 0 (0 to 1)" in told

    def test_of_all_factions_together_has_a_row(self, coded: CorpusBuilder, shown: Shown) -> None:
        told = words(shown(asked(coded), width=120))
        # Five officials: 2, 2, 2, 2, -2 as decided; -2 for one in x; four of them, and -1, in y.
        assert "all +1.20 (+0.40 to +1.25) 5 (4 to 5) 6" in told
        assert " all " not in words(shown(asked(coded, "official"), width=120)).split("Each")[0]

    def test_has_no_mean_of_few_officials_but_of_each_alone(
        self, coded: CorpusBuilder, shown: Shown
    ) -> None:
        assert re.search(r"Mayor 1 2 1 ", words(shown(asked(coded), width=120)))
        told = words(shown(asked(coded, "official"), width=120))
        assert "Eve -2.00 (-2.00 to -1.00) 1 2 1" in told
        assert "Bo +2.00 (+2.00, or none) 1 (0 to 1) 1 1" in told
        assert "None: there is none" in told

    def test_is_none_where_nothing_differs(self, corpus: CorpusBuilder, shown: Shown) -> None:
        corpus.official("bo", statements=["supports"])
        random_corpora.save(corpus.folder / "codings/x/bo.yaml", {"s1": {"position": "supports"}})
        told = shown(asked(corpus))
        assert "All 2 codings give the same figures." in told
        assert "+2" not in told

    def test_of_a_distance_has_a_line(self, coded: CorpusBuilder, shown: Shown) -> None:
        index = coded.index()
        sides = ["ann", "faction:mayor"]
        found = ranges(index, Filters(), lambda: comparison(index, sides, Filters()))
        assert "Distance: 4.00 (0.00 to 4.00)" in shown(found)

    @pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
    def test_is_whole_at_any_width(
        self, width: int, coded: CorpusBuilder, shown: Shown, cells: Cells
    ) -> None:
        text = shown(asked(coded, "official"), width=width)
        assert "(-2.00 to +2.00)" in words(text)
        assert max(map(cells, text.splitlines())) <= width
