"""What a search has found: statements, each with the passage that has the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from stances.views.table.components import best_words, conditions_text, words_text
from stances.views.table.listing import count_line, statements
from stances.views.values import best_evidence, marked

if TYPE_CHECKING:
    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.search import Search
    from stances.views.formats import ViewOptions

_MATCHED = "bold"


def search_table(found: Search, options: ViewOptions) -> RenderableType:
    """The statements, the best match first, and a line that counts them."""
    rows = [_with_its_source_first(row) for row in found.rows]
    if not rows:
        return Text()
    line = Text(count_line(rows, found.asked), style="dim")
    return Group(statements(rows, options, _passage), line)


def _with_its_source_first(row: Row) -> Row:
    """The row as if the evidence that has the passage were the best: its source is named first."""
    held = row["excerpt"].strip("…")
    for piece in row["evidence"]:
        original = piece["original"] or {"text": ""}
        text = original["text"] if row["excerpt_of"] == "original" else piece["text"]
        if piece["source"] == row["excerpt_source"] and held in text:
            return row | {"quote": piece["text"]}
    return row


def _passage(row: Row) -> Text:
    """The passage of a row; if it is not what a source prints, that stands below it."""
    excerpt = Text()
    for piece, matched in marked(row["excerpt"], row["matches"]):
        excerpt.append(piece, style=_MATCHED if matched else "")
    if row["excerpt_of"] != "text":
        named = Text.assemble((f"{row['excerpt_of']}: ", "dim"), excerpt)
        return Text("\n").join([named, best_words(row)])
    words = words_text(excerpt.plain, best_evidence(row)["form"])
    shift = words.plain.index(excerpt.plain)
    for span in excerpt.spans:
        words.stylize(span.style, span.start + shift, span.end + shift)
    return Text("\n").join([words, *conditions_text(row)])
