"""`camps`: the split of actors into two camps that fits best, and how often chance does as well."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import count
from math import lcm
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple

from stances.errors import TooManyActors
from stances.queries.background import Background, background
from stances.queries.camps.splits import (
    MOST_EXACT,
    Holdings,
    Topic,
    best_gain,
    best_split,
    own_gains,
    without_each,
)
from stances.queries.network.cells import cells
from stances.queries.network.pairs import MOST_ACTORS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.network.cells import Actor, Cells, Concept, Value
    from stances.queries.result import Row

    Progress = Callable[[int, int], object]
    Reason = Literal["no-pair", "one-concept", "few-actors", "no-conflict"]

__all__ = [
    "EXPLAINED",
    "KEYS",
    "MOST_DRAWN",
    "SHUFFLES",
    "Asked",
    "Camps",
    "Member",
    "Terms",
    "camps",
    "split_cells",
    "usual_camps",
]

MOST_DRAWN = 60
"""The most actors of whom a picture can be read."""
SHUFFLES, FEWEST_ACTORS, FEWEST_CONCEPTS = 200, 4, 2
KEYS = (
    "issue from to actors statements fit null_mean null_95 p camps left_out concepts ties unsure "
    "apart together reason"
).split()
SHOWN = "issue actors concepts statements fit null_mean null_95 p camps left_out reason".split()
EXPLAINED = (
    "one camp own_fit fit_without moves other other_camp concepts shared agreement conflict fitting"
).split()


class Asked(NamedTuple):
    """The options of the command.

    `of` and `duplicates` are as for `cells`. Actors with fewer than `least` statements are left
    out. `seed` starts the shuffles and the search.
    """

    of: str = "official"
    duplicates: str = "keep"
    least: int = 1
    seed: int = 1
    shuffles: int = SHUFFLES


USUAL = Asked()


SELDOM = 20
"""Chance does as well "seldom" if it does so less than once in this many times."""


class Null(NamedTuple):
    """The best fits of shuffled positions: their number, mean and 95th percentile.

    95 in 100 of the fits are not above `high`, the lowest such fit. `reached` counts fits that are
    at least as good as that of the real positions.
    """

    shuffles: int
    mean: Fraction
    high: Fraction
    reached: int

    @property
    def p(self) -> Fraction:
        """How often chance fits as well; the real positions count as one of its results."""
        return Fraction(self.reached + 1, self.shuffles + 1)


class Member(NamedTuple):
    """An actor and its camp, 1 or 2.

    `own_fit` is the share of the weight of its own pairs that fits. `fit_without` is the fit of the
    best split of all others, None if they have no pair; `moves` are the actors who change camps in
    that split. `is_loose` means that it is in the other camp in another split that fits as well.
    """

    actor: Actor
    camp: int
    statements: int
    own_fit: Fraction
    fit_without: Fraction | None
    moves: Sequence[str]
    is_loose: bool


@dataclass(frozen=True)
class Camps:
    """The best split, or the `reason` why there is none.

    `members` are in the order of actors; `apart` are the actors who share no concept with another.
    `left_out` counts the statements in no pair by reason, as `Cells` does; reason `single` is a
    concept on which only one actor speaks. `ties` is the number of other splits that fit as well,
    None if not all were compared. `together` is the fit with all actors in one camp. `null` is None
    without shuffles.
    """

    of: str
    issue: str | None
    span: tuple[str | None, str | None]
    concepts: Sequence[Concept]
    statements: int
    apart: Sequence[Actor]
    left_out: Mapping[str, int]
    duplicates: int
    reason: Reason | None
    cells: Cells = field(repr=False)
    members: Sequence[Member] = ()
    fit: Fraction | None = None
    null: Null | None = None
    ties: int | None = None
    together: Fraction | None = None
    seed: int = 1
    actors: int = 0
    background: Background = field(default_factory=Background)
    document: None = None
    kind: str = "camps"
    keys: Sequence[str] = tuple(KEYS)
    group_keys: Sequence[str] = ("issue",)
    figure_keys: Sequence[str] = ("actors", "statements", "fit", "null_mean", "null_95", "p")
    shown: Sequence[str] = tuple(SHOWN)

    @cached_property
    def sides(self) -> tuple[Sequence[Member], Sequence[Member]]:
        """The members of both camps, those who fit best first."""
        ordered = sorted(self.members, key=lambda member: -member.own_fit)
        one, other = ([each for each in ordered if each.camp == camp] for camp in (1, 2))
        return one, other

    @cached_property
    def unsure(self) -> Mapping[str, Sequence[str]]:
        """Actors whose camp is unsure, in order, each with the actors without whom it moves.

        An actor who is in the other camp in a split that fits as well may have none of these.
        """
        found: dict[str, list[str]] = {
            member.actor.id: [
                other.actor.id for other in self.members if member.actor.id in other.moves
            ]
            for member in self.members
        }
        loose = {member.actor.id for member in self.members if member.is_loose}
        return {id_: without for id_, without in found.items() if without or id_ in loose}

    def of_index(self, index: sqlite3.Connection, filters: Filters) -> Camps:
        """Return the same camps with issue, days and names of ids added."""
        issue = filters.issue[0] if len(filters.issue) == 1 else None
        span = _span(index, filters, self)
        return replace(self, issue=issue, span=span, background=background(index))

    @property
    def is_chance(self) -> bool:
        """Whether chance fits as well as the split and not just seldom: then there are no camps."""
        return bool(self.null and self.sides[1] and self.null.p * SELDOM > 1)

    @property
    def is_exact(self) -> bool:
        """Whether every split was compared."""
        return self.actors <= MOST_EXACT

    @property
    def rows(self) -> Iterator[Row]:
        """Yield one row, with or without a split."""
        found = self.fit is not None
        yield {
            "issue": self.issue,
            "from": self.span[0],
            "to": self.span[1],
            "actors": self.actors,
            "statements": self.statements,
            "fit": _number(self.fit),
            "null_mean": _number(self.null and self.null.mean),
            "null_95": _number(self.null and self.null.high),
            "p": _number(self.null and self.null.p),
            "camps": [[each.actor.id for each in side] for side in self.sides] if found else None,
            "left_out": {**self.left_out},
            "concepts": len(self.concepts),
            "ties": self.ties,
            "unsure": [*self.unsure] if found else None,
            "apart": [actor.id for actor in self.apart],
            "together": _number(self.together),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Terms:
    """For each two actors who share a concept: which part of their pair fits."""

    camps: Camps
    document: None = None
    kind: str = "camp-terms"
    keys: Sequence[str] = tuple(EXPLAINED)

    @property
    def background(self) -> Background:
        """The names of all ids."""
        return self.camps.background

    @property
    def rows(self) -> Iterator[Row]:
        """Yield a row for each actor and each other one, in the order of actors."""
        members = self.camps.members
        if not members:
            return
        holdings = _holdings(self.camps.cells)
        for n, one in enumerate(members):
            for m, (concepts, shared, gain) in sorted(holdings.pairs_of(n).items()):
                other, weight = members[m], holdings.unit * shared
                agreement = (weight + gain) / (2 * holdings.unit)
                conflict = (weight - gain) / (2 * holdings.unit)
                yield {
                    "one": one.actor.id,
                    "camp": one.camp,
                    "own_fit": _number(one.own_fit),
                    "fit_without": _number(one.fit_without),
                    "moves": [*one.moves],
                    "other": other.actor.id,
                    "other_camp": other.camp,
                    "concepts": concepts,
                    "shared": shared,
                    "agreement": agreement,
                    "conflict": conflict,
                    "fitting": agreement if one.camp == other.camp else conflict,
                }


def camps(
    index: sqlite3.Connection,
    filters: Filters,
    asked: Asked = USUAL,
    progress: Progress | None = None,
) -> Camps:
    """Find the camps among the statements that pass resolved filters.

    `progress` is called with the number of shuffles done and of all. Raises `TooManyActors`.
    """
    found = cells(index, filters, of=asked.of, duplicates=asked.duplicates)
    return split_cells(found.with_statements(asked.least), asked, progress).of_index(index, filters)


def split_cells(found: Cells, asked: Asked = USUAL, progress: Progress | None = None) -> Camps:
    """Find the camps of the actors that have these cells. Raises `TooManyActors`."""
    shared, apart = _shared(found)
    if (number := len(shared.actors)) > MOST_ACTORS:
        raise TooManyActors(number, MOST_ACTORS, found.of)
    holdings = _holdings(shared)
    made = Camps(
        found.of,
        None,
        (None, None),
        shared.concepts,
        sum(cell.n for cell in shared.cells),
        apart,
        shared.left_out,
        found.duplicates,
        _why_not(shared, holdings),
        shared,
        seed=asked.seed,
        actors=number,
    )
    if made.reason:
        return made
    search = Random(asked.seed)  # noqa: S311 - nothing is kept secret by it
    best = best_split(holdings, search)
    weights = holdings.weights()
    every = sum(weights) // 2
    signs = _larger_first(best.signs)
    own = own_gains(holdings, signs)
    alone = without_each(holdings, signs)
    statements = shared.statements
    members = [
        Member(
            actor,
            1 if sign > 0 else 2,
            statements[actor.id],
            _fit(own[n], weights[n]),
            _fit(gain, every - weights[n]) if every > weights[n] else None,
            [shared.actors[other].id for other in moves],
            n in best.loose,
        )
        for n, actor, sign, (gain, moves) in zip(count(), shared.actors, signs, alone, strict=False)
    ]
    null = _null(holdings, best.gain, asked, progress) if asked.shuffles else None
    together = sum(own_gains(holdings, [1] * number)) // 2
    return replace(
        made,
        members=members,
        fit=_fit(best.gain, every),
        null=null,
        ties=best.others,
        together=_fit(together, every),
    )


def usual_camps(found: Cells) -> Camps:
    """Find camps with default options, and shuffle positions only if that takes no time."""
    is_quick = len(found.actors) <= MOST_EXACT
    return split_cells(found, Asked(found.of, shuffles=SHUFFLES if is_quick else 0))


def _shared(found: Cells) -> tuple[Cells, list[Actor]]:
    """Return the cells on concepts that several actors share, and the actors without any."""
    speakers: dict[str, set[str]] = {}
    for cell in found.cells:
        speakers.setdefault(cell.concept, set()).add(cell.actor)
    kept = [cell for cell in found.cells if len(speakers[cell.concept]) > 1]
    actors = {cell.actor for cell in kept}
    left_out = {**found.left_out}
    if alone := sum(cell.n for cell in found.cells) - sum(cell.n for cell in kept):
        left_out["single"] = alone
    shared = replace(
        found,
        actors=[actor for actor in found.actors if actor.id in actors],
        concepts=[each for each in found.concepts if len(speakers[each.id]) > 1],
        cells=kept,
        left_out=left_out,
    )
    return shared, [actor for actor in found.actors if actor.id not in actors]


def _holdings(shared: Cells) -> Holdings:
    """Return the cells as integers, with actors and values as places in lists."""
    unit = lcm(*(concept.span or 1 for concept in shared.concepts))
    number = {actor.id: n for n, actor in enumerate(shared.actors)}
    topics = []
    for concept in shared.concepts:
        own = [cell for cell in shared.cells if cell.concept == concept.id]
        values = sorted({cell.value for cell in own}, key=_in_order)
        place = {value: n for n, value in enumerate(values)}
        held: dict[int, list[int]] = {}
        for cell in sorted(own, key=lambda cell: number[cell.actor]):
            held.setdefault(number[cell.actor], [0] * len(values))[place[cell.value]] += cell.n
        gains = [[_gain(concept, one, other, unit) for other in values] for one in values]
        topics.append(Topic(gains, held))
    return Holdings(len(shared.actors), unit, topics)


def _in_order(value: Value) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value or "")


def _gain(concept: Concept, one: Value, other: Value, unit: int) -> int:
    """Return by how much two statements agree more than they conflict, in units."""
    far, span = concept.distance(one, other) or (0, 1)
    return unit - 2 * unit * far // span


def _why_not(shared: Cells, holdings: Holdings) -> Reason | None:
    """Return why there are no camps; None if there may be some."""
    if not shared.cells:
        return "no-pair"
    if len(shared.concepts) < FEWEST_CONCEPTS:
        return "one-concept"
    if len(shared.actors) < FEWEST_ACTORS:
        return "few-actors"
    # If everything fits with all actors in one camp, no two actors conflict.
    together = own_gains(holdings, [1] * holdings.actors)
    return "no-conflict" if sum(together) == sum(holdings.weights()) else None


def _larger_first(signs: Sequence[int]) -> list[int]:
    """Return the split with 1 for the larger camp; if equal, for the first actor's camp."""
    turn = -1 if sum(signs) < 0 else 1
    return [sign * turn for sign in signs]


