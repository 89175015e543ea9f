"""The positions of an issue as they are drawn: order, signs and colours."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import NO_SCORE, UNSCORED, furthest, sign, tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.findings import Step

BESIDE = "beside"
"""The class of a position without a score that takes a stance, on an issue with a scale."""
_HUES = 6


class Scale:
    """The positions in order: by ascending score, then those without one.

    Positions that leave the question open are last. If no position has a score, each has a letter.
    `defined` has the highest score first, for lists.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = {step.id: step for step in steps}
        self.reach = furthest(step.score for step in steps)
        scored = [step for step in steps if step.score is not None]
        beside = [step for step in steps if step.score is None and not step.is_open]
        scored.sort(key=lambda step: step.score or 0)
        others = [*beside, *(step for step in steps if step.is_open)]
        self.ordered = [*scored, *others]
        self.defined = [*reversed(scored), *others]
        letters = () if scored else zip(beside, ascii_uppercase, strict=False)
        self._letters = {step.id: letter for step, letter in letters}
        self._hues = {step.id: f"hue-{n % _HUES}" for n, step in enumerate(beside)}

    def label(self, position: str) -> str:
        """The label of a position."""
        return self._steps[position].label if position in self._steps else position

    def is_open(self, position: str) -> bool:
        """Whether a position leaves the question open."""
        return position in self._steps and self._steps[position].is_open

    def sign(self, position: str) -> str:
        """The sign of a position: a score, a letter, or a dot if it has neither."""
        score = self._steps[position].score if position in self._steps else None
        return self._letters.get(position, NO_SCORE) if score is None else sign(score)

    def tone(self, position: str) -> str:
        """The class that colours a position; colours never show more than signs do."""
        step = self._steps.get(position)
        if step is None or step.is_open:
            return UNSCORED
        if step.score is not None:
            return tone(step.score, self.reach)
        return self._hues[position] if position in self._letters else BESIDE
