"""A chart as one SVG document, which needs no page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.svg import chart_style
from stances.views.html.elements import Markup, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stances.views.html.charts.scale import Scale
    from stances.views.html.charts.svg import Lane

_WIDTH, _LABELS, _MARGIN = 860, 190, 12
_HEADING, _TITLE, _KEY, _MOST_KEYS = 26, 30, 20, 3
_LONGEST, _LONGEST_TITLE = 27, 120
_STYLE = """
svg { font: 12px/1 var(--sans); }
.name, .title { fill: var(--ink); font-size: 13px; }
.title { font-size: 15px; font-weight: 600; }
.heading { fill: var(--quiet); font-size: 11px; font-weight: 600; letter-spacing: .05em; }
.key { fill: var(--quiet); }
.tone { fill: var(--tone); }
.paper { fill: var(--paper); }
"""


def standalone(title: str, lanes: Sequence[Lane], scale: Scale) -> Markup:
    """The title, the lanes of a chart, and the legend of its scale."""
    pieces = [_text(title, _MARGIN, 24, "title", _LONGEST_TITLE)]
    top: float = _MARGIN + _TITLE
    for lane in lanes:
        if lane.drawing is None:
            pieces.append(_text(lane.name.upper(), _MARGIN, top + 18, "heading", _LONGEST_TITLE))
            top += _HEADING
            continue
        pieces.append(_text(lane.name, _MARGIN, top + lane.height / 2 + 4, "name", _LONGEST))
        place = {"x": _LABELS + 2 * _MARGIN, "width": _WIDTH - _LABELS - 3 * _MARGIN}
        pieces.append(element("svg", lane.drawing, y=top, height=lane.height, **place))
        top += lane.height
    if not lanes:
        pieces.append(_text("No statements.", _MARGIN, top + 14, "key", _LONGEST))
        top += _KEY
    keys = [*_keys(scale, top + _MARGIN)] if lanes else []
    rows = -(-len(keys) // _MOST_KEYS)
    height = top + rows * _KEY + 2 * _MARGIN
    return element(
        "svg",
        element("title", title),
        Markup(f"<style>{chart_style()}{_STYLE}</style>"),
        element("rect", width=_WIDTH, height=height, class_="paper"),
        *pieces,
        *keys,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {height:g}",
        width=_WIDTH,
        height=height,
        role="img",
    )


def _keys(scale: Scale, top: float) -> Iterable[Markup]:
    """The legend: positions with their colours and signs, in columns."""
    width = (_WIDTH - 2 * _MARGIN) / _MOST_KEYS
    for number, step in enumerate(scale.ordered):
        x = _MARGIN + number % _MOST_KEYS * width
        y = top + number // _MOST_KEYS * _KEY
        told = f"{scale.sign(step.id)} {step.label}"
        yield element(
            "g",
            element(
                "rect", x=x, y=y, width=10, height=10, rx=2, class_=f"tone {scale.tone(step.id)}"
            ),
            _text(told, x + 16, y + 9, "key", 40),
        )


def _text(text: str, x: float, y: float, class_: str, longest: int) -> Markup:
    """A line of text; if it is cut, the whole text is its title."""
    short = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    title = element("title", text) if short != text else None
    return element("text", title, short, x=x, y=y, class_=class_)
