"""`network`: who agrees with whom, over all issues or frames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import chain
from math import nextafter
from typing import TYPE_CHECKING, NamedTuple

from stances.queries.background import Background, background
from stances.queries.network.cells import DUPLICATES, OF, ON, Actor, Cells, Concept, cells
from stances.queries.network.pairs import NORMALIZATIONS, Pairs
from stances.queries.network.windows import Days, between, windows
from stances.queries.result import StoredRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from stances.queries.filters import Filters
    from stances.queries.network.pairs import Pair

__all__ = ["DUPLICATES", "MEASURES", "NORMALIZATIONS", "OF", "ON", "Asked", "Pictured", "network"]

TWO_MODE = "two-mode"
MEASURES = ("congruence", "conflict", "subtract", "shared", TWO_MODE)
_WEIGHT = ("weight", "weight_certain")
KEYS = (
    "one other concepts shared congruence conflict subtract weight one_statements other_statements"
).split()
_NUMBER = re.compile(
    r"[0-9]{1,17}(?:\.[0-9]{1,25})?(?:e[+-]?[0-9]{1,2})?|[0-9]{1,15}/0{0,14}[1-9][0-9]{0,14}"
)
_EXACT_DIGITS = 8
"""A number with more digits was printed by a program, and so rounded to 53 bits."""
TIE_KEYS = "one concept statements scored total weight one_statements".split()


def weight_in(text: str) -> Fraction:
    """Return the exact number of `2`, `0.25` or `1/3`.

    A number of more than 8 digits, as JSON prints it, means the least value that is printed so.
    Raises `ValueError`, which says what to write.
    """
    if not _NUMBER.fullmatch(text):
        message = f"`{text}` is no weight; write `2`, `0.25` or `1/3`"
        raise ValueError(message)
    digits = text.partition("e")[0].replace(".", "").lstrip("0")
    if "/" in text or len(digits) <= _EXACT_DIGITS:
        return Fraction(text)
    printed = float(text)
    return (Fraction(printed) + Fraction(nextafter(printed, 0))) / 2


class Asked(NamedTuple):
    """The options of the command; `window` and `step` are numbers of days."""

    of: str = "official"
    on: str = "issue"
    measure: str = "congruence"
    normalize: str = "none"
    duplicates: str = "keep"
    min_statements: int = 1
    min_weight: Fraction = Fraction()
    window: int | None = None
    step: int | None = None

    @property
    def is_two_mode(self) -> bool:
        """Whether the network is of actors and concepts, not of pairs of actors."""
        return self.measure == TWO_MODE

    @property
    def keys(self) -> list[str]:
        """The keys of the rows; with windows, also the days and the certain weight."""
        keys = TIE_KEYS if self.is_two_mode else KEYS
        if self.window is None:
            return keys
        at = keys.index("weight")
        return ["from", "to", *keys[:at], *_WEIGHT, *keys[at + 1 :]]


class Edge(NamedTuple):
    """A pair of actors with its weight: `total / unit`, divided by the fraction `pair.divisor`.

    `certain` is the weight of the statements that were certainly made in the window.
    """

    one: Actor
    other: Actor
    pair: Pair
    unit: int
    total: int
    one_statements: int
    other_statements: int
    certain: Fraction

    @property
    def congruence(self) -> Fraction:
        """The sum of agreement, before normalization."""
        return Fraction(self.pair.agreement, self.unit)

    @property
    def conflict(self) -> Fraction:
        """The sum of conflict, before normalization."""
        return Fraction(self.pair.conflict, self.unit)

    @property
    def weight(self) -> Fraction:
        """The chosen measure, normalized."""
        over, under = self.pair.divisor
        return Fraction(self.total * under, self.unit * over)

    def row(self) -> tuple[Any, ...]:
        """Return the cells of its row, except the days of a window and the certain weight."""
        pair, unit = self.pair, self.unit
        over, under = pair.divisor
        return (
            self.one.id,
            self.other.id,
            pair.concepts,
            pair.shared,
            pair.agreement / unit,
            pair.conflict / unit,
            (pair.agreement - pair.conflict) / unit,
            self.total * under / (unit * over),
            self.one_statements,
            self.other_statements,
        )


class Tie(NamedTuple):
    """An actor on a concept; `total` is the sum of the scores, None if no statement has one."""

    actor: Actor
    concept: Concept
    statements: int
    scored: int
    total: int | None
    actor_statements: int
    certain: int

    def row(self) -> tuple[Any, ...]:
        """Return the cells of its row, as `Edge.row` does."""
        counts = (self.statements, self.scored, self.total, self.statements)
        return (self.actor.id, self.concept.id, *counts, self.actor_statements)


class Node(NamedTuple):
    """An actor or a concept, as network programs take it.

    `faction` is the one that an official speaks for in the statements counted; several are
    separated by commas.
    """

    id: str
    label: str
    kind: str
    faction: str | None
    statements: int


class Pictured(NamedTuple):
    """What a picture of a network needs; it can be passed to worker processes."""

    asked: Asked
    whole: Slice

    @classmethod
    def of(cls, found: Network) -> Pictured:
        """Return what a picture of the network of all days needs."""
        return cls(found.asked, found.whole)


class Extremes(NamedTuple):
    """The numbers of pairs, and the pairs that stand out.

    `pairs` counts all pairs, `linked` those that share a concept, `shown` those with enough weight.
    `nearest` and `furthest` are the first pairs with the highest and lowest agreement less conflict
    (or `shared`, if that is the measure); `also_nearest` and `also_furthest` count others with the
    same value. `heaviest` has the weight furthest from 0.
    """

    pairs: int
    linked: int
    shown: int
    nearest: Edge | None
    also_nearest: int
    furthest: Edge | None
    also_furthest: int
    heaviest: Edge | None


class Slice:
    """The network of all days, or of one window."""

    def __init__(self, asked: Asked, days: Days, found: Cells) -> None:
        self.asked, self.days = asked, days
        self.cells = found.with_statements(asked.min_statements)

    @cached_property
    def pairs(self) -> Pairs:
        """The pairs of its actors, with their sums."""
        return Pairs(self.cells, normalize=self.asked.normalize)

    @property
    def is_certain(self) -> bool:
        """Whether all its statements were certainly made in its days."""
        return all(cell.n == cell.certain for cell in self.cells.cells)

    def edges(self) -> Iterator[Edge]:
        """Yield the pairs that share a concept and have enough weight."""
        certain, in_windows = self._certain(), self.asked.window is not None
        for pair, total in self._weighed():
            edge = self._edge(pair, total)
            if certain is not None:
                edge = edge._replace(certain=certain.get((pair.one, pair.other), _NOTHING))
            elif in_windows:
                edge = edge._replace(certain=edge.weight)
            yield edge

    def _weighed(self) -> Iterator[tuple[Pair, int]]:
        """Yield the pairs with enough weight, each with its measure before normalization."""
        pairs, least = self.pairs, self.asked.min_weight
        unit, measured = pairs.unit, _MEASURED[self.asked.measure]
        if not least:
            yield from ((pair, measured(pair, unit)) for pair in pairs)
            return
        for pair in pairs:
            over, under = pair.divisor
            total = measured(pair, unit)
            if abs(total) * under * least.denominator >= least.numerator * unit * over:
                yield pair, total

    def _edge(self, pair: Pair, total: int) -> Edge:
        actors, totals, (one, other) = self.cells.actors, self.pairs.statements, pair[:2]
        statements = (totals[one], totals[other])
        return Edge(actors[one], actors[other], pair, self.pairs.unit, total, *statements, _NOTHING)

    def _certain(self) -> Mapping[tuple[int, int], Fraction] | None:
        """Return the weights of the statements certainly in the window; None if all are."""
        if self.asked.window is None or self.is_certain:
            return None
        pairs = Pairs(self.cells, normalize=self.asked.normalize, certain=True)
        return {
            (pair.one, pair.other): Fraction(
                _MEASURED[self.asked.measure](pair, pairs.unit) * pair.divisor[1],
                pairs.unit * pair.divisor[0],
            )
            for pair in pairs
        }

    def ties(self) -> Iterator[Tie]:
        """Yield what each actor says on each concept, in the order of actors and concepts."""
        totals = self.cells.statements
        actors = {actor.id: at for at, actor in enumerate(self.cells.actors)}
        concepts = {concept.id: at for at, concept in enumerate(self.cells.concepts)}
        found: dict[tuple[int, int], list[int]] = {}
        for cell in self.cells.cells:
            own = found.setdefault((actors[cell.actor], concepts[cell.concept]), [0] * 4)
            is_scored = isinstance(cell.value, int)
            own[0] += cell.n
            own[1] += cell.n * is_scored
            own[2] += cell.n * cell.value if isinstance(cell.value, int) else 0
            own[3] += cell.certain
        for (actor, concept), (n, scored, total, certain) in sorted(found.items()):
            who = self.cells.actors[actor]
            if n >= self.asked.min_weight:
                about = self.cells.concepts[concept]
                total_or_none = total if scored else None
                yield Tie(who, about, n, scored, total_or_none, totals[who.id], certain)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the cells of its rows."""
        found: Iterable[Edge | Tie] = self.ties() if self.asked.is_two_mode else self.edges()
        if self.asked.window is None:
            return (each.row() for each in found)
        cut = self.asked.keys.index("weight_certain") - len(self.days)
        return (
            (*self.days, *(row := each.row())[:cut], float(each.certain), *row[cut:])
            for each in found
        )

    def extremes(self) -> Extremes:
        """Return the numbers of pairs, and the pairs that are nearest, furthest and heaviest."""
        number, unit = len(self.cells.actors), self.pairs.unit
        measured = _MEASURED[self.asked.measure]
        nearness = measured if self.asked.measure == "shared" else _MEASURED["subtract"]
        nearest, furthest, heaviest = _Best(), _Best(), _Best()
        linked = 0
        for pair in self.pairs:
            linked += 1
            over, under = pair.divisor
            near = nearness(pair, unit) * under
            nearest.add(pair, near, over)
            furthest.add(pair, -near, over)
            heaviest.add(pair, abs(measured(pair, unit)) * under, over)
        shown = sum(1 for _ in self._weighed()) if self.asked.min_weight else linked
        ends = (
            each.pair and self._edge(each.pair, measured(each.pair, unit))
            for each in (nearest, furthest, heaviest)
        )
        first, last, most = self._with_certain(ends)
        pairs = number * (number - 1) // 2
        return Extremes(pairs, linked, shown, first, nearest.also, last, furthest.also, most)

    def _with_certain(self, edges: Iterable[Edge | None]) -> list[Edge | None]:
        """Return the edges with their certain weights."""
        certain = self._certain()
        found: list[Edge | None] = []
        for edge in edges:
            if edge and certain is None:
                edge = edge._replace(certain=edge.weight)  # noqa: PLW2901 - as it is found
            elif edge and certain is not None:
                sure = certain.get((edge.pair.one, edge.pair.other), _NOTHING)
                edge = edge._replace(certain=sure)  # noqa: PLW2901 - as above
            found.append(edge)
        return found


