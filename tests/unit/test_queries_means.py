from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from stances.queries.means import NO_MEANS, Means

means = st.lists(
    st.builds(Fraction, st.integers(-60, 60), st.integers(1, 30)), min_size=1, max_size=40
)


class TestMeans:
    @given(means)
    def test_are_to_the_last_bit_what_statistics_makes_of_each_official(
        self, each: list[Fraction]
    ) -> None:
        found = Means(Counter(each))
        assert len(found) == len(each)
        assert found.total == sum(each)
        assert found.mean == float(statistics.mean(each))
        assert found.median == float(statistics.median(each))
        assert found.spread == float(statistics.pstdev(each))
        assert (min(found), max(found)) == (min(each), max(each))

    def test_of_nobody_are_none(self) -> None:
        assert (NO_MEANS.mean, NO_MEANS.median, NO_MEANS.spread) == (None, None, None)
        assert not NO_MEANS

    def test_are_equal_if_as_many_officials_have_each(self) -> None:
        half = Fraction(1, 2)
        assert Means({half: 2}) == Means({half: 2})
        assert Means({half: 2}) != Means({half: 1})
