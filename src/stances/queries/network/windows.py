"""Windows of days that follow each other, and the statements that may be in each."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from stances.dates import ImpreciseDate
from stances.errors import NoNetwork

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from stances.queries.filters import Filters

MOST_WINDOWS = 1000
"""The most windows that a network can have."""
_LAST = date.max.toordinal()
_LENGTH = re.compile(r"([0-9]{1,6})([dw])")
_WEEK = 7


def days_in(text: str) -> int:
    """Return the number of days in `90d` or `12w`.

    Raises `ValueError`, which says what to write.
    """
    match = _LENGTH.fullmatch(text)
    if not match:
        message = f"`{text}` is no number of days; write `90d`, or `12w` for weeks"
        raise ValueError(message)
    days = int(match[1]) * (_WEEK if match[2] == "w" else 1)
    if not days:
        message = f"`{text}` is no time at all; the shortest is `1d`"
        raise ValueError(message)
    return days


class Days(NamedTuple):
    """The first and the last day of a window; both None for no window."""

    first: str | None = None
    last: str | None = None

    def of(self, filters: Filters) -> Filters:
        """Return filters for statements that may be of these days, and of those asked for."""
        first, last = self.first, self.last
        if first is None or last is None:
            return filters
        if filters.since and filters.since.first:
            first = max(first, filters.since.first)
        if filters.until and filters.until.last:
            last = min(last, filters.until.last)
        since, until = (ImpreciseDate(day, day, day) for day in (first, last))
        return filters._replace(since=since, until=until)


def windows(index: sqlite3.Connection, filters: Filters, window: int, step: int) -> Sequence[Days]:
    """Return windows of `window` days, each beginning `step` days after the one before.

    The first begins on the first day asked for; if none is, on the first day of a statement. No
    window begins after the last such day. The last window includes that day, except if there are
    days between windows. Raises `NoNetwork` for too many windows.
    """
    first, last = _span(index, filters)
    if first is None or last is None or first > last:
        return []
    begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    number = 1 + min((end - begin) // step, max(0, -(-(end - begin + 1 - window) // step)))
    if number > MOST_WINDOWS:
        why = (
            f"from {first} to {last} there are {number:,} windows, and {MOST_WINDOWS:,} is the most"
        )
        raise NoNetwork(why, "ask for a longer --step, or for fewer days by --since and --until")
    starts = (begin + at * step for at in range(number))
    return [Days(_day(start), _day(min(start + window - 1, _LAST))) for start in starts]


def between(
    index: sqlite3.Connection, filters: Filters, windows: Sequence[Days], window: int, step: int
) -> int:
    """Count the statements certainly made in no window: between them or after the last."""
    if step <= window or not windows or windows[0].first is None:
        return 0
    begin = date.fromisoformat(windows[0].first).toordinal()
    clause = filters.counted()
    query = f"SELECT s.said_from, s.said_to FROM statements AS s WHERE {clause.sql}"
    outside = 0
    for said_from, said_to in index.execute(query, clause.values):
        first = date.fromisoformat(said_from).toordinal() - begin if said_from else 0
        last = date.fromisoformat(said_to).toordinal() - begin if said_to else _LAST
        # The first window that does not end before the statement may have been made.
        number = max(0, -(-(first - window + 1) // step))
        outside += number >= len(windows) or number * step > last
    return outside


def _span(index: sqlite3.Connection, filters: Filters) -> tuple[str | None, str | None]:
    """Return the first and last day asked for, or else of all counted statements."""
    clause = filters.counted()
    query = f"""
        SELECT MIN(COALESCE(s.said_from, s.said_to)) AS first_day,
            MAX(COALESCE(s.said_to, s.said_from)) AS last_day
        FROM statements AS s WHERE {clause.sql}"""
    [row] = index.execute(query, clause.values)
    first, last = row
    if first is not None:
        first = filters.since.first if filters.since else first
        last = filters.until.last if filters.until else last
    return first, last


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
