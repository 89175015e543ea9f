"""Which split of actors into two camps fits best: exactly for few actors, by a search for more."""

from __future__ import annotations

from operator import add, mul
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from random import Random

    Matrix = Sequence[Sequence[int]]
    Signs = Sequence[int]

MOST_EXACT = 20
"""The most actors for which every split is compared."""
_STARTS_BEFORE, _MOST_STARTS, _FEWEST_STARTS, _MOVES = 2, 40, 5, 4000
"""Limits for the number of random splits that a search starts from; fewer for more actors."""


class Topic(NamedTuple):
    """What actors said on one concept.

    `gains[a][b]` is by how much statements with values `a` and `b` agree more than they conflict,
    times `Holdings.unit`. `held` has each actor's number of statements with each value.
    """

    gains: Matrix
    held: Mapping[int, Sequence[int]]


class Holdings(NamedTuple):
    """What all actors said, as integers.

    Actors are numbered from 0. Agreement and conflict of two statements of different actors on one
    concept add up to `unit`.
    """

    actors: int
    unit: int
    topics: Sequence[Topic]

    def weights(self) -> list[int]:
        """Return for each actor the weight of all pairs of its statements with others' statements.

        The weight is agreement plus conflict. Each pair counts for both actors.
        """
        weights = [0] * self.actors
        for topic in self.topics:
            every = sum(map(sum, topic.held.values()))
            for actor, own in topic.held.items():
                weights[actor] += self.unit * sum(own) * (every - sum(own))
        return weights

    def pairs_of(self, one: int) -> dict[int, tuple[int, int, int]]:
        """Return the actors who share a topic, with numbers of topics and pairs, and the gain."""
        found: dict[int, tuple[int, int, int]] = {}
        for topic in self.topics:
            if not (own := topic.held.get(one)):
                continue
            said, pulls = sum(own), [sum(map(mul, row, own)) for row in topic.gains]
            for other, counts in topic.held.items():
                topics, shared, gain = found.get(other, (0, 0, 0))
                gain += sum(map(mul, pulls, counts))
                found[other] = (topics + 1, shared + said * sum(counts), gain)
        found.pop(one, None)
        return found

    def shuffled(self, random: Random) -> Holdings:
        """Deal out what actors said on each concept among the same actors.

        All statements of one actor stay together: otherwise repeating the same statement would make
        a split look less like chance.
        """
        topics = []
        for gains, held in self.topics:
            dealt = [*held.values()]
            _shuffle(dealt, random)
            topics.append(Topic(gains, dict(zip(held, dealt, strict=True))))
        return Holdings(self.actors, self.unit, topics)


class Split(NamedTuple):
    """A split that fits best: 1 or -1 for each actor, 1 for the first.

    `gain` is the sum of the gains of pairs within a camp, minus those of pairs across camps.
    `others` is the number of other splits that fit as well; None if not every split was compared.
    `loose` are the actors who change camps in one of these.
    """

    signs: tuple[int, ...]
    gain: int
    others: int | None = None
    loose: frozenset[int] = frozenset()


def best_split(holdings: Holdings, random: Random) -> Split:
    """Return the split that fits best; of several, the first in which both camps have actors.

    Splits are ordered by the camp of each actor, from the first to the last; the first actor's camp
    sorts first. Above `MOST_EXACT` actors it is the best that a search found.
    """
    search = _Search(holdings)
    gain, signs = search.best(random)
    if holdings.actors > MOST_EXACT:
        return Split(_led(signs), gain)
    halves = _Halves(search.matrix())
    gain = halves.most(gain)
    masks = halves.reaching(gain)
    first = min(masks, key=lambda mask: (not mask, mask))
    apart = 0
    for mask in masks:
        apart |= _nearer(mask ^ first, holdings.actors)
    other = _members(first, holdings.actors)
    signs = tuple(-1 if n in other else 1 for n in range(holdings.actors))
    return Split(signs, gain, len(masks) - 1, frozenset(_members(apart, holdings.actors)))


def best_gain(holdings: Holdings, random: Random) -> int:
    """Return the gain of the split that fits best."""
    search = _Search(holdings)
    gain, _ = search.best(random)
    return gain if holdings.actors > MOST_EXACT else _Halves(search.matrix()).most(gain)


def own_gains(holdings: Holdings, signs: Signs) -> list[int]:
    """Return the gains of each actor's pairs in a split; each pair counts for both actors."""
    return _Search(holdings).own_gains(signs)


