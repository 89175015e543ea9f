"""Imprecise dates: a subset of EDTF, kept as written, with the days they can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?"
_SHAPE = re.compile(rf"{_DATE}(?:/{_DATE}|/\.\.)?|\.\./{_DATE}")
_END = rf"{_DATE}|\.\."

# A text more than twice as long as the longest date is prose; the patterns would be slow on it.
_LONGEST_NEAR_MISS = 60

_FORMS = (
    "a date is `2014`, `2014-06` or `2014-06-18`, with `?`, `~` or `%` behind it where it is "
    "doubtful, or an interval: `2014-06-01/2014-06-18`, `2014-06/..`, `../2014-06`"
)


class InvalidDate(ValueError):
    """What is wrong with a date (`message`) and what to write instead (`hint`, may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as written, and the ISO days between which it lies, both included.

    A bound of None is open: nothing is known about that side.
    """

    text: str
    first: str | None
    last: str | None

    def __str__(self) -> str:
        return self.text

    def may_overlap(self, other: ImpreciseDate) -> bool:
        """Whether at least one day lies within the bounds of both."""
        return _lower(self) <= _upper(other) and _lower(other) <= _upper(self)

    def lies_within(self, other: ImpreciseDate) -> bool:
        """Whether all days of this date are days of the other; open lies only within open."""
        return _lower(other) <= _lower(self) and _upper(self) <= _upper(other)


def parse_date(text: str) -> ImpreciseDate:
    """Read one date or interval; raise InvalidDate with a hint for everything else."""
    if not _SHAPE.fullmatch(text):
        raise _malformed(text)
    start, _, end = text.partition("/")
    date = ImpreciseDate(text, _days(start)[0], _days(end or start)[1])
    # Days, not precisions, decide: `2014-06-18/2014-06` ends somewhere in June, so it may stand.
    if _lower(date) > _upper(date):
        message = f"`{text}` ends before it begins"
        raise InvalidDate(message, f"write `{end}/{start}`")
    return date


# ISO days compare as text; "" comes before all of them, "~" after.
def _lower(date: ImpreciseDate) -> str:
    return date.first or ""


def _upper(date: ImpreciseDate) -> str:
    return date.last or "~"


def _days(end: str) -> tuple[str | None, str | None]:
    """The first and last day of a well-formed date; raises `InvalidDate` if there are none."""
    if end == "..":
        return None, None
    year, month, day = [*end.rstrip("?~%").split("-"), "", ""][:3]
    _check_year_and_month(year, month, day)
    # The calendar module would know, but costs every start 2 ms.
    length = "30" if month in {"04", "06", "09", "11"} else "31"
    if month == "02":
        number = int(year)
        length = "29" if number % 4 == 0 and (number % 100 or number % 400 == 0) else "28"
    if day and not "01" <= day <= length:
        message = f"there is no day {day} in {year}-{month}: its days are 01 to {length}"
        raise InvalidDate(message, f"write `{year}-{month}` if the day is not known")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or length}"


def _check_year_and_month(year: str, month: str, day: str) -> None:
    if year == "0000":
        raise InvalidDate("the year 0000 is out of range: years are 0001 to 9999")
    if "21" <= month <= "41" and not day:
        message = f"`{year}-{month}` is a season or another part of a year, not a month"
        raise InvalidDate(message, f"write its months as an interval, as in `{year}-06/{year}-08`")
    if month and not "01" <= month <= "12":
        message = f"there is no month {month} in {year}: months are 01 to 12"
        raise InvalidDate(message, f"write `{year}` if the month is not known")


class _NearMiss(NamedTuple):
    """What people write in place of a date, and the dates they may have meant by it."""

    shape: str  # of the whole text or of one end; only where it says so does it span a slash
    fault: str  # ends a sentence that begins with what was written
    meant: tuple[str, ...] = ()  # of these, the hint offers those that are dates
    hint: str = _FORMS  # where it offers none


_Y, _M, _D, _Q = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})", "(?P<q>[?~%]?)"
_DASHES = r"\u2010-\u2015\u2212"
_UNKNOWN = "[XxUu?]"
_MONTH, _DAY = "{y}-{m:0>2}{q}", "{y}-{m:0>2}-{d:0>2}{q}"
_GREGORIAN = "write it with the digits 0 to 9, in the Gregorian calendar, as in `2014-06-18`"
_OPEN_END = "an open end is written `..`, as in `../2014-06` or `2014-06/..`"
_TWO_DIGITS = "needs two digits for the month, and two for the day"
_HYPHENS = "needs hyphens between year, month and day"
_ORDER = "needs the year first, then the month, then the day"
_TIME = "has a time of day, but dates here end at the day"
_UNSPECIFIED = "has digits left unspecified"
_LEAVE_OUT = "leave out what is not known, as in `2014-06`, or give an interval, as in `2010/2019`"
_DOUBLED = "has more than one qualifier"

# The first that fits is reported. Compiled only once a date is wrong.
_NEAR_MISSES = (
    # Persian digits mostly come with a Persian year, so the day cannot be told from them.
    _NearMiss(r"[^/]*(?![0-9])\d[^/]*", "has digits other than 0 to 9", hint=_GREGORIAN),
    _NearMiss(r"(?=\s|[^/]*\s\Z)\s*(?P<it>[^/]*?)\s*", "has white space around it", ("{it}",)),
    _NearMiss(r"\.\.(/\.\.)?", "is open on every side, so it names no date", hint=_OPEN_END),
    _NearMiss("/(?P<it>[^/]*)", "has no beginning", ("../{it}",), _OPEN_END),
    _NearMiss("(?P<it>[^/]*)/", "has no end", ("{it}/..",), _OPEN_END),
    _NearMiss(f"{_Y}-{_M}{_Q}", _TWO_DIGITS, (_MONTH,)),
    _NearMiss(f"{_Y}-{_M}-{_D}{_Q}", _TWO_DIGITS, (_DAY,)),
    _NearMiss(f"{_Y}[./ {_DASHES}]{_M}{_Q}", _HYPHENS, (_MONTH,)),
    _NearMiss(f"{_Y}(?P<s>[./ {_DASHES}]){_M}(?P=s){_D}{_Q}", _HYPHENS, (_DAY,)),
    _NearMiss(f"{_Y}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_Q}", _HYPHENS, (_DAY,)),
    _NearMiss(f"{_M}[-./ {_DASHES}]{_Y}{_Q}", _ORDER, (_MONTH,)),
    # Day first, or month first as in the United States: both are offered where both are days.
    _NearMiss(
        f"{_D}(?P<s>[-./ {_DASHES}]){_M}(?P=s){_Y}{_Q}",
        _ORDER,
        (_DAY, "{y}-{d:0>2}-{m:0>2}{q}"),
    ),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ][0-9]{{1,2}}(:[^/]*)?", _TIME, ("{y}-{m:0>2}-{d:0>2}",)),
    _NearMiss(f"{_Y}-{_M}-{_UNKNOWN}{{2}}{_Q}", _UNSPECIFIED, (_MONTH,)),
    _NearMiss(f"{_Y}(-{_UNKNOWN}{{2}}){{1,2}}{_Q}", _UNSPECIFIED, ("{y}{q}",)),
    _NearMiss(f"(?P<it>[0-9]{{3}}){_UNKNOWN}", _UNSPECIFIED, ("{it}0/{it}9",)),
    _NearMiss("[0-9-]*[XxUu][0-9XxUu-]*[?~%]?", _UNSPECIFIED, hint=_LEAVE_OUT),
    _NearMiss("(?P<q>[?~%])(?P<it>[0-9-]+)", "has its qualifier in front", ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)(?P<q>[?~%])(?P=q)+", _DOUBLED, ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)[?~%]{2,}", _DOUBLED, ("{it}%",)),
    _NearMiss("[^/]*(/[^/]*){2,}", "has more than one slash"),
    _NearMiss("[^/]*", "is not written as a date"),
)


def _malformed(text: str) -> InvalidDate:
    """The error for a text that is not written as a date, with the dates it may mean."""
    if len(text) > _LONGEST_NEAR_MISS:
        return InvalidDate(f"a text of {len(text)} characters is not a date", _FORMS)
    misses = _near_misses(text)
    worst = next(miss for miss in misses if miss.fault)
    meant = map("/".join, product(*(miss.meant for miss in misses)))
    dates = [f"`{form}`" for form in dict.fromkeys(meant) if _is_date(form)]
    return InvalidDate(worst.fault, "write " + " or ".join(dates) if dates else worst.hint)


def _near_misses(text: str) -> list[_NearMiss]:
    """The mistake in the whole text, or one for each end; the fault of a good end is empty."""
    shown = f"{text!r}"[1:-1]  # without the control characters that it may hold
    for miss in _NEAR_MISSES:
        if match := re.fullmatch(miss.shape, text):
            meant = tuple(form.format(**match.groupdict()) for form in miss.meant)
            return [miss._replace(fault=f"`{shown}` {miss.fault}", meant=meant)]
    return [
        miss
        for end in text.split("/")
        for miss in ([_NearMiss(end, "", (end,))] if re.fullmatch(_END, end) else _near_misses(end))
    ]


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except InvalidDate:
        return False
    return True
