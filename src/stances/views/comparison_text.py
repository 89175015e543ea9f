"""What a comparison comes to on an issue, in sentences that are derived from the counts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.queries.comparison import apart
from stances.views.direction import laid_out
from stances.views.values import DECIMALS, plural, signed, why_no_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.comparison import Comparison, Side

_PAIR = 2
_SCORED = 3
"""From so many scored officials on, the mean of a faction is shown."""


def verdict(comparison: Comparison, issue: str) -> str:
    """Who takes which position, how far apart they are, who leaves it open or says nothing."""
    sides = comparison.sides
    decided = [side for side in sides if any(not each.is_open for each in side.taken(issue))]
    undecided = [side for side in sides if side.taken(issue) and side not in decided]
    heard = [side for side in sides if not side.taken(issue) and side.on(issue)]
    silent = [side for side in sides if not side.on(issue)]
    told = []
    if len(decided) > 1:
        told.append(_relation(decided, issue, of_all=len(sides)))
    elif decided:
        does = "speaks of it" if len(silent) == len(sides) - 1 else "takes a position"
        told.append(f"Only {laid_out(decided[0].name)} {does}: {positions(decided[0], issue)}.")
    if undecided:
        told.append(_open(undecided, alone=len(silent) == len(sides) - 1, of_all=len(sides)))
    if heard:
        told.append(f"Of {_names(heard)} there is only hearsay.")
    if silent and len(silent) < len(sides) - 1:
        told.append(f"{_names(silent)} say{'s' * (len(silent) == 1)} nothing on it.")
    return " ".join(told)


def positions(side: Side, issue: str) -> str:
    """The positions of a side; of a faction with the numbers of its officials."""
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
    is_shown = not side.is_faction or len(figures.means) >= _SCORED
    return short(figures.mean, sign=True) if is_shown and figures.mean is not None else ""


def without_disputed(comparison: Comparison, issue: str) -> str:
    """What the distance is without the disputed statements; empty if there are none."""
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
    rounded = round(number, DECIMALS)
    whole = int(rounded) if rounded == int(rounded) else rounded
    if sign:
        return signed(whole).rstrip("0") if isinstance(whole, float) else signed(whole)
    return f"{whole:.{DECIMALS}f}".rstrip("0") if isinstance(whole, float) else str(whole)


def _relation(sides: Sequence[Side], issue: str, *, of_all: int) -> str:
    """How the positions of several sides are to each other."""
    labels = [[laid_out(choice.label) for choice in side.taken(issue)] for side in sides]
    everybody = ("Both" if of_all == _PAIR else "All") if len(sides) == of_all else _names(sides)
    figures = [side.figures(issue) for side in sides]
    stances = ", ".join(_stance(side, issue) for side in sides)
    distance = apart(figures)
    if distance:
        whom = "They are" if len(sides) == _PAIR else "The furthest two are"
        low, *_, high = sorted(figures, key=lambda each: each.mean or 0)
        is_opposite = max(low.means) < 0 < min(high.means)
        where = ", on opposite sides" if is_opposite else ""
        return f"{whom} {short(distance)} apart{where}: {stances}."
    if all(each == labels[0] for each in labels):
        return f"{everybody}: {', '.join(labels[0])}."
    if distance is not None:
        return f"They stand at the same place of the scale: {stances}."
    shared = [each for each in labels[0] if all(each in others for others in labels)]
    told = f"{everybody}: {', '.join(shared)}. " if shared else ""
    own = "; ".join(f"{laid_out(side.name)}: {positions(side, issue)}" for side in sides)
    return f"{told}They differ{' in the rest' * bool(shared)}. {own}.{_no_distance(sides, issue)}"


def _no_distance(sides: Sequence[Side], issue: str) -> str:
    """Why there is none between sides of which one stands on the scale."""
    without = [side for side in sides if side.figures(issue).mean is None]
    if len(without) == len(sides):
        return ""
    whys = "; ".join(
        f"of {laid_out(side.name)}, {why_no_mean(side.figures(issue))}" for side in without
    )
    return f" There is no distance: {whys}."


def _stance(side: Side, issue: str) -> str:
    """`Rouhani +1 (Supports, Conditional; 2 statements)`."""
    figures = side.figures(issue)
    count = plural(len(figures.means), "official") if side.is_faction else ""
    count = count or plural(figures.scored, "statement")
    name = f"{laid_out(side.name)} {mean_told(side, issue)}".rstrip()
    return f"{name} ({positions(side, issue)}; {count})"


def _open(sides: Sequence[Side], *, alone: bool, of_all: int) -> str:
    if alone:
        return f"Only {laid_out(sides[0].name)} speaks of it, and leaves it open."
    if len(sides) == of_all:
        return f"{'Both' if of_all == _PAIR else 'All'} leave it open."
    return f"{_names(sides)} leave{'s' * (len(sides) == 1)} it open."


def _names(sides: Sequence[Side]) -> str:
    *others, last = [laid_out(side.name) for side in sides]
    return f"{', '.join(others)} and {last}" if others else last
