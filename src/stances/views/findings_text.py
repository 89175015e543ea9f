"""What was found on an issue, in sentences that are derived from the counts alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from stances.views.values import named, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stances.queries.findings import Choice, Finding, Standing
    from stances.views.wording import Wording

_MOST_ANSWERS = 5
_MOST_FACTIONS = 3
"""How many answers a sentence names, and of how many factions it says so."""


class _People(NamedTuple):
    """The officials of a clause, by id, each with the factions that they speak for."""

    factions: Mapping[str, Sequence[str | None]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str | None]]) -> _People:
        """Collect pairs of an official and a faction."""
        factions: dict[str, list[str | None]] = {}
        for official, faction in pairs:
            factions.setdefault(official, []).append(faction)
        return cls(factions)

    def told(self, wording: Wording, *, what: str = "") -> str:
        """One by name, several by their number, each with their factions.

        `Velayati (Leadership)`, `5 officials (Executive 3, Military 2)`; `what` is counted.
        """
        counts = Counter(each for own in self.factions.values() for each in own)
        if len(self.factions) == 1:
            [official] = self.factions
            called = wording.surname(official)
        else:
            called = plural(len(self.factions), what) if what else str(len(self.factions))
        where = _factions(counts, wording, counted=len(counts) < len(self.factions))
        return f"{called} ({where})" if where else called

    def verb(self, verb: str) -> str:
        """The verb in the number of these officials."""
        return f"{verb}s" if len(self.factions) == 1 else verb


def sentences(finding: Finding, wording: Wording) -> str:
    """Who gives which answer, who is divided, who leaves the question open, and who says nothing.

    E.g. `3 officials (Executive) answer “Supports”; Cas (Military) “Rejects”. Opinion is divided
    within Executive. 2 officials (Military) leave it open; Bo (Executive) says nothing.`
    """
    return " ".join(f"{each}." for each in _sentences(finding, wording))


def _sentences(finding: Finding, wording: Wording) -> Iterator[str]:
    yield _answers(finding, wording)
    if divided := split_factions(finding):
        is_scaled = any(choice.score is not None for choice in finding.choices)
        differ = "Opinion is divided within" if is_scaled else "Answers differ within"
        yield f"{differ} {_factions(dict.fromkeys(divided, 1), wording, last=' and ')}"
    clauses = []
    open_ = _People.of(
        (e.official, e.faction) for e in finding.standings if finding.is_undecided(e)
    )
    if open_.factions:
        clauses.append(f"{open_.told(wording, what='official')} {open_.verb('leave')} it open")
    if finding.silent:
        silent = len(finding.silent)
        clauses.append(f"{silent} {'says' if silent == 1 else 'say'} nothing")
    if clauses:
        yield "; ".join(clauses)
    if finding.heard:
        names = named([wording.surname(each.official) for each in finding.heard])
        yield f"Known by hearsay alone: {names}"
    if finding.unnamed:
        of = plural(finding.unnamed, "statement")
        yield f"{of} {_is(finding.unnamed)} by officials who are not named"
    if finding.disputed:
        of = plural(finding.statements, "statement")
        yield f"{finding.disputed} of {of} {_is(finding.disputed)} disputed"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _answers(finding: Finding, wording: Wording) -> str:
    """The answers that most officials give, each with who gives it."""
    given = {choice: people for choice, people in _given(finding) if people.factions}
    if not given:
        return f"No official{' who is named' * bool(finding.unnamed)} takes a position"
    ordered = sorted(given, key=lambda choice: -len(given[choice].factions))
    first = given[ordered[0]]
    clauses = [
        f"{first.told(wording, what='official')} {first.verb('answer')} “{ordered[0].label}”",
        *(f"{given[each].told(wording)} “{each.label}”" for each in ordered[1:_MOST_ANSWERS]),
    ]
    if rest := ordered[_MOST_ANSWERS:]:
        people = {official for choice in rest for official in given[choice].factions}
        give = "gives" if len(people) == 1 else "give"
        clauses.append(f"{len(people)} {give} {plural(len(rest), 'other answer')}")
    return "; ".join(clauses)


def _given(finding: Finding) -> Iterator[tuple[Choice, _People]]:
    """The answers of an issue that do not leave it open, each with the officials who give it."""
    for choice in finding.choices:
        if not choice.is_open:
            pairs = [
                (e.official, e.faction) for e in finding.standings if choice in finding.taken(e)
            ]
            yield choice, _People.of(pairs)


def _factions(
    counts: Mapping[str | None, int],
    wording: Wording,
    *,
    counted: bool = False,
    last: str = ", ",
) -> str:
    """The factions with the most officials, perhaps with their numbers; empty for none alone."""
    if [*counts] == [None]:
        return ""
    ordered = sorted(counts, key=lambda faction: -counts[faction])
    is_counted = counted and len(counts) > 1
    told = [
        f"{wording.faction(each)} {counts[each]}" if is_counted else wording.faction(each)
        for each in ordered
    ]
    if len(told) > _MOST_FACTIONS:
        rest = sum(counts[each] for each in ordered[_MOST_FACTIONS - 1 :])
        told = told[: _MOST_FACTIONS - 1]
        told.append(f"others {rest}" if is_counted else plural(len(counts) - len(told), "other"))
    return last.join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else told[0]


def by_faction(standings: Sequence[Standing]) -> list[list[Standing]]:
    """Standings faction by faction, in their order."""
    groups: dict[str | None, list[Standing]] = {}
    for each in standings:
        groups.setdefault(each.faction, []).append(each)
    return [*groups.values()]


def split_factions(finding: Finding) -> list[str]:
    """The factions of which two officials contradict each other.

    They stand on opposite sides of the scale; on an issue without scores, they have no answer in
    common.
    """
    scores = {choice.position: choice.score for choice in finding.choices}
    is_scaled = any(score is not None for score in scores.values())
    split = []
    for group in by_faction([each for each in finding.standings if not finding.is_undecided(each)]):
        faction = group[0].faction
        answers = [{choice.position for choice in finding.taken(each)} for each in group]
        if is_scaled:
            ends = [
                {official for official, own in enumerate(answers) if _has(own, scores, sign)}
                for sign in (1, -1)
            ]
            is_split = all(ends) and len(ends[0] | ends[1]) > 1
        else:
            is_split = _has_two_apart(answers)
        if faction and is_split:
            split.append(faction)
    return split


def _has(positions: Iterable[str], scores: Mapping[str, int | None], sign: int) -> bool:
    """Whether one of some positions is on a side of the scale."""
    return any((scores[position] or 0) * sign > 0 for position in positions)


def _has_two_apart(answers: Sequence[set[str]]) -> bool:
    """Whether two of some sets have nothing in common."""
    different = {frozenset(each) for each in answers}
    if frozenset.intersection(*different):
        return False
    return any(one.isdisjoint(other) for one in different for other in different)
