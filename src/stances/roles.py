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


def can_hold(role: Role, said: ImpreciseDate) -> bool:
    """Whether the role may have been held on a day on which the statement may have been made.

    An unknown date rules nothing out; a former role never holds.
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
    title = statement.role
    possible = [role for role in official.roles if can_hold(role, statement.said)]
    if statement.faction is not None:
        faction = None if statement.faction == NO_FACTION else statement.faction
        if title is None and faction is not None:
            title = next((role.title for role in possible if role.faction == faction), None)
        return Office(title, faction)
    if title is not None:
        named = (role for role in (*possible, *official.roles) if role.title == title)
        return Office(title, next((role.faction for role in named), None))
    return Office(possible[0].title, possible[0].faction) if possible else Office(None, None)
