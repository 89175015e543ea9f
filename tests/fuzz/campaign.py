"""Gives targets their inputs, counts them, and makes what fails as small as it can."""

from __future__ import annotations

import random
import time
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuzz.targets import Target


class Failed(AssertionError):
    """An input for which something does not hold."""


class Given(NamedTuple):
    """How many inputs a target was given, and the failure at which that ended."""

    inputs: int
    failure: Failed | None = None


def give(target: Target, number: int) -> None:
    """Give a target the input of a number; raise `Failed` if something does not hold."""
    value = target.made(random.Random(number))
    try:
        target.check(value)
    except Exception as error:
        least = _smallest(target, value, type(error))
        raise Failed(f"input {number}: {least!r}: {type(error).__name__}: {error}") from error


def give_for(target: Target, first: int, seconds: float, most: float = inf) -> Given:
    """Give a target the inputs of numbers from `first` on, for so long, or until one fails.

    There are no more of them than `most`.
    """
    until, number = time.monotonic() + seconds, first
    while number == first or (number < first + most and time.monotonic() < until):
        try:
            give(target, number)
        except Failed as failure:
            return Given(number - first + 1, failure)
        number += 1
    return Given(number - first)


def _smallest(target: Target, value: Any, kind: type[Exception]) -> Any:  # noqa: ANN401
    """An input that fails in the same way, and no part of which can be left out."""

    def fails(other: Any) -> bool:  # noqa: ANN401 - any input
        try:
            target.check(other)
        except kind:
            return True
        except Exception:  # noqa: BLE001 - another failure
            return False
        return False

    smaller = next((other for other in _parts_less(value) if fails(other)), None)
    while smaller is not None:
        value = smaller
        smaller = next((other for other in _parts_less(value) if fails(other)), None)
    return value


def _parts_less(value: Any) -> Iterator[Any]:  # noqa: ANN401 - any input
    """The value with a part left out, larger parts first."""
    if isinstance(value, tuple):
        for place, item in enumerate(value):
            for less in _parts_less(item):
                yield (*value[:place], less, *value[place + 1 :])
    elif isinstance(value, str | bytes | list):
        parts: Any = value
        size = len(value)
        while size:
            for start in range(0, len(value) - size + 1, size):
                yield parts[:start] + parts[start + size :]
            size //= 2
