"""Which officials charts have room for, and what is said of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.cells import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.report.officials import Official

MOST_LANES = 150
"""So many officials are drawn at most, those with the most statements."""


def drawn(officials: Sequence[Official]) -> list[Official]:
    """Those that a chart draws, in their order; none who has no statement here."""
    speaking = [official for official in officials if official.statements]
    ranked = sorted(speaking, key=lambda official: -len(official.statements))
    chosen = {official.official for official in ranked[:MOST_LANES]}
    return [official for official in speaking if official.official in chosen]


def not_drawn(shown: int, there: int) -> str:
    """That some are not drawn, and where they are."""
    return (
        f"Drawn are {shown} of {plural(there, 'official')}, those with the most statements; the "
        "others stand under “Officials one by one”."
    )
