"""How the statements of a faction lie on the scale: bars, one a position, with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.html.charts.drawing import (
    furthest,
    line,
    ornament,
    share,
    sign,
    tone,
)
from stances.views.html.markup import Markup, element, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.summary import Counts, Step

_BAR, _HEIGHT = 10, 14
_AXIS = 22


def on_scale(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The positions from the lowest score to the highest, and those that have none."""
    scored = [step for step in steps if step.score is not None]
    return sorted(scored, key=lambda step: step.score or 0), [s for s in steps if s.score is None]


def distribution(steps: Sequence[Step], counts: Counts, most: int) -> Markup:
    """A line for each position of the scale; below, apart, those that are on no scale.

    `most` is how many statements the longest bar of all drawings has.
    """
    reach = furthest(step.score for step in steps)
    scored, unscored = on_scale(steps)
    lines = [_line(step, counts, most, reach) for step in (*reversed(scored), *unscored)]
    if unscored and scored:
        lines.insert(len(scored), element("tr", element("td", colspan=3), class_="apart"))
    return element("table", element("thead", _head()), element("tbody", *lines), class_="bars")


def _head() -> Markup:
    heads = (("position", None), ("", "true"), ("statements", None))
    cells = (element("th", text, scope="col") if text else element("td") for text, _ in heads)
    return element("tr", *cells, class_="unseen")


def _line(step: Step, counts: Counts, most: int, reach: int) -> Markup:
    statements, officials = counts.get(step.id, (0, 0))
    colour = tone(step.score, reach)
    bar = ornament(
        _HEIGHT,
        line(0, 0, 0, _HEIGHT, class_="base"),
        element(
            "rect",
            x=0,
            y=(_HEIGHT - _BAR) / 2,
            width=share(statements / most if most else 0),
            height=_BAR,
            class_=f"bar {colour}",
        ),
    )
    name = [element("span", sign(step.score), class_="sign"), " ", step.label]
    told = [element("b", statements), element("span", f" by {officials}", class_="quiet")]
    cells = (
        element("th", *name, scope="row"),
        element("td", bar if statements else ornament(_HEIGHT, line(0, 0, 0, _HEIGHT, class_="base"))),
        element("td", *(told if statements else ["0"]), class_="count"),
    )
    return element("tr", *cells, class_=None if statements else "nothing")
