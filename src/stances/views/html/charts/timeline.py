"""Statements over time: a lane for each official, dates with bounds as spans, exact days as points.

A mark never says more than its date: an open end is an arrow that fades, an approximate or
uncertain one is round and hollow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.axis import vague_ends
from stances.views.html.charts.drawing import (
    NARROWEST,
    UNSCORED,
    diamond,
    lane,
    line,
    packed,
    share,
    shifted,
    sign,
    svg,
    told,
)
from stances.views.html.markup import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.report.officials import Said
    from stances.views.html.charts.days import Days

CHANGES = {"certain": "▲", "possible": "△"}
"""What stands before the sign of a statement that is a change."""
_ROW, _PADDING = 20, 4
_POINT, _THIN, _CAP, _HALO = 5, 3.5, 5, 9
_LETTER = 8 / NARROWEST
_GAP = 12 / NARROWEST
"""What is between a mark and its sign, and half of a point."""
_FADE = 0.06
"""How much of the width an open end takes to fade."""
_WIDE = 0.2
"""A span of that width carries its sign itself."""


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


class Labelled(NamedTuple):
    """A mark with its sign: where that stands, how it is anchored, and what both take up."""

    at: float
    by: float
    anchor: str
    extent: tuple[float, float]


def labelled(span: Span, sign_: str) -> Labelled:
    """Where a sign has room: within a wide span, else behind it, at the edge before it."""
    width = len(sign_) * _LETTER
    left, right = span.left - _GAP, span.right + _GAP
    if span.right - span.left > max(_WIDE, width + 2 * _FADE):
        return Labelled((span.left + span.right) / 2, 0, "middle", (left, right))
    if right + width <= 1:
        return Labelled(span.right, _HALO + 2, "start", (left, right + width))
    return Labelled(span.left, -_HALO - 2, "end", (left - width, right))


class Mark(NamedTuple):
    """A statement on the axis: its date, its sign, which colour it has, whether it is a change."""

    said: Said
    span: Span
    colour: str
    change: str | None

    @property
    def sign(self) -> str:
        """What is written at it: nothing where the position has no score."""
        score = self.said.score
        return "" if score is None else CHANGES.get(self.change or "", "") + sign(score)

    @property
    def told(self) -> str:
        """All that it stands for, in words."""
        return told(self.said) + (f", a {self.change} change" if self.change else "")


def axis(days: Days) -> Markup:
    """The days that are named, above the lanes."""
    ticks = days.ticks()
    texts = [
        element("text", text, x=share(tick.at), y=y, text_anchor=tick.anchor)
        for tick in ticks
        for text, y in zip(tick.lines, (14, 30), strict=True)
    ]
    named = ", ".join(tick.day for tick in ticks)
    return svg(40, "Axis of time", f"Days named: {named}.", *texts, _grid(days, 34, 40))


def timeline_lane(days: Days, name: str, marks: Sequence[Mark], label: Markup) -> Markup:
    """One official's statements on an issue."""
    places = [labelled(mark.span, mark.sign) for mark in marks]
    rows = packed([place.extent for place in places])
    drawn = [
        _mark(mark, place, _middle(row))
        for mark, place, row in zip(marks, places, rows, strict=True)
    ]
    description = "; ".join(mark.told for mark in marks)
    return _lane(days, (f"{name} over time", description), rows, drawn, label)


def assessed_lane(days: Days, claims: Sequence[tuple[str, Span]], label: Markup) -> Markup:
    """What a source says in its own voice: of each claim what is told of it, and its date."""
    rows = packed([(span.left - _GAP, span.right + _GAP) for _, span in claims])
    drawn = []
    for (what, span), row in zip(claims, rows, strict=True):
        ends = dict.fromkeys((span.left, span.right))
        shapes = [diamond(at, _middle(row), "assessed") for at in ends]
        bar = _bar(span, _middle(row), "assessed")
        drawn.append(element("g", element("title", what), bar, *shapes))
    description = "; ".join(what for what, _ in claims)
    return _lane(days, ("In its own voice over time", description), rows, drawn, label)


