"""Which role an official spoke in on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.dates import ImpreciseDate
    from stances.model import Official, Role, Statement

NO_FACTION = "none"
"""What a statement writes as `faction` if it was made in no faction's name."""


class Office(NamedTuple):
    """The title and the faction in which a statement was made; None where there is none."""

    title: str | None
    faction: str | None


def can_hold(role: Role, said: ImpreciseDate) -> bool:
    """Whether the role can have been held on a day on which it can have been said.

    What is unknown of the role's dates rules nothing out; a former role never holds.
    """
    begins = role.from_.first if role.from_ else None
    ends = role.until.last if role.until else None
    too_late = begins is not None and said.last is not None and said.last < begins
    too_early = ends is not None and said.first is not None and ends < said.first
    return not (role.former or too_late or too_early)


def certain_days(role: Role) -> tuple[str, str] | None:
    """The first and last day on which the role was certainly held, if there are any."""
    begins = role.from_.last if role.from_ else None
    ends = role.until.first if role.until else None
    return (begins, ends) if begins and ends and begins <= ends else None


def office_of(statement: Statement, official: Official) -> Office:
    """The role that a statement was made in: the one it names, or the first that can hold."""
    if statement.faction is not None:
        return _named_faction(statement, official)
    if statement.role is not None:
        named = [role for role in official.roles if role.title == statement.role]
        held = [role for role in named if can_hold(role, statement.said)] or named
        return Office(statement.role, held[0].faction if held else None)
    possible = (role for role in official.roles if can_hold(role, statement.said))
    first = next(possible, None)
    return Office(first.title, first.faction) if first else Office(None, None)


def _named_faction(statement: Statement, official: Official) -> Office:
    faction = None if statement.faction == NO_FACTION else statement.faction
    if statement.role is not None or faction is None:
        return Office(statement.role, faction)
    fitting = (
        role.title
        for role in official.roles
        if role.faction == faction and can_hold(role, statement.said)
    )
    return Office(next(fitting, None), faction)
