"""Shared SVG pieces of the charts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from stances.views.html.elements import Markup, element, number
from stances.views.values import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROWEST = 280
"""The width in pixels of a drawing on the narrowest phone, by which distances are measured."""
NO_SCORE, UNSCORED = "·", "unscored"


def svg(height: float, title: str, description: str, *marks: Markup) -> Markup:
    """A drawing that a screen reader reads as a picture with title and description."""
    inner = (element("title", title), element("desc", description), *marks)
    return element("svg", *inner, class_="plot", role="img", width="100%", height=height)


def ornament(height: float, *marks: Markup | None) -> Markup:
    """A drawing that only repeats the words beside it."""
    return element("svg", *marks, class_="plot", aria_hidden="true", width="100%", height=height)


def share(part: float) -> str:
    """A share of the width, from 0 to 1, as SVG takes it."""
    return f"{number(part * 100)}%"


def line(left: float, right: float, top: float, bottom: float, class_: str) -> Markup:
    """A line between two shares of the width and two heights in pixels."""
    return element("line", x1=share(left), x2=share(right), y1=top, y2=bottom, class_=class_)


def diamond(at: float, middle: float, class_: str) -> Markup:
    """A mark that is no statement. A path takes no shares of the width, an inner SVG does."""
    shape = element("path", d=f"M-5 {number(middle)}l5 -5 5 5 -5 5z", class_=class_)
    return element("svg", shape, x=share(at), overflow="visible")


def shifted(by: float) -> str | None:
    """The transform that moves a mark by so many pixels; None for none."""
    return f"translate({number(by)} 0)" if by else None


def sign(score: float | None) -> str:
    """A score with its sign; a dot for no score."""
    return NO_SCORE if score is None else signed(score).replace("-", "\N{MINUS SIGN}")


def tone(score: float | None, most: float) -> str:
    """The class that colours a score by its sign and its distance from 0."""
    if score is None:
        return UNSCORED
    if score == 0:
        return "middle"
    side = "for" if score > 0 else "against"
    return f"{side}-far" if abs(score) * 2 > most else f"{side}-near"


def furthest(scores: Iterable[int | None]) -> int:
    """The largest absolute score of a scale."""
    return max((abs(score) for score in scores if score is not None), default=0)


class Lane(Markup):
    """A drawing after its label, as a page shows it: `drawing` and `name` are these alone.

    A lane without a drawing is a heading.
    """

    name: str
    drawing: Markup | None
    height: float


def lane(name: str, label: Markup, drawing: Markup, height: float) -> Lane:
    """A drawing after its label, which is a `name` in text."""
    row = element("div", element("div", label, class_="who"), drawing, class_="lane")
    return _lane(row, name, drawing, height)


def axis_lane(drawing: Markup, height: float) -> Lane:
    """The lane of an axis, above those that it measures."""
    row = element("div", element("div", class_="who"), drawing, class_="lane axis")
    return _lane(row, "", drawing, height)


def heading(name: str) -> Lane:
    """The heading of the lanes below it."""
    return _lane(element("p", element("bdi", name), class_="group"), name, None, 0)


def _lane(row: Markup, name: str, drawing: Markup | None, height: float) -> Lane:
    made = Lane(row)
    made.name, made.drawing, made.height = name, drawing, height
    return made


@cache
def chart_style() -> str:
    """The colours and lines of all charts, as CSS."""
    style = files("stances.views.html.charts").joinpath("chart.css").read_text("utf-8")
    return style.replace("\r\n", "\n")


def packed(extents: Sequence[tuple[float, float]]) -> list[int]:
    """The first row in which each extent touches none of those before it."""
    rows: list[list[tuple[float, float]]] = []
    indexes = []
    for left, right in extents:
        free = (n for n, row in enumerate(rows) if all(right <= a or b <= left for a, b in row))
        index = next(free, len(rows))
        if index == len(rows):
            rows.append([])
        rows[index].append((left, right))
        indexes.append(index)
    return indexes
