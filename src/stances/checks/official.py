"""Finds faults of one official."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.problems import Fault
from stances.roles import NO_FACTION, certain_days
from stances.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.codebook import CodebookLookup
    from stances.model.records import Official


def official_faults(official: Official, codebook: CodebookLookup) -> Iterator[Fault]:
    """All faults of an official's own fields."""
    for check in CHECKS:
        yield from check(official, codebook)


def unknown_faction(official: Official, codebook: CodebookLookup) -> Iterator[Fault]:
    """Report a role whose faction is not in the codebook."""
    before = 0
    for number, role in enumerate(official.roles):
        if role.faction and role.faction not in codebook.factions:
            hint = did_you_mean(role.faction, codebook.factions, before)
            if role.faction == NO_FACTION or not hint.startswith("did you mean"):
                hint = f"{hint}; leave it out for none".removeprefix("; ")
            before += 1
            at = ("roles", number, "faction")
            yield Fault("ST104", at, f"no faction is called `{role.faction}`", hint)


def missing_title(official: Official, _: CodebookLookup) -> Iterator[Fault]:
    """Report a person's role without a title; an institution's role needs none."""
    for number, role in enumerate(official.roles):
        if official.kind == "person" and role.title is None:
            at = ("roles", number, "title")
            yield Fault("ST202", at, "the key `title` is missing here", "add `title:`")


def backward_role(official: Official, _: CodebookLookup) -> Iterator[Fault]:
    """Report a role that certainly ends before it begins."""
    for number, role in enumerate(official.roles):
        begins = role.from_.first if role.from_ else None
        ends = role.until.last if role.until else None
        if begins and ends and ends < begins:
            message = f"the role ends ({role.until}) before it begins ({role.from_})"
            yield Fault("ST309", ("roles", number, "until"), message, "exchange or correct them")


def overlapping_roles(official: Official, _: CodebookLookup) -> Iterator[Fault]:
    """Report an office listed twice for certainly the same time; a shared day is a handover."""
    periods = [(certain_days(role), number) for number, role in enumerate(official.roles)]
    until: dict[tuple[str | None, str | None], str] = {}
    for days, number in sorted((days, number) for days, number in periods if days):
        role = official.roles[number]
        office = (role.title, role.faction)
        held = until.get(office, "")
        if days[0] < held:
            both = f"{days[0]} to {min(days[1], held)}"
            message = f"{role.title or 'this role'} is listed twice for {both}"
            hint = "correct the dates, or delete one of the two"
            yield Fault("ST308", ("roles", number), message, hint)
        until[office] = max(held, days[1])


CHECKS = (unknown_faction, missing_title, backward_role, overlapping_roles)
