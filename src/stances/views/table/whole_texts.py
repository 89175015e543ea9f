"""Marks in texts that run from right to left, by which each line of one is laid out whole.

They are made before a text is wrapped, and last in the pieces of its lines.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.text import Text

from stances.views.direction import stretches
from stances.views.styles import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment

_KEY = "whole"
"""The key of a text's number in the `meta` of a style."""
_numbers = count(1)


def with_marks(text: Text) -> Text:
    """A text in which each stretch that is to be laid out whole has a number of its own."""
    if text.plain.isascii():
        return text
    # What is dimmed is a remark on the text beside it.
    dimmed = [span for span in text.spans if span.style == ASIDE]
    cuts = [edge for span in dimmed for edge in (span.start, span.end)]
    places = [*stretches(text.plain, cuts)]
    if places:
        text = text.copy()
    for start, end in places:
        text.stylize(Style(meta={_KEY: next(_numbers)}), start, end)
    return text


def number_of(piece: Segment) -> int | None:
    """The number of the stretch that a piece of a line is of; None if it is of none."""
    return piece.style.meta.get(_KEY) if piece.style else None


class MarkingConsole(Console):
    """A console that marks each text before it wraps it."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """The segments of anything that can be rendered."""
        if isinstance(renderable, str):
            renderable = Text(renderable)
        if isinstance(renderable, Text):
            renderable = with_marks(renderable)
        return super().render(renderable, options)
