from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from stances.queries.filters import Filters
from stances.queries.network import Asked, network
from stances.queries.network.explanation import explanation
from stances.views.formats import ROWS, ViewOptions
from stances.views.values import decimal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from corpora import CorpusBuilder

    Shown = Callable[..., str]


def page(shown: Shown, index: sqlite3.Connection, width: int = 100, **asked: Any) -> str:
    return shown(network(index, Filters(), Asked(**asked)), width)


def joined(text: str) -> str:
    return " ".join(text.split())


class TestNetworkPage:
    def test_has_the_heaviest_edges_first(self, shown: Shown, corpus: CorpusBuilder) -> None:
        for name, position in (("abel", "supports"), ("bo", "conditional"), ("cas", "indirect")):
            corpus.official(name, statements=[position])
        lines = page(shown, corpus.index()).splitlines()
        assert [line.split("  ")[0] for line in lines[-3:]] == [
            "Abel and Cas",
            "Bo and Cas",
            "Abel and Bo",
        ]
        assert lines[-1].split()[-4:] == ["1", "0.50", "0.50", "0.50"]

    @pytest.mark.parametrize("width", [40, 60, 80, 200])
    def test_fits_the_terminal(self, width: int, shown: Shown, shipped: sqlite3.Connection) -> None:
        for asked in ({}, {"window": 30}, {"measure": "two-mode"}, {"of": "faction"}):
            text = page(shown, shipped, width, **asked)
            assert max(map(len, text.splitlines())) <= width

    def test_of_very_many_edges_has_both_ends(self, shown: Shown, corpus: CorpusBuilder) -> None:
        for number in range(12):  # 66 pairs
            said = ["supports"] * (number + 1) + ["rejects"]
            corpus.official(f"o{number:02}", statements=said)
        index = corpus.index()
        text = page(shown, index)
        assert "… and 16 edges between; all of them: --format csv" in text
        rows = [line for line in text.splitlines() if " and O" in line and "Nearest" not in line]
        assert len(rows) == 50
        weights = [float(row.split()[-1]) for row in rows]
        assert weights == sorted(weights, reverse=True)
        found = network(index, Filters(), Asked())
        assert len(shown(found, 100, whole=True).splitlines()) == len(text.splitlines()) + 16 - 3

    def test_says_what_was_left_out_and_what_counts_once(
        self, shown: Shown, corpus: CorpusBuilder
    ) -> None:
        corpus.official("abel", statements=["supports", "supports", "unstated", "denies"])
        corpus.official("bo", statements=["rejects"])
        corpus.official("cas", statements=["rejects", {"status": "misattributed"}])
        corpus.official("clerk", kind="unnamed", statements=["rejects"])
        told = joined(page(shown, corpus.index(), duplicates="all", min_weight=Fraction(1, 2)))
        for sentence in (
            "3 officials, 3 statements on 1 issue; of 3 pairs, 3 share an issue, 0 share none.",
            "Nearest: Bo and Cas, congruence 1.00, conflict 0.00 on 1 issue.",
            "Furthest: Abel and Bo, congruence 0.00, conflict 1.00 on 1 issue; 1 other pair is as",
            "2 edges not shown: their weights are nearer to 0 than 0.50.",
            "Left out: 1 leaving the question open; 1 in positions without a score; 1 by officia",
            "who are not named; 1 misattributed.",
            "1 statement not counted again: one position of an actor counts once in all.",
        ):
            assert sentence in told

    def test_without_more_conflict_than_congruence_says_so(
        self, shown: Shown, corpus: CorpusBuilder
    ) -> None:
        corpus.official("abel", statements=["supports"]).official("bo", statements=["supports"])
        assert "No pair has more conflict than congruence." in page(shown, corpus.index())

    def test_without_more_congruence_than_conflict_says_so(
        self, shown: Shown, corpus: CorpusBuilder
    ) -> None:
        corpus.official("abel", statements=["supports"]).official("bo", statements=["rejects"])
        told = joined(page(shown, corpus.index()))
        assert "of 1 pair, 1 shares an issue, 0 share none." in told
        assert "No pair has more congruence than conflict. Furthest: Abel and Bo" in told
        assert "Nearest" not in told

    def test_of_frames_without_scores_calls_nobody_near(
        self, shown: Shown, corpus: CorpusBuilder
    ) -> None:
        uses: list[Any] = [{"position": "denies", "frames": ["jobs"]}]
        corpus.official("abel", statements=uses).official("bo", statements=uses)
        told = page(shown, corpus.index(), on="frame")
        assert "Nearest" not in told
        assert "Furthest" not in told

    def test_of_frames_says_what_signs_mean(self, shown: Shown, corpus: CorpusBuilder) -> None:
        scale = {"supports": 1, "rejects": -1}
        corpus.codebook(issues={"tram": scale, "toll": scale})
        on_both: list[Any] = [{"frames": ["jobs"]}, {"frames": ["jobs", "cost"], "issue": "toll"}]
        corpus.official("abel", statements=on_both).official("bo", statements=on_both)
        told = joined(page(shown, corpus.index(), on="frame", measure="shared"))
        assert told.startswith("2 officials, 6 uses on 2 frames; of 1 pair, 1 shares a frame")
        assert "Most in common: Abel and Bo, 5 pairs of statements on 2 frames." in told
        assert "Frames are counted over 2 issues" in told

    def test_of_windows_has_a_line_for_each(self, shown: Shown, corpus: CorpusBuilder) -> None:
        dates = ("2021-05-03", "2021-05", "2021-05-18")
        for name in ("abel", "bo"):
            said = [{"said": each, "position": "supports"} for each in dates]
            corpus.official(name, statements=said)
        lines = page(shown, corpus.index(), window=10).splitlines()
        assert joined(lines[0]).startswith("4 windows of 10 days, 1 May – 9 June 2021.")
        assert [joined(line) for line in lines[-4:]] == [
            "1–10 May 2021 2 1 Abel and Bo 4.00 (1.00) Abel and Bo 4.00 (1.00)",
            "11–20 May 2021 2 1 Abel and Bo 4.00 (1.00) Abel and Bo 4.00 (1.00)",
            "21–30 May 2021 2 1 Abel and Bo 1.00 (0.00) Abel and Bo 1.00 (0.00)",
            "31 May – 9 June 2021 2 1 Abel and Bo 1.00 (0.00) Abel and Bo 1.00 (0.00)",
        ]


def test_the_terms_of_an_edge_end_with_their_sum(shown: Shown, shipped: sqlite3.Connection) -> None:
    asked = Asked(measure="subtract", normalize="average")
    found = explanation(shipped, Filters(), asked, ("rouhani", "shamkhani"))
    lines = shown(found, 120).splitlines()
    assert lines[0] == (
        "Rouhani and Shamkhani: -1.33 (subtract, divided by 4.50, the mean of 5 and 4 statements)."
    )
    assert lines[-1].split() == ["sum", "0.50", "6.50", "-1.33"]
    assert "2 × +2" in shown(found, 120)  # noqa: RUF001 - as people write it


def test_markdown_has_the_keys_in_their_order(shipped: sqlite3.Connection) -> None:
    found = network(shipped, Filters(), Asked())
    head = next(ROWS.view("markdown")(found, ViewOptions())).splitlines()[0]
    assert head.startswith("| one | other | concepts | shared |")


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 3), "0.33"), (-0.001, "0.00"), (Fraction(-4, 3), "-1.33")]
)
def test_figures_have_two_decimals(value: Fraction | float, text: str) -> None:
    assert decimal(value) == text
