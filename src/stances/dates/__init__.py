"""Dates as records have them, and as people write them."""

from __future__ import annotations

from stances.dates.edtf import ImpreciseDate, InvalidDate, read

__all__ = ["ImpreciseDate", "InvalidDate", "parse_date"]


def parse_date(text: str, *, timed: bool = False) -> ImpreciseDate:
    """Read one date or interval; raise `InvalidDate` with a hint for everything else.

    If `timed`, a day may have a time.
    """
    if date := read(text, timed=timed):
        return date
    # The reader of other notations is only needed once a date is wrong.
    from stances.dates.near_misses import refusal_of  # noqa: PLC0415

    raise refusal_of(text, timed=timed)
