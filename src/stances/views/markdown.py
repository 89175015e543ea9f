"""Markdown output: one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from stances.queries.background import background_of
from stances.queries.result import column, shown_keys
from stances.views.markdown_escape import escaped, isolated, literal
from stances.views.values import cell_in_words, marked
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.history import History
    from stances.queries.result import Result, Row
    from stances.views.formats import ViewOptions


def markdown(result: Result, options: ViewOptions) -> Iterator[str]:
    """A table of the keys asked for, or by default the most useful ones; a history is a list."""
    if result.kind == "history":
        from stances.views.diff import markdown as lists  # noqa: PLC0415 - few answers are one

        yield from lists.markdown(cast("History", result), options)
        return
    keys = options.columns or shown_keys(result)
    yield f"| {' | '.join(key if key.isidentifier() else literal(key) for key in keys)} |\n"
    yield f"| {' | '.join('---:' if column(key).is_number else '---' for key in keys)} |\n"
    wording = Wording.of(background_of(result), options)
    for row in result.rows:
        yield f"| {' | '.join(_cell(key, row, wording) for key in keys)} |\n"


def _cell(key: str, row: Row, wording: Wording) -> str:
    """A cell; in the excerpt of a search the matches are bold."""
    if key != "excerpt":
        return literal(cell_in_words(key, row, wording))
    pieces = marked(row[key] or "", row.get("matches", ()))
    return isolated(
        "".join(f"**{escaped(piece)}**" if strong else escaped(piece) for piece, strong in pieces)
    )