def without_each(holdings: Holdings, signs: Signs) -> Iterator[tuple[int, list[int]]]:
    """For each actor, yield the best gain of all others, and who changes camps for it.

    Of several best splits, the one nearest to the given one counts. Above `MOST_EXACT` actors it is
    the best that is reached from the given one by moving single actors.
    """
    search = _Search(holdings)
    matrix = search.matrix() if holdings.actors <= MOST_EXACT else []
    for actor in range(holdings.actors):
        others = [*range(actor), *range(actor + 1, holdings.actors)]
        found = [*signs]
        found[actor] = 0
        before = search.gain_of(found)
        gain = search.climb(found, others)
        if matrix:
            halves = _Halves([[matrix[one][other] for other in others] for one in others])
            gain = halves.most(gain)
            given = _mask([signs[other] for other in others])
            near = [given] if before == gain else halves.reaching(gain)
            apart = min((_nearer(each ^ given, len(others)) for each in near), key=_few)
            yield gain, [others[n] for n in _members(apart, len(others))]
        else:
            yield gain, [other for other in others if found[other] != signs[other]]


class _Search:
    """Finds splits by moving one actor at a time, as long as that improves the split.

    For each place, the pulls of all actors are kept as a sum, with opposite signs for the two
    camps. So the time of a move depends on the places of one actor, not on the number of actors.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._own: list[list[tuple[int, int]]] = [[] for _ in range(holdings.actors)]
        self._pulls: list[list[tuple[int, int]]] = [[] for _ in range(holdings.actors)]
        self._places = 0
        for gains, held in holdings.topics:
            for actor, counts in held.items():
                said = [(place, count) for place, count in enumerate(counts) if count]
                self._own[actor] += [(self._places + place, count) for place, count in said]
                self._pulls[actor] += [
                    (self._places + number, sum(row[place] * count for place, count in said))
                    for number, row in enumerate(gains)
                ]
            self._places += len(gains)
        self._by_place = [*map(dict, self._pulls)]
        self._selves = [*map(self._gain, range(holdings.actors), range(holdings.actors))]

    def _gain(self, one: int, other: int) -> int:
        """Return by how much two actors agree more than they conflict."""
        pulls = self._by_place[other]
        return sum(count * pulls.get(place, 0) for place, count in self._own[one])

    def matrix(self) -> list[list[int]]:
        """Return the gain of each two actors."""
        matrix = [[0] * len(self._own) for _ in self._own]
        for one, row in enumerate(matrix):
            for other in range(one):
                row[other] = matrix[other][one] = self._gain(one, other)
        return matrix

    def best(self, random: Random) -> tuple[int, Signs]:
        """Return the best gain and its split, climbing from several random splits."""
        actors = len(self._own)
        found: list[tuple[int, Signs]] = []
        for _ in range(_starts(actors)):
            signs = [1 if random.random() < 0.5 else -1 for _ in range(actors)]  # noqa: PLR2004
            order = [*range(actors)]
            _shuffle(order, random)
            found.append((self.climb(signs, order), signs))
        return max(found, key=lambda each: (each[0], len({*each[1]}), _led(each[1])))

    def _sums(self, signs: Signs) -> list[int]:
        """Return the sum of all actors' pulls at each place."""
        sums = [0] * self._places
        for sign, pulls in zip(signs, self._pulls, strict=True):
            for place, pull in pulls:
                sums[place] += sign * pull
        return sums

    def own_gains(self, signs: Signs) -> list[int]:
        """Return the gains of each actor's pairs in a split; sign 0 excludes an actor."""
        sums = self._sums(signs)
        return [
            sign * (sum(count * sums[place] for place, count in own) - sign * alone)
            for sign, own, alone in zip(signs, self._own, self._selves, strict=True)
        ]

    def gain_of(self, signs: Signs) -> int:
        """Return the gain of a split."""
        return sum(self.own_gains(signs)) // 2

    def climb(self, signs: list[int], order: Sequence[int]) -> int:
        """Move actors in this order until no move improves the split. Return its gain."""
        sums = self._sums(signs)
        own, pulls, selves = self._own, self._pulls, self._selves
        still = 0
        while still < len(order):
            for actor in order:
                pull = 0
                for place, count in own[actor]:
                    pull += count * sums[place]
                if signs[actor] * pull < selves[actor]:
                    still, twice = 0, -2 * signs[actor]
                    signs[actor] = -signs[actor]
                    for place, each in pulls[actor]:
                        sums[place] += twice * each
                still += 1
        return self.gain_of(signs)


