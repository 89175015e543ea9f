from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stances.evidence.word_diff import likeness, marked, pieces, stretches

WORDS = st.text("ab “”\".,-'\n\u200cدر", max_size=30)


class TestMarked:
    @pytest.mark.parametrize(
        ("was", "now", "difference"),
        [
            ("over my body", "over my body", "over my body"),
            ("over my body", "not over my body", "{+not +}over my body"),
            ("only if it pays", "only it pays", "only [-if -]it pays"),
            ("a quiet lake", "a loud lake", "a [-quiet-]{+loud+} lake"),
            ("he is so calm", "he was not calm", "he [-is so-]{+was not+} calm"),
            ("“untrue”", '"untrue"', '[-“-]{+"+}untrue[-”-]{+"+}'),
            ("", "all", "{+all+}"),
        ],
    )
    def test_is_what_differs(self, was: str, now: str, difference: str) -> None:
        assert marked(was, now) == difference

    def test_is_all_where_it_would_take_too_long_to_look(self) -> None:
        was, now = " ".join("ab" * 1000), " ".join("cd" * 1000)
        assert marked(f"x {was} y", f"x {now} y") == f"x [-{was}-]{{+{now}+}} y"

    @given(WORDS, WORDS)
    def test_loses_nothing_of_either(self, was: str, now: str) -> None:
        found = list(pieces(was, now))
        assert "".join(same + old for same, old, _ in found) == was
        assert "".join(same + new for same, _, new in found) == now


class TestLikeness:
    def test_is_1_for_the_same_and_less_for_others(self) -> None:
        assert likeness("a b c", "a b c") == 1
        assert 0.5 < likeness("over my dead body", "over my body") < 1
        assert likeness("abc", "xyz") == 0

    def test_is_found_for_long_texts_too(self) -> None:
        text = " ".join(str(number) for number in range(2000))
        assert likeness(text, re.sub("1", "2", text)) < 1


tokens = st.lists(st.sampled_from("abcdefgh"), max_size=30)


class TestStretches:
    @given(tokens, tokens, st.integers(0, 3))
    def test_are_the_same_in_both_texts_and_in_order(
        self, old: list[str], new: list[str], times: int
    ) -> None:
        filler = [str(number) for number in range(500 * times)]
        old, new = [*old, *filler, *new], [*new, *filler, *old]
        ends = (0, 0)
        for a, b, size in stretches(old, new):
            assert old[a : a + size] == new[b : b + size]
            assert size
            assert (a, b) >= ends
            ends = a + size, b + size
        assert ends <= (len(old), len(new))
        assert sum(size for *_, size in stretches(old, new)) >= len(filler)

    def test_are_all_but_what_differs_in_a_long_text(self) -> None:
        old = random.Random(1).choices([str(number) for number in range(2000)], k=13_500)
        new = [*old[:40], "x", *old[41:7000], *old[7100:], "y"]
        assert stretches(old, new) == [(0, 0, 40), (41, 41, 6959), (7100, 7000, 6400)]

    def test_are_told_apart_from_words_that_moved(self) -> None:
        old = [str(number) for number in range(3000)]
        assert stretches(old, [*old[2000:], *old[:2000]]) == [(0, 1000, 2000)]
