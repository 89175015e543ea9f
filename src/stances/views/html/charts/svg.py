"""Shared SVG pieces of the charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.elements import Markup, element, number
from stances.views.values import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.queries.report.officials import StatementSummary

NARROWEST = 280
"""So many pixels a drawing has on the narrowest phone: what must not touch is measured by it."""
NO_SCORE, UNSCORED = "·", "unscored"


def svg(height: float, title: str, told: str, *marks: Markup) -> Markup:
    """A drawing that a screen reader takes for a picture with a title and a description."""
    inner = (element("title", title), element("desc", told), *marks)
    return element("svg", *inner, class_="plot", role="img", width="100%", height=height)


def ornament(height: float, *marks: Markup | None) -> Markup:
    """A drawing that says nothing which does not stand beside it in words."""
    return element("svg", *marks, class_="plot", aria_hidden="true", width="100%", height=height)


def share(part: float) -> str:
    """A place across, from 0 to 1, as SVG has it."""
    return f"{number(part * 100)}%"


def line(left: float, right: float, top: float, bottom: float, class_: str) -> Markup:
    """A line between two places across and two heights."""
    return element("line", x1=share(left), x2=share(right), y1=top, y2=bottom, class_=class_)


def diamond(at: float, middle: float, class_: str) -> Markup:
    """A mark that is not a statement. A path knows no shares of the width, an inner SVG does."""
    shape = element("path", d=f"M-5 {number(middle)}l5 -5 5 5 -5 5z", class_=class_)
    return element("svg", shape, x=share(at), overflow="visible")


def shifted(by: float) -> str | None:
    """To stand so many pixels beside a place that is a share of the width."""
    return f"translate({number(by)} 0)" if by else None


def sign(score: float | None) -> str:
    """A score with its sign, a dot where there is none: it tells without colour."""
    return NO_SCORE if score is None else signed(score).replace("-", "\N{MINUS SIGN}")


def tone(score: float | None, most: float) -> str:
    """The class that colours a score, by its sign and whether it is near the end of the scale."""
    if score is None:
        return UNSCORED
    if score == 0:
        return "middle"
    side = "for" if score > 0 else "against"
    return f"{side}-far" if abs(score) * 2 > most else f"{side}-near"


def furthest(scores: Iterable[int | None]) -> int:
    """How far the scores of a scale reach, up or down."""
    return max((abs(score) for score in scores if score is not None), default=0)


def lane(label: Markup, drawing: Markup, value: Markup | None = None) -> Markup:
    """A drawing beside its name, perhaps with a figure behind it."""
    figure = element("div", value, class_="value") if value else None
    return element("div", element("div", label, class_="who"), drawing, figure, class_="lane")


def axis_lane(drawing: Markup) -> Markup:
    """An axis above the lanes that it is the axis of."""
    return element("div", element("div", class_="who"), drawing, class_="lane axis")


def told(said: StatementSummary) -> str:
    """What a mark stands for, in one line."""
    disputed = ", disputed" if said.disputed else ""
    return f"{said.said}: {sign(said.score)} {said.position}{disputed}"


def packed(extents: Sequence[tuple[float, float]]) -> list[int]:
    """For each stretch the first row in which it touches none of those before it."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for left, right in extents:
        free = (n for n, row in enumerate(rows) if all(right <= a or b <= left for a, b in row))
        at = next(free, len(rows))
        if at == len(rows):
            rows.append([])
        rows[at].append((left, right))
        found.append(at)
    return found
