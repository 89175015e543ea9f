"""Statements: in columns where the terminal is wide, one under the other where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.views.table.pieces import (
    WIDE,
    best_words,
    joined,
    marks,
    office,
    plural,
    position_text,
    several_issues,
    source_lines,
)
from stances.views.table.rows import empty_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from stances.queries.listing import Listing
    from stances.queries.result import Row
    from stances.views.options import ViewOptions


def listing_table(listing: Listing, options: ViewOptions) -> RenderableType:
    """The statements, and a line that counts them."""
    rows = list(listing.rows)
    if not rows:
        return Text()
    body = _wide(rows) if options.width >= WIDE else _narrow(rows)
    return Group(body, Text(_count(rows, listing.asked), style="dim"))


def _count(rows: Sequence[Row], asked: Sequence[str]) -> str:
    officials = {row["official"] for row in rows}
    line = f"{plural(len(rows), 'statement')} by {plural(len(officials), 'official')}"
    disputed = sum(row["disputed"] for row in rows)
    others = sum(bool(asked) and row["official"] not in asked for row in rows)
    line += f", {disputed} disputed" if disputed else ""
    return line + (f", {others} of them recorded with another official" if others else "")


def _wide(rows: Sequence[Row]) -> RenderableType:
    table = empty_table()
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said", no_wrap=True)
    table.add_column("position", no_wrap=True)
    table.add_column("words", ratio=6, overflow="fold")
    table.add_column("sources, reference", no_wrap=True)
    several = several_issues(rows)
    for row in rows:
        who = [
            Text(row["name"], style="bold"),
            Text(office(row), style="dim"),
            *marks(row),
        ]
        where = [*source_lines(row), Text(row["ref"], style="cyan")]
        table.add_row(
            Text("\n").join(who),
            row["said"],
            position_text(row, with_issue=several),
            best_words(row),
            Text("\n").join(where),
        )
        table.add_row()
    return table


def _narrow(rows: Sequence[Row]) -> RenderableType:
    several = several_issues(rows)
    return Group(*(statement_block(row, with_issue=several) for row in rows))


def statement_block(row: Row, *, with_issue: bool = False) -> RenderableType:
    """One statement under its speaker."""
    who = Text.assemble((row["name"], "bold"), (f"  {office(row)}", "dim"))
    return Group(who, Padding(statement_lines(row, with_issue=with_issue), (0, 0, 1, 2)))


def statement_lines(row: Row, *, with_issue: bool = False) -> RenderableType:
    """A statement without its speaker: position and date, words, conditions, sources."""
    head = joined([position_text(row, with_issue=with_issue), Text(row["said"])], "  ")
    where = joined([joined(source_lines(row)), Text(row["ref"], style="cyan")], "  ")
    return Group(head, *marks(row), best_words(row), where)
