"""Words for camps, shared by all outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.direction import laid_out
from stances.views.left_out_text import statements_told
from stances.views.values import listed, percent, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from fractions import Fraction

    from stances.queries.camps import Camps, Null
    from stances.views.wording import Wording

_MOST_NAMED = 6
"""The most members of a camp that a sentence names, those who fit best."""
_WHY_NOT = {
    "no-pair": "no two {actors} answer one question by positions that can be compared",
    "one-concept": "there is only one question that two {actors} answer, and camps need two",
    "few-actors": "only {number} answer a question in common, and camps need four {actors}",
    "no-conflict": "nobody conflicts with anybody: all that {actors} have in common is agreement",
}


def finding(found: Camps, wording: Wording, *, called: Callable[[str], str] | None = None) -> str:
    """Sentences on the camps: the members, the fit, how often chance fits as well, unsure places.

    `called` returns the name of an actor; by default, a surname or a faction's label.
    """
    return " ".join(f"{each}." for each in _sentences(found, called or _names(found, wording)))


def in_short(found: Camps) -> str:
    """A shorter `finding` for use beside a picture, which shows the members and unsure places."""
    if found.fit is None or not found.sides[1] or found.is_chance:
        return f"{next(_sentences(found, str))}."
    told = ["Two camps, of all splits the one that fits best", *_how_well(found, found.fit)]
    return " ".join(f"{each}." for each in told)


def too_many(officials: int) -> str:
    """The sentence that replaces a picture in a report with too many officials to draw."""
    return (
        f"{officials:,} officials are too many for a picture here. The commands stances camps and "
        "stances network say who stands with whom; --faction or --issue make them fewer."
    )


def days_told(found: Camps, wording: Wording) -> str:
    """The first and last day of the statements, as far as they are known."""
    first, last = (wording.date(day) if day else "" for day in found.span)
    return f"{f', from {first}' if first else ''}{f' to {last}' if last else ''}"


def basis_told(found: Camps) -> str:
    """The numbers of statements, actors and questions that the camps rest on; no full stop."""
    statements, actors = plural(found.statements, "statement"), plural(found.actors, found.of)
    return f"{statements} by {actors} on {plural(len(found.concepts), 'question')}"


def left_out(found: Camps) -> str:
    """Say how many statements are in no pair, and why; empty if all are."""
    parts = statements_told(found.left_out, found.of)
    if found.duplicates:
        parts.append(f"{found.duplicates:,} as duplicates")
    if not parts:
        return ""
    total = plural(sum(found.left_out.values()) + found.duplicates, "statement")
    if len(parts) == 1:
        return f"Left out: {total} {parts[0].partition(' ')[2]}."
    return f"Left out: {total}: {listed(parts)}."


def _names(found: Camps, wording: Wording) -> Callable[[str], str]:
    name = wording.surname if found.of == "official" else wording.faction
    return lambda id_: laid_out(name(id_))


def _sentences(found: Camps, called: Callable[[str], str]) -> Iterator[str]:
    actors = f"{found.of}s"
    if found.fit is None:
        why = _WHY_NOT[found.reason or "no-pair"]
        yield f"No camps: {why.format(actors=actors, number=plural(found.actors, found.of))}"
    else:
        one, other = found.sides
        if found.null and found.is_chance:
            yield f"No camps: chance fits as well in {_times(found.null)}"
        if other:
            first, second = (
                _few([called(each.actor.id) for each in side]) for side in (one, other)
            )
            yield f"The split that fits best has {first} on one side, and {second} on the other"
        else:
            better = "" if found.is_exact else " that was found"
            told = f"No two camps: all {found.actors} {actors} in one fit better than any split"
            yield f"{told}{better}"
        yield from _how_well(found, found.fit)
        yield from _unsure(found, called)
    if found.apart:
        names = [called(actor.id) for actor in found.apart]
        shared = (
            "has no question in common with anybody"
            if len(names) == 1
            else ("have no question in common with anybody")
        )
        yield f"{_few(names)} {shared}, and {'is' if len(names) == 1 else 'are'} in no camp"


def _how_well(found: Camps, share: Fraction) -> Iterator[str]:
    """Say how well the split fits, and how often chance fits as well."""
    fit = f"{percent(share)} of the weight of all pairs fits that"
    fit += "" if found.is_exact else ", the most that a search found"
    if null := found.null:
        yield f"{fit}; with positions shuffled, {percent(null.mean)} do on average"
        if not found.is_chance:  # otherwise, the first sentence says it
            yield f"Chance does as well in {_times(null)}"
        if found.sides[1] and found.together is not None and found.together != share:
            yield f"With all {found.of}s in one camp, {percent(found.together)} would fit"
    else:
        yield fit
        yield "The command stances camps says how often chance does as well"
    ties = found.ties or 0
    if found.together == share and found.sides[1]:
        ties -= 1
        yield f"All {found.actors} {found.of}s in one camp fit as well"
    if ties > 0:
        yield f"{plural(ties, 'other split')} {'fits' if ties == 1 else 'fit'} as well"


def _times(null: Null) -> str:
    return f"{null.reached:,} of {null.shuffles:,} shuffles (p = {p_told(null.p)})"


def _unsure(found: Camps, called: Callable[[str], str]) -> Iterator[str]:
    """Say whose place is unsure, and why."""
    if found.unsure:
        loose = {member.actor.id for member in found.members if member.is_loose}
        doubts = [
            f"{called(id_)} (fits the other camp as well)"
            if id_ in loose
            else f"{called(id_)} (in the other camp without {_few([*map(called, without)])})"
            for id_, without in found.unsure.items()
        ]
        yield f"Unsure: {_few(doubts)}"


def _few(names: Sequence[str]) -> str:
    """The names, cut if there are many."""
    if len(names) <= _MOST_NAMED + 1:
        return listed(names)
    return listed([*names[:_MOST_NAMED], f"{len(names) - _MOST_NAMED:,} others"])


def p_told(p: Fraction) -> str:
    """A p-value with three decimals if it is below 0.1, else two."""
    return f"{float(p):.3f}" if p < 1 / 10 else f"{float(p):.2f}"
