from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from stances.queries.summary import NOTHING, Figures
from stances.views.table.summary import told_of

FOUND = replace(NOTHING, statements=12, officials=3)
REST = replace(NOTHING, scored=3, means=(Fraction(2), Fraction(2, 5)))


def corroborated(certain: int, probable: int) -> Figures:
    return replace(FOUND, corroborated=certain, probably_corroborated=probable)


@pytest.mark.parametrize(
    ("certain", "probable", "told"),
    [
        (2, 0, "2 of 12"),
        (2, 3, "2 of 12, probably 3 more"),
        (0, 3, "probably 3 of 12"),
    ],
)
def test_certain_and_probable_are_told_apart(certain: int, probable: int, told: str) -> None:
    found = corroborated(certain, probable)
    for whole in (True, False):
        assert [*told_of(found, whole=whole)] == [f"two or more sources: {told}"]


def test_corroboration_that_is_missing_is_told_of_the_whole_alone() -> None:
    assert [*told_of(FOUND)] == []
    assert [*told_of(FOUND, whole=True)] == ["two or more sources: none of 12"]


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        (REST, "mean +1.20 of 3 scored, over 2 officials"),
        (replace(REST, means=(Fraction(0),), scored=1), "mean 0.00 of 1 scored, over 1 official"),
        (NOTHING, "no mean"),
    ],
)
def test_the_mean_without_the_disputed_says_what_it_rests_on(rest: Figures, told: str) -> None:
    found = replace(FOUND, disputed=2, undisputed=rest)
    assert [*told_of(found)] == [f"without the 2 disputed: {told}"]
