"""Explains what is wrong with text in place of a date, and suggests dates to write instead.

It first tries what is nearly EDTF, and then dates as people write them, which `written` reads.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from stances.dates.date_words import AFTER, BEFORE, BY, SINCE
from stances.dates.edtf import FORMS, InvalidDate, read
from stances.dates.grammar import CLOCK, NAMED, NUMBERED, SERIAL, SLASHED, SPAN, WAYS
from stances.dates.patterns import Style
from stances.dates.tokens import shown
from stances.dates.written import LONGEST, ambiguous, readings

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = r"[0-9]{4}(?:-[0-9]{2}){0,2}[?~%]?|\.\."


class _NearMiss(NamedTuple):
    """A kind of mistake in place of a date, with the dates that it may mean."""

    shape: str  # of the whole text or of one end; spans a slash only if it has one itself
    fault: str  # the end of a sentence that begins with the text
    meant: tuple[str, ...] = ()  # the hint offers those that are dates
    hint: str = FORMS  # if there are none to offer


_Y, _M, _D, _Q = "(?P<y>[0-9]{4})", "(?P<m>[0-9]{1,2})", "(?P<d>[0-9]{1,2})", "(?P<q>[?~%]?)"
_DASHES = r"\u2010-\u2015\u2212"
_CLOCK = "(?P<hm>[0-9]{2}:[0-9]{2})(?P<s>:[0-9]{2})?(?:[.]0+)? ?(?P<z>Z|[+-][0-9]{2}:[0-9]{2})?"
_UNKNOWN = "[XxUu?]"
_MONTH, _DAY = "{y}-{m:0>2}{q}", "{y}-{m:0>2}-{d:0>2}{q}"
_PLAIN_DAY = "{y}-{m:0>2}-{d:0>2}"
_GREGORIAN = "write it with the digits 0 to 9, in the Gregorian calendar, as in `2014-06-18`"
_OPEN_END = "an open end is written `..`, as in `../2014-06` or `2014-06/..`"
_TWO_DIGITS = "needs two digits for the month, and two for the day"
_HYPHENS = "needs hyphens between year, month and day"
_TIME = "has a time of day, which only a single day of `said` or `published` may have"
_CLOCK_FORM = "needs its time as in `2014-06-18T20:30:00`, with a zone as in `Z` or `+04:30`"
_UNSPECIFIED = "has digits left unspecified"
_LEAVE_OUT = "leave out what is not known, as in `2014-06`, or give an interval, as in `2010/2019`"
_DOUBLED = "has more than one qualifier"
_SLASH = "needs a slash between the ends of the interval"

# The first match is reported; case is ignored. Compiled only once a date is wrong.
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
    # Spreadsheets and databases add a midnight to a day.
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]00:00(:00)?([.]0+)?Z?", _TIME, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ][0-9]{{1,2}}([:hH. ][^/]*)?", _TIME, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_UNKNOWN}{{2}}{_Q}", _UNSPECIFIED, (_MONTH,)),
    _NearMiss(f"{_Y}(-{_UNKNOWN}{{2}}){{1,2}}{_Q}", _UNSPECIFIED, ("{y}{q}",)),
    _NearMiss(f"(?P<it>[0-9]{{3}}){_UNKNOWN}", _UNSPECIFIED, ("{it}0/{it}9",)),
    _NearMiss("[0-9-]*[XxUu][0-9XxUu-]*[?~%]?", _UNSPECIFIED, hint=_LEAVE_OUT),
    _NearMiss("(?P<q>[?~%])(?P<it>[0-9-]+)", "has its qualifier in front", ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)(?P<q>[?~%])(?P=q)+", _DOUBLED, ("{it}{q}",)),
    _NearMiss("(?P<it>[0-9-]+)[?~%]{2,}", _DOUBLED, ("{it}%",)),
    # These have two dates, `it` and `to`, which may also be misshapen.
    _NearMiss(r"[\[{](?P<it>[^/]+?)(\.\.|,) ?(?P<to>[^/]+)[\]}]", _SLASH, ("{it}/{to}",)),
)
_OF_TIMES = (
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]00:00(:00)?([.]0+)?", _CLOCK_FORM, (_PLAIN_DAY,)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ]{_CLOCK}", _CLOCK_FORM, (_PLAIN_DAY + "T{hm}{s}{z}",)),
    _NearMiss(f"{_Y}-{_M}-{_D}[Tt ][0-9]{{1,2}}([:hH. ][^/]*)?", _CLOCK_FORM, (_PLAIN_DAY,)),
)
"""Mistakes where a day may have a time."""
_FAULTS = {
    NAMED: "needs its month in digits, and the year first",
    NUMBERED: "needs the year first, then the month, then the day",
    SERIAL: "is a spreadsheet's number of a day",
    SPAN: _SLASH,
    CLOCK: _TIME,
    BY: "has no beginning",
    BEFORE: "has no beginning",
    SINCE: "has no end",
    AFTER: "has no end",
}
"""What is wrong with a date as people write it, by the kind of its reading."""
_AS_IT_IS = Style(converts=False)
"""Does not use the library for calendars, so that every machine refuses the same records."""
_OTHER_CALENDARS = 1600
"""Years before this one, in digits other than 0 to 9, probably belong to another calendar."""


def refusal_of(text: str, *, timed: bool) -> InvalidDate:
    """The error for a text that is not a date in EDTF, with the dates it may mean."""
    if len(text) > LONGEST:
        return InvalidDate(f"a text of {len(text)} characters is not a date", FORMS)
    misses = _near_misses(text, timed=timed)
    worst = next(miss for miss in misses if miss.fault)
    dates = [f"`{date}`" for date in _meant(misses, timed=timed)]
    return InvalidDate(worst.fault, "write " + " or ".join(dates) if dates else worst.hint)


def _meant(misses: list[_NearMiss], *, timed: bool = False) -> list[str]:
    """The dates that a text with these mistakes may mean."""
    meant = map("/".join, product(*(miss.meant for miss in misses)))
    return [date for date in dict.fromkeys(meant) if _is_date(date, timed=timed)]


def _readings(text: str) -> list[str]:
    """The possible meanings of a date or a part of one: itself if it is well formed."""
    return [text] if re.fullmatch(_END, text) else _meant(_near_misses(text))


def _near_misses(text: str, *, timed: bool = False) -> list[_NearMiss]:
    """The mistake in the whole text, or one for each end; for a correct end, `fault` is empty."""
    seen = shown(text)
    if any(char.isdecimal() and not char.isascii() for char in text):
        plain = "".join(str(int(char)) if char.isdecimal() else char for char in text)
        dates = [date for date in _readings(plain) if int(date.strip("./")[:4]) > _OTHER_CALENDARS]
        return [_NearMiss("", f"`{seen}` has digits other than 0 to 9", (*dates,), _GREGORIAN)]
    for miss in (*(_OF_TIMES if timed else ()), *_NEAR_MISSES):
        if match := re.fullmatch(miss.shape, text, re.IGNORECASE):
            meant = [form.format(**part) for part in _parts(match) for form in miss.meant]
            found = miss._replace(fault=f"`{seen}` {miss.fault}", meant=(*meant,))
            if "?P<to>" not in miss.shape or _meant([found]):
                return [found]
    return _as_people_write(text, timed=timed)


def _as_people_write(text: str, *, timed: bool) -> list[_NearMiss]:
    """The mistake in a date as people write it, or in each end of an interval with a slash."""
    seen = shown(text)
    try:
        found = readings(text, _AS_IT_IS, timed=timed)
    except InvalidDate as error:
        if text.count("/") == 1:
            return _of_ends(text)
        if error.hint != WAYS:
            return [_NearMiss("", error.message, (), error.hint)]
        fault = "has more than one slash" if "/" in text else "is not written as a date"
        return [_NearMiss("", f"`{seen}` {fault}")]
    if found[0].kind == SLASHED and text.count("/") > 1:
        return [_NearMiss("", f"`{seen}` has more than one slash")]
    if found[0].kind == SLASHED:
        return _of_ends(text)
    fault = "needs a `~` instead" if "~" in found[0].edtf and "~" not in text else ""
    fault = fault or (_CLOCK_FORM if found[0].kind == CLOCK and timed else _FAULTS[found[0].kind])
    meant = (*dict.fromkeys(each.edtf for each in found),)
    told = f"`{seen}` {fault}" if len(meant) == 1 else ambiguous(text, found).message
    return [_NearMiss("", told, meant)]


def _of_ends(text: str) -> list[_NearMiss]:
    return [
        miss
        for end in text.split("/")
        for miss in ([_NearMiss(end, "", (end,))] if re.fullmatch(_END, end) else _near_misses(end))
    ]


def _parts(match: re.Match[str]) -> Iterator[dict[str, str]]:
    """The parts of a near miss, once for each way to read them."""
    parts = match.groupdict("")
    if "s" in parts and "hm" in parts:
        parts["s"] = parts["s"] or ":00"
    ends = [key for key in ("it", "to") if key in parts]
    for each in product(*([parts[key], *_readings(parts[key])] for key in ends)):
        yield parts | dict(zip(ends, each, strict=True))


def _is_date(text: str, *, timed: bool = False) -> bool:
    try:
        return read(text, timed=timed) is not None
    except InvalidDate:
        return False
