"""Statements over time: a lane for each official, dates with bounds as spans, exact days as points.

A mark never says more than its date: an open end is an arrow that fades, an approximate or
uncertain one is round and hollow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.axis import vague_ends
from stances.views.html.charts.drawing import (
    NARROWEST,
    lane,
    line,
    packed,
    share,
    shifted,
    sign,
    svg,
    told,
    tone,
)
from stances.views.html.markup import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stances.queries.report.officials import Said
    from stances.views.html.charts.days import Days

CHANGES = {"certain": "▲", "possible": "△"}
"""What stands before the sign of a statement that is a change."""
_ROW, _POINT, _CAP, _HALO = 20, 5, 5, 9
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


def axis(days: Days) -> Markup:
    """The days that are named, above the lanes."""
    ticks = days.ticks()
    texts = [
        element("text", text, x=share(tick.at), y=y, text_anchor=tick.anchor)
        for tick in ticks
        for text, y in zip(tick.lines, (11, 24), strict=True)
    ]
    named = ", ".join(tick.day for tick in ticks)
    return svg(32, "Axis of time", f"Days named: {named}.", *texts, _grid(days, 26, 32))


def timeline_lane(
    days: Days, name: str, said: Sequence[Said], changes: Mapping[str, str], reach: int, label: Markup
) -> Markup:
    """One official's statements on an issue; `changes` says of a reference how sure its change is."""
    signs = [f"{CHANGES.get(changes.get(each.ref, ''), '')}{sign(each.score)}" for each in said]
    spans = [Span.of(days, each.said, each.said_from, each.said_to) for each in said]
    places = [labelled(span, text) for span, text in zip(spans, signs, strict=True)]
    rows = packed([place.extent for place in places])
    height = _ROW * (max(rows) + 1) + 4
    marks = [
        _mark(each, span, place, text, 2 + _ROW * (row + 0.5), changes.get(each.ref), reach)
        for each, span, place, text, row in zip(said, spans, places, signs, rows, strict=True)
    ]
    description = "; ".join(_told(each, changes.get(each.ref)) for each in said)
    title = f"{name} over time"
    return lane(label, svg(height, title, f"{description}.", _grid(days, 0, height), *marks))


def assessed_lane(days: Days, claims: Sequence[tuple[str, Span]], label: Markup) -> Markup:
    """What a source says in its own voice: of each claim what is told of it, and its date."""
    rows = packed([(span.left - _GAP, span.right + _GAP) for _, span in claims])
    height = _ROW * (max(rows) + 1) + 4
    marks = []
    for (what, span), row in zip(claims, rows, strict=True):
        middle = 2 + _ROW * (row + 0.5)
        ends = [span.left] if span.left == span.right else [span.left, span.right]
        drawn = [_bar(span, middle, "assessed"), *(_diamond(at, middle) for at in ends)]
        marks.append(element("g", element("title", what), *drawn))
    description = "; ".join(what for what, _ in claims)
    title = "In the sources' own voice"
    return lane(label, svg(height, title, f"{description}.", _grid(days, 0, height), *marks))


def _told(said: Said, change: str | None) -> str:
    return told(said) + (f", a {change} change" if change else "")


def _mark(  # noqa: PLR0913, PLR0917 - what a mark is made of
    said: Said,
    span: Span,
    place: Labelled,
    text: str,
    middle: float,
    change: str | None,
    reach: int,
) -> Markup:
    colour = tone(said.score, reach)
    label = element(
        "text",
        text,
        x=share(place.at),
        y=middle + 4,
        text_anchor=place.anchor,
        transform=shifted(place.by),
        class_="sign",
    )
    drawn = [_point(span, middle, colour)] if span.left == span.right else _span(span, middle, colour)
    if said.disputed:
        drawn.append(_outline(span, middle))
    title = element("title", f"{_told(said, change)} ({said.ref})")
    return element("g", title, *drawn, label)


def _point(span: Span, middle: float, colour: str) -> Markup:
    hollow = " hollow" if any(span.vague) else ""
    at = share(span.left)
    return element("circle", cx=at, cy=middle, r=_POINT, class_=f"point {colour}{hollow}")


def _span(span: Span, middle: float, colour: str) -> list[Markup]:
    """A bar and its two ends."""
    ends = zip((span.left, span.right), span.vague, span.open, (-1, 1), strict=True)
    return [_bar(span, middle, colour), *(_end(*end, middle=middle, colour=colour) for end in ends)]


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


def _end(  # noqa: PLR0913, PLR0917 - an end has all of these
    at: float, vague: bool, open_: bool, side: int, *, middle: float, colour: str  # noqa: FBT001
) -> Markup:
    if open_:
        tip, back = (1, 9) if side < 0 else (-1, -9)
        return _arrow(at, tip, back, middle, colour)
    if vague:
        return element("circle", cx=share(at), cy=middle, r=3.5, class_=f"point hollow {colour}")
    return line(at, at, middle - _CAP, middle + _CAP, class_=f"cap {colour}")


def _arrow(at: float, tip: int, back: int, middle: float, colour: str) -> Markup:
    """An arrow at the edge: lines can begin at a share of the width, paths cannot."""
    lines = [
        element("line", x1=0, x2=back - tip, y1=middle, y2=middle + dy, class_=f"cap {colour}")
        for dy in (-_CAP, _CAP)
    ]
    # An inner SVG moves its origin to the edge.
    return element("svg", element("g", *lines, transform=shifted(tip)), x=share(at), overflow="visible")


def _outline(span: Span, middle: float) -> Markup:
    """A dashed frame around what is disputed."""
    inner = element(
        "rect",
        x=-_HALO,
        y=middle - _HALO + 0.5,
        rx=4,
        width=2 * _HALO,
        height=2 * _HALO - 1,
        class_="disputed",
    )
    if span.left == span.right:
        return element("svg", inner, x=share(span.left), overflow="visible")
    frame = {"y": middle - _HALO + 0.5, "height": 2 * _HALO - 1, "rx": 4, "class_": "disputed"}
    return element("rect", x=share(span.left), width=share(span.right - span.left), **frame)


def _diamond(at: float, middle: float) -> Markup:
    shape = element("path", d=f"M-5 {middle:g}l5 -5 5 5 -5 5z", class_="assessed")
    return element("svg", shape, x=share(at), overflow="visible")


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
