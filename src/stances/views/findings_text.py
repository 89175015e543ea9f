"""Sentences on the findings on an issue, derived from the counts alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.views.direction import laid_out
from stances.views.values import listed, named, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.findings import Finding, Standing, Step
    from stances.views.wording import Wording

    People = Mapping[str, list[str | None]]
    """Officials by id, each with the factions that they speak for."""

_MOST_ANSWERS = 5
_MOST_FACTIONS = 3
"""The most factions that a sentence names with each answer."""


def sentences(finding: Finding, wording: Wording) -> str:
    """Say who gives which answer, who gives none, and how certain that is.

    E.g. `3 officials (Executive) answer “Supports”; Cas (Military) “Rejects”. Executive is split.
    2 officials (Military) leave it open; 4 officials have no statement. A second source for 1 of
    6; 2 dated to the day.`
    """
    return " ".join(f"{each}." for each in _sentences(finding, wording))


def _sentences(finding: Finding, wording: Wording) -> Iterator[str]:
    yield _answers(finding, wording)
    if divided := split_factions(finding):
        within = listed([laid_out(wording.faction(each)) for each in divided[:_MOST_FACTIONS]])
        if len(divided) > _MOST_FACTIONS:
            within = f"{len(divided)} factions"
        yield f"{within} {_is(len(divided))} split"
    if without := "; ".join(_without_answer(finding, wording)):
        yield without
    if finding.heard:
        names = named([laid_out(wording.surname(each.official)) for each in finding.heard])
        yield f"Known by hearsay alone: {names}"
    if finding.unnamed:
        of = plural(finding.unnamed, "statement")
        yield f"{of} {_is(finding.unnamed)} by officials who are not named"
    if finding.disputed:
        of = plural(finding.statements, "statement")
        yield f"{finding.disputed:,} of {of} {_is(finding.disputed)} disputed"
    if finding.statements:
        yield f"{_sources(finding)}; {_days(finding)}"


def _sources(finding: Finding) -> str:
    """Say how many statements have a second source."""
    certain, probable = finding.corroborated, finding.probably_corroborated
    if not (certain or probable):
        return "One source each" if finding.statements > 1 else "One source"
    if not certain:
        return f"Probably a second source for {probable:,} of {finding.statements:,}"
    more = f", probably for {probable:,} more" if probable else ""
    return f"A second source for {certain:,} of {finding.statements:,}{more}"


def _days(finding: Finding) -> str:
    """Say how many statements are dated to the day."""
    if not finding.dated:
        return "exact day unknown"
    if finding.dated == finding.statements:
        return "all dated to the day" if finding.dated > 1 else "dated to the day"
    return f"{finding.dated:,} dated to the day"


def _answers(finding: Finding, wording: Wording) -> str:
    """The most frequent answers, each with the officials who give it."""
    given = _given(finding)
    if not given:
        return f"No official{' who is named' * bool(finding.unnamed)} takes a position"
    told: list[str] = []
    ordered = sorted(given, key=lambda each: -len(each[1]))
    shown = len(ordered) if len(ordered) == _MOST_ANSWERS + 1 else _MOST_ANSWERS
    for labels, people in ordered[:shown]:
        answer = f"answer{'s' * (len(people) == 1)} " if not told else ""
        who = _who(people, wording, "" if told else "official")
        told.append(f"{who} {answer}{listed([f'“{laid_out(label)}”' for label in labels])}")
    if rest := ordered[shown:]:
        count = len({official for _, people in rest for official in people})
        others = sum(len(labels) for labels, _ in rest)
        told.append(f"{count:,} give{'s' * (count == 1)} {others} other answers")
    return "; ".join(told)


def _given(finding: Finding) -> list[tuple[list[str], People]]:
    """The answers to a question, in the codebook's order, with the officials who give them.

    Answers that the same officials give are one entry.
    """
    given: dict[Step, dict[str, list[str | None]]] = {
        choice: {} for choice in finding.choices if not choice.is_open
    }
    for each in finding.standings:
        for choice in finding.taken(each):
            if not choice.is_open:
                given[choice].setdefault(each.official, []).append(each.faction)
    together: list[tuple[list[str], People]] = []
    for choice, people in given.items():
        alike = next((labels for labels, others in together if others == people), None)
        if alike:
            alike.append(choice.label)
        elif people:
            together.append(([choice.label], people))
    return together


def _without_answer(finding: Finding, wording: Wording) -> Iterator[str]:
    """Say who leaves the question open, and how many have no statement."""
    decided = {e.official for e in finding.standings if not finding.is_undecided(e)}
    open_: dict[str, list[str | None]] = {}
    for each in finding.standings:
        if each.official not in decided:
            open_.setdefault(each.official, []).append(each.faction)
    if open_:
        yield f"{_who(open_, wording, 'official')} leave{'s' * (len(open_) == 1)} it open"
    silent = {each.official: [each.faction] for each in finding.silent}
    if len(silent) == 1:
        yield f"{_who(silent, wording)} has no statement"
    elif silent:
        yield f"{plural(len(silent), 'official')} have no statement"


def _who(people: People, wording: Wording, what: str = "") -> str:
    """The name of one official, or the number of several, with their factions.

    E.g. `Velayati (Leadership)`, `5 officials (Executive 3, Military 2)`. `what` is the noun that
    is counted.
    """
    factions = Counter(faction for own in people.values() for faction in own)
    if len(people) == 1:
        [official] = people
        called = laid_out(wording.surname(official))
    else:
        called = plural(len(people), what) if what else f"{len(people):,}"
    if [*factions] == [None]:
        return called
    is_counted = 1 < len(factions) < len(people)
    ordered = sorted(factions, key=lambda faction: -factions[faction])
    if len(ordered) > _MOST_FACTIONS:
        ordered = ordered[: _MOST_FACTIONS - 1]
    numbers = {wording.faction(each) if each else "no faction": factions[each] for each in ordered}
    if len(ordered) < len(factions):
        numbers["others"] = factions.total() - sum(numbers.values())
    told = [f"{laid_out(name)}{f' {number:,}' * is_counted}" for name, number in numbers.items()]
    return f"{called} ({', '.join(told)})"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def by_faction(standings: Iterable[Standing]) -> list[list[Standing]]:
    """Standings grouped by faction, in their order."""
    groups: dict[str | None, list[Standing]] = {}
    for each in standings:
        groups.setdefault(each.faction, []).append(each)
    return [*groups.values()]


def split_factions(finding: Finding) -> list[str]:
    """The factions in which two officials contradict each other.

    On a scale, each of the two is on one side only, and the sides are opposite. On an issue without
    a scale, they share no answer.
    """
    scores = [choice.score for choice in finding.choices if choice.score is not None]
    is_split = _is_split if len(scores) > 1 else _has_two_apart
    decided = (each for each in finding.standings if not finding.is_undecided(each))
    return [
        faction
        for group in by_faction(decided)
        if (faction := group[0].faction) and is_split([finding.taken(each) for each in group])
    ]


def _is_split(taken: Sequence[Sequence[Step]]) -> bool:
    """Whether two of the officials are on opposite sides of the scale."""
    sides = [
        {
            official
            for official, own in enumerate(taken)
            if any((c.score or 0) * sign > 0 for c in own)
        }
        for sign in (1, -1)
    ]
    above, below = sides
    return bool(above - below and below - above)


def _has_two_apart(taken: Sequence[Sequence[Step]]) -> bool:
    """Whether two of the officials share no position."""
    different = {frozenset(choice.id for choice in own) for own in taken}
    if frozenset.intersection(*different):
        return False
    return any(one.isdisjoint(other) for one in different for other in different)
