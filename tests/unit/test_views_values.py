from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.views.values import cell, signed


class TestScore:
    @pytest.mark.parametrize(
        ("score", "text"),
        [
            (2, "+2"),
            (-2, "-2"),
            (0, "0"),
            (1.0, "+1.00"),
            (-0.5, "-0.50"),
            (0.0, "0.00"),
            (-0.0, "0.00"),
            (2 / 3, "+0.67"),
            (None, ""),
        ],
    )
    def test_has_its_sign_before_it(self, score: float | None, text: str) -> None:
        assert signed(score) == text

    @given(st.floats(-9, 9))
    def test_that_is_shown_as_nought_has_none(self, score: float) -> None:
        text = signed(score)
        assert (text[0] in "+-") is (float(text) != 0)
        assert float(text) == pytest.approx(score, abs=0.006)


class TestCell:
    @pytest.mark.parametrize(
        ("key", "value", "text"),
        [
            ("score", 2, "+2"),
            ("mean", -1.0, "-1.00"),
            ("mean", None, ""),
            ("statements", 2, "2"),
            ("spread", 0.8165, "0.82"),
            ("name", "Anna", "Anna"),
            ("venue", None, ""),
            ("disputed", True, "yes"),
            ("disputed", False, ""),
            ("frames", ["jobs", "cost"], "jobs, cost"),
            ("frames", [], ""),
            ("identifiers", {"wikidata": "Q1", "viaf": "2"}, "wikidata: Q1, viaf: 2"),
            ("roles", [{"title": "Clerk", "faction": "council"}], "Clerk"),
            ("roles", [{"title": None, "faction": "council"}, {"title": "Poet"}], "council, Poet"),
            (
                "evidence",
                [{"source": "courier", "text": "x"}, {"source": "herald"}],
                "courier, herald",
            ),
            ("disputes", [{"about": "date", "note": "x"}], "date"),
        ],
    )
    def test_is_what_a_person_reads(self, key: str, value: object, text: str) -> None:
        assert cell(key, value) == text