_NOTHING = Fraction()
_MEASURED: Mapping[str, Callable[[Pair, int], int]] = {
    "congruence": lambda pair, _: pair.agreement,
    "conflict": lambda pair, _: pair.conflict,
    "subtract": lambda pair, _: pair.agreement - pair.conflict,
    "shared": lambda pair, unit: pair.shared * unit,
}
"""The measures: each returns a pair's value before normalization, as a multiple of `1 / unit`."""


class _Best:
    """The first pair with the highest fraction, and the number of others with the same one."""

    def __init__(self) -> None:
        self.pair: Pair | None = None
        self.also = 0
        self._value = (0, 1)

    def add(self, pair: Pair, over: int, under: int) -> None:
        """Compare one more pair."""
        ahead = over * self._value[1] - self._value[0] * under
        if self.pair is None or ahead > 0:
            self.pair, self.also, self._value = pair, 0, (over, under)
        elif not ahead:
            self.also += 1


@dataclass(frozen=True)
class Network:
    """The edges of a network, or of several, one for each window of time."""

    asked: Asked
    windows: Sequence[Days]
    _index: sqlite3.Connection
    _filters: Filters
    document: None = None
    kind: str = "network"

    @property
    def keys(self) -> Sequence[str]:
        """The keys of edges, or of ties between actors and concepts."""
        return self.asked.keys

    @property
    def shown(self) -> Sequence[str]:
        """The keys that matter most."""
        return [key for key in self.keys if key not in ("one_statements", "other_statements")]

    def telling(self, *, roomy: bool = False) -> Sequence[str]:
        """Return the keys that people see as columns, in order; if `roomy`, all keys."""
        return self.keys if roomy else self.shown

    @property
    def rows(self) -> StoredRows:
        """One row for each edge, window by window, in the order of the actors."""
        return StoredRows(self.keys, chain.from_iterable(each.rows() for each in self.slices()))

    def slices(self) -> Iterator[Slice]:
        """Yield the networks one by one: that of all days, or one for each window."""
        if self.asked.window is None:
            yield self.whole
            return
        for days in self.windows:
            yield Slice(self.asked, days, self._cells(days.of(self._filters)))

    @cached_property
    def whole(self) -> Slice:
        """The network of all days."""
        return Slice(self.asked, Days(), self._cells(self._filters))

    @cached_property
    def between(self) -> int:
        """The number of statements that were certainly made outside all windows."""
        window = self.asked.window or 0
        step = self.asked.step or window
        return between(self._index, self._filters, self.windows, window, step)

    @cached_property
    def background(self) -> Background:
        """The names of all ids."""
        return background(self._index)

    @property
    def is_empty(self) -> bool:
        """Whether the network has no edge."""
        return self.rows.is_empty()

    def nodes(self) -> Iterator[Node]:
        """Yield the actors of the network of all days; in a two-mode network, also the concepts."""
        found = self.whole.cells
        totals, factions = found.statements, self._factions()
        for actor in found.actors:
            own = actor.id if self.asked.of == "faction" else factions.get(actor.id)
            yield Node(actor.id, actor.label, actor.kind, own, totals[actor.id])
        if self.asked.is_two_mode:
            for concept in found.concepts:
                said = sum(cell.n for cell in found.cells if cell.concept == concept.id)
                yield Node(concept_node(concept), concept.label, concept.kind, None, said)

    def _cells(self, filters: Filters) -> Cells:
        asked = self.asked
        return cells(self._index, filters, of=asked.of, on=asked.on, duplicates=asked.duplicates)

    def _factions(self) -> Mapping[str, str]:
        """Return the factions that each official speaks for, in the codebook's order."""
        clause = self._filters.counted()
        query = f"""
            SELECT t.official, t.faction FROM (
                SELECT s.official, s.faction FROM statements AS s
                WHERE {clause.sql} AND s.faction IS NOT NULL GROUP BY s.official, s.faction
            ) AS t JOIN factions AS f ON f.faction = t.faction
            ORDER BY t.official, f.number, t.faction"""
        found: dict[str, list[str]] = {}
        for official, faction in self._index.execute(query, clause.values):
            found.setdefault(official, []).append(faction)
        return {official: ", ".join(own) for official, own in found.items()}


def concept_node(concept: Concept) -> str:
    """Return the id of a concept's node, which no actor has."""
    return f"{concept.kind}:{concept.id}"


def network(index: sqlite3.Connection, filters: Filters, asked: Asked) -> Network:
    """Return the network of the statements that pass resolved filters.

    Raises `NoNetwork` for too many windows.
    """
    found: Sequence[Days] = ()
    if asked.window is not None:
        found = windows(index, filters, asked.window, asked.step or asked.window)
    return Network(asked, found, index, filters)
