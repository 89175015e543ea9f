"""Print how much longer each loop over the words of strangers takes for twice the input.

`python benchmarks/growth.py` does the work of `tests/worst_inputs.py`. README.md here says how to
read the table. `--only WORD` leaves out the loops without that word in their names.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from worst_inputs import CASES, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Clock = Callable[[], float]

_ROUNDS = 3
_SHORTEST, _LARGEST = 0.02, 16
"""Seconds of CPU time that can be measured, and how many times the input may be made larger for
that."""


class Growth(NamedTuple):
    """CPU seconds for an input and for twice that; `entry` is the name in `CASES`."""

    entry: str
    once: float
    twice: float

    @property
    def ratio(self) -> float:
        """2 if the time grows with the input, 4 if with its square."""
        return self.twice / max(self.once, 1e-9)


def growth(entry: str, case: Case, clock: Clock = time.process_time) -> Growth:
    """Measure once and twice the input in turn, and give the medians."""

    def seconds(n: int) -> float:
        given = case.make(n)
        start = clock()
        case.work(given)
        return clock() - start

    n = case.n
    while seconds(n) < _SHORTEST and n < _LARGEST * case.n:
        n *= 2
    pairs = [(seconds(n), seconds(2 * n)) for _ in range(_ROUNDS)]
    return Growth(entry, *map(median, zip(*pairs, strict=True)))


def worst(cases: Mapping[str, Case], clock: Clock = time.process_time) -> Iterator[Growth]:
    """Of each loop, the input with the largest ratio of those that take time at all."""
    for _, entries in groupby(cases.items(), key=lambda entry: entry[0].partition(": ")[0]):
        found = [growth(*entry, clock) for entry in entries]
        yield max(found, key=lambda each: (each.once >= _SHORTEST, each.ratio))


def main(arguments: Sequence[str]) -> None:
    """Print a row for each loop as it is measured."""
    parser = argparse.ArgumentParser(prog="benchmarks/growth.py", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="WORD", help="the loops with this in the name"
    )
    only = parser.parse_args(arguments).only
    print("| loop: worst input | once, ms | twice, ms | ratio |\n|---|---:|---:|---:|")
    for each in worst({name: case for name, case in CASES.items() if only in name}):
        once, twice = (f"{seconds * 1000:,.0f}" for seconds in each[1:])
        ratio = f"{each.ratio:.2f}" if each.once >= _SHORTEST else "–"
        print(f"| {each.entry!r} | {once} | {twice} | {ratio} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
