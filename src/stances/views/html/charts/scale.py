"""Officials on the scale of an issue.

Nobody is placed who has no statement with a score.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import (
    NARROWEST,
    diamond,
    furthest,
    lane,
    line,
    ornament,
    share,
    shifted,
    sign,
    svg,
    told,
    tone,
)
from stances.views.html.elements import Markup, element, joined
from stances.views.values import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stances.queries.report.officials import Official, StatementSummary
    from stances.queries.summary import Counts, Figures, Step

_MARGIN = 0.08
_NAME = 34 / NARROWEST
_HEIGHT, _MIDDLE, _ABOVE = 34, 22, 8
_MEAN, _MARK, _APART = 6.5, 3, 8
_BAR, _BAR_HEIGHT = 10, 14
_DOTS = 9
"""How far down the means of a faction are drawn."""
_MOST = 4
"""So many statements with one score are drawn next to each other; more are counted."""


class Scale:
    """The scores of an issue from the lowest to the highest, and where each stands."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.scores = sorted({step.score for step in steps if step.score is not None})
        self.reach = furthest(self.scores)

    def place(self, score: float) -> float:
        """Where a score stands, from 0 to 1."""
        low, high = self.scores[0], self.scores[-1]
        part = (score - low) / (high - low) if high > low else 0.5
        return _MARGIN + part * (1 - 2 * _MARGIN)

    def axis(self) -> Markup:
        """The scores at their places, above lanes."""
        told = f"From {sign(self.scores[0])} to {sign(self.scores[-1])}."
        return svg(20, "The scale", told, self.names(14))

    def names(self, base: float) -> Markup:
        """As many scores as there is room for, on a line at that height."""
        texts = [
            element("text", sign(score), x=share(self.place(score)), y=base, text_anchor="middle")
            for score in self.named()
        ]
        return joined(texts)

    def named(self) -> list[int]:
        """The scores that can be named without touching: the ends first, then from the middle."""
        chosen: list[int] = []
        ends = (self.scores[0], self.scores[-1])
        for score in (*ends, *sorted(self.scores, key=abs)):
            if all(abs(self.place(score) - self.place(other)) >= _NAME for other in chosen):
                chosen.append(score)
        return sorted(chosen)

    def grid(self, height: float) -> Markup:
        """A line at each score; that of 0 is stronger."""
        lines = [
            line(at, at, 0, height, class_="grid zero" if score == 0 else "grid")
            for score in self.scores
            for at in [self.place(score)]
        ]
        return joined(lines)


def scale_lane(scale: Scale, official: Official, label: Markup) -> Markup:
    """An official with at least one score."""
    mean = official.mean or 0.0
    scored = [said for said in official.statements if said.score is not None]
    figure = f"{sign(round(mean, DECIMALS))} over {len(scored)}"
    spelt = "; ".join(
        f"{sign(score)}: {n}" for score, n in sorted(Counter(official.scores).items())
    )
    left, right = scale.place(min(official.scores)), scale.place(max(official.scores))
    dot = element(
        "circle",
        element("title", f"mean {figure}"),
        cx=share(scale.place(mean)),
        cy=_MIDDLE,
        r=_MEAN,
        class_=f"mean {tone(mean, scale.reach)}",
    )
    drawing = svg(
        _HEIGHT,
        f"{official.name} on the scale",
        f"Mean {figure} scored statements; by score: {spelt}.",
        scale.grid(_HEIGHT),
        line(left, right, _MIDDLE, _MIDDLE, class_="reach"),
        joined(_statements(scale, scored)),
        dot,
    )
    return lane(
        label,
        drawing,
        element("span", element("b", sign(round(mean, DECIMALS))), f" ({len(scored)})"),
    )


def _statements(scale: Scale, scored: Sequence[StatementSummary]) -> Iterator[Markup]:
    """The statements above the mean, those with one score next to each other."""
    for score in scale.scores:
        same = [said for said in scored if said.score == score]
        shown = same[:_MOST] if len(same) <= _MOST else same[: _MOST - 1]
        width = len(shown) + (len(same) > len(shown)) * 2
        at = share(scale.place(score))
        for number, said in enumerate(shown):
            by = (number - (width - 1) / 2) * _APART
            yield _mark(said, at, by, scale.reach)
        if len(same) > len(shown):
            by = (len(shown) - (width - 1) / 2) * _APART - _MARK
            more = f"+{len(same) - len(shown)}"
            yield element("text", more, x=at, y=_ABOVE + 4, transform=shifted(by))


def _mark(said: StatementSummary, at: str, by: float, reach: int) -> Markup:
    disputed = " disputed" if said.disputed else ""
    return element(
        "circle",
        element("title", f"{told(said)} ({said.ref})"),
        cx=at,
        cy=_ABOVE,
        r=_MARK,
        transform=shifted(by),
        class_=f"said {tone(said.score, reach)}{disputed}",
    )


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
            cy=_DOTS,
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
            _DOTS,
            _DOTS,
            class_="grid",
        ),
        *dots,
        diamond(scale.place(found.mean), _DOTS, "mean"),
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
    base = line(0, 0, 0, _BAR_HEIGHT, class_="base")
    top = (_BAR_HEIGHT - _BAR) / 2
    bar = element("rect", x=0, y=top, width=share(part), height=_BAR, class_=f"bar {colour}")
    return ornament(_BAR_HEIGHT, base, bar if part else None)
