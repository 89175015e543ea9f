"""Reads dates as people write them, as EDTF: all possible readings, and no guesses.

Examples: `14/06/2014`, `June 14, 2014`, `22-Jun-14`, `14. Juni 2014`, `about 12-18 June 2014`,
`2014-06-14 20:30`, and the same in other languages. `the_one` returns a single reading; if there
are several, it raises an error that lists them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from stances.dates.calendars import SOLAR_YEARS
from stances.dates.date_words import GREGORIAN, SOLAR
from stances.dates.edtf import FORMS, InvalidDate, read
from stances.dates.grammar import Reader, Reading
from stances.dates.patterns import DAY_FIRST, MONTH_FIRST, YEAR_FIRST, Style
from stances.dates.tokens import plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST = 100
"""The most characters of a date. A longer text is prose, and reading it would be slow."""
PLAIN_STYLE = Style()
_NUMBERS = re.compile(r"[0-9]{1,2}([-/. ])\s*[0-9]{1,2}\1\s*([0-9]+)")
_SHORT = 2
"""The number of digits of a short year."""


@lru_cache(4096)  # a spreadsheet has few different dates
def readings(text: str, style: Style = PLAIN_STYLE, *, timed: bool = True) -> tuple[Reading, ...]:
    """All possible readings of a date. Raises `InvalidDate` if there are none.

    If not `timed`, a time of day is dropped.
    """
    if len(text) > LONGEST:
        raise InvalidDate(f"a text of {len(text):,} characters is not a date", FORMS)
    known = read(text, timed=timed)
    if known and (style.calendar != SOLAR or not _has_a_solar_year(known.text)):
        return (Reading(text),)
    return Reader(text, style, timed=timed).read()


def the_one(text: str, style: Style = PLAIN_STYLE, *, timed: bool = True) -> Reading:
    """The only possible reading of a date. Raises `InvalidDate` if there are several, or none."""
    found = readings(text, style, timed=timed)
    if len({each.edtf for each in found}) > 1:
        raise ambiguous(text, found)
    return found[0]


def ambiguous(text: str, found: Sequence[Reading]) -> InvalidDate:
    """The error for a date with several readings, which lists them all."""
    said = {each.edtf: _how(each, found) for each in found}
    days = [f"{edtf or 'a day'}{f' ({how})' if how else ''}" for edtf, how in said.items()]
    message = f"`{shown(text)}` can be {', '.join(days[:-1])} or {days[-1]}"
    if len({each.calendar for each in found}) > 1:
        missing = next((each.because for each in found if not each.edtf), "")
        hint = f"say `--calendar {SOLAR}` or `--calendar {GREGORIAN}`"
        return InvalidDate(message, f"{hint}; {missing}" if missing else hint)
    dates = " or ".join(f"`{edtf}`" for edtf in said)
    orders = dict.fromkeys(each.order for each in found if each.order)
    patterns = [
        f"`--date-format {pattern}`" for pattern in (pattern_of(text, order) for order in orders)
    ]
    if len(orders) > 1:
        return InvalidDate(message, f"write {dates}, or say {' or '.join(patterns)}")
    return InvalidDate(message, f"write {dates}")


def _how(reading: Reading, others: Iterable[Reading]) -> str:
    """How a reading differs from the others, in words."""
    words = []
    if len({each.order for each in others}) > 1:
        words.append(reading.order)
    if len({each.calendar for each in others}) > 1:
        words.append("Solar Hijri" if reading.calendar == SOLAR else "Gregorian")
    return ", ".join(filter(None, words))


def pattern_of(text: str, order: str) -> str:
    """The pattern for `--date-format` that reads a date of numbers in an order."""
    found = _NUMBERS.search(plain(text))
    apart, year = (found[1], found[2]) if found else ("/", "2014")
    parts = {DAY_FIRST: "DD MM Y", MONTH_FIRST: "MM DD Y", YEAR_FIRST: "Y MM DD"}[order]
    if found and order == YEAR_FIRST:
        year = plain(text)[found.start() :].partition(apart)[0]
    return apart.join(parts.split()).replace("Y", "YYYY" if len(year) > _SHORT else "YY")


def _has_a_solar_year(text: str) -> bool:
    return any(int(year) in SOLAR_YEARS for year in re.findall(r"(?<![0-9])[0-9]{4}", text))
