"""Which of the disputes, if any, speaks about what was found."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from stances.queries.conflicts.rows import Conflict
    from stances.queries.result import Row


def declared(found: Conflict, disputes: Iterable[Row]) -> list[Conflict]:
    """The conflict as each of the disputes declares it; as it was found if there is none."""
    told = [
        {
            "state": "resolved" if dispute["resolution"] else "unresolved",
            "note": dispute["note"],
            "resolution": dispute["resolution"],
        }
        for dispute in disputes
    ]
    return [found._replace(row=found.row | each) for each in told] or [found]


def about(statement: Row, what: str) -> list[Row]:
    """The disputes of a statement about something."""
    return [dispute for dispute in statement["disputes"] if dispute["about"] == what]


def naming(disputes: Iterable[Row], names: Collection[str]) -> list[Row]:
    """The disputes in whose note or resolution one of the names stands."""
    return [dispute for dispute in disputes if any(_names(dispute, name) for name in names)]


def shared_out(disputes: Sequence[Row], readings: Sequence[Collection[str]]) -> list[list[Row]]:
    """The disputes about each of several readings, which go by these names.

    If there are enough of them, nothing tells which is meant, and each speaks about all readings.
    If not, some reading may be newer than any dispute, and one must not settle it unseen: each goes
    to the readings that it names, or else to the next that none names.
    """
    if len(disputes) >= len(readings):
        return [[*disputes] for _ in readings]
    found = [naming(disputes, names) for names in _telling(readings)]
    unnamed = [dispute for dispute in disputes if not any(dispute in each for each in found)]
    without = [each for each in found if not each]
    for reading, dispute in zip(without, unnamed, strict=False):
        reading.append(dispute)
    # One that finds no reading left is about something all the same, and must not get lost.
    return [each + unnamed[len(without) :] for each in found]


def _telling(readings: Sequence[Collection[str]]) -> list[list[str]]:
    """The names of each reading without those of another: what names two tells nothing."""
    counts = Counter(name for names in readings for name in set(names))
    return [[name for name in names if counts[name] == 1] for names in readings]


def _names(dispute: Row, name: str) -> bool:
    """Whether a name stands there whole: `ali/no` is not named by `ali/no-2`."""
    words = f"{dispute['note']}\n{dispute['resolution'] or ''}"
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words, re.IGNORECASE))
