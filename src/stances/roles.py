"""Which role an official spoke in on a day."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.dates import ImpreciseDate
    from stances.model.records import Role, Statement

_TOLD = 3
"""So many roles are told apart where several can hold."""

NO_FACTION = "none"
"""The `faction` of a statement that was made in no faction's name."""


class Office(NamedTuple):
    """The title and the faction in which a statement was made; None where there is none."""

    title: str | None
    faction: str | None


def certain_days(role: Role) -> tuple[str, str] | None:
    """The first and last day on which the role was certainly held, if there are any."""
    begins = role.from_.last if role.from_ else None
    ends = role.until.first if role.until else None
    return (begins, ends) if begins and ends and begins <= ends else None


class Offices:
    """The roles of an official, to be asked about many statements.

    Sets of roles are numbers, with a bit for each role: so an answer takes a few steps, however
    many roles there are.
    """

    def __init__(self, roles: Sequence[Role]) -> None:
        self._roles = roles
        self.titles: dict[str, int] = {}
        self._factions: dict[str | None, int] = {}
        self.lasting = 0  # those that are not `former`
        for number, role in enumerate(roles):
            bit = 1 << number
            self.titles[role.title or ""] = self.titles.get(role.title or "", 0) | bit
            self._factions[role.faction] = self._factions.get(role.faction, 0) | bit
            self.lasting |= 0 if role.former else bit
        # An unknown begin is before every day, and an unknown end after.
        self._begins = _Ordered((r.from_.first or "" if r.from_ else "") for r in roles)
        self._held: dict[tuple[str | None, str | None], int] = {}
        self._ends = _Ordered((r.until.last or "~" if r.until else "~") for r in roles)

    def possible(self, said: ImpreciseDate | None) -> int:
        """The roles that may have been held on a day on which a statement may have been made.

        An unknown date rules nothing out; a former role never holds.
        """
        days = (said.first, said.last) if said else (None, None)
        if (known := self._held.get(days)) is None:
            begun, ended = self._begins.until(days[1] or "~"), self._ends.before(days[0] or "")
            known = self._held[days] = self.lasting & begun & ~ended
        return known

    def several(self, said: ImpreciseDate | None) -> list[Role]:
        """The first roles that can hold and are of different factions; none if all are of one."""
        possible = self.possible(said)
        found: list[Role] = []
        while possible and len(found) < _TOLD:
            role = self._first(possible)
            found.append(role)
            possible &= ~self._factions[role.faction]
        return found if len(found) > 1 else []

    def of(self, statement: Statement, said: ImpreciseDate | None = None) -> Office:
        """The role that a statement was made in: the one it names, or the first that can hold.

        `said` is given where the statement does not say it. A `faction` of its own replaces that of
        the role, and prefers a role of that faction.
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
        """The first of some roles; there has to be one."""
        return self._roles[(roles & -roles).bit_length() - 1]


class _Ordered:
    """Days of roles in order, and sets: the roles of no day, of the first, of the first two, …."""

    def __init__(self, days: Iterable[str]) -> None:
        ordered = sorted((day, number) for number, day in enumerate(days))
        self._days = [day for day, _ in ordered]
        self._sets: list[int] = [0, *accumulate((1 << number for _, number in ordered), or_)]

    def until(self, day: str) -> int:
        """The roles whose day is this one or an earlier one."""
        return self._sets[bisect_right(self._days, day)]

    def before(self, day: str) -> int:
        """The roles whose day is an earlier one."""
        return self._sets[bisect_left(self._days, day)]
