"""A file as it was read: data, places and faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from stances.problems import Place

if TYPE_CHECKING:
    from stances.problems import Fault, Where

MAX_DEPTH: Final = 32

Value = str | list["Value"] | dict[str, "Value"]
"""Scalars are text, always: `position: no` is the text "no"."""


Spot = Any
"""A place as a parser gives it, with line and column from 0; or as `Place`, in which it is told.

Most are never told, and are left as they are.
"""


def placed(spot: Spot) -> Place:
    """The place that a spot is."""
    return spot if isinstance(spot, Place) else Place(spot.line + 1, spot.column + 1)


@dataclass(slots=True)
class Document:
    """What one file holds, as far as it can be read; `data` is None where none of it can be used.

    A refused value is left out of its mapping, and is "" in its list, so that later items keep
    their index. `values` and `keys` are the places of each value and of each mapping's keys, both
    by the path of the value; `commented` has each unquoted value with a comment right behind it on
    the line it ends on, and the place of the `#`. `digest` is that of the bytes that were read.
    """

    data: dict[str, Value] | None = None
    faults: list[Fault] = field(default_factory=list)
    values: dict[Where, Spot] = field(default_factory=dict)
    keys: dict[Where, Spot] = field(default_factory=dict)
    commented: dict[Where, Place] = field(default_factory=dict)
    digest: bytes | None = None

    def place(self, at: Where) -> Place:
        """Where to point for a path; if nothing is there, at what should have held it."""
        if at not in self.values and at in self.keys:
            return placed(self.keys[at])
        while at and at not in self.values:
            at = at[:-1]
        return placed(self.values[at]) if at in self.values else Place(1, 1)
