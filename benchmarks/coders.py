"""Reckon alpha of 10,000 units by 200 coders, and say how many seconds that takes.

`python benchmarks/coders.py` reckons it as `stances agreement` does, from values to the figure;
with `--package` behind it, the package krippendorff does, from an array of the same values. Three
in ten readings are missing. Making the values is not timed, nor is the start of the interpreter.
"""

from __future__ import annotations

import random
import sys
import time

import krippendorff
import numpy as np

from stances.queries.agreement.alpha import Group, alpha, counted

UNITS, CODERS, _SCALE = 10_000, 200, (0, 1, 2, 3, 4)
_MISSING, _WRONG = 0.3, 0.4


def readings() -> list[list[int | None]]:
    """The values, unit by unit; the same each time."""
    choose = random.Random(1)

    def value(true: int) -> int | None:
        if choose.random() < _MISSING:
            return None
        return choose.choice(_SCALE) if choose.random() < _WRONG else true

    return [[value(choose.choice(_SCALE)) for _ in range(CODERS)] for _ in range(UNITS)]


def main(*, by_package: bool) -> float:
    """The seconds that it takes."""
    units = readings()
    data = np.array([[np.nan if each is None else each for each in unit] for unit in units])
    data = np.ascontiguousarray(data.T)
    start = time.perf_counter()
    if by_package:
        krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")
    else:
        alpha([Group([counted(unit) for unit in units])], "ordinal")
    return time.perf_counter() - start


if __name__ == "__main__":
    print(main(by_package="--package" in sys.argv[1:]))
