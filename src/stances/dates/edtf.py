"""Imprecise dates: a subset of EDTF, kept as written, with the days they can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?"
_SHAPE = re.compile(rf"{_DATE}(?:/{_DATE}|/\.\.)?|\.\./{_DATE}")
_TIMED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
    r"(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
)

FORMS = (
    "a date is `2014`, `2014-06` or `2014-06-18`, with `?`, `~` or `%` after it if it "
    "is doubtful, or an interval: `2014-06-01/2014-06-18`, `2014-06/..`, `../2014-06`"
)


_QUALIFIED = re.compile("[?~%]")


class InvalidDate(ValueError):
    """An invalid date: `message` says what is wrong, `hint` what to write instead, if known."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as written, and the first and last ISO day that it may mean.

    A bound of None is open: nothing is known about that side. With a time of day, the bounds are
    the local day. `moment` is then `2014-06-18T20:30:00`, or `2014-06-18T16:00:00Z` if the zone is
    known.
    """

    text: str
    first: str | None
    last: str | None
    moment: str | None = None

    def __str__(self) -> str:
        return self.text

    def may_overlap(self, other: ImpreciseDate) -> bool:
        """Whether at least one day is within the bounds of both."""
        return _lower(self) <= _upper(other) and _lower(other) <= _upper(self)

    def lies_within(self, other: ImpreciseDate) -> bool:
        """Whether all days of this date are days of the other; an open end needs an open end."""
        return _lower(other) <= _lower(self) and _upper(self) <= _upper(other)

    def adds_to(self, other: ImpreciseDate) -> bool:
        """Whether this says more than the other: fewer days, a time, or the same without doubt."""
        if not other.lies_within(self):
            return True
        is_surer = _QUALIFIED.search(other.text) and not _QUALIFIED.search(self.text)
        return self.moment not in (None, other.moment) or bool(is_surer and self.lies_within(other))

    def common(self, other: ImpreciseDate) -> ImpreciseDate:
        """The days that two overlapping dates share; one of the two if it has no other days."""
        if self.lies_within(other) or other.lies_within(self):
            return self if self.lies_within(other) else other
        first, last = max(_lower(self), _lower(other)), min(_upper(self), _upper(other))
        return ImpreciseDate(f"{first}/{last}", first, last)


def read(text: str, *, timed: bool = False) -> ImpreciseDate | None:
    """Read one date or interval; None if the text does not have that format.

    If `timed`, a day may have a time. Raises `InvalidDate` for a day that does not exist.
    """
    if timed and (match := _TIMED.fullmatch(text)):
        day, time, zone = match.groups()
        return ImpreciseDate(text, *_days(day), _moment(day, time, zone))
    if not _SHAPE.fullmatch(text):
        return None
    start, _, end = text.partition("/")
    date = ImpreciseDate(text, _days(start)[0], _days(end or start)[1])
    # Only days are compared: `2014-06-18/2014-06` ends some day in June, so it is valid.
    if _lower(date) > _upper(date):
        message = f"`{text}` ends before it begins"
        raise InvalidDate(message, f"write `{end}/{start}`")
    return date


# ISO days compare as text; "" sorts before all of them, "~" after.
def _lower(date: ImpreciseDate) -> str:
    return date.first or ""


def _upper(date: ImpreciseDate) -> str:
    return date.last or "~"


def _days(end: str) -> tuple[str | None, str | None]:
    """The first and last day of a well-formed date; raises `InvalidDate` if it does not exist."""
    if end == "..":
        return None, None
    year, month, day = [*end.rstrip("?~%").split("-"), "", ""][:3]
    _check_year_and_month(year, month, day)
    length = str(length_of(int(year), int(month or 12)))
    if day and not "01" <= day <= length:
        message = f"there is no day {day} in {year}-{month}: its days are 01 to {length}"
        raise InvalidDate(message, f"write `{year}-{month}` if the day is not known")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or length}"


def _moment(day: str, time: str, zone: str | None) -> str:
    """A day and time, in UTC if the zone is given."""
    if not zone:
        return f"{day}T{time}"
    from datetime import UTC, datetime  # noqa: PLC0415 - few dates have a zone, and it takes 1 ms

    try:
        instant = datetime.fromisoformat(f"{day}T{time}{zone}").astimezone(UTC)
        return instant.replace(tzinfo=None).isoformat() + "Z"
    except OverflowError:
        raise InvalidDate("this time is out of range: years are 0001 to 9999") from None


def _check_year_and_month(year: str, month: str, day: str) -> None:
    if year == "0000":
        raise InvalidDate("the year 0000 is out of range: years are 0001 to 9999")
    if "21" <= month <= "41" and not day:
        message = f"`{year}-{month}` is a season or another part of a year, not a month"
        raise InvalidDate(message, f"write its months as an interval, as in `{year}-06/{year}-08`")
    if month and not "01" <= month <= "12":
        message = f"there is no month {month} in {year}: months are 01 to 12"
        raise InvalidDate(message, f"write `{year}` if the month is not known")


def length_of(year: int, month: int) -> int:
    """The number of days in a month; importing `calendar` would add 2 ms to every start."""
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31
