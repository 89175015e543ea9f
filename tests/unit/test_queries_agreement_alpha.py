"""Alpha, kappa and the bootstrap, against published figures and other people's reckoning."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stances.queries.agreement.alpha import LEVELS, Group, alpha, counted
from stances.queries.agreement.bootstrap import RESAMPLES, interval
from stances.queries.agreement.kappa import kappa, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.agreement.alpha import Level

    Unit = list[int | None]

KRIPPENDORFF: list[Unit] = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
"""The example of "Computing Krippendorff's Alpha-Reliability": twelve units by four observers."""
SCALE = range(-2, 3)


def judged(units: Sequence[Unit], level: Level) -> float | None:
    """What the package `krippendorff` says; None where it refuses or has no number."""
    data = np.array([[np.nan if value is None else value for value in unit] for unit in units]).T
    try:
        with np.errstate(all="ignore"):
            found = float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))
    except ValueError:  # it takes no data of one value
        return None
    return None if np.isnan(found) else found


def group(units: Sequence[Unit], width: int = 4) -> Group:
    """The units as they are reckoned with."""
    return Group([counted(unit) for unit in units], width)


@st.composite
def reliability_data(draw: st.DrawFn) -> list[Unit]:
    """Readings of some units by some coders, some of them missing."""
    coders = draw(st.integers(2, 6))
    values = st.one_of(st.none(), st.sampled_from(SCALE))
    unit = st.lists(values, min_size=coders, max_size=coders)
    return draw(st.lists(unit, min_size=1, max_size=20))


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_the_published_example(level: Level, published: float) -> None:
    found = alpha([group(KRIPPENDORFF)], level)
    assert found is not None
    assert round(float(found), 3) == published


@given(reliability_data(), st.sampled_from(LEVELS))
def test_alpha_is_that_of_the_package_krippendorff(units: list[Unit], level: Level) -> None:
    found, expected = alpha([group(units)], level), judged(units, level)
    pairable = [unit for unit in units if len(unit) - unit.count(None) > 1]
    if len({value for unit in pairable for value in unit if value is not None}) < 2:
        assert found is None  # all equal is undefined, never 1
    else:
        assert found is not None
        assert expected is not None
        assert float(found) == pytest.approx(expected, abs=1e-9)


@given(reliability_data())
def test_alpha_takes_no_notice_of_names_of_nominal_values(units: list[Unit]) -> None:
    named = [counted(None if value is None else f"p{value}" for value in unit) for unit in units]
    assert alpha([Group(named)], "nominal") == alpha([group(units)], "nominal")


@given(reliability_data(), st.sampled_from(LEVELS), st.integers(2, 9))
def test_alpha_of_one_group_does_not_depend_on_the_width(
    units: list[Unit], level: Level, width: int
) -> None:
    assert alpha([group(units, width)], level) == alpha([group(units)], level)


@given(reliability_data(), st.sampled_from(LEVELS), st.integers(1, 5))
def test_alpha_of_a_group_beside_one_without_disagreement_is_its_own(
    units: list[Unit], level: Level, alike: int
) -> None:
    same = group([[1, 1, None]] * alike)
    assert alpha([group(units), same], level) == alpha([group(units)], level)


def test_alpha_of_several_groups_reckons_chance_within_each() -> None:
    one, other = group([[1, 1], [1, 1], [1, 2]]), group([[7, 7], [7, 7], [8, 8]])
    # 6 readings a group. One: observed 2, by chance 2 * 5 * 1 / 5. Other: 0, and 2 * 4 * 2 / 5.
    assert alpha([one, other], "nominal") == 1 - Fraction(2) / (2 + Fraction(16, 5))
    together = alpha([Group([*one.units, *other.units])], "nominal")
    assert together is not None
    assert together > alpha([one, other], "nominal")  # type: ignore[operator]  # neither is None


def test_alpha_of_several_groups_weighs_each_scale_alike() -> None:
    narrow: list[Unit] = [[0, 1], [0, 0], [1, 1]]
    wide: list[Unit] = [[0, 10], [0, 0], [10, 10]]
    assert alpha([group(narrow, 1), group(wide, 10)], "interval") == alpha(
        [group(narrow, 1)] * 2, "interval"
    )


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_is_undefined_where_nothing_differs(level: Level) -> None:
    assert alpha([group([[1, 1], [1, 1]])], level) is None
    assert alpha([group([[1, None], [2, None]])], level) is None
    assert alpha([], level) is None


def cohen(one: list[int], other: list[int]) -> float | None:
    """Cohen's kappa of two coders, as the textbook has it."""
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    values = set(one) | set(other)
    chance = sum((one.count(v) / len(one)) * (other.count(v) / len(other)) for v in values)
    return None if chance == 1 else (agreed - chance) / (1 - chance)


