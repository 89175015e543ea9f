"""Dates over the axis of time: a point for a day, a bar for days between bounds.

A mark never says more than its date: an open end is an arrow that fades, an approximate or
uncertain one is round and hollow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.axis import vague_ends
from stances.views.html.charts.drawing import UNSCORED, line, share
from stances.views.html.markup import Markup, element, joined

if TYPE_CHECKING:
    from stances.views.html.charts.days import Days

HALO = 9
"""So many pixels around a point are its own."""
FADE = 0.06
"""How much of the width an open end takes to fade."""
_POINT, _THIN, _CAP = 5, 3.5, 5


class Span(NamedTuple):
    """A date on the axis: from where to where, and whether its ends are vague or open."""

    left: float
    right: float
    vague: tuple[bool, bool] = (False, False)
    open: tuple[bool, bool] = (False, False)

    @classmethod
    def of(cls, days: Days, said: str, first: str | None, last: str | None) -> Span:
        """The place of a date; an open end lies at the edge."""
        left = 0.0 if first is None else days.place(first)
        right = 1.0 if last is None else days.place(last)
        return cls(left, right, vague_ends(said), (first is None, last is None))


def date_shape(span: Span, middle: float, colour: str) -> Markup:
    """A point for a day, a bar with its two ends for more."""
    shape = _point if span.left == span.right else _bar_with_ends
    return shape(span, middle, colour)


def _point(span: Span, middle: float, colour: str) -> Markup:
    hollow = " hollow" if any(span.vague) else ""
    at, r = share(span.left), _THIN if colour == UNSCORED else _POINT
    return element("circle", cx=at, cy=middle, r=r, class_=f"point {colour}{hollow}")


def _bar_with_ends(span: Span, middle: float, colour: str) -> Markup:
    ends = []
    for at, vague, open_ in zip((span.left, span.right), span.vague, span.open, strict=True):
        if vague and not open_:
            hollow = f"point hollow {colour}"
            ends.append(element("circle", cx=share(at), cy=middle, r=_THIN, class_=hollow))
        elif not open_:
            ends.append(line(at, at, middle - _CAP, middle + _CAP, class_=f"cap {colour}"))
    return joined([bar(span, middle, colour), *ends, arrows(span, middle, colour)])


def bar(span: Span, middle: float, colour: str) -> Markup:
    """The line of a span; towards an open end it is dotted."""
    left = min(FADE if span.open[0] else span.left, span.right)
    right = max(1 - FADE if span.open[1] else span.right, left)
    pieces = [line(left, right, middle, middle, class_=f"span {colour}")]
    if span.open[0]:
        pieces.append(line(0, left, middle, middle, class_=f"span fading {colour}"))
    if span.open[1]:
        pieces.append(line(right, 1, middle, middle, class_=f"span fading {colour}"))
    return joined(pieces)


def arrows(span: Span, middle: float, colour: str) -> Markup:
    """The heads of arrows at the open ends."""
    ends = zip((span.left, span.right), span.open, (1, -1), strict=True)
    return joined([_arrow(at, inwards, middle, colour) for at, open_, inwards in ends if open_])


def _arrow(at: float, inwards: int, middle: float, colour: str) -> Markup:
    """The head of an arrow at an edge, which an inner SVG puts there."""
    heads = [
        element(
            "line", x1=inwards, x2=9 * inwards, y1=middle, y2=middle + dy, class_=f"cap {colour}"
        )
        for dy in (-_CAP, _CAP)
    ]
    return element("svg", *heads, x=share(at), overflow="visible")


def frame(span: Span, middle: float) -> Markup:
    """A dashed frame around what is disputed."""
    top, height = middle - HALO + 0.5, 2 * HALO - 1
    if span.left != span.right:
        width = share(span.right - span.left)
        x = share(span.left)
        return element("rect", x=x, y=top, width=width, height=height, rx=4, class_="disputed")
    around = element("rect", x=-HALO, y=top, width=2 * HALO, height=height, rx=4, class_="disputed")
    return element("svg", around, x=share(span.left), overflow="visible")
