"""Statements over time, a lane per official."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.html.charts.svg import (
    NARROWEST,
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
from stances.views.html.charts.time_axis import FADE, HALO, Span, arrows, bar, date_shape, frame
from stances.views.html.elements import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.report.officials import StatementSummary
    from stances.views.html.charts.time_axis import Days

CHANGES = {"certain": "▲", "possible": "△"}
"""What stands before the sign of a statement that is a change."""
_ROW, _PADDING = 20, 4
_LETTER = 8 / NARROWEST
_GAP = 12 / NARROWEST
"""What is between a mark and its sign, and half of a point."""
_WIDE = 0.2
"""A span of that width carries its sign itself."""


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
    if span.right - span.left > max(_WIDE, width + 2 * FADE):
        return Labelled((span.left + span.right) / 2, 0, "middle", (left, right))
    if right + width <= 1:
        return Labelled(span.right, HALO + 2, "start", (left, right + width))
    return Labelled(span.left, -HALO - 2, "end", (left - width, right))


class Mark(NamedTuple):
    """A statement on the axis: its date, its sign, which colour it has, whether it is a change."""

    said: StatementSummary
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
        middle = _middle(row)
        ends = zip((span.left, span.right), span.open, strict=True)
        closed = dict.fromkeys(at for at, open_ in ends if not open_)
        shapes = [bar(span, middle, "assessed"), arrows(span, middle, "assessed")]
        shapes += [diamond(at, middle, "assessed") for at in closed]
        drawn.append(element("g", element("title", what), *shapes))
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
    return element(
        "g",
        element("title", f"{mark.told} ({mark.said.ref})"),
        date_shape(span, middle, mark.colour),
        frame(span, middle) if mark.said.disputed else None,
        text if mark.sign else None,
    )


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
