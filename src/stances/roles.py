"""Finds the role that an official spoke in on a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.dates import ImpreciseDate
    from stances.model.records import Role, Statement

_TOLD = 3
"""How many roles are named if several are possible."""

NO_FACTION = "none"
"""The `faction` of a statement that was not made in any faction's name."""


class Office(NamedTuple):
    """The title and the faction in which a statement was made; None if there is none."""

    title: str | None
    faction: str | None


def foremost(roles: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The first role, as in results, that has no recorded end and is not former.

    If all have an end, the first of them; None if all roles are former.
    """
    held = [role for role in roles if not role["former"]]
    return next((role for role in held if not role["until"]), held[0] if held else None)


def certain_days(role: Role) -> tuple[str, str] | None:
    """The first and last day on which the role was certainly held; None if there are none."""
    begins = role.from_.last if role.from_ else None
    ends = role.until.first if role.until else None
    return (begins, ends) if begins and ends and begins <= ends else None


class Offices:
    """The roles of one official, for looking up many statements.

    A set of roles is an integer with one bit for each role. So each look-up takes only a few steps,
    even with many roles.
    """

    def __init__(self, roles: Sequence[Role]) -> None:
        self._roles = roles
        self.titles: dict[str, int] = {}
        self._factions: dict[str | None, int] = {}
        self.lasting = 0  # the roles that are not `former`
        for number, role in enumerate(roles):
            bit = 1 << number
            self.titles[role.title or ""] = self.titles.get(role.title or "", 0) | bit
            self._factions[role.faction] = self._factions.get(role.faction, 0) | bit
            self.lasting |= 0 if role.former else bit
        # An unknown beginning sorts before every day, and an unknown end after.
        self._begins = _Ordered((r.from_.first or "" if r.from_ else "") for r in roles)
        self._held: dict[tuple[str | None, str | None], int] = {}
        self._ends = _Ordered((r.until.last or "~" if r.until else "~") for r in roles)

    def possible(self, said: ImpreciseDate | None) -> int:
        """The roles that may have been held when a statement may have been made.

        An unknown date excludes no role; former roles are always excluded.
        """
        days = (said.first, said.last) if said else (None, None)
        if (known := self._held.get(days)) is None:
            begun, ended = self._begins.until(days[1] or "~"), self._ends.before(days[0] or "")
            known = self._held[days] = self.lasting & begun & ~ended
        return known

    def several(self, said: ImpreciseDate | None) -> list[Role]:
        """The first possible roles, each of another faction; empty if all are of one faction."""
        possible = self.possible(said)
        found: list[Role] = []
        while possible and len(found) < _TOLD:
            role = self._first(possible)
            found.append(role)
            possible &= ~self._factions[role.faction]
        return found if len(found) > 1 else []

    def of(self, statement: Statement, said: ImpreciseDate | None = None) -> Office:
        """The role that a statement was made in: the one it names, or else the first possible one.

        `said` is the date if the statement has none. The statement's own `faction`, if it has one,
        replaces the role's. A role of that faction is preferred.
        """
        title, faction = statement.role, statement.faction
        possible = self.possible(said or statement.said)
        if title is not None:
            named = self.titles.get(title, 0)
            fitting = possible & named or named
        else:
            fitting = possible & self._factions.get(faction, 0) if faction else 0
            fitting = fitting or possible
        role = self._first(fitting) if fitting else None
        if faction is None:
            faction = role.faction if role else None
        title = title or (role.title if role else None)
        return Office(title, None if faction == NO_FACTION else faction)

    def _first(self, roles: int) -> Role:
        """The first of a set of roles; the set must not be empty."""
        return self._roles[(roles & -roles).bit_length() - 1]


class _Ordered:
    """Days of roles in order, with sets of roles: no role, the first, the first two, …."""

    def __init__(self, days: Iterable[str]) -> None:
        ordered = sorted((day, number) for number, day in enumerate(days))
        self._days = [day for day, _ in ordered]
        self._sets: list[int] = [0, *accumulate((1 << number for _, number in ordered), or_)]

    def until(self, day: str) -> int:
        """The roles whose day is `day` or earlier."""
        return self._sets[bisect_right(self._days, day)]

    def before(self, day: str) -> int:
        """The roles whose day is before `day`."""
        return self._sets[bisect_left(self._days, day)]
