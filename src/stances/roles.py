"""Which role an official spoke in on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stances.dates import ImpreciseDate
    from stances.model.records import Official, Role, Statement

NO_FACTION = "none"
"""The `faction` of a statement that was made in no faction's name."""


class Office(NamedTuple):
    """The title and the faction in which a statement was made; None where there is none."""

    title: str | None
    faction: str | None


def can_hold(role: Role, said: ImpreciseDate | None) -> bool:
    """Whether the role may have been held on a day on which the statement may have been made.

    An unknown date rules nothing out; a former role never holds.
    """
    begins = role.from_.first if role.from_ else None
    ends = role.until.last if role.until else None
    first, last = (said.first, said.last) if said else (None, None)
    too_late = begins is not None and last is not None and last < begins
    too_early = ends is not None and first is not None and ends < first
    return not (role.former or too_late or too_early)


def certain_days(role: Role) -> tuple[str, str] | None:
    """The first and last day on which the role was certainly held, if there are any."""
    begins = role.from_.last if role.from_ else None
    ends = role.until.first if role.until else None
    return (begins, ends) if begins and ends and begins <= ends else None


def possible_roles(official: Official, said: ImpreciseDate | None) -> list[Role]:
    """The roles in which the official can have spoken then, in the order of the file."""
    return [role for role in official.roles if can_hold(role, said)]


def office_of(
    statement: Statement, official: Official, said: ImpreciseDate | None = None
) -> Office:
    """The role that a statement was made in: the one it names, or the first that can hold.

    `said` is given where the statement does not say it. A `faction` of its own replaces that of the
    role, and prefers a role of that faction.
    """
    possible = possible_roles(official, said or statement.said)
    if statement.role is not None:
        fitting = [role for role in (*possible, *official.roles) if role.title == statement.role]
    else:
        wanted = statement.faction
        fitting = [role for role in possible if wanted and role.faction == wanted] or possible
    role = fitting[0] if fitting else None
    title = statement.role or (role.title if role else None)
    if statement.faction is not None:
        return Office(title, None if statement.faction == NO_FACTION else statement.faction)
    return Office(title, role.faction if role else None)
