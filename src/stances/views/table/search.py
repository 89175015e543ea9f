"""What a search has found: statements, each with the passage that has the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from stances.views.cells import marked
from stances.views.table.listing import count_line, statements
from stances.views.table.pieces import best_words, conditions_text, words_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.search import Search
    from stances.views.options import ViewOptions

_MATCHED = "bold"


def search_table(found: Search, options: ViewOptions) -> RenderableType:
    """The statements, the best match first, and a line that counts them."""
    rows = list(found.rows)
    if not rows:
        return Text()
    line = Text(count_line(rows, found.asked), style="dim")
    return Group(statements(rows, options, _passage), line)


def _passage(row: Row) -> Text:
    """The passage of a row; if it is not a source's, the best words stand below it."""
    excerpt = Text()
    for piece, matched in marked(row["excerpt"], row["matches"]):
        excerpt.append(piece, style=_MATCHED if matched else "")
    if row["excerpt_of"] != "text":
        said_by = f" by {row['excerpt_source']}" if row["excerpt_of"] == "original" else ""
        named = Text(f"{row['excerpt_of']}{said_by}: ", style="dim")
        return Text("\n").join([named + excerpt, best_words(row)])
    words = words_text(row["excerpt"], _form(row))
    return Text("\n").join([_restyled(words, excerpt), *conditions_text(row)])


def _restyled(words: Text, excerpt: Text) -> Text:
    """Words as they are shown, with what is marked in the passage that they hold."""
    shift = words.plain.index(excerpt.plain)
    for span in excerpt.spans:
        words.stylize(span.style, span.start + shift, span.end + shift)
    return words


def _form(row: Row) -> str:
    """The form of the evidence that has the passage."""
    inside = row["excerpt"].strip("…")
    own = [piece for piece in row["evidence"] if piece["source"] == row["excerpt_source"]]
    found: str = next(piece["form"] for piece in own if inside in piece["text"])
    return found
