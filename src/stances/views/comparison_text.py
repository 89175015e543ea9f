"""Sentences on a comparison on one issue, derived from the counts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.comparison import apart, shared
from stances.views.direction import laid_out
from stances.views.values import DECIMALS, has_mean, listed, plural, signed, why_no_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from stances.queries.comparison import Comparison, Side
    from stances.queries.findings import Step

_PAIR = 2
_NAMED = 6
"""The most sides that are named if they have no mean; more are counted."""


def verdict(comparison: Comparison, issue: str) -> str:
    """Compare the positions of the sides; name those that leave it open or have no statement."""
    sides = comparison.sides
    decided = [side for side in sides if any(not each.is_open for each in side.taken(issue))]
    told = [_relation(decided, issue, of_all=len(sides))] if len(decided) > 1 else []
    if lacking := _lacking(sides, decided, issue):
        told.append(
            _sentence(f"{within(comparison)}, {lacking}" if within(comparison) else lacking)
        )
    return " ".join(told)


def within(comparison: Comparison) -> str:
    """Say which part of the record is searched for statements; empty if the whole record is."""
    if not comparison.is_whole:
        return "among what was asked for"
    return "in these days" if comparison.is_of_days else ""


def _lacking(sides: Sequence[Side], decided: Sequence[Side], issue: str) -> str:
    """Name the only side with a position, and those without: open, hearsay or no statement."""
    undecided = [side for side in sides if side.taken(issue) and side not in decided]
    heard = [side for side in sides if not side.taken(issue) and side.on(issue)]
    silent = [side for side in sides if not side.on(issue)]
    is_alone = len(silent) == len(sides) - 1
    told = []
    if len(decided) == 1:
        does = "speaks of it" if is_alone else "takes a position"
        told.append(f"only {laid_out(decided[0].name)} {does}: {positions(decided[0], issue)}.")
    if undecided:
        told.append(_open(undecided, alone=is_alone, of_all=len(sides)))
    if heard:
        told.append(f"of {_names(heard)} there is only hearsay.")
    if silent and not is_alone:
        has = "has" if len(silent) == 1 else "have"
        told.append(f"{_names(silent)} {has} no statement on it.")
    return " ".join([*told[:1], *map(_sentence, told[1:])])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def positions(side: Side, issue: str) -> str:
    """The positions of a side; for a faction, with the numbers of its officials."""
    taken, finding = side.taken(issue), side.findings[issue]
    if not side.is_faction:
        return ", ".join(laid_out(choice.label) for choice in taken)
    numbers = (
        sum(choice in finding.taken(standing) for standing in finding.standings) for choice in taken
    )
    return ", ".join(
        laid_out(choice.label) + (f" by {number}" if number else "")
        for choice, number in zip(taken, numbers, strict=True)
    )


def mean_told(side: Side, issue: str) -> str:
    """The mean of a side; empty if it has none, or is a faction with few scored officials."""
    figures = side.figures(issue)
    is_shown = not side.is_faction or has_mean(figures)
    return short(figures.mean, sign=True) if is_shown and figures.mean is not None else ""


def without_disputed(comparison: Comparison, issue: str) -> str:
    """Say how the distance changes without the disputed statements; empty if there are none."""
    if not any(side.figures(issue).disputed for side in comparison.sides):
        return ""
    count = sum(side.figures(issue).disputed for side in comparison.sides)
    distance = comparison.distance(issue, undisputed=True)
    if comparison.distance(issue) is None:
        return f"Disputed: {plural(count, 'statement')}."
    if distance is None:
        return f"Without the {count} disputed, there is no distance."
    scored = plural(comparison.scored(issue, undisputed=True), "scored statement")
    return f"Without the {count} disputed, they are {short(distance)} apart, on {scored}."


def short(number: float, *, sign: bool = False) -> str:
    """A number with no more decimals than it needs."""
    text = signed(float(number)) if sign else f"{number:.{DECIMALS}f}"
    return text.rstrip("0").rstrip(".")


def _relation(sides: Sequence[Side], issue: str, *, of_all: int) -> str:
    """Say how the positions of several sides relate."""
    taken = [side.taken(issue) for side in sides]
    everybody = ("Both" if of_all == _PAIR else "All") if len(sides) == of_all else _names(sides)
    distance = apart([side.figures(issue) for side in sides])
    if all(each == taken[0] for each in taken):
        means = _means(sides, issue) if distance else ""
        return f"{everybody}: {_labels(taken[0])}{means}."
    stances = ", ".join(_stance(side, issue) for side in sides)
    if distance:
        return f"{_furthest(sides, issue, distance)}: {stances}."
    if distance is not None:
        return f"They stand at the same place of the scale: {stances}."
    common = shared(taken)
    told = f"{everybody}: {_labels(common)}. " if common else ""
    own = _by_answer(sides, lambda side: positions(side, issue))
    answers = "; ".join(f"{_names(who)}: {answer}" for answer, who in own.items())
    differ = f"They differ{' in the rest' * bool(common)}. {answers}."
    return f"{told}{differ}{_no_distance(sides, issue)}"


def _labels(choices: Iterable[Step]) -> str:
    return ", ".join(laid_out(choice.label) for choice in choices)


def _by_answer(sides: Iterable[Side], answer: Callable[[Side], str]) -> dict[str, list[Side]]:
    """The sides grouped by the result of `answer`, in the order of their first side."""
    grouped: dict[str, list[Side]] = {}
    for side in sides:
        grouped.setdefault(answer(side), []).append(side)
    return grouped


def _means(sides: Sequence[Side], issue: str) -> str:
    """The means of sides with the same positions, or their distance if a mean is not shown."""
    means = [mean_told(side, issue) for side in sides]
    if all(means):
        return f" (means {listed(means)})"
    distance = apart([side.figures(issue) for side in sides]) or 0
    whose = "means" if len(sides) == _PAIR else "furthest means"
    return f" ({whose} {short(distance)} apart)"


def _furthest(sides: Sequence[Side], issue: str, distance: float) -> str:
    """Say how far apart the sides are; for more than two, the furthest are named."""
    means = [side.figures(issue).mean or 0 for side in sides]
    low, high = (
        [side for side, mean in zip(sides, means, strict=True) if mean == end]
        for end in (min(means), max(means))
    )
    who = "They are"
    if len(sides) > _PAIR:
        two = [side for side in sides if side in (*low, *high)]
        who = f"The furthest two, {_names(two)}, are"
        if len(two) > _PAIR:
            who = f"The furthest, {_names(low)} from {_names(high)}, are"
    opposite = ", on opposite sides" if _are_opposite(low, high, issue) else ""
    return f"{who} {short(distance)} apart {_on_scale(sides[0], issue)}{opposite}"


def _on_scale(side: Side, issue: str) -> str:
    """The ends of the scale of a distance: `on a scale of -2 to +2`."""
    choices = side.findings[issue].choices
    scores = [choice.score for choice in choices if choice.score is not None]
    return f"on a scale of {short(min(scores), sign=True)} to {short(max(scores), sign=True)}"


def _are_opposite(low: Sequence[Side], high: Sequence[Side], issue: str) -> bool:
    """Whether all of `low` are below 0, all of `high` above, and no position is on both sides."""
    below = {choice for side in low for choice in side.taken(issue)}
    above = {choice for side in high for choice in side.taken(issue)}
    return (
        not below & above
        and all(max(side.figures(issue).means) < 0 for side in low)
        and all(min(side.figures(issue).means) > 0 for side in high)
        and all((choice.score or 0) <= 0 for choice in below)
        and all((choice.score or 0) >= 0 for choice in above)
    )


def _no_distance(sides: Sequence[Side], issue: str) -> str:
    """Say why there is no distance, if some side is on the scale and another is not."""
    without = [side for side in sides if side.figures(issue).mean is None]
    if len(without) == len(sides):
        return ""
    by_reason = _by_answer(without, lambda side: why_no_mean(side.figures(issue)))
    whys = "; ".join(
        f"of {_names(who) if len(sides) <= _NAMED or len(who) == 1 else len(who)}, {why}"
        for why, who in by_reason.items()
    )
    return f" There is no distance: {whys}."


def _stance(side: Side, issue: str) -> str:
    """A side with its mean and positions: `Rouhani +1 (Supports, Conditional; 2 statements)`."""
    figures = side.figures(issue)
    count = plural(len(figures.means), "official") if side.is_faction else ""
    count = count or plural(figures.scored, "statement")
    name = f"{laid_out(side.name)} {mean_told(side, issue)}".rstrip()
    return f"{name} ({positions(side, issue)}; {count})"


def _open(sides: Sequence[Side], *, alone: bool, of_all: int) -> str:
    if alone:
        return f"only {laid_out(sides[0].name)} speaks of it, and leaves it open."
    if len(sides) == of_all:
        return f"{'both' if of_all == _PAIR else 'all'} leave it open."
    return f"{_names(sides)} leave{'s' * (len(sides) == 1)} it open."


def _names(sides: Iterable[Side]) -> str:
    return listed([laid_out(side.name) for side in sides])
