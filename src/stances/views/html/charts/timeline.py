"""Statements over time, a lane per official."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stances.views.html.charts.svg import (
    NARROWEST,
    NO_SCORE,
    Lane,
    axis_lane,
    diamond,
    lane,
    line,
    packed,
    share,
    shifted,
    svg,
)
from stances.views.html.charts.time_axis import FADE, HALO, Span, arrows, bar, date_shape, frame
from stances.views.html.elements import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.report.officials import StatementSummary
    from stances.views.html.charts.time_axis import Days

CHANGES = {"certain": "▲", "unordered": "△"}
"""The mark before the sign of a statement that is a change, or in no order with another."""
_CHANGED = {"certain": ", a change", "unordered": ", in no known order with another that differs"}
_ROW, _PADDING = 20, 4
_LETTER = 8 / NARROWEST
_GAP = 12 / NARROWEST
"""The space between a mark and its sign, with half of a point."""
_WIDE = 0.2
"""From this width on, a span has its sign inside."""


class Labelled(NamedTuple):
    """The place, shift and anchor of a sign, and the extent of its mark with it."""

    at: float
    by: float
    anchor: str
    extent: tuple[float, float]


def labelled(span: Span, sign_: str) -> Labelled:
    """The place of a sign: inside a wide span, else after it, or before it at the edge."""
    width = len(sign_) * _LETTER
    left, right = span.left - _GAP, span.right + _GAP
    if span.right - span.left > max(_WIDE, width + 2 * FADE):
        return Labelled((span.left + span.right) / 2, 0, "middle", (left, right))
    if right + width <= 1:
        return Labelled(span.right, HALO + 2, "start", (left, right + width))
    return Labelled(span.left, -HALO - 2, "end", (left - width, right))


class Mark(NamedTuple):
    """A statement on the axis: its date in words and as a span, its position, and its change.

    The `letter` is the sign of the position, the `label` its name.
    """

    said: StatementSummary
    date: str
    span: Span
    letter: str
    label: str
    colour: str
    change: str | None

    @property
    def sign(self) -> str:
        """The text at the mark, of hearsay in brackets; empty for a position without a sign."""
        text = "" if self.letter == NO_SCORE else CHANGES.get(self.change or "", "") + self.letter
        return f"({text or NO_SCORE})" if self.said.hearsay else text

    @property
    def told(self) -> str:
        """The statement and its change, in words."""
        marks = f"{', hearsay' * self.said.hearsay}{', disputed' * self.said.disputed}"
        change = _CHANGED.get(self.change or "", "")
        return f"{self.date}: {self.letter} {self.label}{marks}{change}"


def axis(days: Days) -> Lane:
    """The days that are named, above the lanes."""
    ticks = days.ticks
    texts = [
        element(
            "text",
            text,
            x=share(tick.at),
            y=y,
            text_anchor=tick.anchor,
            class_="extra" if tick.is_extra else None,
        )
        for tick in ticks
        for text, y in zip(tick.lines, (14, 30), strict=True)
    ]
    named = ", ".join(tick.day for tick in ticks)
    drawing = svg(40, "Axis of time", f"Days named: {named}.", *texts, _grid(days, 34, 40))
    return axis_lane(drawing, 40)


def timeline_lane(days: Days, name: str, marks: Sequence[Mark], label: Markup) -> Lane:
    """The statements of one official on an issue."""
    places = [labelled(mark.span, mark.sign) for mark in marks]
    rows = packed([place.extent for place in places])
    drawn = []
    for mark, place, row in zip(marks, places, rows, strict=True):
        middle = _middle(row)
        text = element(
            "text",
            mark.sign,
            x=share(place.at),
            y=middle + 4,
            text_anchor=place.anchor,
            transform=shifted(place.by),
            class_="sign",
        )
        pieces = [
            element("title", f"{mark.told} ({mark.said.ref})"),
            date_shape(mark.span, middle, mark.colour),
            frame(mark.span, middle) if mark.said.disputed else None,
            text if mark.sign else None,
        ]
        drawn.append(element("g", *pieces))
    description = "; ".join(mark.told for mark in marks)
    return _lane(days, (name, f"{name} over time", description), rows, drawn, label)


def assessed_lane(
    days: Days, claims: Sequence[tuple[str, Span]], label: Markup, name: str = ""
) -> Lane:
    """The assessments of a source, each with its text and date."""
    rows = packed([(span.left - _GAP, span.right + _GAP) for _, span in claims])
    drawn = []
    for (text, span), row in zip(claims, rows, strict=True):
        middle = _middle(row)
        ends = zip((span.left, span.right), span.open, strict=True)
        closed = dict.fromkeys(at for at, open_ in ends if not open_)
        shapes = [bar(span, middle, "assessed"), arrows(span, middle, "assessed")]
        shapes += [diamond(at, middle, "assessed") for at in closed]
        drawn.append(element("g", element("title", text), *shapes))
    description = "; ".join(text for text, _ in claims)
    names = (name, "In its own voice over time", description)
    return _lane(days, names, rows, drawn, label)


def _lane(
    days: Days,
    names: tuple[str, str, str],
    rows: Sequence[int],
    drawn: Sequence[Markup],
    label: Markup,
) -> Lane:
    """A lane with so many rows; `names` are its own, and title and description of the drawing."""
    height = _ROW * (max(rows) + 1) + _PADDING
    name, title, description = names
    drawing = svg(height, title, description, _grid(days, 0, height), *drawn)
    return lane(name, label, drawing, height)


def _middle(row: int) -> float:
    return _PADDING / 2 + _ROW * (row + 0.5)


def _grid(days: Days, top: float, bottom: float) -> Markup:
    """A line at each named day, and a band for each stretch that is left out."""
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
    ticks = days.ticks
    lines = [
        line(tick.at, tick.at, top, bottom, class_="grid extra" if tick.is_extra else "grid")
        for tick in ticks
    ]
    return joined([*bands, *lines])
