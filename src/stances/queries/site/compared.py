"""The data for the page on which readers compare two officials."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from stances.queries.comparison import takes_whole_sides
from stances.queries.listing import BY_TIME
from stances.queries.result import from_json
from stances.queries.site.lines import LINE, Lines
from stances.queries.site.searched import other_names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from stances.queries.filters import Filters
    from stances.queries.site import Site

AT_ONCE = 25
"""The number of officials in one file."""
MOST = 12
"""The most statements of an official on an issue that are shown, the newest."""


class AsOne(NamedTuple):
    """The scores if each occasion counts as one statement: the lowest and the highest sum.

    `statements` is the number of statements that share an occasion with others. `number` is the
    number of scored statements that remain.
    """

    statements: int
    low: int
    high: int
    number: int


@dataclass
class On:
    """The statements of an official on an issue: figures of all, and the newest ones.

    `scores` are the sum and the number of scores; `undisputed` are these without disputed
    statements. Both are zeros for an unnamed official, who may be several people. `as_one` is None
    unless statements of one occasion have different scores. `number` counts all statements, also
    hearsay.
    """

    scores: tuple[int, int] = (0, 0)
    undisputed: tuple[int, int] = (0, 0)
    disputed: int = 0
    taken: set[str] = field(default_factory=set)
    statements: Lines = field(default_factory=Lines)
    as_one: AsOne | None = None
    number: int = 0


class Compared(NamedTuple):
    """An official, with the statements on each issue."""

    official: str
    name: str
    is_unnamed: bool
    issues: Mapping[str, On]


class Block(NamedTuple):
    """The officials of one file, and the number of the file."""

    number: int
    officials: Sequence[Compared]


class Person(NamedTuple):
    """An official who can be chosen, by `name` or `others`.

    `faction` is that of the first role that is not former.
    """

    official: str
    name: str
    faction: str | None
    others: Sequence[str]


@dataclass(frozen=True)
class Choice:
    """The officials who can be chosen, in the order of the files.

    `is_whole` means that filters leave out no statement of theirs, except by date. `is_of_days`
    means that filters select dates.
    """

    people: Sequence[Person]
    is_whole: bool
    is_of_days: bool


_FACTIONS = """
    SELECT r.official, r.faction FROM roles AS r
    WHERE r.former = 0 AND r.faction IS NOT NULL ORDER BY r.official, r.number"""
_SAID = f"""
    SELECT s.official, s.issue, s.ref, s.position, s.score, s.disputed, s.hearsay, s.unnamed,
        s.same_occasion, {", ".join(f"s.{key}" for key in LINE)}
    FROM statements AS s WHERE {{}} ORDER BY s.official, s.issue, {BY_TIME}"""


def choice(index: sqlite3.Connection, filters: Filters, site: Site) -> Choice:
    """Return the officials who can be compared, by id."""
    factions: dict[str, str] = {}
    for official, faction in index.execute(_FACTIONS):
        factions.setdefault(official, faction)
    names, others = site.names.officials, other_names(index)
    people = [
        Person(each, names[each], factions.get(each), others.get(each, ()))
        for each in sorted(site.officials)
    ]
    is_of_days = bool(filters.since or filters.until)
    return Choice(people, takes_whole_sides(filters), is_of_days)


def compared(
    index: sqlite3.Connection, filters: Filters, site: Site, chosen: Choice
) -> Iterator[Block]:
    """Yield the officials in the order of `chosen`, `AT_ONCE` at a time."""
    clause = filters.clause()
    rows = map(tuple, index.execute(_SAID.format(clause.sql), clause.values))
    groups = groupby(rows, key=itemgetter(0))
    following: tuple[str, Iterator[tuple[Any, ...]]] | None = next(groups, None)
    some: list[Compared] = []
    number = 0
    for person in chosen.people:
        issues: dict[str, On] = {}
        while following and following[0] < person.official:
            following = next(groups, None)
        if following and following[0] == person.official:
            own = groupby(following[1], key=itemgetter(1))
            issues = {issue: _on([*of], with_hearsay=filters.with_hearsay) for issue, of in own}
            following = next(groups, None)
        is_unnamed = person.official in site.unnamed
        some.append(Compared(person.official, person.name, is_unnamed, issues))
        if len(some) == AT_ONCE:
            yield Block(number, some)
            number, some = number + 1, []
    if some:
        yield Block(number, some)


def _on(rows: Sequence[tuple[Any, ...]], *, with_hearsay: bool) -> On:
    on = On(number=len(rows))
    scored: list[tuple[int, bool]] = []
    together: dict[str, tuple[int, list[str]]] = {}
    for row in rows:
        _, _, ref, position, score, disputed, hearsay, unnamed, others, *_ = row
        if hearsay and not with_hearsay:
            continue
        on.taken.add(position)
        on.disputed += bool(disputed)
        if score is not None and not unnamed:
            scored.append((int(score), bool(disputed)))
            together[ref] = int(score), from_json(others) if others != "[]" else []
    on.scores = sum(score for score, _ in scored), len(scored)
    sure = [score for score, disputed in scored if not disputed]
    on.undisputed = sum(sure), len(sure)
    on.statements = Lines([row[-len(LINE) :] for row in rows[: -MOST - 1 : -1]])
    on.as_one = _as_one(together)
    return on


def _as_one(together: Mapping[str, tuple[int, list[str]]]) -> AsOne | None:
    """Return the scores if each occasion counts as one statement; None if these do not differ."""
    of: dict[str, set[str]] = {}
    for ref, (_, others) in together.items():
        for other in others:
            if other in together and of.get(ref) is not (own := of.get(other, {other})):
                both = of.get(ref, {ref}) | own
                of.update(dict.fromkeys(both, both))
    groups = {id(group): group for group in of.values()}.values()
    ranges = [[together[ref][0] for ref in group] for group in groups]
    if all(len({*scores}) == 1 for scores in ranges):
        return None
    alone = [score for ref, (score, _) in together.items() if ref not in of]
    low, high = (sum(alone) + sum(map(end, ranges)) for end in (min, max))
    return AsOne(sum(map(len, ranges)), low, high, len(alone) + len(ranges))
