"""The scale of an issue as a text axis, and places on it."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from stances.views.values import signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stances.queries.findings import Choice

TAKEN, DOUBTFUL, MEAN = "●", "?", "◆"
"""A position taken, one that rests on disputed statements alone, and the mean of several."""
_LINE = "─"


class ScaleAxis:
    """The columns of scores, the lowest at the left."""

    def __init__(self, choices: Iterable[Choice], width: int) -> None:
        """The axis of the positions with a score, so many characters wide."""
        self._labels: dict[int, str] = {}
        for choice in sorted(choices, key=lambda each: each.score or 0):
            if choice.score is not None:
                others = f"{self._labels[choice.score]}/" if choice.score in self._labels else ""
                self._labels[choice.score] = f"{others}{choice.label}"
        self._low, self._high = min(self._labels), max(self._labels)
        self._width = width

    def heads(self) -> list[str]:
        """The labels of the scores, if there is room for all, above a line with the scores."""
        scores = [signed(score) for score in self._labels]
        between = [""] * (len(scores) - 2)
        ends = [scores[0], *between, scores[-1]] if len(scores) > 1 else [""]
        ruler = self._placed(scores, _LINE) or self._placed(ends, _LINE) or ""
        return [*self._label_lines(), ruler]

    def _label_lines(self) -> list[str]:
        """The labels on as few lines as there is room for; none if there is not enough for all."""
        columns = [self._column(score) for score in self._labels]
        room = min((b - a for a, b in pairwise(columns)), default=self._width)
        for width in range(room, 0, -1):
            folded = [_folded(label, width) for label in self._labels.values()]
            rows = [*zip_longest(*(reversed(lines) for lines in folded), fillvalue="")][::-1]
            lines = [line for row in rows if (line := self._placed(row, " ")) is not None]
            if len(lines) == len(rows):
                return lines
        return []

    def lane(self, marks: Mapping[float, str]) -> str:
        """A line with marks at some scores, joined from the first to the last."""
        cells = [" "] * self._width
        columns = [self._column(score) for score in marks]
        for column in range(min(columns), max(columns)):
            cells[column] = _LINE
        for column, mark in zip(columns, marks.values(), strict=True):
            cells[column] = mark
        return "".join(cells)

    def _column(self, score: float) -> int:
        """The column of a score, in the middle if there is but one."""
        if self._low == self._high:
            return self._width // 2
        return round((score - self._low) / (self._high - self._low) * (self._width - 1))

    def _placed(self, texts: Sequence[str], between: str) -> str | None:
        """Texts at the columns of the scores; None if they do not fit."""
        line = ""
        for text, score in zip(texts, self._labels, strict=True):
            if not text:
                continue
            middle, end = self._column(score) - (cell_len(text) - 1) // 2, cell_len(line)
            start = min(max(middle, 0), self._width - cell_len(text))
            if start < 0 or (line and start <= end):
                return None
            line += between * (start - end) + text
        return line + between * (self._width - cell_len(line))


def _folded(label: str, width: int) -> list[str]:
    """A label on lines of so many characters, as far as its words allow."""
    lines: list[str] = []
    for word in label.split():
        if lines and cell_len(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
