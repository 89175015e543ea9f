"""Exact sums of agreement and conflict over all pairs of actors."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import count, product, repeat
from math import lcm
from struct import unpack
from typing import TYPE_CHECKING, NamedTuple

from stances.errors import TooManyActors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.network.cells import Cell, Cells, Concept, Value

NORMALIZATIONS = ("none", "average", "jaccard", "product")
MOST_ACTORS = 3000
"""The most actors for which all pairs are computed."""
_LANE = 8
"""Bytes for each actor's number in the packed integers; more if sums need them."""


class Pair(NamedTuple):
    """What two actors, given by their places among all actors, have in common.

    `concepts` counts the concepts on which both say something; `shared` counts the pairs of their
    statements on one concept. `agreement` and `conflict` are sums over these pairs, as multiples of
    `1 / Pairs.unit`. `divisor` is the fraction that normalization divides by.
    """

    one: int
    other: int
    concepts: int
    shared: int
    agreement: int
    conflict: int
    divisor: tuple[int, int]


class Term(NamedTuple):
    """One term of a pair: what both say on a concept, each with one value.

    `agreement` and `conflict` are summed over all pairs of these statements; None if a value has no
    score.
    """

    concept: Concept
    one_value: Value
    one_n: int
    other_value: Value
    other_n: int
    agreement: Fraction | None
    conflict: Fraction | None


