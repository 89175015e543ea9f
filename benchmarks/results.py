"""What came of a measure: medians, the ratio of them, and whether it is within its bar."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from benchmarks.timing import JobFailed, Sample, run_side, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measures import Measure
    from benchmarks.places import Places, Size


@dataclass(frozen=True)
class Result:
    """The pairs of samples of a measure, one for each round; or why there are none.

    `broken` is true if that is so because a program failed, and not for lack of one.
    """

    measure: Measure
    size: Size
    pairs: Sequence[tuple[Sample, Sample]] = ()
    unmeasured: str | None = None
    broken: bool = False

    @property
    def ours(self) -> float:
        """The median of ours: seconds, or bytes."""
        return median(self._value(ours) for ours, _ in self.pairs)

    @property
    def theirs(self) -> float:
        """The median of the yardstick; a limit is its own."""
        return median(self.measure.limit or theirs.seconds for _, theirs in self.pairs)

    @property
    def ratio(self) -> float:
        """Ours to theirs, by the medians."""
        return self.ours / self.theirs

    @property
    def quartiles(self) -> tuple[float, float]:
        """Between which the middle half of the rounds' ratios lies."""
        limit = self.measure.limit
        ratios = [self._value(ours) / (limit or theirs.seconds) for ours, theirs in self.pairs]
        lower, _, upper = quantiles(ratios * 2 if len(ratios) == 1 else ratios, method="inclusive")
        return lower, upper

    @property
    def memory(self) -> tuple[int, int]:
        """The most bytes that a process of ours held in any round, and one of theirs."""
        return max(ours.bytes for ours, _ in self.pairs), max(
            theirs.bytes for _, theirs in self.pairs
        )

    @property
    def bar(self) -> float | None:
        """The bar, if it is for this size."""
        return self.measure.bars.get(self.size)

    @property
    def is_missed(self) -> bool:
        """Whether there is a bar, and ours is above it, or failed where it should be measured."""
        if self.bar is None:
            return False
        return self.ratio > self.bar if self.pairs else self.broken

    def _value(self, sample: Sample) -> float:
        return sample.bytes if self.measure.limit else sample.seconds


def result(measure: Measure, places: Places, rounds: int) -> Result:
    """Measure one row."""
    peer = measure.peer
    if peer and not peer.version:
        return Result(measure, places.size, (), f"{peer.name} is not installed: {peer.how}")
    try:
        ours, theirs = measure.sides(places)
        if measure.limit:
            pairs = [(run_side(ours), Sample(0, 0))]
        else:
            pairs = side_by_side(ours, theirs, rounds)
    except JobFailed as failed:
        return Result(measure, places.size, (), str(failed), broken=True)
    return Result(measure, places.size, pairs)
