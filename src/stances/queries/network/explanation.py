"""`network --explain`: the terms that add up to the weight of one edge."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from stances.errors import NoNetwork
from stances.queries import resolve
from stances.queries.background import Background, background
from stances.queries.network.cells import Actor, Cells, cells
from stances.queries.network.pairs import Pairs, Term

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from stances.queries.filters import Filters
    from stances.queries.network import Asked
    from stances.queries.result import Row

KEYS = "concept range one_score one_n other_score other_n agreement conflict weight".split()
_NOTHING = Fraction()


@dataclass(frozen=True)
class Explanation:
    """The terms of one pair, whose weights add up to that of its edge.

    `statements` are the numbers of both actors' statements in any cell.
    """

    asked: Asked
    one: Actor
    other: Actor
    terms: Sequence[Term]
    divisor: Fraction
    statements: tuple[int, int]
    cells: Cells
    _index: sqlite3.Connection
    keys: Sequence[str] = tuple(KEYS)
    document: None = None
    kind: str = "network-terms"

    @property
    def rows(self) -> Iterator[Row]:
        """Yield a row for each term: a concept, and what both say on it."""
        for term in self.terms:
            yield {
                "concept": term.concept.id,
                "range": term.concept.span,
                "one_score": term.one_value,
                "one_n": term.one_n,
                "other_score": term.other_value,
                "other_n": term.other_n,
                "agreement": _float(term.agreement),
                "conflict": _float(term.conflict),
                "weight": float(self.weight_of(term)),
            }

    @cached_property
    def background(self) -> Background:
        """The names of all ids."""
        return background(self._index)

    def weight_of(self, term: Term) -> Fraction:
        """Return what a term adds to the weight."""
        agreement, conflict = term.agreement or _NOTHING, term.conflict or _NOTHING
        values = {
            "congruence": agreement,
            "conflict": conflict,
            "subtract": agreement - conflict,
            "shared": Fraction(term.one_n * term.other_n),
        }
        return values[self.asked.measure] / self.divisor

    @property
    def weight(self) -> Fraction:
        """The weight of the edge: the sum of the terms' weights."""
        return sum(map(self.weight_of, self.terms), _NOTHING)


def explanation(
    index: sqlite3.Connection, filters: Filters, asked: Asked, names: tuple[str, str]
) -> Explanation:
    """Return the terms of the edge between two actors, given by names or ids.

    Raises `UnknownName`, `AmbiguousName`, and `NoNetwork` if both names are the same actor's.
    """
    ids = [_resolved(index, asked.of, name) for name in names]
    if ids[0] == ids[1]:
        why = f"`{names[0]}` and `{names[1]}` are one {asked.of}, and an edge is between two"
        raise NoNetwork(why, "name two different ones, as in `--explain rouhani shamkhani`")
    found = cells(index, filters, of=asked.of, on=asked.on, duplicates=asked.duplicates)
    found = found.with_statements(asked.min_statements)
    pairs = Pairs(found, normalize=asked.normalize)
    place = {actor.id: at for at, actor in enumerate(found.actors)}
    totals = found.statements
    of = (totals.get(ids[0], 0), totals.get(ids[1], 0))
    mine, its = (Actor(id_, _label(index, asked.of, id_), asked.of) for id_ in ids)
    terms, divisor = [], Fraction(1)
    if place.keys() >= {*ids}:
        one, other = (place[id_] for id_ in ids)
        terms, divisor = [*pairs.terms(one, other)], pairs.divisor(one, other)
    return Explanation(asked, mine, its, terms, divisor, of, found, index)


def _resolved(index: sqlite3.Connection, of: str, name: str) -> str:
    if of == "official":
        return resolve.official(index, name)
    return resolve.word(index, of, name.removeprefix("faction:"))


def _label(index: sqlite3.Connection, of: str, id_: str) -> str:
    query = {
        "official": "SELECT name FROM officials WHERE official = ?",
        "faction": "SELECT label FROM factions WHERE faction = ?",
    }
    [label] = index.execute(query[of], (id_,)).fetchone()
    return str(label)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
