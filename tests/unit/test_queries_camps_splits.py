from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stances.queries.camps import splits
from stances.queries.camps.splits import (
    Holdings,
    Topic,
    best_gain,
    best_split,
    own_gains,
    without_each,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = 5
GAINS = [[4 - 2 * abs(one - other) for other in range(PLACES)] for one in range(PLACES)]


def holdings(actors: int, said: Sequence[tuple[int, int, int]]) -> Holdings:
    """Of statements: actor, concept, and place on a scale of five values."""
    topics: dict[int, dict[int, list[int]]] = {}
    for actor, concept, place in said:
        topics.setdefault(concept, {}).setdefault(actor, [0] * PLACES)[place] += 1
    return Holdings(actors, 4, [Topic(GAINS, held) for held in topics.values()])


def random_said(
    random: Random, actors: int, concepts: int = 6, share: float = 0.6, most: int = 2
) -> list[tuple[int, int, int]]:
    return [
        (actor, concept, random.randrange(PLACES))
        for actor in range(actors)
        for concept in range(concepts)
        if random.random() < share
        for _ in range(random.randint(1, most))
    ]


def gain(said: Sequence[tuple[int, int, int]], signs: Sequence[int]) -> int:
    """The gain of a split, pair of statements by pair."""
    return sum(
        signs[one[0]] * signs[other[0]] * GAINS[one[2]][other[2]]
        for one, other in combinations(said, 2)
        if one[0] != other[0] and one[1] == other[1]
    )


def every_split(actors: int) -> list[tuple[int, ...]]:
    """All splits, in order: the camp of the first actor before the other."""
    return [(1, *rest) for rest in product((1, -1), repeat=actors - 1)]


@st.composite
def some(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int]]]:
    actors = draw(st.integers(2, 7))
    statement = st.tuples(st.integers(0, actors - 1), st.integers(0, 2), st.integers(0, PLACES - 1))
    return actors, draw(st.lists(statement, max_size=24))


