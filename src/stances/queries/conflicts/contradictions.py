"""Statements of one official on opposite sides of an issue, or in positions that are in tension."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.conflicts.disagreements import about, declared, naming
from stances.queries.conflicts.rows import TOLD, Conflict, best, conflict
from stances.queries.filters import Clause
from stances.queries.listing import BY_TIME, batched, by_time, rows_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.result import Row

_CORROBORATED = 2
"""The fewest certain sources that corroborate; copies and probable matches do not count."""
_FEW = 3
"""The most pairs of an official on one issue that are shown; of more, only the strongest is."""
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


class _Side(NamedTuple):
    """A statement that may contradict another; days are ordinals, open ends the extremes."""

    ref: str
    first: int
    last: int
    score: int | None
    position: str
    sources: int
    is_wanted: int


class _Pair(NamedTuple):
    """Two statements in contradiction or tension; `more` pairs like it are not shown."""

    sides: tuple[_Side, _Side]
    more: int
    is_tension: bool


def contradictions(index: sqlite3.Connection, filters: Filters, within: int) -> Iterator[Conflict]:
    """Yield pairs of statements that are close in time and contradict each other.

    Both statements pass the thinning of the resolved filters, and at least one passes all filters.
    An `opposite` pair has scores of different sign; it is `uncorroborated` if only one of the two
    is corroborated. Positions that the codebook declares in tension are reported as compatible.
    """
    for pairs in batched(_pairs(index, filters, within)):
        refs = (side.ref for pair in pairs for side in pair.sides)
        statements = rows_of(index, refs, TOLD)
        for pair in pairs:
            yield from _declared(statements, pair)


def _pairs(index: sqlite3.Connection, filters: Filters, within: int) -> Iterator[_Pair]:
    """Yield the pairs, official by official and issue by issue."""
    tensions = _tensions(index)
    rows = _statements(index, filters, tensions)
    for (_, issue), own in groupby(rows, key=itemgetter(0, 1)):
        sides = [_Side._make(row[2:]) for row in own]
        above = [side for side in sides if (side.score or 0) > 0]
        below = [side for side in sides if (side.score or 0) < 0]
        yield from _of_two(above, below, within)
        for one, other in tensions.get(issue, ()):
            ones = [side for side in sides if side.position == one]
            others = [side for side in sides if side.position == other]
            yield from _of_two(ones, others, within, is_tension=True)


def _tensions(index: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of positions in tension by issue, except those with opposite scores."""
    scores: dict[tuple[str, str], int | None] = {}
    declared_pairs: dict[str, dict[tuple[str, str], None]] = {}
    query = """SELECT issue, position, score, tension_with FROM positions
               ORDER BY issue, number"""
    for issue, position, score, others in index.execute(query).fetchall():
        scores[issue, position] = score
        for other in json.loads(others):
            one, two = sorted((position, other))
            declared_pairs.setdefault(issue, {})[one, two] = None
    return {
        issue: [
            (one, other)
            for one, other in pairs
            if (scores.get((issue, one)) or 0) * (scores.get((issue, other)) or 0) >= 0
        ]
        for issue, pairs in declared_pairs.items()
    }


def _statements(
    index: sqlite3.Connection,
    filters: Filters,
    tensions: Mapping[str, Sequence[tuple[str, str]]],
) -> Iterator[tuple[Any, ...]]:
    """Yield official, issue and the fields of a `_Side` of each statement that is compared."""
    tense = {(issue, each) for issue, pairs in tensions.items() for pair in pairs for each in pair}
    either = " OR ".join(["s.score <> 0", *["s.issue = ? AND s.position = ?"] * len(tense)])
    compared = Clause(f"({either})", tuple(value for pair in sorted(tense) for value in pair))
    thinned, clause = filters.thinning() & compared, filters.clause()
    query = f"""
        SELECT s.official, s.issue, s.ref, s.said_from, s.said_to, s.score, s.position,
            s.match_certain, CASE WHEN {clause.sql} THEN 1 ELSE 0 END AS wanted
        FROM statements AS s WHERE s.unnamed = 0 AND {thinned.sql}
        ORDER BY s.official, s.issue, {BY_TIME}"""
    for row in index.execute(query, (*clause.values, *thinned.values)):
        official, issue, ref, first, last, *others = row
        days = (_ordinal(first) if first else _FIRST, _ordinal(last) if last else _LAST)
        yield official, issue, ref, *days, *others


