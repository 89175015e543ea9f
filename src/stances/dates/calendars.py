"""Converts days of the Solar Hijri calendar to Gregorian ones, with the extra `calendars`."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from stances.dates.edtf import InvalidDate
from stances.home import to_install

if TYPE_CHECKING:
    from collections.abc import Sequence

SOLAR_YEARS = range(1200, 1500)
"""Years that may be Solar Hijri, unless `--calendar` names another calendar."""
_MONTHS = 12
NO_CALENDARS = f"to convert days of the Solar Hijri calendar takes {to_install('calendars')}"


def solar_days(year: int, month: int = 0, day: int = 0) -> Sequence[str]:
    """The first and last Gregorian day of a year, month or day; 0 means that a part is missing.

    Raises `InvalidDate`, also if the library is not installed.
    """
    calendar = _library().JalaliDate
    if year not in SOLAR_YEARS:
        years = f"{SOLAR_YEARS[0]} to {SOLAR_YEARS[-1]}"
        message = f"the year {year} is not one of the Solar Hijri calendar"
        raise InvalidDate(message, f"its years are {years}; 1393 began in March 2014")
    if month > _MONTHS:
        message = f"there is no month {month} in the Solar Hijri year {year}"
        raise InvalidDate(message, "its months are 1 to 12")
    last_month = month or _MONTHS
    length = calendar.days_in_month(last_month, year)
    if day > length:
        message = f"month {month} of the Solar Hijri year {year} has no day {day}"
        raise InvalidDate(message, f"its days are 1 to {length}")
    ends = (year, month or 1, day or 1), (year, last_month, day or length)
    return [calendar(*each).to_gregorian().isoformat() for each in ends]


def _library() -> Any:  # noqa: ANN401 - a module that may not be there
    try:
        return importlib.import_module("persiantools.jdatetime")
    except ImportError:
        raise InvalidDate(NO_CALENDARS) from None