def _null(holdings: Holdings, gain: int, asked: Asked, progress: Progress | None) -> Null:
    """Compute the best fits of shuffled positions."""
    dealing, search = Random(asked.seed), Random(asked.seed)  # noqa: S311 - as above
    every, shuffles, gains = sum(holdings.weights()) // 2, asked.shuffles, []
    for done in range(shuffles):
        gains.append(best_gain(holdings.shuffled(dealing), search))
        if progress:
            progress(done + 1, shuffles)
    gains.sort()
    high = gains[-(-95 * shuffles // 100) - 1]
    reached = sum(each >= gain for each in gains)
    mean = _fit(Fraction(sum(gains), shuffles), every)
    return Null(shuffles, mean, _fit(high, every), reached)


def _fit(gain: int | Fraction, weight: int) -> Fraction:
    """Return the fitting share of a weight; `gain` is what fits minus what does not."""
    return (Fraction(gain) / weight + 1) / 2


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


_SPOKEN = {"official": "s.official", "faction": "s.faction"}


def _span(
    index: sqlite3.Connection, filters: Filters, split: Camps
) -> tuple[str | None, str | None]:
    """Return the first and last day on which statements of the cells can have been made."""
    actors = {actor.id for actor in split.cells.actors}
    concepts = {concept.id: concept for concept in split.cells.concepts}
    said = {(cell.actor, cell.concept, cell.value) for cell in split.cells.cells}
    clause, who = filters.counted(), _SPOKEN[split.of]
    query = f"""
        SELECT {who} AS actor, s.issue, s.position, s.score,
            MIN(s.said_from) AS first, MAX(s.said_to) AS last
        FROM statements AS s WHERE {clause.sql} AND s.unnamed = 0
        GROUP BY {who}, s.issue, s.position, s.score
        ORDER BY {who} IS NULL, {who}, s.issue, s.position, s.score IS NULL, s.score"""
    firsts, lasts = [], []
    for actor, issue, position, score, first, last in index.execute(query, clause.values):
        if actor not in actors or issue not in concepts:
            continue
        value = position if concepts[issue].span is None else score
        if (actor, issue, value) in said:
            firsts += [first] if first else []
            lasts += [last] if last else []
    return min(firsts, default=None), max(lasts, default=None)
