"""The result of reading a file: data, places and faults."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from stances.problems import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.problems import Fault, Where

MAX_DEPTH: Final = 32

MAX_FAULTS: Final = 20_000
"""Reading a file stops after this many faults: it does not hold records."""

SEEN: Final = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""A visible character; a value needs one."""

NULLS: Final = frozenset({"~", "null", "Null", "NULL"})
"""Plain texts that mean no value in YAML."""

Value = str | list["Value"] | dict[str, "Value"]
"""Scalars are always text: `position: no` is the text "no"."""


Spot = Any
"""A place from a parser, with line and column from 0, or a `Place`. Most are never shown, so they
are only converted when needed."""


def placed(spot: Spot) -> Place:
    """Convert a spot to a place."""
    return spot if isinstance(spot, Place) else Place(spot.line + 1, spot.column + 1)


@dataclass(slots=True)
class Document:
    """The readable content of one file; `data` is None if nothing is usable.

    A mapping has no refused values; a list has "" for each, so that later items keep their index.
    `values` and `keys` are the places of each value and of each mapping's keys, both by the path of
    the value. `commented` has the place of the `#` for each unquoted value with a comment after it
    on its last line. `digest` is the digest of the file's bytes.
    """

    data: dict[str, Value] | None = None
    faults: list[Fault] = field(default_factory=list)
    values: Mapping[Where, Spot] = field(default_factory=dict)
    keys: Mapping[Where, Spot] = field(default_factory=dict)
    commented: dict[Where, Place] = field(default_factory=dict)
    digest: bytes | None = None

    def place(self, at: Where) -> Place:
        """The place of a value or key, or else of the nearest value around it."""
        try:
            return placed(self.values[at])
        except KeyError:
            pass
        if at in self.keys:
            return placed(self.keys[at])
        while at and at not in self.values:
            at = at[:-1]
        return placed(self.values[at]) if at in self.values else Place(1, 1)

    def places(self, at: Where, keys: Sequence[str]) -> Sequence[tuple[int, int]]:
        """The places of some keys' values in one mapping, like `place`, but faster."""
        beside = getattr(self.values, "beside", None)
        return (beside and beside(at, keys)) or [self.place((*at, key)) for key in keys]
