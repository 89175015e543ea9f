"""The terms of an agreement add up to it, exactly, whatever coders read."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from stances.queries.agreement import Asked, Scale
from stances.queries.agreement.alpha import Group, alpha
from stances.queries.agreement.bootstrap import interval
from stances.queries.agreement.details import terms
from stances.queries.agreement.units import CAUSES, Units, grouped, unit_of
from stances.queries.readings import Reading

if TYPE_CHECKING:
    from stances.queries.agreement.alpha import Level
    from stances.queries.agreement.units import Of

SCALES = [Scale("one", 4), Scale("other", 3)]
POSITIONS: dict[str, dict[str, int | None]] = {
    "one": {"yes": 2, "perhaps": 0, "no": -2, "open": None},
    "other": {"all": 3, "half": 1, "none": 0},
}
FRAMES = ["cost", "jobs"]
ASKED: list[tuple[Of, Level]] = [
    ("position", "nominal"),
    ("position", "ordinal"),
    ("position", "interval"),
    ("conditions", "nominal"),
    ("frames", "nominal"),
    ("scored", "nominal"),
]


@st.composite
def read(draw: st.DrawFn) -> list[list[Reading]]:
    """The readings of some statements on two issues, by some of four coders."""
    statements = []
    for number in range(draw(st.integers(1, 12))):
        issue = draw(st.sampled_from([*POSITIONS]))
        own = []
        for coder in draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1)):
            position = draw(st.sampled_from([*POSITIONS[issue], None]))
            frames = draw(st.none() | st.lists(st.sampled_from(FRAMES), unique=True))
            own.append(
                Reading(
                    ref=f"x/s{number}",
                    official="x",
                    name="X",
                    faction=None,
                    issue=issue,
                    coder=coder,
                    is_own=coder == "a",
                    is_record=coder == "a",
                    position=position,
                    score=POSITIONS[issue][position] if position else None,
                    conditions=draw(st.sampled_from([[], ["if so"]])),
                    frames=frames if position else None,
                    said="2021",
                    skip=None if position else "unclear",
                    note=None,
                    coded=None,
                    path="x.yaml",
                    line=1,
                )
            )
        statements.append(own)
    return statements


def asked_of(statements: list[list[Reading]], of: Of, level: Level) -> Asked:
    units = [unit_of(own, of, level, FRAMES) for own in statements]
    return Asked(Units(units, [], [], of, level), SCALES, [None], FRAMES)


@given(read(), st.sampled_from(ASKED))
def test_terms_add_up_to_alpha(statements: list[list[Reading]], asked: tuple[Of, Level]) -> None:
    found = asked_of(statements, *asked)
    groups = [
        Group([counts for _, counts in own], found.width_of(key))
        for key, own in grouped(found.units.statements).items()
    ]
    rows = terms(found)
    exact = [Fraction(row["exact"]) for row in rows]
    assert (sum(exact, Fraction(0)) if rows else None) == alpha(groups, asked[1])
    by_chance = [Fraction(row["exact"]) for row in rows if row["kind"] == "expected"]
    assert not rows or sum(by_chance) == 1
    assert all(float(one) == row["term"] for one, row in zip(exact, rows, strict=True))


@given(read(), st.sampled_from(ASKED))
def test_every_reading_counts_once_or_is_left_out(
    statements: list[list[Reading]], asked: tuple[Of, Level]
) -> None:
    found = asked_of(statements, *asked).units
    counted = sum(len(unit.coders) for unit in found.statements)
    left_out = found.left_out()
    assert [*left_out] == [cause for cause in CAUSES if cause in left_out]
    assert all(left_out.values())
    assert counted + sum(left_out.values()) == sum(map(len, statements))
    assert all(len(unit.coders) != 1 for unit in found.statements)


@given(read())
def test_alpha_of_two_coders_is_that_of_either(statements: list[list[Reading]]) -> None:
    """With two coders, the pairs that one is in are all pairs."""
    two = [[each for each in own if each.coder in "ab"] for own in statements]
    units = asked_of([own for own in two if own], "position", "nominal").units.statements
    every = [
        [
            Group([counts for _, counts in own])
            for own in grouped([unit for unit in units if unit.coders], coder).values()
        ]
        for coder in (None, "a", "b")
    ]
    assert len({alpha(groups, "nominal") for groups in every}) == 1


def test_the_order_of_coders_changes_no_resample() -> None:
    units = [["a", "a", "b"], ["b", "b", "b"], ["c", "a", "c"]]
    bounds = {
        interval(
            [[(0, {value: unit.count(value) for value in order(unit)})] for unit in units],
            [1],
            "nominal",
            1,
        )
        for order in (sorted, lambda unit: sorted(unit, reverse=True))
    }
    assert len(bounds) == 1