@given(reliability_data())
def test_kappa_is_the_mean_of_all_pairs_that_have_one(units: list[Unit]) -> None:
    kappas = []
    for a, b in combinations(range(len(units[0])), 2):
        both = [(u[a], u[b]) for u in units if u[a] is not None and u[b] is not None]
        if both and (found := cohen(*map(list, zip(*both, strict=True)))) is not None:
            kappas.append(found)
    readings = [{f"c{n}": v for n, v in enumerate(u) if v is not None} for u in units]
    mean, pairs = kappa([readings])
    assert pairs == len(kappas)
    if kappas:
        assert mean is not None
        assert float(mean) == pytest.approx(sum(kappas) / len(kappas), abs=1e-9)
    else:
        assert mean is None


def test_kappa_of_a_published_table() -> None:
    # Cohen's kappa is 0.4 of 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    cells = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa([[{"a": a, "b": b} for a, b in cells]]) == (Fraction(2, 5), 1)


def test_kappa_of_one_coder_takes_the_pairs_that_they_are_in() -> None:
    units = [{"a": n % 2, "b": n % 2, "c": n % 3 % 2} for n in range(12)]
    assert kappa([units], "a")[1] == 2
    without = [{"a": unit["a"], "b": unit["b"]} for unit in units]
    with_c = [{"a": unit["a"], "c": unit["c"]} for unit in units]
    [(one, _n), (other, _m)] = kappa([without]), kappa([with_c])
    assert one is not None
    assert other is not None
    assert kappa([units], "a")[0] == (one + other) / 2


@given(reliability_data())
def test_percent_counts_pairs_of_readings(units: list[Unit]) -> None:
    pairs = [
        a == b
        for unit in units
        for a, b in combinations([value for value in unit if value is not None], 2)
    ]
    found = percent(counted(unit) for unit in units)
    assert found == (Fraction(sum(pairs), len(pairs)) if pairs else None)


@given(reliability_data(), st.sampled_from(LEVELS))
def test_interval_is_that_of_alphas_of_drawn_units(units: list[Unit], level: Level) -> None:
    """Each resample once more, unit by unit."""
    random, alphas = Random(7), []
    for _each in range(RESAMPLES // 10):
        drawn = [units[int(random.random() * len(units))] for _ in units]
        if (found := alpha([group(drawn)], level)) is not None:
            alphas.append(found)
    assume(len(alphas) > 95)
    alphas.sort()
    statements = [[(0, counted(unit))] for unit in units]
    own = interval(statements, [4], level, 7, resamples=100)
    assert (own.low, own.high) == (alphas[len(alphas) // 40], alphas[-1 - len(alphas) // 40])
    assert own.undefined == 100 - len(alphas)


def test_interval_is_the_same_for_a_seed_and_another_for_another() -> None:
    statements = [[(0, counted(unit))] for unit in KRIPPENDORFF]
    first = interval(statements, [4], "nominal", 1)
    assert first == interval(statements, [4], "nominal", 1)
    assert first != interval(statements, [4], "nominal", 2)
    assert first.low is not None
    assert first.high is not None
    assert first.low < Fraction(113, 152) < first.high


def test_interval_is_none_where_too_many_resamples_have_no_alpha() -> None:
    found = interval([[(0, counted([1, 1]))], [(0, counted([2, 2]))]], [1], "nominal", 1)
    assert found[:2] == (None, None)
    assert 400 < found.undefined < 600  # every other resample of two has one unit alone


def test_interval_draws_statements_with_all_their_units() -> None:
    """Two units of a statement stay together, so that there is no more doubt than of one."""
    once = [[(0, counted(unit))] for unit in KRIPPENDORFF]
    twice = [[*unit, *unit] for unit in once]
    apart = [unit for unit in once for _twice in range(2)]
    low, high, _none = interval(twice, [4], "nominal", 1)
    assert low is not None
    assert high is not None
    narrow = interval(apart, [4], "nominal", 1)
    assert narrow.low is not None
    assert narrow.high is not None
    assert high - low > narrow.high - narrow.low


def test_counted_leaves_out_what_is_missing() -> None:
    assert counted([1, None, 1, 2, None]) == Counter({1: 2, 2: 1})
