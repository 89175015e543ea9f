"""The page of `code`: the words of a statement and their context, without any reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.views import styles
from stances.views.table.components import side_by_side, words_in_passage
from stances.views.values import in_marks, people
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.coding import Piece, Task
    from stances.views.formats import ViewOptions

SIDE_BY_SIDE = 100
"""The least width in cells for words and passages side by side."""


def coding_page(task: Task, options: ViewOptions) -> RenderableType:
    """The speaker, date and place, the words as printed, and passages of the stored copies."""
    wording = Wording.of(task.background, options)
    shown = [*_passages(task, wording)]
    words = Group(*_head(task, wording), Text(), _words(task, wording))
    if not shown:
        return words
    if options.width < SIDE_BY_SIDE:
        return Group(words, Text(), *shown)
    return side_by_side(words, Group(*shown))


def _head(task: Task, wording: Wording) -> Iterator[Text]:
    yield Text(task.question, style=styles.STRONG)
    yield Text(" · ".join(filter(None, (task.name, task.role))))
    said = [wording.date(task.day), task.venue]
    yield Text(", ".join(filter(None, said)), style=styles.ASIDE)
    if task.spoken_by:
        yield Text(f"spoken by {wording.official(task.spoken_by)}", style=styles.ASIDE)
    if task.according_to:
        officials = wording.background.names().officials
        told = f"according to {people(task.according_to, officials)}"
        yield Text(told, style=styles.ASIDE)


def _words(task: Task, wording: Wording) -> RenderableType:
    """The words of each piece of evidence, after its number in a column of its own."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, piece in enumerate(task.pieces, 1):
        lines = [Text(in_marks(piece.text, piece.form))]
        lines += [Text(piece.original)] if piece.original else []
        lines.append(Text(f"— {_credit(piece, wording)}", style=styles.ASIDE))
        grid.add_row(Text(f"[{number}]"), Group(*lines))
    return grid


def _passages(task: Task, wording: Wording) -> Iterator[RenderableType]:
    """The passages, each with its words marked."""
    for number, piece in enumerate(task.pieces, 1):
        if not piece.passage:
            continue
        yield Text(f"[{number}] in {wording.source(piece.source)}", style=styles.ASIDE)
        yield Padding(words_in_passage(piece.passage, str(number)), (0, 0, 1, 2))


def _credit(piece: Piece, wording: Wording) -> str:
    return f"{wording.source(piece.source)} · {piece.form}"
