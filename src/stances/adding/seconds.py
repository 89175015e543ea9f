"""What was meant for a statement of its own, as further evidence for one that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.adding.additions import WITHIN_STATEMENT
from stances.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stances.adding.additions import Flat
    from stances.queries.choices import Recorded


def as_second(flat: Mapping[str, str], recorded: Recorded) -> Flat:
    """The values of the evidence; date and position only where they are not the statement's.

    A date that may be the same is no other.
    """
    own: Flat = {key: flat[name] for key, name in WITHIN_STATEMENT.items() if name in flat}
    if not _may_be_same(flat["said"], recorded):
        own["said"] = flat["said"]
    if flat["position"] != recorded.position:
        own["position"] = flat["position"]
    return own


def _may_be_same(said: str, recorded: Recorded) -> bool:
    date = parse_date(said)
    first, last = recorded.said_from or "", recorded.said_to or "~"
    return first <= (date.last or "~") and (date.first or "") <= last