class TestBestSplit:
    @given(some(), st.integers(0, 9))
    @settings(max_examples=150)
    def test_is_the_first_of_two_camps_among_the_best_of_all(
        self, of: tuple[int, list[tuple[int, int, int]]], seed: int
    ) -> None:
        actors, said = of
        gains = {signs: gain(said, signs) for signs in every_split(actors)}
        most = max(gains.values())
        best = [signs for signs, each in gains.items() if each == most]
        best.sort(key=lambda signs: len({*signs}) < 2)
        found = best_split(holdings(actors, said), Random(seed))
        assert (found.signs, found.gain, found.others) == (best[0], most, len(best) - 1)
        assert best_gain(holdings(actors, said), Random(seed)) == most

    def test_says_who_stands_elsewhere_in_a_split_that_fits_as_well(self) -> None:
        # The last actor is as far from one camp as from the other.
        said = [(0, 0, 4), (1, 0, 4), (2, 0, 0), (3, 0, 0), (4, 0, 2)]
        found = best_split(holdings(5, said), Random(1))
        assert found.signs == (1, 1, -1, -1, 1)
        assert found.others == 1
        assert found.loose == {4}

    def test_calls_nobody_loose_for_what_the_camps_are_called(self) -> None:
        # The first actor fits both: the others stand where they stood.
        said = [(1, 0, 4), (2, 0, 4), (3, 0, 0), (4, 0, 0), (0, 0, 2)]
        assert best_split(holdings(5, said), Random(1)).loose == {0}

    def test_of_actors_who_have_nothing_in_common_counts_every_split(self) -> None:
        found = best_split(holdings(20, []), Random(1))
        assert (found.gain, found.others) == (0, 2**19 - 1)
        assert found.signs == (1,) * 19 + (-1,)

    @pytest.mark.parametrize(("actors", "share", "most"), [(12, 0.6, 2), (16, 1, 1), (20, 0.3, 1)])
    def test_of_many_is_found_by_the_search(
        self, actors: int, share: float, most: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        random, missed = Random(7), 0
        for seed in range(25):
            own = holdings(actors, random_said(random, actors, 6, share, most))
            exact = best_split(own, Random(seed))
            with monkeypatch.context() as patch:
                patch.setattr(splits, "MOST_EXACT", 3)
                searched = best_split(own, Random(seed))
            assert searched.others is None
            missed += searched.gain != exact.gain
        assert missed == 0

    @pytest.mark.parametrize("actors", [21, 60])
    def test_of_more_finds_two_camps_and_is_the_same_each_time(self, actors: int) -> None:
        said = [(n, concept, 4 * (n % 3 > 0)) for n in range(actors) for concept in range(4)]
        found = best_split(holdings(actors, said), Random(1))
        assert found.signs == tuple(1 if n % 3 == 0 else -1 for n in range(actors))
        assert found == best_split(holdings(actors, said), Random(1))
        assert found.gain == sum(holdings(actors, said).weights()) // 2


class TestTwoPerfectCamps:
    def test_alone_fit_wholly(self) -> None:
        said = [(n, concept, 4 * (n > 4)) for n in range(8) for concept in range(2)]
        own = holdings(8, said)
        weight = sum(own.weights()) // 2
        gains = {signs: gain(said, signs) for signs in every_split(8)}
        assert [signs for signs, each in gains.items() if each == weight] == [(1,) * 5 + (-1,) * 3]
        assert best_split(own, Random(1)).signs == (1,) * 5 + (-1,) * 3


class TestOwnGains:
    @given(some())
    def test_are_what_is_lost_twice_if_an_actor_moves(
        self, of: tuple[int, list[tuple[int, int, int]]]
    ) -> None:
        actors, said = of
        signs = [1 if n % 2 else -1 for n in range(actors)]
        for actor, own in enumerate(own_gains(holdings(actors, said), signs)):
            moved = [-sign if n == actor else sign for n, sign in enumerate(signs)]
            assert gain(said, signs) - gain(said, moved) == 2 * own


class TestWithoutEach:
    @given(some())
    @settings(max_examples=80)
    def test_is_the_best_of_all_others_and_who_moves_for_it(
        self, of: tuple[int, list[tuple[int, int, int]]]
    ) -> None:
        actors, said = of
        signs = best_split(holdings(actors, said), Random(1)).signs
        for actor, (found, moves) in enumerate(without_each(holdings(actors, said), signs)):
            others = [each for each in said if each[0] != actor]
            gains = {each: gain(others, each) for each in every_split(actors)}
            assert found == max(gains.values())
            moved = [-sign if n in moves else sign for n, sign in enumerate(signs)]
            assert gain(others, moved) == found
            # None of the best splits is nearer.
            for each in (each for each, own in gains.items() if own == found):
                for turn in (1, -1):
                    apart = [n for n in range(actors) if n != actor and each[n] * turn != signs[n]]
                    assert len(apart) >= len(moves)

    def test_of_many_moves_who_stands_with_one_alone(self) -> None:
        # The last one leans to the even ones, and has much in common with the one before.
        said = [(n, 0, 4 * (n % 2)) for n in range(22)] + [(22, 0, 1)]
        said += [(n, 1, 0) for n in (21, 22) for _ in range(4)]
        signs = best_split(holdings(23, said), Random(1)).signs
        assert signs == tuple(1 if n % 2 == 0 and n < 22 else -1 for n in range(23))
        found = [moves for _, moves in without_each(holdings(23, said), signs)]
        assert found == [[22] if n == 21 else [] for n in range(23)]


class TestShuffled:
    def test_keeps_together_what_one_actor_said_on_a_concept(self) -> None:
        random = Random(3)
        said = random_said(random, 9)
        before = holdings(9, said)
        after = before.shuffled(Random(5))
        for old, new in zip(before.topics, after.topics, strict=True):
            assert [*old.held] == [*new.held]
            assert sorted(map(tuple, old.held.values())) == sorted(map(tuple, new.held.values()))
        assert after != before
        assert sum(after.weights()) == sum(before.weights())

    def test_deals_every_order_as_often(self) -> None:
        own = holdings(3, [(0, 0, 0), (1, 0, 2), (2, 0, 4)])
        random, counts = Random(11), Counter[Any]()
        for _ in range(6000):
            [topic] = own.shuffled(random).topics
            counts[tuple(row.index(1) for row in topic.held.values())] += 1
        assert len(counts) == 6
        assert all(900 < count < 1100 for count in counts.values())

    def test_is_the_same_from_one_seed_on_all_machines(self) -> None:
        own = holdings(6, [(n, 0, n % PLACES) for n in range(6)])
        [topic] = own.shuffled(Random(1)).topics
        assert [row.index(1) for row in topic.held.values()] == [1, 2, 0, 3, 4, 0]
