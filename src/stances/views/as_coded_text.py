"""Sentences on the coders whose readings a result uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.index.as_coded import Reading

_NAMED = 6
"""The most coders that are named."""


def reading_told(reading: Reading, who: str = "") -> str:
    """Say how much a coder has read, and how the rest is treated; `who` replaces the coder's id."""
    told = [f"{who or reading.coder} {_read(reading)}"]
    if reading.skipped:
        were = "was skipped is" if reading.skipped == 1 else "were skipped are"
        told.append(f"{reading.skipped} that {were} left out")
    if reading.decided:
        more = f"other {reading.decided} stand" if reading.decided > 1 else "other one stands"
        told.append(f"the {more} as decided")
    return "; ".join(told)


def _read(reading: Reading) -> str:
    if reading.read > 1 and reading.read == reading.statements:
        return f"read all {reading.read} statements"
    return f"read {reading.read} of {plural(reading.statements, 'statement')}"


def above(reading: Reading) -> str:
    """The line above a table."""
    return f"As coded by {reading.coder}, {reading_told(reading, 'who')}."


def all_told(readings: Sequence[Reading]) -> str:
    """Say how much each coder has read, for figures over all codings."""
    if not readings:
        return "there are no codings: all figures are as decided"
    told = [f"{reading.coder} {_read(reading)}" for reading in readings[:_NAMED]]
    if more := len(readings) - len(told):
        told.append(f"and {plural(more, 'coder')} more some")
    rest = "; what a coder did not read stands as decided"
    return f"{', '.join(told)}{rest}"
