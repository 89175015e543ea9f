"""Shared SVG pieces of the charts."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from stances.views.html.elements import Markup, element, markup, number
from stances.views.values import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROWEST = 280
"""The width in pixels of a drawing on the narrowest phone; it converts pixels into shares."""
NO_SCORE, UNSCORED = "·", "unscored"


def svg(height: float, title: str, description: str, *marks: Markup) -> Markup:
    """A drawing with a title and a description for screen readers."""
    return Markup(
        f'<svg class="plot" role="img" width="100%" height="{pixels(height)}">'
        f"<title>{markup(title)}</title><desc>{markup(description)}</desc>{''.join(marks)}</svg>"
    )


def ornament(height: float, *marks: Markup | None) -> Markup:
    """A drawing that repeats the words beside it, and is hidden from screen readers."""
    return element("svg", *marks, class_="plot", aria_hidden="true", width="100%", height=height)


@lru_cache(1024)
def share(part: float) -> str:
    """A share of the width, from 0 to 1, as an SVG percentage."""
    return f"{number(part * 100)}%"


pixels = lru_cache(1024)(number)
"""`number` with a cache, because a page repeats the same numbers of pixels."""


def line(left: float, right: float, top: float, bottom: float, class_: str) -> Markup:
    """A line between two shares of the width and two heights in pixels."""
    x1, x2, y1, y2 = share(left), share(right), pixels(top), pixels(bottom)
    return Markup(f'<line x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}" class="{class_}"></line>')


def diamond(at: float, middle: float, class_: str) -> Markup:
    """A mark that is no statement; in an inner SVG, because a path takes no shares."""
    shape = element("path", d=f"M-5 {number(middle)}l5 -5 5 5 -5 5z", class_=class_)
    return element("svg", shape, x=share(at), overflow="visible")


def shifted(by: float) -> str | None:
    """The transform that moves a mark by this number of pixels; None for 0."""
    return f"translate({number(by)} 0)" if by else None


def sign(score: float | None) -> str:
    """A score with its sign, or a dot for no score."""
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
    """The largest absolute value of the scores."""
    return max((abs(score) for score in scores if score is not None), default=0)


class Lane(Markup):
    """A row of a page: a label and a drawing; `name` and `drawing` are these two alone.

    A lane without a drawing is a heading.
    """

    name: str
    drawing: Markup | None
    height: float


def lane(name: str, label: Markup, drawing: Markup, height: float) -> Lane:
    """A lane with a label and a drawing; `name` is the label as text."""
    row = Markup(f'<div class="lane"><div class="who">{label}</div>{drawing}</div>')
    return _lane(row, name, drawing, height)


def axis_lane(drawing: Markup, height: float) -> Lane:
    """The lane of an axis; it stands above the lanes that it measures."""
    row = Markup(f'<div class="lane axis"><div class="who"></div>{drawing}</div>')
    return _lane(row, "", drawing, height)


def heading(name: str) -> Lane:
    """The heading of the lanes below."""
    return _lane(element("p", element("bdi", name), class_="group"), name, None, 0)


def _lane(row: Markup, name: str, drawing: Markup | None, height: float) -> Lane:
    made = Lane(row)
    made.name, made.drawing, made.height = name, drawing, height
    return made


def chart_style() -> str:
    """The colours and lines of all charts, as CSS."""
    return _style("chart")


def network_style() -> str:
    """The additional CSS of network pictures."""
    return _style("network")


@cache
def _style(name: str) -> str:
    style = files("stances.views.html.charts").joinpath(f"{name}.css").read_text("utf-8")
    return style.replace("\r\n", "\n")


def packed(extents: Sequence[tuple[float, float]]) -> list[int]:
    """For each extent, the first row in which it touches no earlier extent."""
    rows: list[list[tuple[float, float]]] = []
    indexes = []
    for left, right in extents:
        for index, row in enumerate(rows):  # noqa: B007 - the one that is free
            for begin, end in row:
                if begin < right and left < end:
                    break
            else:
                break
        else:
            index, row = len(rows), []
            rows.append(row)
        row.append((left, right))
        indexes.append(index)
    return indexes
