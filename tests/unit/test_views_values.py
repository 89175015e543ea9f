from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.background import Background, Imprint, Names
from stances.views.values import cell, cell_in_words, percent, signed, sources_in_short
from stances.views.wording import Wording

NAMES = Names(
    positions={("boats", "rejects"): "Will not have it"},
    factions={"council": "Town council"},
    frames={"noise": "Noise"},
    officials={"adler": "Anna Adler"},
    sources={"gazette": Imprint("The Gazette", "2021-06-10")},
)
TOWN = Wording(Background(names=lambda: NAMES))


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


class TestCellInWords:
    @pytest.mark.parametrize(
        ("key", "value", "words"),
        [
            ("said", "2021-06-10~", "about 10 June 2021"),
            ("published", "2021-06", "June 2021"),
            ("month", "2021-06", "June 2021"),
            ("said", None, ""),
            ("said", 2021, "2021"),
            ("position", "rejects", "Will not have it"),
            ("previous_position", "rejects", "Will not have it"),
            ("faction", "council", "Town council"),
            ("faction", None, ""),
            ("frames", ["noise", "cost"], "Noise, cost"),
            ("source", "gazette", "The Gazette, 10 June 2021"),
            ("sources", ["gazette", "nama"], "The Gazette, 10 June 2021; nama"),
            ("sources", [], ""),
            ("about", ["adler", "council"], "Anna Adler, Town council"),
            ("ref", "adler/boats", "adler/boats"),
            ("score", 2, "+2"),
            ("disputed", True, "yes"),
        ],
    )
    def test_is_as_people_call_it(self, key: str, value: object, words: str) -> None:
        row = {"issue": "boats", "kind": "position", key: value}
        assert cell_in_words(key, row, TOWN) == words

    @pytest.mark.parametrize(
        ("kind", "value", "words"),
        [
            ("date", "2021-06", "June 2021"),
            ("speaker", "adler", "Anna Adler"),
            ("conditions", "2021-06", "2021-06"),
            ("position", "rejects", "Will not have it"),
            ("opposite", "rejects", "Will not have it"),
        ],
    )
    def test_of_a_conflict_is_of_what_it_is_about(self, kind: str, value: str, words: str) -> None:
        row = {"issue": "boats", "kind": kind, "recorded": value, "reported": None}
        assert cell_in_words("recorded", row, TOWN) == words
        assert cell_in_words("reported", row, TOWN) == ""

    def test_of_a_position_without_its_issue_is_its_id(self) -> None:
        assert cell_in_words("position", {"position": "rejects"}, TOWN) == "rejects"


def test_a_source_whose_origin_is_certain_leaves_no_negative_number_of_probable_ones() -> None:
    """The words shown are of a copy, matched as probable, of a source that is certain."""
    pieces = [
        {"source": "copy", "text": "a", "form": "quote", "match": "probable", "derived_from": None},
        {
            "source": "herald",
            "text": "b",
            "form": "quote",
            "match": "certain",
            "derived_from": None,
        },
    ]
    row = {"quote": "a", "evidence": pieces, "sources": ["copy", "herald"]}
    told = sources_in_short(row | {"match_certain": 2, "match_probable": 0}, Wording())
    assert told == "copy (probable) + 1 more"


@pytest.mark.parametrize(
    ("share", "told"),
    [
        ("0", "0 %"),
        ("1/1000", "<1 %"),
        ("1/200", "1 %"),
        ("2/3", "67 %"),
        ("7/9", "78 %"),
        ("5/8", "63 %"),
        ("1989/2000", "99 %"),
        ("199/200", ">99 %"),
        ("999999999999/1000000000000", ">99 %"),
        ("1", "100 %"),
    ],
)
def test_percent_is_rounded_and_never_to_none_or_all(share: str, told: str) -> None:
    assert percent(Fraction(share)) == told
