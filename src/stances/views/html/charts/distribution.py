"""How the statements of a faction lie on the scale: bars, one a position, with their numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.views.html.charts.scale import Scale
from stances.views.html.charts.svg import diamond, furthest, line, ornament, share, sign, svg, tone
from stances.views.html.elements import Markup, element
from stances.views.values import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stances.queries.summary import Counts, Figures, Step

_BAR, _HEIGHT = 10, 14
_MIDDLE = 9


def on_scale(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The positions from the lowest score to the highest, and those that have none."""
    scored = [step for step in steps if step.score is not None]
    return sorted(scored, key=lambda step: step.score or 0), [s for s in steps if s.score is None]


def distribution(name: str, steps: Sequence[Step], counts: Counts, most: int) -> Markup:
    """A line for each position, the highest score first; below, apart, those that are on no scale.

    `most` is how many statements the longest bar of all drawings stands for.
    """
    reach = furthest(step.score for step in steps)
    scored, unscored = on_scale(steps)
    lines = [_line(step, counts, most, reach) for step in (*reversed(scored), *unscored)]
    if unscored and scored:
        lines.insert(len(scored), element("tr", element("td", colspan=3), class_="apart"))
    columns = (element("col", class_=name) for name in ("named", "drawn", "counted"))
    heads = (
        element("th", text, scope="col") for text in ("position", "bar", "statements by officials")
    )
    head = element("thead", element("tr", *heads), class_="unseen")
    parts = element("colgroup", *columns), head, element("tbody", *lines)
    return element("table", *parts, class_="bars", aria_label=name)


def means(steps: Sequence[Step], found: Figures) -> Markup | None:
    """The officials' means as dots, larger where several stand, and their mean as a diamond."""
    if found.mean is None:
        return None
    scale = Scale(steps)
    dots = [
        element(
            "circle",
            element(
                "title",
                f"{sign(round(float(at), DECIMALS))}: {officials} of {len(found.means)} officials",
            ),
            cx=share(scale.place(float(at))),
            cy=_MIDDLE,
            r=min(2.5 * officials**0.5, 7),
            class_=f"dot {tone(float(at), scale.reach)}",
        )
        for at, officials in sorted(Counter(found.means).items())
    ]
    told = f"Mean {sign(round(found.mean, DECIMALS))} over {len(found.means)} officials."
    return svg(
        36,
        "Means on the scale",
        told,
        scale.grid(18),
        line(
            scale.place(scale.scores[0]),
            scale.place(scale.scores[-1]),
            _MIDDLE,
            _MIDDLE,
            class_="grid",
        ),
        *dots,
        diamond(scale.place(found.mean), _MIDDLE, "mean"),
        scale.names(31),
    )


def _line(step: Step, counts: Counts, most: int, reach: int) -> Markup:
    statements, officials = counts.get(step.id, (0, 0))
    name = element("span", sign(step.score), class_="sign"), element("bdi", step.label)
    told = [element("b", statements), element("span", f" by {officials}", class_="quiet")]
    cells = (
        element("th", element("div", *name, class_="step"), scope="row"),
        element("td", _bar(statements / most, tone(step.score, reach))),
        element("td", *(told if statements else ["0"]), class_="count"),
    )
    return element("tr", *cells, class_=None if statements else "nothing")


def _bar(part: float, colour: str) -> Markup:
    base = line(0, 0, 0, _HEIGHT, class_="base")
    top = (_HEIGHT - _BAR) / 2
    bar = element("rect", x=0, y=top, width=share(part), height=_BAR, class_=f"bar {colour}")
    return ornament(_HEIGHT, base, bar if part else None)
