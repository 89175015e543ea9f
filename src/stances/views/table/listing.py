"""The table of `list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.views.table.components import (
    WIDE,
    best_words,
    conditions_text,
    joined,
    marks,
    position_text,
    several_issues,
    source_lines,
    words_text,
)
from stances.views.table.rows import empty_table
from stances.views.values import best_evidence, marked, office, plural, told_by
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

    from stances.queries.listing import Listing
    from stances.queries.result import Row
    from stances.queries.search import SearchResult
    from stances.views.formats import ViewOptions


def listing_table(listing: Listing, options: ViewOptions) -> RenderableType:
    """The statements, and a line that counts them."""
    rows = list(listing.rows)
    if not rows:
        return Text()
    wording = Wording.of(listing.background, options)
    table = statements(rows, options, wording)
    return Group(table, Text(count_line(rows, listing.asked, wording), style="dim"))


def statements(
    rows: Sequence[Row],
    options: ViewOptions,
    wording: Wording,
    words: Callable[[Row], Text] = best_words,
) -> RenderableType:
    """Statements in columns, or in blocks if narrow; `words` makes the words of a row."""
    several = several_issues(rows)
    if options.width < WIDE:
        return Group(
            *(statement_block(row, wording, with_issue=several, words=words) for row in rows)
        )
    table = empty_table()
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said", no_wrap=True)
    table.add_column("position", no_wrap=True)
    table.add_column("words", ratio=6, overflow="fold")
    table.add_column("sources, reference", no_wrap=True)
    for row in rows:
        who = [
            Text(row["name"], style="bold"),
            Text(office(row), style="dim"),
            *marks(row, wording),
        ]
        where = [*source_lines(row, wording), Text(row["ref"], style="cyan")]
        table.add_row(
            joined(who, "\n"),
            wording.date(row["said"]),
            position_text(row, with_issue=several),
            words(row),
            joined(where, "\n"),
        )
        table.add_row()
    return table


def count_line(rows: Sequence[Row], asked: Sequence[str], wording: Wording) -> str:
    """The numbers of statements, officials, and disputed statements."""
    by = told_by((row["official"] for row in rows), wording)
    line = f"{plural(len(rows), 'statement')} {by}"
    disputed = sum(row["disputed"] for row in rows)
    others = sum(bool(asked) and row["official"] not in asked for row in rows)
    line += f", {disputed} disputed" if disputed else ""
    return line + (f", {others} of them recorded with another official" if others else "")


def statement_block(
    row: Row,
    wording: Wording,
    *,
    with_issue: bool = False,
    words: Callable[[Row], Text] = best_words,
) -> RenderableType:
    """One statement below its speaker."""
    who = Text.assemble((row["name"], "bold"), (f"  {office(row)}", "dim"))
    lines = statement_lines(row, wording, with_issue=with_issue, words=words)
    return Group(who, Padding(lines, (0, 0, 1, 2)))


def statement_lines(
    row: Row,
    wording: Wording,
    *,
    with_issue: bool = False,
    words: Callable[[Row], Text] = best_words,
) -> RenderableType:
    """A statement without its speaker: position and date, words, conditions, sources."""
    head = joined(
        [position_text(row, with_issue=with_issue), Text(wording.date(row["said"]))], "  "
    )
    where = joined([joined(source_lines(row, wording)), Text(row["ref"], style="cyan")], "  ")
    return Group(head, *marks(row, wording), words(row), where)


def search_table(result: SearchResult, options: ViewOptions) -> RenderableType:
    """The statements, the best match first, and a line that counts them."""
    rows = [_with_source_first(row) for row in result.rows]
    if not rows:
        return Text()
    wording = Wording.of(result.background, options)
    line = Text(count_line(rows, result.asked, wording), style="dim")
    return Group(statements(rows, options, wording, _excerpt), line)


def _with_source_first(row: Row) -> Row:
    """The row with the quotation that has the excerpt, so that its source is named first."""
    passage = row["excerpt"].strip("…")
    for piece in row["evidence"]:
        original = piece["original"] or {"text": ""}
        text = original["text"] or "" if row["excerpt_of"] == "original" else piece["text"]
        if piece["source"] == row["excerpt_source"] and passage in text:
            return row | {"quote": piece["text"]}
    return row


def _excerpt(row: Row) -> Text:
    """The excerpt of a row; if it is not from a source's words, these stand below it."""
    excerpt = Text()
    for piece, matched in marked(row["excerpt"], row["matches"]):
        excerpt.append(piece, style="bold" if matched else "")
    if row["excerpt_of"] != "text":
        labelled = Text.assemble((f"{row['excerpt_of']}: ", "dim"), excerpt)
        return joined([labelled, best_words(row)], "\n")
    words = words_text(excerpt.plain, best_evidence(row)["form"])
    shift = words.plain.index(excerpt.plain)
    for span in excerpt.spans:
        words.stylize(span.style, span.start + shift, span.end + shift)
    return joined([words, *conditions_text(row)], "\n")
