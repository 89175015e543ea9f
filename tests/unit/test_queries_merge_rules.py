"""The rules by which several readings become one, row by row as docs/coding.md has them."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.queries.merge_rules import Content, differing, proposal

PAGE = Path(__file__).parents[2] / "docs" / "coding.md"
READING = re.compile(
    r"(?P<position>[a-z]+)(?: \((?P<conditions>.*?)\))?"
    r"(?: \[(?P<frames>.*?)\])?(?: on (?P<said>.*))?"
)


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def content_of(cell: str) -> Content | None:
    """The reading that a cell stands for; None for none."""
    if cell in ("–", ""):
        return None
    if cell == "skip":
        return Content(None)
    match = READING.fullmatch(cell)
    assert match, cell
    frames = match["frames"]
    return Content(
        match["position"],
        tuple((match["conditions"] or "").split(", ")) if match["conditions"] else (),
        None if frames is None else tuple(frames.split(", ")),
        match["said"],
    )


def table() -> list[dict[str, str]]:
    lines = PAGE.read_text("utf-8").partition("<!-- truth table -->")[2].strip().splitlines()
    rows = [cells_of(line) for line in lines if line.startswith("|")]
    keys = [key.strip("`") for key in rows[0]]
    return [dict(zip(keys, row, strict=True)) for row in rows[2:]]


TABLE = table()
CODERS = ("anna", "ben", "carla")
READINGS = st.sampled_from([Content(None), *map(Content, ("supports", "opposes", "rejects"))])
SETS = st.dictionaries(st.sampled_from(["anna", "ben", "carla", "dan", "eve"]), READINGS)


class TestTruthTable:
    def test_has_every_kind_of_case(self) -> None:
        cells = {row[coder] for row in TABLE for coder in CODERS}
        assert {"–", "skip"} <= cells
        for rule in ("all-agree", "majority", "one:anna"):
            assert {"", "supports"} <= {row[rule] for row in TABLE}

    @pytest.mark.parametrize("row", TABLE, ids=lambda row: ", ".join(row[c] for c in CODERS))
    def test_is_what_the_rules_do(self, row: dict[str, str]) -> None:
        readings = {coder: found for coder in CODERS if (found := content_of(row[coder]))}
        for rule in ("all-agree", "majority", "one:anna"):
            proposed = proposal(rule, readings, CODERS)
            assert proposed.content == content_of(row[rule]), (rule, proposed.why)
            assert proposed.why
            assert proposed.rule == rule

    @pytest.mark.parametrize("row", TABLE, ids=lambda row: ", ".join(row[c] for c in CODERS))
    def test_does_not_depend_on_who_is_who(self, row: dict[str, str]) -> None:
        cells = [content_of(row[coder]) for coder in CODERS]
        for order in permutations(cells):
            readings = {coder: c for coder, c in zip(CODERS, order, strict=True) if c}
            for rule in ("all-agree", "majority"):
                assert proposal(rule, readings, CODERS).content == content_of(row[rule])


class TestProposal:
    @pytest.mark.parametrize(
        ("rule", "cells", "why"),
        [
            ("all-agree", "supports supports supports", "all agree (anna, ben, carla)"),
            ("all-agree", "supports supports –", "carla did not read it"),
            ("all-agree", "supports skip supports", "ben skipped it"),
            ("all-agree", "supports opposes supports", "2 positions"),
            ("majority", "supports supports opposes", "2 of 3 (anna, ben)"),
            ("majority", "supports skip skip", "2 of 3 skipped it"),
            ("majority", "supports opposes –", "no position has more than half of the readings"),
            ("majority", "supports – –", "fewer than two readings"),
            ("one:ben", "supports opposes –", "ben"),
            ("one:ben", "supports skip –", "ben skipped it"),
            ("one:ben", "supports – –", "ben did not read it"),
        ],
    )
    def test_says_why(self, rule: str, cells: str, why: str) -> None:
        readings = {
            coder: found
            for coder, cell in zip(CODERS, cells.split(), strict=True)
            if (found := content_of(cell))
        }
        assert proposal(rule, readings, CODERS).why == why

    def test_of_one_position_says_in_what_else_they_differ(self) -> None:
        readings = {"anna": Content("conditional", ("a",)), "ben": Content("conditional", ("b",))}
        found = proposal("majority", readings, readings)
        assert found.why == "2 of 2 (anna, ben), but they differ in `conditions`"

    def test_takes_conditions_for_the_same_however_they_are_written(self) -> None:
        readings = {
            "anna": Content("conditional", ("The state pays", "it is quiet.")),
            "ben": Content("conditional", ("it is quiet", "the state pays!")),
        }
        assert proposal("majority", readings, readings).content == readings["anna"]

    @given(readings=SETS)
    def test_by_majority_is_what_more_than_half_take(self, readings: dict[str, Content]) -> None:
        found = proposal("majority", readings, readings).content
        held = [each.position for each in readings.values()]
        wanted = [p for p in {*held} if p and len(held) > 1 and held.count(p) > len(held) / 2]
        assert [found.position] == wanted if found else not wanted

    @given(readings=SETS)
    def test_by_agreement_is_one_by_majority_too(self, readings: dict[str, Content]) -> None:
        found = proposal("all-agree", readings, readings).content
        if found and len(readings) > 1:
            assert proposal("majority", readings, readings).content == found


class TestDiffering:
    def test_frames_that_were_not_coded_differ_from_no_others(self) -> None:
        assert (
            differing([Content("a", frames=("x",)), Content("a"), Content("a", frames=("x",))])
            == []
        )
        assert differing([Content("a", frames=("x",)), Content("a", frames=())]) == ["frames"]

    def test_a_skip_differs_from_a_position_alone(self) -> None:
        assert differing([Content("a", ("b",)), Content(None)]) == ["position"]
        assert differing([Content(None), Content(None)]) == []

    def test_order_does_not_count(self) -> None:
        one = Content("a", ("x", "y"), ("f", "g"))
        assert differing([one, Content("a", ("y", "x"), ("g", "f"))]) == []
        other = Content("b", ("y",), ("g",), "2014")
        assert differing([one, other]) == ["position", "frames", "said"]

    def test_conditions_are_compared_within_a_position(self) -> None:
        assert differing([Content("a", ("x",)), Content("a", ("y",))]) == ["conditions"]
        assert differing([Content("a", ("x",)), Content("b")]) == ["position"]
