"""Statements over time, with a lane for each official."""

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
    pixels,
    share,
    shifted,
    svg,
)
from stances.views.html.charts.time_axis import FADE, HALO, Span, arrows, bar, date_shape, frame
from stances.views.html.elements import Markup, element, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.report.officials import StatementSummary
    from stances.views.html.charts.time_axis import Days

CHANGES = {"certain": "▲", "unordered": "△"}
"""The mark before the sign of a statement that is a change, or in no known order with another."""
_CHANGED = {"certain": ", a change", "unordered": ", in no known order with another that differs"}
_ROW, _PADDING = 20, 4
_LETTER = 8 / NARROWEST
_GAP = 12 / NARROWEST
"""The gap between a mark and its sign, with half a point, as a share of the width."""
_EXTRA = ' class="extra"'
_WIDE = 0.2
"""The least width of a span with its sign inside, as a share."""


class Labelled(NamedTuple):
    """The place, shift and anchor of a sign, and the extent of mark and sign together."""

    at: float
    by: float
    anchor: str
    extent: tuple[float, float]


def labelled(span: Span, sign_: str) -> Labelled:
    """The place of a sign: inside a wide span, else after the span, or before it at the edge."""
    width = len(sign_) * _LETTER
    left, right = span.left - _GAP, span.right + _GAP
    if span.right - span.left > max(_WIDE, width + 2 * FADE):
        return Labelled((span.left + span.right) / 2, 0, "middle", (left, right))
    if right + width <= 1:
        return Labelled(span.right, HALO + 2, "start", (left, right + width))
    return Labelled(span.left, -HALO - 2, "end", (left - width, right))


class Mark(NamedTuple):
    """A statement on the axis: its date in words and as a span, its position, and its change.

    `letter` is the sign of the position, `label` its name.
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
        """The text at the mark, in brackets for hearsay; empty for a position without a sign."""
        text = "" if self.letter == NO_SCORE else CHANGES.get(self.change or "", "") + self.letter
        return f"({text or NO_SCORE})" if self.said.hearsay else text

    @property
    def told(self) -> str:
        """The statement and its change, in words."""
        marks = f"{', hearsay' * self.said.hearsay}{', disputed' * self.said.disputed}"
        change = _CHANGED.get(self.change or "", "")
        return f"{self.date}: {self.letter} {self.label}{marks}{change}"


def axis(days: Days) -> Lane:
    """The axis with its named days."""
    ticks = days.ticks
    texts = [
        Markup(
            f'<text x="{share(tick.at)}" y="{y}" text-anchor="{tick.anchor}"'
            f"{_EXTRA * tick.is_extra}>{text}</text>"
        )
        for tick in ticks
        for text, y in zip(tick.lines, (14, 30), strict=True)
    ]
    named = ", ".join(tick.day for tick in ticks)
    drawing = svg(40, "Axis of time", f"Days named: {named}.", *texts, _grid(days, 34, 40))
    return axis_lane(drawing, 40)


def timeline_lane(days: Days, name: str, marks: Sequence[Mark], label: Markup) -> Lane:
    """The lane of an official on an issue."""
    places = [labelled(mark.span, mark.sign) for mark in marks]
    rows = packed([place.extent for place in places])
    told = [mark.told for mark in marks]
    drawn = []
    # Markup by hand is faster, and pages of officials have one of these for each statement.
    for mark, title, place, row in zip(marks, told, places, rows, strict=True):
        middle = _middle(row)
        around = frame(mark.span, middle) if mark.said.disputed else ""
        drawn.append(
            Markup(
                f"<g><title>{markup(f'{title} ({mark.said.ref})')}</title>"
                f"{date_shape(mark.span, middle, mark.colour)}{around}"
                f"{_sign(mark.sign, place, middle)}</g>"
            )
        )
    description = "; ".join(told)
    return _lane(days, (name, f"{name} over time", description), rows, drawn, label)


def _sign(sign_: str, place: Labelled, middle: float) -> str:
    """The text of a sign; empty if there is none."""
    if not sign_:
        return ""
    moved = f' transform="{shifted(place.by)}"' if place.by else ""
    return (
        f'<text x="{share(place.at)}" y="{pixels(middle + 4)}" text-anchor="{place.anchor}"'
        f'{moved} class="sign">{markup(sign_)}</text>'
    )


def assessed_lane(
    days: Days, claims: Sequence[tuple[str, Span]], label: Markup, name: str = ""
) -> Lane:
    """The lane of a source's assessments, each with its text and date."""
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
    """A lane with its rows; `names` are its name, and title and description of the SVG."""
    height = _ROW * (max(rows) + 1) + _PADDING
    name, title, description = names
    drawing = svg(height, title, description, _grid(days, 0, height), *drawn)
    return lane(name, label, drawing, height)


def _middle(row: int) -> float:
    return _PADDING / 2 + _ROW * (row + 0.5)


def _grid(days: Days, top: float, bottom: float) -> Markup:
    """A line at each named day, and a band at each stretch that is left out."""
    y, height = pixels(top), pixels(bottom - top)
    bands = [
        f'<rect x="{share(left + 0.01)}" width="{share(right - left - 0.02)}" y="{y}"'
        f' height="{height}" class="left-out"></rect>'
        for left, right in days.left_out
    ]
    lines = [
        line(tick.at, tick.at, top, bottom, class_="grid extra" if tick.is_extra else "grid")
        for tick in days.ticks
    ]
    return Markup("".join([*bands, *lines]))