@lru_cache(10_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _of_two(
    ones: Sequence[_Side], others: Sequence[_Side], within: int, *, is_tension: bool = False
) -> Iterator[_Pair]:
    """Yield the pairs of two lists; if they are many, the strongest and the number of others."""
    count = _count(ones, others, within)
    count -= _count(_unwanted(ones), _unwanted(others), within)
    if not count:
        return
    few = count <= _FEW
    pairs = [*_close(ones, others, within)] if few else [_strongest(ones, others, within)]
    yield from (_Pair(pair, count - len(pairs), is_tension) for pair in pairs)


def _unwanted(sides: Iterable[_Side]) -> list[_Side]:
    return [side for side in sides if not side.is_wanted]


def _count(ones: Sequence[_Side], others: Sequence[_Side], within: int) -> int:
    """Count the pairs that are close in time, without trying each."""
    firsts, lasts = sorted(side.first for side in others), sorted(side.last for side in others)
    later = (len(firsts) - bisect_right(firsts, one.last + within) for one in ones)
    earlier = (bisect_left(lasts, one.first - within) for one in ones)
    return len(ones) * len(others) - sum(later) - sum(earlier)


def _close(
    ones: Iterable[_Side], others: Sequence[_Side], within: int
) -> Iterator[tuple[_Side, _Side]]:
    """Yield each pair that is close in time and has a wanted statement; for few pairs only."""
    by_first = sorted(others, key=lambda side: side.first)
    firsts = [side.first for side in by_first]
    for one in ones:
        for other in by_first[: bisect_right(firsts, one.last + within)]:
            if one.first - other.last <= within and (one.is_wanted or other.is_wanted):
                yield one, other


def _strongest(ones: Sequence[_Side], others: Sequence[_Side], within: int) -> tuple[_Side, _Side]:
    """Return the wanted pair with the greatest difference of scores, then the most sources.

    Among statements with the same score that are close to another one, only the one that ends last
    is tried.
    """
    found: list[tuple[_Side, _Side]] = []
    for lefts, rights in (
        ([side for side in ones if side.is_wanted], others),
        (ones, [side for side in others if side.is_wanted]),
    ):
        for score in {side.score for side in rights}:
            level = sorted((side for side in rights if side.score == score), key=_by_first)
            firsts = [side.first for side in level]
            latest = [*accumulate(level, _later)]
            for one in lefts:
                begun = bisect_right(firsts, one.last + within)
                if begun and one.first - latest[begun - 1].last <= within:
                    found.append((one, latest[begun - 1]))
    return min(found, key=_weakness)


def _by_first(side: _Side) -> tuple[int, str]:
    return side.first, side.ref


def _later(one: _Side, other: _Side) -> _Side:
    """Return the statement that ends last; if both do, the one with more sources."""
    return max(one, other, key=lambda side: (side.last, side.sources, side.ref))


def _weakness(pair: tuple[_Side, _Side]) -> tuple[Any, ...]:
    """Return a sort key that puts the strongest pair first."""
    one, other = pair
    apart = abs((one.score or 0) - (other.score or 0))
    sources = min(one.sources, other.sources)
    return -apart, -sources, min(one.first, other.first), one.ref, other.ref


def _declared(statements: Mapping[str, Row], pair: _Pair) -> Iterator[Conflict]:
    """Yield the conflict between two statements, as their disputes declare it."""
    certain = [side.sources >= _CORROBORATED for side in pair.sides]
    kind = "uncorroborated" if certain[0] != certain[1] else "opposite"
    first, second = sorted((statements[side.ref] for side in pair.sides), key=by_time)
    found = conflict(
        "tension" if pair.is_tension else kind,
        (first, second),
        (best(first["evidence"]), best(second["evidence"])),
        (first["position"], second["position"]),
    )
    found = found._replace(row=found.row | {"more": pair.more or None})
    if pair.is_tension:
        yield found._replace(row=found.row | {"state": "compatible"})
    else:
        yield from declared(found, [*_naming(first, second), *_naming(second, first)])


def _naming(one: Row, other: Row) -> list[Row]:
    """Return the disputes about the position of `one` that name the other statement.

    Other disputes do not count: they may be older than the other statement, or about how a source
    reads this one.
    """
    return naming(about(one, "position"), [other["ref"]])
