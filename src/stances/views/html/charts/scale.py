"""Officials on the scale: where each stands on the average, and all statements that this rests on.

Nobody is placed who has no statement with a score.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stances.views.html.charts.svg import (
    NARROWEST,
    furthest,
    lane,
    line,
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

    from stances.queries.report.officials import Official, Said
    from stances.queries.summary import Step

_MARGIN = 0.08
_NAME = 34 / NARROWEST
_HEIGHT, _MIDDLE, _ABOVE = 34, 22, 8
_MEAN, _MARK, _APART = 6.5, 3, 8
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


def _statements(scale: Scale, scored: Sequence[Said]) -> Iterator[Markup]:
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


def _mark(said: Said, at: str, by: float, reach: int) -> Markup:
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
