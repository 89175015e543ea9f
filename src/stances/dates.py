"""Imprecise dates: a subset of EDTF, kept as written, with the days they can mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?"
_SHAPE = re.compile(rf"{_DATE}(?:/{_DATE}|/\.\.)?|\.\./{_DATE}")
_TIMED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
    r"(Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
)
_END = rf"{_DATE}|\.\."

# A text more than twice as long as the longest date is prose; the patterns would be slow on it.
_LONGEST_NEAR_MISS = 60

_FORMS = (
    "a date is `2014`, `2014-06` or `2014-06-18`, with `?`, `~` or `%` behind it where it is "
    "doubtful, or an interval: `2014-06-01/2014-06-18`, `2014-06/..`, `../2014-06`"
)


_QUALIFIED = re.compile("[?~%]")


class InvalidDate(ValueError):
    """What is wrong with a date (`message`) and what to write instead (`hint`, may be empty)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A date as written, and the ISO days between which it lies, both included.

    A bound of None is open: nothing is known about that side. With a time of day, the bounds are
    the day where it was said, and `moment` is `2014-06-18T20:30:00`, or `2014-06-18T16:00:00Z`
    where the zone is known.
    """

    text: str
    first: str | None
    last: str | None
    moment: str | None = None

    def __str__(self) -> str:
        return self.text

    def may_overlap(self, other: ImpreciseDate) -> bool:
        """Whether at least one day lies within the bounds of both."""
        return _lower(self) <= _upper(other) and _lower(other) <= _upper(self)

    def lies_within(self, other: ImpreciseDate) -> bool:
        """Whether all days of this date are days of the other; open lies only within open."""
        return _lower(other) <= _lower(self) and _upper(self) <= _upper(other)

    def adds_to(self, other: ImpreciseDate) -> bool:
        """Whether it says what the other does not: fewer days, a time, or the same for certain."""
        if not other.lies_within(self):
            return True
        is_surer = _QUALIFIED.search(other.text) and not _QUALIFIED.search(self.text)
        return self.moment not in (None, other.moment) or bool(is_surer and self.lies_within(other))

    def common(self, other: ImpreciseDate) -> ImpreciseDate:
        """What two dates that may overlap say together; one of them, if it has no more days."""
        if self.lies_within(other) or other.lies_within(self):
            return self if self.lies_within(other) else other
        first, last = max(_lower(self), _lower(other)), min(_upper(self), _upper(other))
        return parse_date(f"{first}/{last}")


def parse_date(text: str, *, timed: bool = False) -> ImpreciseDate:
    """Read one date or interval; raise InvalidDate with a hint for everything else.

    If `timed`, a day may have a time.
    """
    if date := _read(text, timed=timed):
        return date
    raise _malformed(text, timed=timed)


def _read(text: str, *, timed: bool) -> ImpreciseDate | None:
    """The same, but None for a text that is not written as a date."""
    if timed and (match := _TIMED.fullmatch(text)):
        day, time, zone = match.groups()
        return ImpreciseDate(text, *_days(day), _moment(day, time, zone))
    if not _SHAPE.fullmatch(text):
        return None
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


class _NearMiss(NamedTuple):
    """What people write in place of a date, and the dates they may have meant by it."""

    shape: str  # of the whole text or of one end; only where it says so does it span a slash
    fault: str  # ends a sentence that begins with what was written
    meant: tuple[str, ...] = ()  # of these, the hint offers those that are dates
    hint: str = _FORMS  # where it offers none


_Y, _M, _D, _Q = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})", "(?P<q>[?~%]?)"
_YY = r"(?:(?P<y>[0-9]{4})|['\u2019]?(?P<yy>[0-9]{2}))"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAME = (
    "(?P<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DASHES = r"\u2010-\u2015\u2212"
_GAP = rf"[ ,./{_DASHES}-]*"
_NTH = "(?:st|nd|rd|th)?"
_DAYS = rf"{_D}{_NTH} ?(?:[-{_DASHES}]|to) ?(?P<e>[0-9]{{1,2}}){_NTH}"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_CLOCK = "(?P<hm>[0-9]{2}:[0-9]{2})(?P<s>:[0-9]{2})?(?:[.]0+)? ?(?P<z>Z|[+-][0-9]{2}:[0-9]{2})?"
_TO = rf"(\.\.| to | until | and | - | ?[{_DASHES}] ?)"
_UNKNOWN = "[XxUu?]"
_MONTH, _DAY, _OTHER_WAY = "{y}-{m:0>2}{q}", "{y}-{m:0>2}-{d:0>2}{q}", "{y}-{d:0>2}-{m:0>2}{q}"
_FROM_TO = "{y}-{m:0>2}-{d:0>2}/{y}-{m:0>2}-{e:0>2}{q}"
_PLAIN_DAY = "{y}-{m:0>2}-{d:0>2}"
_GREGORIAN = "write it with the digits 0 to 9, in the Gregorian calendar, as in `2014-06-18`"
_CONVERTED = "write the same day in the Gregorian calendar, as in `2014-06-18`"
_OPEN_END = "an open end is written `..`, as in `../2014-06` or `2014-06/..`"
_TWO_DIGITS = "needs two digits for the month, and two for the day"
_HYPHENS = "needs hyphens between year, month and day"
_ORDER = "needs the year first, then the month, then the day"
_IN_DIGITS = "needs its month in digits, and the year first"
_TIME = "has a time of day, which only a single day of `said` or `published` may have"
_CLOCK_FORM = "needs its time as in `2014-06-18T20:30:00`, with a zone as in `Z` or `+04:30`"
_UNSPECIFIED = "has digits left unspecified"
_LEAVE_OUT = "leave out what is not known, as in `2014-06`, or give an interval, as in `2010/2019`"
_DOUBLED = "has more than one qualifier"
_SLASH = "needs a slash between the ends of the interval"
_OTHER_MONTHS = (
    "Farvardin|Ordibehesht|Khordad|Tir|A?mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand|"
    "Muharram|Safar|Rabi|Jumada|Rajab|Sha'?ban|Rama[dz]an|Shawwal|Dhu"
)

# The first that fits is reported, in upper or lower case. Compiled only once a date is wrong.
_NEAR_MISSES = (
    _NearMiss(r"(?=\s|[^/]*\s\Z)\s*(?P<it>[^/]*?)\s*", "has white space around it", ("{it}",)),
    _NearMiss(r"\.\.(/\.\.)?", "is open on every side, so it names no date", hint=_OPEN_END),
    _NearMiss("/(?P<it>[^/]*)", "has no beginning", ("../{it}",), _OPEN_END),
    _NearMiss("(?P<it>[^/]*)/", "has no end", ("{it}/..",), _OPEN_END),
    _NearMiss("open|unknown", "is written `..`", ("..",), _OPEN_END),
    _NearMiss(f"{_Y}-{_M}{_Q}", _TWO_DIGITS, (_MONTH,)),
    _NearMiss(f"{_Y}-{_M}-{_D}{_Q}", _TWO_DIGITS, (_DAY,)),
    _NearMiss(f"{_Y}[./ {_DASHES}]{_M}{_Q}", _HYPHENS, (_MONTH,)),
    _NearMiss(f"{_Y}(?P<s>[./ {_DASHES}]){_M}(?P=s){_D}{_Q}", _HYPHENS, (_DAY,)),
    _NearMiss(f"{_Y}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_Q}", _HYPHENS, (_DAY,)),
    _NearMiss(f"{_M}[-./ {_DASHES}]{_Y}{_Q}", _ORDER, (_MONTH,)),
    # Day first, or month first as in the United States: both are offered where both are days.
    _NearMiss(f"{_D}(?P<s>[-./ {_DASHES}]){_M}(?P=s){_YY}{_Q}", _ORDER, (_DAY, _OTHER_WAY)),
    _NearMiss(f"{_WEEKDAY}{_D}{_NTH}(?: of)?{_GAP}{_NAME}{_GAP}{_YY}{_Q}", _IN_DIGITS, (_DAY,)),
    _NearMiss(f"{_WEEKDAY}{_NAME}{_GAP}{_D}{_NTH}[ ,/-]+{_YY}{_Q}", _IN_DIGITS, (_DAY,)),
    _NearMiss(f"{_Y}{_GAP}{_NAME}{_GAP}{_D}{_NTH}{_Q}", _IN_DIGITS, (_DAY,)),
    _NearMiss(f"{_Y}{_GAP}{_D}{_NTH}{_GAP}{_NAME}{_Q}", _IN_DIGITS, (_DAY,)),
    _NearMiss(f"{_NAME}(?: of)?{_GAP}{_Y}{_Q}", _IN_DIGITS, (_MONTH,)),
    _NearMiss(f"{_Y}{_GAP}{_NAME}{_Q}", _IN_DIGITS, (_MONTH,)),
    _NearMiss(f"{_DAYS} {_NAME},? {_Y}{_Q}", _IN_DIGITS, (_FROM_TO,)),
    _NearMiss(f"{_NAME} {_DAYS},? {_Y}{_Q}", _IN_DIGITS, (_FROM_TO,)),
    _NearMiss(
        "(?P<number>[2-5][0-9]{4})([.][0-9]+)?", "is a spreadsheet's number of a day", (_DAY,)
    ),
    # Spreadsheets and databases write a day with a midnight that nobody meant.
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]00:00(:00)?([.]0+)?Z?", _TIME, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ][0-9]{{1,2}}([:hH. ][^/]*)?", _TIME, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_UNKNOWN}{{2}}{_Q}", _UNSPECIFIED, (_MONTH,)),
    _NearMiss(f"{_Y}(-{_UNKNOWN}{{2}}){{1,2}}{_Q}", _UNSPECIFIED, ("{y}{q}",)),
    _NearMiss(f"(?P<it>[0-9]{{3}}){_UNKNOWN}", _UNSPECIFIED, ("{it}0/{it}9",)),
    _NearMiss("[0-9-]*[XxUu][0-9XxUu-]*[?~%]?", _UNSPECIFIED, hint=_LEAVE_OUT),
    _NearMiss("(?P<q>[?~%])(?P<it>[0-9-]+)", "has its qualifier in front", ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)(?P<q>[?~%])(?P=q)+", _DOUBLED, ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)[?~%]{2,}", _DOUBLED, ("{it}%",)),
    _NearMiss(rf"[^/]*\b({_OTHER_MONTHS})\b[^/]*", "is of another calendar", hint=_CONVERTED),
    # What holds one or two dates, `it` and `to`, which may be misshapen too.
    _NearMiss(r"(c\.|ca\.?|circa|about|around) ?(?P<it>[^/]+)", "needs a `~` instead", ("{it}~",)),
    _NearMiss("(by|until|up to) (?P<it>[^/]+)", "has no beginning", ("../{it}",)),
    _NearMiss("(since|from) (?P<it>[^/]+)", "has no end", ("{it}/..",)),
    _NearMiss(r"[\[{](?P<it>[^/]+?)(\.\.|,) ?(?P<to>[^/]+)[\]}]", _SLASH, ("{it}/{to}",)),
    _NearMiss("(?P<it>[0-9]{4})-(?P<to>[0-9]{4})", _SLASH, ("{it}/{to}",)),
    _NearMiss(f"((from|between) )?(?P<it>[^/]+?){_TO}(?P<to>[^/]+)", _SLASH, ("{it}/{to}",)),
    _NearMiss("[^/]*(/[^/]*){2,}", "has more than one slash"),
    _NearMiss("[^/]*", "is not written as a date"),
)
_OF_TIMES = (
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]00:00(:00)?([.]0+)?", _CLOCK_FORM, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]{_CLOCK}", _CLOCK_FORM, (_PLAIN_DAY + "T{hm}{s}{z}",)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ][0-9]{{1,2}}([:hH. ][^/]*)?", _CLOCK_FORM, (_PLAIN_DAY,)),
)
"""The same where a day may have a time."""
_EPOCH = 693_594
"""The ordinal of 30 December 1899, from which spreadsheets count days."""
_OTHER_CALENDARS = 1600
"""Years before this one, in other digits than 0 to 9, are likely of another calendar."""


def _malformed(text: str, *, timed: bool) -> InvalidDate:
    """The error for a text that is not written as a date, with the dates it may mean."""
    if len(text) > _LONGEST_NEAR_MISS:
        return InvalidDate(f"a text of {len(text)} characters is not a date", _FORMS)
    misses = _near_misses(text, timed=timed)
    worst = next(miss for miss in misses if miss.fault)
    dates = [f"`{date}`" for date in _meant(misses, timed=timed)]
    return InvalidDate(worst.fault, "write " + " or ".join(dates) if dates else worst.hint)


def _meant(misses: list[_NearMiss], *, timed: bool = False) -> list[str]:
    """The dates that a text with these mistakes may mean."""
    meant = map("/".join, product(*(miss.meant for miss in misses)))
    return [date for date in dict.fromkeys(meant) if _is_date(date, timed=timed)]


def _readings(text: str) -> list[str]:
    """What a date, or a part of one, may mean: itself if it is well formed."""
    return [text] if re.fullmatch(_END, text) else _meant(_near_misses(text))


def _near_misses(text: str, *, timed: bool = False) -> list[_NearMiss]:
    """The mistake in the whole text, or one for each end; the fault of a good end is empty."""
    shown = f"{text!r}"[1:-1]  # without the control characters that it may hold
    if any(char.isdecimal() and not char.isascii() for char in text):
        plain = "".join(str(int(char)) if char.isdecimal() else char for char in text)
        dates = [date for date in _readings(plain) if int(date.strip("./")[:4]) > _OTHER_CALENDARS]
        return [_NearMiss("", f"`{shown}` has digits other than 0 to 9", tuple(dates), _GREGORIAN)]
    for miss in (*(_OF_TIMES if timed else ()), *_NEAR_MISSES):
        if match := re.fullmatch(miss.shape, text, re.IGNORECASE):
            meant = [form.format(**part) for part in _parts(match) for form in miss.meant]
            found = miss._replace(fault=f"`{shown}` {miss.fault}", meant=(*meant,))
            if "?P<to>" not in miss.shape or _meant([found]):
                return [found]
    return [
        miss
        for end in text.split("/")
        for miss in ([_NearMiss(end, "", (end,))] if re.fullmatch(_END, end) else _near_misses(end))
    ]


def _parts(match: re.Match[str]) -> Iterator[dict[str, str]]:
    """The parts of a near miss, each way in which they can be read."""
    parts = match.groupdict("")
    if name := parts.get("name"):
        parts["m"] = str(_MONTHS.index(name[:3].lower()) + 1)
    if short := parts.get("yy"):
        parts["y"] = ("19" if short >= "70" else "20") + short
    if "s" in parts and "hm" in parts:
        parts["s"] = parts["s"] or ":00"
    if number := parts.get("number"):
        from datetime import date  # noqa: PLC0415 - see `_moment`

        day = date.fromordinal(_EPOCH + int(number))
        parts |= {"y": str(day.year), "m": str(day.month), "d": str(day.day), "q": ""}
    ends = [key for key in ("it", "to") if key in parts]
    for read in product(*([parts[key], *_readings(parts[key])] for key in ends)):
        yield parts | dict(zip(ends, read, strict=True))


def _is_date(text: str, *, timed: bool = False) -> bool:
    try:
        return _read(text, timed=timed) is not None
    except InvalidDate:
        return False
