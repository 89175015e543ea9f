"""What was found on an issue, in a sentence that is derived from the counts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.values import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.findings import Finding, Standing
    from stances.views.wording import Wording


def sentences(finding: Finding, wording: Wording) -> str:
    """Which positions each faction takes, who leaves the question open, who is silent, and so on.

    E.g. `Executive: Supports (2), Conditional (1). Military: Rejects (1). 3 officials leave the
    question open; 5 say nothing on it.`
    """
    decided = [each for each in finding.standings if not finding.is_undecided(each)]
    told = [_faction(finding, group, wording) for group in by_faction(decided)]
    if not told:
        told = ["No official takes a position"]
    open_, silent = len(finding.standings) - len(decided), len(finding.silent)
    rest = (
        [f"{plural(open_, 'official')} leave{'s' * (open_ == 1)} the question open"]
        if open_
        else []
    )
    if silent:
        rest.append(f"{silent} say{'s' * (silent == 1)} nothing on it")
    told += ["; ".join(rest)] if rest else []
    if divided := [wording.faction(each) for each in split_factions(finding)]:
        told.append(f"Divided: {', '.join(divided)}")
    if finding.disputed:
        told.append(f"{finding.disputed} of {plural(finding.statements, 'statement')} disputed")
    return "".join(f"{each}. " for each in told).rstrip()


def by_faction(standings: Sequence[Standing]) -> list[list[Standing]]:
    """Standings faction by faction, in their order."""
    groups: dict[str | None, list[Standing]] = {}
    for each in standings:
        groups.setdefault(each.faction, []).append(each)
    return [*groups.values()]


def split_factions(finding: Finding) -> list[str | None]:
    """The factions in which officials stand on opposite sides of the scale."""
    scores = {choice.position: choice.score or 0 for choice in finding.choices}
    split = []
    for group in by_faction(finding.standings):
        own = [scores[position] for each in group for position in each.positions]
        if min(own) < 0 < max(own):
            split.append(group[0].faction)
    return split


def _faction(finding: Finding, standings: Sequence[Standing], wording: Wording) -> str:
    """`Executive: Supports (2), Conditional (1)`, by the number of officials."""
    numbers = {
        choice.label: sum(choice in finding.taken(each) for each in standings)
        for choice in finding.choices
    }
    ordered = sorted((label for label in numbers if numbers[label]), key=lambda own: -numbers[own])
    positions = ", ".join(f"{label} ({numbers[label]})" for label in ordered)
    return f"{wording.faction(standings[0].faction)}: {positions}"
