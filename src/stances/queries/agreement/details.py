"""Details of an agreement: differing readings, how often values meet, and the terms of alpha."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.agreement.alpha import (
    add_pairs,
    coincidences,
    disagreement,
    measured,
    met_by_chance,
)
from stances.queries.agreement.units import grouped
from stances.queries.background import NO_BACKGROUND, Background, background

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.agreement import Asked
    from stances.queries.agreement.alpha import Level, Pair, Value
    from stances.queries.agreement.units import Of, Unit
    from stances.queries.result import Row

DISAGREEMENTS = (
    "ref official name issue coder value position score conditions frames skip note said quote"
).split()
CONFUSION = "issue frame coder value other_coder other alike observed expected".split()
EXPLANATION = "kind issue frame ref value other pairs weight distance term exact".split()


class Disagreements(NamedTuple):
    """All readings of the statements on which coders differ.

    There are `statements` of them, among `among`. `value` is the value compared; None if the
    reading does not count.
    """

    rows: Sequence[Row]
    of: Of
    level: Level
    statements: int
    among: int
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = DISAGREEMENTS
    document: None = None
    kind: str = "disagreements"
    shown: Sequence[str] = ("ref", "coder", "value", "conditions", "note")


class Confusion(NamedTuple):
    """How often two values meet in readings of one statement, observed and by chance.

    If `coders` has two names, each row has the first coder's value, then the second's. If it is
    empty, values of any two coders are counted.
    """

    rows: Sequence[Row]
    of: Of
    level: Level
    background: Background = NO_BACKGROUND
    coders: Sequence[str] = ()
    keys: Sequence[str] = CONFUSION
    document: None = None
    kind: str = "confusion"
    shown: Sequence[str] = CONFUSION


class Explanation(NamedTuple):
    """The terms of an alpha, which add up to it."""

    rows: Sequence[Row]
    of: Of
    level: Level
    alpha: Fraction | None
    units: int
    background: Background = NO_BACKGROUND
    keys: Sequence[str] = EXPLANATION
    document: None = None
    kind: str = "explanation"
    shown: Sequence[str] = EXPLANATION


def disagreements(index: sqlite3.Connection, found: Asked) -> Disagreements:
    """Return all readings of the statements whose counting readings are not all the same."""
    differ = [unit for unit in found.units.statements if unit.coders and not unit.is_alike]
    quotes: dict[str, str] = {}
    for start in range(0, len(differ), _AT_ONCE):
        refs = [unit.ref for unit in differ[start : start + _AT_ONCE]]
        marks = ", ".join("?" * len(refs))
        query = f"SELECT ref, quote FROM statements WHERE ref IN ({marks})"
        quotes |= dict(index.execute(query, refs).fetchall())
    return Disagreements(
        [row for unit in differ for row in _readings(unit, quotes)],
        found.units.of,
        found.units.level,
        len(differ),
        sum(bool(unit.coders) for unit in found.units.statements),
        background(index),
    )


_AT_ONCE = 100
"""How many statements one query asks for."""


def _readings(unit: Unit, quotes: Mapping[str, str]) -> Iterator[Row]:
    for each in unit.readings:
        values = [values.get(each.coder) for values in unit.values.values()]
        value: object = values[0] if values else None
        if any(key[1] for key in unit.values):
            seen = [key[1] for key, own in unit.values.items() if own.get(each.coder) == "present"]
            value = ", ".join(map(str, seen)) if each.coder in unit.coders else None
        row = {key: getattr(each, key, None) for key in DISAGREEMENTS}
        yield row | {"value": value, "quote": quotes.get(unit.ref)}


def confusion(index: sqlite3.Connection, found: Asked) -> Confusion:
    """Count which values meet in readings of one statement: different ones first, most first.

    If exactly two coders were named, a row has the first coder's value, then the second's.
    """
    coders = found.named if len(found.named) == _TWO else ()
    named = dict(zip(("coder", "other_coder"), coders or (None, None), strict=True))
    rows: list[Row] = []
    for (issue, frame), units in grouped(found.units.statements).items():
        values = [unit.values[issue, frame] for unit, _ in units]
        met = _met(values, coders)
        readings = Counter(value for own in values for value in own.values())
        chance = _by_chance(readings, is_directed=bool(coders))
        whole = sum(readings.values()) * (sum(readings.values()) - 1)
        rows += (
            {"issue": issue, "frame": frame, "value": one, "other": other, **named}
            | {"alike": one == other, "observed": met[one, other]}
            | {"expected": float(Fraction(number * met.total(), whole))}
            for (one, other), number in chance.items()
        )
    issues = [scale.issue for scale in found.scales]
    rows.sort(
        key=lambda row: (
            issues.index(row["issue"]),
            row["frame"] or "",
            row["alike"],
            -row["observed"],
            row["value"],
            row["other"],
        )
    )
    rows = [{key: row[key] for key in CONFUSION} for row in rows]
    return Confusion(rows, found.units.of, found.units.level, background(index), coders)


_TWO = 2


def _met(values: Iterable[Mapping[str, Value]], coders: Sequence[str]) -> Counter[Pair]:
    """Count the pairs of readings of one statement by their two values.

    The lower value comes first; with two `coders`, the first coder's value.
    """
    counts: Counter[Pair] = Counter()
    for own in values:
        if coders:
            counts[own[coders[0]], own[coders[1]]] += 1
            continue
        each = Counter(own.values())
        for value, number in each.items():
            counts[value, value] += number * (number - 1) // 2
        ordered: list[Any] = sorted(each.items())  # values of one unit are all texts or all numbers
        for (one, number), (other, others) in combinations(ordered, 2):
            counts[one, other] += number * others
    return counts


def _by_chance(readings: Counter[Value], *, is_directed: bool) -> dict[Pair, int]:
    """Count the ordered pairs of readings with two values; if directed, for each order of both."""
    ordered: list[Any] = sorted(readings.items())
    found = {(value, value): number * (number - 1) for value, number in ordered}
    for (one, number), (other, others) in combinations(ordered, 2):
        both = number * others
        found |= (
            {(one, other): both, (other, one): both} if is_directed else {(one, other): 2 * both}
        )
    return found


def explanation(index: sqlite3.Connection, found: Asked) -> Explanation:
    """Return each term of the alpha of all statements; no terms if it is undefined."""
    rows = terms(found)
    alpha = sum((Fraction(row["exact"]) for row in rows), Fraction(0)) if rows else None
    units = found.units
    counting = sum(bool(unit.coders) for unit in units.statements)
    return Explanation(rows, units.of, units.level, alpha, counting, background(index))


def terms(found: Asked) -> list[Row]:
    """Return the terms of alpha; none if it is undefined.

    As in `confusion`, each pair of readings is counted once. The terms expected by chance add up to
    1; the observed terms are subtracted from it, which leaves alpha.
    """
    level, groups = found.units.level, grouped(found.units.statements)
    every = {key: coincidences(counts for _, counts in own) for key, own in groups.items()}
    expected = sum(
        (disagreement(every[key], level, found.width_of(key)).expected for key in groups),
        Fraction(0),
    )
    rows: list[Row] = []
    for key, own in groups.items() if expected else ():
        rows += _terms(own, level, found.width_of(key), expected, key)
    issues, kinds = [scale.issue for scale in found.scales], ("expected", "observed")
    rows.sort(key=lambda row: (kinds.index(row["kind"]), issues.index(row["issue"])))
    return rows


def _terms(
    own: Sequence[tuple[Unit, Mapping[str | int, int]]],
    level: Level,
    width: int,
    expected: Fraction,
    key: tuple[str, str | None],
) -> Iterator[Row]:
    """Yield the terms of a group: expected ones by pair of values, then observed ones by unit."""
    every = coincidences(counts for _, counts in own)
    distance, whole = measured(every.counts, level, width)
    by_chance = expected / 2  # halved, as each pair is counted in one order only
    named = {"issue": key[0], "frame": key[1]}

    def row(kind: str, ref: str | None, pair: Pair, pairs: int, weight: Fraction) -> Row:
        far = Fraction(distance(*pair), whole)
        term = pairs * weight * far / by_chance * (1 if kind == "expected" else -1)
        return {"kind": kind, **named, "ref": ref, "value": pair[0], "other": pair[1]} | {
            "pairs": pairs,
            "weight": float(weight),
            "distance": float(far),
            "term": float(term),
            "exact": str(term),
        }

    weight = Fraction(1, sum(every.counts.values()) - 1)
    for pair, pairs in met_by_chance(every):
        yield row("expected", None, pair, pairs // 2, weight)
    for unit, counts in own:
        met: dict[Pair, int] = {}
        add_pairs(counts, met)
        for pair, pairs in sorted(met.items()):
            yield row("observed", unit.ref, pair, pairs // 2, Fraction(1, sum(counts.values()) - 1))
