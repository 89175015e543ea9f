"""A few seconds of what `python -m tests.fuzz` does for hours."""

from __future__ import annotations

import pytest

from fuzz.campaign import Failed, give, give_for
from fuzz.targets import TARGETS, Target

FEW = {"corpora": 10, "edits": 60, "pdfs": 40, "queries": 60, "arguments": 60, "reader": 250}
"""Of these an input takes long; of the others hundreds take a second."""


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_is_wrong_is_found_in_a_few_inputs(name: str) -> None:
    for number in range(FEW.get(name, 300)):
        give(TARGETS[name], number)


def test_what_is_wrong_is_found_counted_and_made_small() -> None:
    def check(text: str) -> None:
        if "x" in text:
            raise ValueError(text)

    target = Target(lambda chance: "abc" * 5 + chance.choice("abcx") + "abc" * 5, check)
    count, failure = give_for(target, 1, 60)
    assert failure is not None
    assert str(failure).endswith("'x': ValueError: " + "abc" * 5 + "x" + "abc" * 5)
    assert f"input {count}:" in str(failure)
    with pytest.raises(Failed):
        give(target, count)
    assert give_for(target._replace(made=lambda _: "y"), 1, 0) == (1, None)
    assert give_for(target._replace(made=lambda _: "y"), 1, 60, 3) == (3, None)
