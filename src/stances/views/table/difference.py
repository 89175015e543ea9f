"""The output of `diff` and of histories on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.views.diff.plain_text import STYLES, lines

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stances.queries.diff import Diff
    from stances.queries.history import History
    from stances.views.formats import ViewOptions


def difference_page(diff: Diff | History, _: ViewOptions) -> RenderableType:
    """All lines of the outline."""
    parts = []
    for depth, pieces in lines(diff):
        text = Text.assemble(*((words, STYLES[style]) for words, style in pieces))
        parts.append(Padding(text, (0, 0, 0, 2 * depth)))
    return Group(*parts)
