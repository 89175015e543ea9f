"""Officials on the scale of an issue.

Only officials with a scored statement are placed.
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
from stances.views.values import DECIMALS, plural

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
"""The height of the means of a faction."""
_MOST = 4
"""The most statements with one score that are drawn; further ones are counted."""


class Scale:
    """The scores of an issue in ascending order, and the place of each."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.scores = sorted({step.score for step in steps if step.score is not None})
        self.reach = furthest(self.scores)

    def place(self, score: float) -> float:
        """The place of a score, from 0 to 1."""
        low, high = self.scores[0], self.scores[-1]
        part = (score - low) / (high - low) if high > low else 0.5
        return _MARGIN + part * (1 - 2 * _MARGIN)

    def axis(self) -> Markup:
        """The scores at their places, above lanes."""
        description = f"From {sign(self.scores[0])} to {sign(self.scores[-1])}."
        return svg(20, "The scale", description, self.names(14))

    def names(self, base: float) -> Markup:
        """The scores that have room, on a line at that height."""
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
        classes = {score: "grid" if score else "grid zero" for score in self.scores}
        places = ((self.place(score), class_) for score, class_ in classes.items())
        return joined([line(at, at, 0, height, class_) for at, class_ in places])


def scale_lane(scale: Scale, official: Official, label: Markup) -> Markup:
    """An official who has a mean."""
    mean, scored = official.mean or 0.0, official.scored
    over = f"{sign(round(mean, DECIMALS))} over {plural(len(scored), 'scored statement')}"
    scores = sorted(Counter(official.scores).items())
    counts = "; ".join(f"{sign(score)}: {count}" for score, count in scores)
    left, right = scale.place(min(official.scores)), scale.place(max(official.scores))
    dot = element(
        "circle",
        element("title", f"mean {over}"),
        cx=share(scale.place(mean)),
        cy=_MIDDLE,
        r=_MEAN,
        class_=f"mean {tone(mean, scale.reach)}",
    )
    drawing = svg(
        _HEIGHT,
        f"{official.name} on the scale",
        f"Mean {over}; by score: {counts}.",
        scale.grid(_HEIGHT),
        line(left, right, _MIDDLE, _MIDDLE, class_="reach"),
        joined(_statements(scale, scored)),
        dot,
    )
    value = element("span", element("b", sign(round(mean, DECIMALS))), f" ({len(scored)})")
    return lane(label, drawing, value)


def _statements(scale: Scale, scored: Sequence[StatementSummary]) -> Iterator[Markup]:
    """The statements above the mean, those of equal score next to each other."""
    for score in scale.scores:
        same = [each for each in scored if each.score == score]
        shown = same[:_MOST] if len(same) <= _MOST else same[: _MOST - 1]
        width = len(shown) + (len(same) > len(shown)) * 2
        at = share(scale.place(score))
        for index, each in enumerate(shown):
            disputed = " disputed" if each.disputed else ""
            yield element(
                "circle",
                element("title", f"{told(each)} ({each.ref})"),
                cx=at,
                cy=_ABOVE,
                r=_MARK,
                transform=shifted((index - (width - 1) / 2) * _APART),
                class_=f"said {tone(each.score, scale.reach)}{disputed}",
            )
        if len(same) > len(shown):
            by = (len(shown) - (width - 1) / 2) * _APART - _MARK
            more = f"+{len(same) - len(shown)}"
            yield element("text", more, x=at, y=_ABOVE + 4, transform=shifted(by))


def on_scale(steps: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """The positions with a score in ascending order, and those without."""
    scored = [step for step in steps if step.score is not None]
    return sorted(scored, key=lambda step: step.score or 0), [s for s in steps if s.score is None]


def distribution(name: str, steps: Sequence[Step], counts: Counts, most: int) -> Markup:
    """A line for each position, the highest score first; those without a score below, apart.

    `most` is the number of statements of the longest bar of all drawings.
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


def means(steps: Sequence[Step], figures: Figures) -> Markup | None:
    """The means of the officials as dots, larger for several, and their mean as a diamond."""
    if figures.mean is None:
        return None
    scale, officials = Scale(steps), plural(len(figures.means), "official")
    dots = [
        element(
            "circle",
            element("title", f"{sign(round(float(mean), DECIMALS))}: {count} of {officials}"),
            cx=share(scale.place(float(mean))),
            cy=_DOTS,
            r=min(2.5 * count**0.5, 7),
            class_=f"dot {tone(float(mean), scale.reach)}",
        )
        for mean, count in sorted(Counter(figures.means).items())
    ]
    left, right = scale.place(scale.scores[0]), scale.place(scale.scores[-1])
    return svg(
        36,
        "Means on the scale",
        f"Mean {sign(round(figures.mean, DECIMALS))} over {officials}.",
        scale.grid(18),
        line(left, right, _DOTS, _DOTS, class_="grid"),
        *dots,
        diamond(scale.place(figures.mean), _DOTS, "mean"),
        scale.names(31),
    )


def _line(step: Step, counts: Counts, most: int, reach: int) -> Markup:
    statements, officials = counts.get(step.id, (0, 0))
    name = element("span", sign(step.score), class_="sign"), element("bdi", step.label)
    count = [element("b", statements), element("span", f" by {officials}", class_="quiet")]
    width, top = share(statements / most), (_BAR_HEIGHT - _BAR) / 2
    class_ = f"bar {tone(step.score, reach)}"
    bar = element("rect", x=0, y=top, width=width, height=_BAR, class_=class_)
    base = line(0, 0, 0, _BAR_HEIGHT, class_="base")
    cells = (
        element("th", element("div", *name, class_="step"), scope="row"),
        element("td", ornament(_BAR_HEIGHT, base, bar if statements else None)),
        element("td", *(count if statements else ["0"]), class_="count"),
    )
    return element("tr", *cells, class_=None if statements else "nothing")