def _lane(
    days: Days,
    called: tuple[str, str],
    rows: Sequence[int],
    drawn: Sequence[Markup],
    label: Markup,
) -> Markup:
    height = _ROW * (max(rows) + 1) + _PADDING
    return lane(label, svg(height, *called, _grid(days, 0, height), *drawn))


def _middle(row: int) -> float:
    return _PADDING / 2 + _ROW * (row + 0.5)


def _mark(mark: Mark, place: Labelled, middle: float) -> Markup:
    text = element(
        "text",
        mark.sign,
        x=share(place.at),
        y=middle + 4,
        text_anchor=place.anchor,
        transform=shifted(place.by),
        class_="sign",
    )
    span = mark.span
    shape = _point if span.left == span.right else _bar_with_ends
    return element(
        "g",
        element("title", f"{mark.told} ({mark.said.ref})"),
        shape(span, middle, mark.colour),
        _outline(span, middle) if mark.said.disputed else None,
        text if mark.sign else None,
    )


def _point(span: Span, middle: float, colour: str) -> Markup:
    hollow = " hollow" if any(span.vague) else ""
    at, r = share(span.left), _THIN if colour == UNSCORED else _POINT
    return element("circle", cx=at, cy=middle, r=r, class_=f"point {colour}{hollow}")


def _bar_with_ends(span: Span, middle: float, colour: str) -> Markup:
    ends = []
    for at, vague, open_, inwards in zip(
        (span.left, span.right), span.vague, span.open, (1, -1), strict=True
    ):
        if open_:
            ends.append(_arrow(at, inwards, middle, colour))
        elif vague:
            hollow = f"point hollow {colour}"
            ends.append(element("circle", cx=share(at), cy=middle, r=_THIN, class_=hollow))
        else:
            ends.append(line(at, at, middle - _CAP, middle + _CAP, class_=f"cap {colour}"))
    return joined([_bar(span, middle, colour), *ends])


def _bar(span: Span, middle: float, colour: str) -> Markup:
    """The line of a span; towards an open end it is dotted."""
    left = min(_FADE if span.open[0] else span.left, span.right)
    right = max(1 - _FADE if span.open[1] else span.right, left)
    pieces = [line(left, right, middle, middle, class_=f"span {colour}")]
    if span.open[0]:
        pieces.append(line(0, left, middle, middle, class_=f"span fading {colour}"))
    if span.open[1]:
        pieces.append(line(right, 1, middle, middle, class_=f"span fading {colour}"))
    return joined(pieces)


def _arrow(at: float, inwards: int, middle: float, colour: str) -> Markup:
    """The head of an arrow at an edge, which an inner SVG puts there."""
    heads = [
        element(
            "line", x1=inwards, x2=9 * inwards, y1=middle, y2=middle + dy, class_=f"cap {colour}"
        )
        for dy in (-_CAP, _CAP)
    ]
    return element("svg", *heads, x=share(at), overflow="visible")


def _outline(span: Span, middle: float) -> Markup:
    """A dashed frame around what is disputed."""
    top, height = middle - _HALO + 0.5, 2 * _HALO - 1
    if span.left != span.right:
        width = share(span.right - span.left)
        x = share(span.left)
        return element("rect", x=x, y=top, width=width, height=height, rx=4, class_="disputed")
    frame = element(
        "rect", x=-_HALO, y=top, width=2 * _HALO, height=height, rx=4, class_="disputed"
    )
    return element("svg", frame, x=share(span.left), overflow="visible")


def _grid(days: Days, top: float, bottom: float) -> Markup:
    """A line at each day that is named, and a band where a stretch is left out."""
    bands = [
        element(
            "rect",
            x=share(left + 0.01),
            width=share(right - left - 0.02),
            y=top,
            height=bottom - top,
            class_="left-out",
        )
        for left, right in days.left_out
    ]
    ticks = [line(tick.at, tick.at, top, bottom, class_="grid") for tick in days.ticks()]
    return joined([*bands, *ticks])
