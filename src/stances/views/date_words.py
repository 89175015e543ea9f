"""Dates in words, as people write them: `about 12–18 June 2014`."""

from __future__ import annotations

from functools import lru_cache

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


@lru_cache(4096)
def in_words(said: str) -> str:
    """A date of a record in words; what is no such date comes back as it is.

    A qualifier of either end stands before the whole, since it makes the whole less sure. An
    interval open at its end is `11 June 2014 or later`, at its beginning `by 21 June 2014`.
    """
    if "T" in said:
        return _with_time(said)
    first, _, last = said.partition("/")
    try:
        if first == "..":
            return f"by {_qualifier(last)}{_end(last)}"
        if last == "..":
            return f"{_qualifier(first)}{_end(first)} or later"
        if last:
            return f"{_qualifier(first, last)}{_span(first.rstrip('~?%'), last.rstrip('~?%'))}"
        return f"{_qualifier(first)}{_end(first)}"
    except (ValueError, IndexError):
        return said


def _with_time(said: str) -> str:
    """`18 June 2014, 20:30 (+04:30)`; seconds only where they are not 0."""
    day, _, time = said.partition("T")
    clock, zone = time[:8], time[8:]
    clock = clock.removesuffix(":00") if clock.count(":") > 1 else clock
    told = {"": "", "Z": " (UTC)"}.get(zone, f" ({zone})")
    return f"{in_words(day)}, {clock}{told}"


def _qualifier(*ends: str) -> str:
    marks = {end[-1] for end in ends if end[-1:] in _QUALIFIERS}
    if not marks:
        return ""
    return _QUALIFIERS[marks.pop() if len(marks) == 1 else "%"]


def _end(end: str) -> str:
    """A year, a month or a day."""
    year, month, day = _parts(end.rstrip("~?%"))
    return " ".join(filter(None, (day.lstrip("0"), _month(month), year)))


def _span(first: str, last: str) -> str:
    """Both ends, without what they share: `12–18 June 2014`, `30 June – 2 July 2014`."""
    (year, month, day), (until_year, until_month, until_day) = _parts(first), _parts(last)
    if year == until_year and bool(day) == bool(until_day) and bool(month) == bool(until_month):
        if month == until_month:
            return f"{day.lstrip('0')}–{_end(last)}" if day != until_day else _end(last)
        return f"{' '.join(filter(None, (day.lstrip('0'), _month(month))))} – {_end(last)}"
    return f"{year}–{until_year}" if not (month or until_month) else f"{_end(first)} – {_end(last)}"


def _parts(end: str) -> tuple[str, str, str]:
    year, month, day = [*end.split("-"), "", ""][:3]
    if not year.isdecimal():
        raise ValueError(end)
    return year, month, day


def _month(month: str) -> str:
    return _MONTHS[int(month) - 1] if month else ""