class _Halves:
    """All splits of few actors: each split of one half with each split of the other.

    The first half has the actors with the most to gain. A bound on what the second half can add
    lets most splits of the first be skipped.
    """

    def __init__(self, matrix: Matrix) -> None:
        actors = len(matrix)
        strongest = sorted(range(actors), key=lambda n: (-sum(map(abs, matrix[n])), n))
        fixed, first, second = strongest[0], strongest[1 : actors // 2], strongest[actors // 2 :]
        if actors == 1:
            second = []
        self._all = (1 << actors) - 1
        self._firsts, self._seconds = (_masks(half, actors) for half in (first, second))
        self._inner = [
            *map(add, _sums_of([matrix[fixed][n] for n in first]), _gains(matrix, first))
        ]
        self._outer = _gains(matrix, second)
        self._pulls = [_sums_of([matrix[n][m] for m in first], matrix[n][fixed]) for n in second]
        most = max(self._outer)
        bounds = [each + most for each in self._inner]
        for pulls in self._pulls:
            bounds = [bound + abs(pull) for bound, pull in zip(bounds, pulls, strict=True)]
        self._bounds = sorted(((bound, n) for n, bound in enumerate(bounds)), reverse=True)

    def _of(self, number: int) -> Iterable[int]:
        """Yield the gains of all splits that split the first half in one way."""
        pulls = _sums_of([each[number] for each in self._pulls], self._inner[number])
        return map(add, pulls, self._outer)

    def most(self, found: int) -> int:
        """Return the gain of the best split; `found`, a gain found before, saves work."""
        for bound, number in self._bounds:
            if bound <= found:
                break
            found = max(found, *self._of(number))
        return found

    def reaching(self, gain: int) -> list[int]:
        """Return each split with this gain, which must be the best one."""
        found = []
        for bound, number in self._bounds:
            if bound < gain:
                break
            mask = self._firsts[number]
            found += [
                mask | other
                for other, own in zip(self._seconds, self._of(number), strict=True)
                if own == gain
            ]
        first = (self._all + 1) >> 1
        return [mask ^ self._all if mask & first else mask for mask in found]


def _sums_of(values: Sequence[int], start: int = 0) -> list[int]:
    """Return the sums of the values with all combinations of their signs."""
    sums = [start]
    for value in values:
        sums = [each - value for each in sums] + [each + value for each in sums]
    return sums


def _gains(matrix: Matrix, actors: Sequence[int]) -> list[int]:
    """Return the gains of all splits of some actors, opposite splits included."""
    gains = [0]
    for number, actor in enumerate(actors):
        own = _sums_of([matrix[actor][other] for other in actors[:number]])
        less, more = zip(gains, own, strict=True), zip(gains, own, strict=True)
        gains = [gain - each for gain, each in less] + [gain + each for gain, each in more]
    return gains


def _masks(some: Sequence[int], actors: int) -> list[int]:
    """Return the splits of `_gains` as numbers: bits of the other camp, first actor highest."""
    masks = [0]
    for actor in some:
        bit = 1 << (actors - 1 - actor)
        masks = [mask | bit for mask in masks] + masks
    return masks


def _mask(signs: Signs) -> int:
    return sum(1 << n for n, sign in enumerate(reversed(signs)) if sign < 0)


def _members(mask: int, actors: int) -> list[int]:
    """Return the actors whose bits are set in a mask."""
    return [n for n in range(actors) if mask >> (actors - 1 - n) & 1]


def _nearer(mask: int, actors: int) -> int:
    """Return the actors in whom two splits differ, or all others if these are fewer."""
    return min(mask, (1 << actors) - 1 - mask, key=_few)


def _few(mask: int) -> tuple[int, int]:
    return mask.bit_count(), mask


def _led(signs: Signs) -> tuple[int, ...]:
    """Return the split with 1 for the first actor."""
    return tuple(sign * signs[0] for sign in signs)


def _shuffle(items: list[Any], random: Random) -> None:
    """Shuffle in place; only `Random.random()` is guaranteed to stay the same."""
    for last in range(len(items) - 1, 0, -1):
        other = int(random.random() * (last + 1))
        items[last], items[other] = items[other], items[last]


def _starts(actors: int) -> int:
    """Return how many splits to start from: few where every split is compared anyway."""
    if actors <= MOST_EXACT:
        return _STARTS_BEFORE
    return min(_MOST_STARTS, max(_FEWEST_STARTS, _MOVES // actors))
