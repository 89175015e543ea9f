"""When something was said: days, times of day, and what certainly came first."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime
from functools import cache


@cache
def days(text: str) -> tuple[str | None, str | None]:
    """The first and the last day of a date; None where it is open."""
    begin, _, end = text.partition("/")
    return _day(begin, last=False), _day(end or begin, last=True)


def _day(text: str, *, last: bool) -> str | None:
    if text == "..":
        return None
    numbers = [int(part) for part in text.partition("T")[0].rstrip("?~%").split("-")]
    year, month, day = [*numbers, 0, 0][:3]
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1)).isoformat()


def moment(text: str) -> datetime | None:
    """The time of a date that has one, in UTC if its zone is known."""
    if "T" not in text:
        return None
    time = datetime.fromisoformat(text)
    return time.astimezone(UTC) if time.tzinfo else time
