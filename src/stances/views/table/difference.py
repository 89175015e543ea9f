"""A difference on a terminal: the same lines as in text, each wrapped below its own beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.queries.timeline import CERTAIN
from stances.views.diff.text import lines
from stances.views.table.components import score_style, several_issues
from stances.views.values import plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.diff import Difference
    from stances.queries.result import Row
    from stances.queries.timeline import Basis
    from stances.views.diff.wording import Piece
    from stances.views.formats import ViewOptions


_STYLES = {
    "ref": "cyan",
    "strong": "bold",
    "won": "green",
    "lost": "red",
    "warning": "bold yellow",
}


def difference_page(found: Difference, _: ViewOptions) -> RenderableType:
    """All lines."""
    return Group(*(Padding(_text(pieces), (0, 0, 0, 2 * depth)) for depth, pieces in lines(found)))


def _text(pieces: Sequence[Piece]) -> Text:
    return Text.assemble(*((words, _STYLES.get(style, "")) for words, style in pieces))


_SURE = {True: "certain (the dates do not overlap)", False: "possible (the dates overlap)"}


def changes_section(basis: Basis, rows: Sequence[Row]) -> Iterator[RenderableType]:
    """Every change among the rows; where nothing changed at all, a sentence."""
    if not basis.changes:
        yield Text(_none(basis))
    elif changes := [row for row in rows if row["change"]]:
        shown = "" if len(changes) == basis.changes else f" ({len(changes)} of {basis.changes})"
        yield Text(f"Changes{shown}", style="bold")
        for row in changes:
            yield from _change(row, with_issue=several_issues(changes))
    if basis.officials > 1:
        yield Text("Statements of different officials are no change of anybody.", style="dim")


def scored_text(basis: Basis) -> str:
    """What changes are looked for in."""
    scored = plural(basis.scored, "scored statement")
    return f"{scored} by {plural(basis.officials, 'official')}"


def _none(basis: Basis) -> str:
    rests = scored_text(basis)
    if not basis.scored:
        return "No change: there is no scored statement that could be one."
    if not basis.compared:
        return f"No change: {rests}; a change takes two by one official on an issue."
    again = plural(basis.compared, "repetition")
    return f"No change: {rests}, with {again} of a position and its conditions."


def _change(row: Row, *, with_issue: bool) -> Iterator[RenderableType]:
    before = _position(row["previous_score"], row["previous_position"])
    after = _position(row["score"], row["position"])
    issue = f" on {row['issue']}" if with_issue else ""
    how = f"{issue}, {_SURE[row['change'] == CERTAIN]}"
    yield Text.assemble((row["name"], "bold"), ": ", before, " → ", after, how)
    lines = [_dated("from", row["previous_said"], row["previous"])]
    lines.append(_dated("to  ", row["said"], row["ref"]))
    lines += [Text(f"+ only if: {condition}") for condition in row["gained"]]
    lines += [Text(f"- only if: {condition}") for condition in row["dropped"]]
    disputed = {row["previous"]: row["previous_disputed"], row["ref"]: row["disputed"]}
    rests = ", ".join(ref for ref, open_ in disputed.items() if open_)
    lines += [Text(f"[disputed] rests on {rests}", style="bold magenta")] if rests else []
    yield from (Padding(line, (0, 0, 0, 2)) for line in lines)


def _position(score: int, position: str) -> Text:
    return Text(f"{signed(score)} {position}", style=score_style(score))


def _dated(which: str, said: str, ref: str) -> Text:
    return Text.assemble((f"{which} ", "dim"), said, "  ", (ref, "cyan"))