class Pairs:
    """The pairs of some actors, with their sums.

    With `certain`, only statements that were certainly made in the days asked for count. Raises
    `TooManyActors`.

    The sums of one actor with all others are computed at once. An integer holds, side by side, the
    numbers of all actors for one value of one concept. Such integers are multiplied by the actor's
    own number and added up; each place of the result is the sum for one other actor.
    """

    def __init__(self, cells: Cells, *, normalize: str = "none", certain: bool = False) -> None:
        if (number := len(cells.actors)) > MOST_ACTORS:
            raise TooManyActors(number, MOST_ACTORS, cells.of)
        self.actors = cells.actors
        self.concepts = {concept.id: concept for concept in cells.concepts}
        self.unit = lcm(*(concept.span or 1 for concept in cells.concepts))
        self.normalize = normalize
        place = {actor.id: at for at, actor in enumerate(cells.actors)}
        self._profiles = _profiles(cells.cells, place, certain=certain)
        self.statements = [
            sum(n for values in profile.values() for n in values.values())
            for profile in self._profiles
        ]
        most = max(self.statements, default=0)
        self._width = max(_LANE, ((self.unit * most * most).bit_length() + 7) // 8)
        self._pack()

    def _pack(self) -> None:
        """Make the integers that hold a number for each actor."""
        numbers: dict[tuple[str, Value], dict[int, int]] = defaultdict(dict)
        for at, profile in enumerate(self._profiles):
            for concept, values in profile.items():
                for value, n in values.items():
                    numbers[concept, value][at] = n
        self._counts = {key: self._packed(by_actor) for key, by_actor in numbers.items()}
        self._values: dict[str, list[Value]] = defaultdict(list)
        said: dict[str, dict[int, int]] = defaultdict(dict)
        every: dict[str, int] = defaultdict(int)
        for (concept, value), by_actor in numbers.items():
            self._values[concept].append(value)
            said[concept].update(dict.fromkeys(by_actor, 1))
            every[concept] += self._counts[concept, value]
        self._every = every
        self._said = {concept: self._packed(by_actor) for concept, by_actor in said.items()}
        if self.normalize == "jaccard":
            self._taken = {
                key: self._packed(dict.fromkeys(by_actor, 1)) for key, by_actor in numbers.items()
            }

    def __iter__(self) -> Iterator[Pair]:
        """Yield all pairs that share a concept, by the places of both."""
        for one in range(len(self._profiles)):
            others = count(one + 1)
            for pair in zip(repeat(one), others, *self._sums(one), self._divisors(one)):
                if pair[2]:
                    yield Pair(*pair)

    def terms(self, one: int, other: int) -> Iterator[Term]:
        """Yield the terms of a pair, by concept and both values."""
        for id_, concept in self.concepts.items():
            ours, theirs = (self._profiles[at].get(id_, {}) for at in (one, other))
            for mine, its in product(_ordered(ours), _ordered(theirs)):
                n, m = ours[mine], theirs[its]
                apart = concept.distance(mine, its)
                conflict = None if apart is None else Fraction(*apart) * n * m
                agreement = None if conflict is None else n * m - conflict
                yield Term(concept, mine, n, its, m, agreement, conflict)

    def divisor(self, one: int, other: int) -> Fraction:
        """Return what normalization divides the sums of a pair by."""
        ours, theirs = self._profiles[one], self._profiles[other]
        if self.normalize == "average":
            return Fraction(self.statements[one] + self.statements[other], 2)
        if self.normalize == "product":
            return Fraction(self.statements[one] * self.statements[other])
        if self.normalize == "none":
            return Fraction(1)
        mine, its = (
            {(id_, value): n for id_, values in profile.items() for value, n in values.items()}
            for profile in (ours, theirs)
        )
        alone = sum(n for key, n in mine.items() if key not in its)
        alone += sum(n for key, n in its.items() if key not in mine)
        return Fraction(alone + sum(mine[key] * its[key] for key in mine.keys() & its.keys()))

    def _sums(self, one: int) -> Sequence[Sequence[int]]:
        """Return the sums with each later actor: concepts, shared, agreement and conflict."""
        concepts = shared = agreement = conflict = 0
        for id_, values in self._profiles[one].items():
            concept = self.concepts[id_]
            concepts += self._said[id_]
            shared += sum(values.values()) * self._every[id_]
            for value in self._values[id_]:
                far = [(n, concept.distance(own, value)) for own, n in values.items()]
                scored = [(n, apart) for n, apart in far if apart is not None]
                conflicts = sum(n * apart[0] * self.unit // apart[1] for n, apart in scored)
                whole = sum(n for n, _ in scored) * self.unit
                agreement += (whole - conflicts) * self._counts[id_, value]
                conflict += conflicts * self._counts[id_, value]
        return [self._unpacked(each, one) for each in (concepts, shared, agreement, conflict)]

    def _divisors(self, one: int) -> Iterable[tuple[int, int]]:
        """Return what normalization divides the sums with each later actor by."""
        own, others = self.statements[one], self.statements[one + 1 :]
        if self.normalize == "average":
            return [(own + number, 2) for number in others]
        if self.normalize == "product":
            return [(own * number, 1) for number in others]
        if self.normalize == "none":
            return repeat((1, 1), len(others))
        both = mine = its = 0
        for id_, values in self._profiles[one].items():
            for value, n in values.items():
                both += n * self._counts[id_, value]
                mine += n * self._taken[id_, value]
                its += self._counts[id_, value]
        return [
            (own - of_mine + number - of_its + of_both, 1)
            for number, of_both, of_mine, of_its in zip(
                others, *(self._unpacked(each, one) for each in (both, mine, its)), strict=True
            )
        ]

    def _packed(self, numbers: Mapping[int, int]) -> int:
        """Return one integer with a number in the place of each actor."""
        width = self._width
        packed = bytearray(width * len(self._profiles))
        for at, number in numbers.items():
            packed[at * width : (at + 1) * width] = number.to_bytes(width, "little")
        return int.from_bytes(packed, "little")

    def _unpacked(self, packed: int, one: int) -> Sequence[int]:
        """Return the number in the place of each actor after `one`."""
        width, number = self._width, len(self._profiles) - one - 1
        data = (packed >> 8 * width * (one + 1)).to_bytes(width * number, "little")
        if width == _LANE:
            return unpack(f"<{number}Q", data)
        return [
            int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)
        ]


def _profiles(
    cells: Sequence[Cell], place: Mapping[str, int], *, certain: bool
) -> list[dict[str, dict[Value, int]]]:
    """Return each actor's numbers of statements by concept and value."""
    found: list[dict[str, dict[Value, int]]] = [{} for _ in place]
    for cell in cells:
        if n := cell.certain if certain else cell.n:
            found[place[cell.actor]].setdefault(cell.concept, {})[cell.value] = n
    return found


def _ordered(values: Mapping[Value, int]) -> list[Value]:
    """Sort scores from the lowest, or positions by id; None comes last."""

    def key(value: Value) -> tuple[bool, int, str]:
        return value is None, value if isinstance(value, int) else 0, str(value)

    return sorted(values, key=key)
