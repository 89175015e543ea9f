"""The outline of a new corpus: its question, positions and factions."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A position on the question. Without a `score`, it is not on the scale."""

    id: str
    label: str
    definition: str
    score: int | None = None
    requires_conditions: bool = False
    is_open: bool = False


class Faction(NamedTuple):
    """A group that officials speak for."""

    id: str
    label: str


class Outline(NamedTuple):
    """A corpus with one question. All texts are on one line; `issue` is the question's id."""

    title: str
    coder: str
    issue: str
    question: str
    positions: tuple[Position, ...]
    factions: tuple[Faction, ...] = ()


_UNSTATED = Position(
    "unstated",
    "No position stated",
    "Bears on the question without taking a position on it. No score: silence is not moderation.",
    is_open=True,
)

_SUPPORT = (
    Position("supports", "Supports", "Is for it, or argues for it.", 2),
    Position("accepts", "Accepts", "Would go along with it, with reservations.", 1),
    Position(
        "conditional",
        "Conditional",
        "Is for it only if something named comes first. The middle of the scale, which is not the "
        "same as neutrality.",
        0,
        requires_conditions=True,
    ),
    Position("opposes", "Opposes", "Is against it, without ruling it out.", -1),
    Position("rejects", "Rejects", "Rules it out, or calls it impossible.", -2),
    _UNSTATED,
)

_YES_NO = (
    Position("in-favour", "In favour", "Says yes, on any grounds.", 1),
    Position("against", "Against", "Says no, on any grounds.", -1),
    _UNSTATED,
)

SCALES = {"support": _SUPPORT, "yes-no": _YES_NO}
