"""The output of `timeline` on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.console import Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from stances.queries.timeline import CERTAIN, STATEMENT
from stances.views.date_axis import ASSESSED, STATED, Axis, bar
from stances.views.table.components import (
    conditions_text,
    joined,
    marks,
    position_text,
    quote_text,
    score_style,
    score_text,
    several_issues,
)
from stances.views.values import conditions_told, grouped, plural, signed, told_by, with_probable
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.timeline import Basis, Timeline
    from stances.views.formats import ViewOptions

_GAP = 2
_WIDE = 100
"""From this width on, the text of a bar may stand beside it, else below."""
_LEAST, _AMPLE, _WORDS = 24, 40, 40
"""The least axis with text beside it, the axis with words beside it, and their least width."""
_SHORTEST = 8
_HEADS = [Text(head, style="bold") for head in ("   position", "who", "reference", "sources")]
_LEGEND = "● that day  ├─┤ some day within  ○ ╌ approximate or uncertain  ◀ ▶ open"
_ASSESSED = "blue"


class _Layout(NamedTuple):
    """The width of each part in characters; without `beside`, all but the date is below the bar."""

    said: int
    axis: int
    beside: Sequence[int] = ()
    words: int = 0


def timeline_table(timeline: Timeline, options: ViewOptions) -> RenderableType:
    """The picture, then the changes; with `shifts` the changes alone."""
    rows = list(timeline.rows)
    basis = timeline.basis
    found = basis.changes or basis.unordered
    if not rows and (found or not timeline.shifts or not basis.statements):
        return Text()
    wording = Wording.of(timeline.background, options)
    picture = [] if timeline.shifts else [_picture(rows, options.width, wording), Text()]
    count = [Text(_count(timeline, rows), style="dim")] if rows else []
    return Group(*picture, *_changes(basis, rows), *count)


def _count(timeline: Timeline, rows: Sequence[Row]) -> str:
    if timeline.shifts:
        changes = sum(row["change"] == CERTAIN for row in rows)
        return f"{plural(changes, 'change')} in {_scored(timeline.basis)}"
    statements = [row for row in rows if row["kind"] == STATEMENT]
    disputed = sum(row["disputed"] for row in statements)
    by = told_by((row["official"] for row in statements), Wording(timeline.background))
    line = f"{plural(len(statements), 'statement')} {by}"
    line += f", {disputed} disputed" if disputed else ""
    line += f"; {plural(len(rows) - len(statements), 'assessment')} by sources"
    return line + (f"; {timeline.undated} more undated, not drawn" if timeline.undated else "")


def _picture(rows: Sequence[Row], width: int, wording: Wording) -> RenderableType:
    statements = [row for row in rows if row["kind"] == STATEMENT]
    several = several_issues(statements)
    positions = [position_text(row, with_issue=several) for row in statements]
    widest = max((position.cell_len for position in positions), default=0)
    cells = []
    for row, position in zip(statements, positions, strict=True):
        position.pad_right(widest - position.cell_len)
        name, ref = Text(row["name"], style="bold"), Text(row["ref"], style="cyan")
        sources = Text(with_probable(row["match_certain"], row["match_probable"]), style="dim")
        cells.append([position, name, ref, sources])
    layout = _layout(rows, [_HEADS, *cells], width)
    axis = Axis.over(rows, layout.axis)
    days, ruler = Text(axis.heading(), style="dim"), Text(axis.ruler(), style="dim")
    heads = _HEADS if layout.beside else []
    words = [Text("in short", style="bold")] if layout.words else []
    lines = [_line(layout, "", days, [], []), _line(layout, "said", ruler, heads, words)]
    remaining = iter(cells)
    for row in rows:
        if row["kind"] == STATEMENT:
            drawn = Text(bar(axis, row, STATED), style=score_style(row["score"]) or "dim")
            lines.append(
                _line(layout, row["said"], drawn, next(remaining), _words(row, layout, wording))
            )
        else:
            drawn = Text(bar(axis, row, ASSESSED), style=_ASSESSED)
            about = (f" on {', '.join(row['about'])}, in its own voice: ", "dim")
            claim = Text.assemble(("◇ ", _ASSESSED), (row["ref"], "cyan"), about, row["quote"])
            lines.append(_line(layout, row["said"], drawn, [], [claim]))
    lines.append(Text(_LEGEND, style="dim"))
    for first, last in axis.left_out:
        text = f"// nothing begins or ends between {first} and {last}; not drawn to scale"
        lines.append(Text(text, style="dim"))
    return Group(*lines)


def _words(row: Row, layout: _Layout, wording: Wording) -> list[Text]:
    """The conditions and marks of a statement, after its words if there is room."""
    more = [*conditions_text(row), *marks(row, wording)]
    if not layout.words:
        return more
    return [Text(row["summary"]) if row["summary"] else quote_text(row), *more]


def _layout(rows: Sequence[Row], lines: Sequence[Sequence[Text]], width: int) -> _Layout:
    """The layout with as much on one line as there is room for."""
    said = max(len(row["said"]) for row in rows)
    beside = [max(text.cell_len for text in column) for column in zip(*lines, strict=True)]
    room = width - said - sum(beside) - _GAP * (len(beside) + 1)
    if width < _WIDE or room < _LEAST:
        return _Layout(said, max(width - said - _GAP, _SHORTEST))
    words = room - _AMPLE - _GAP
    if words < _WORDS:
        return _Layout(said, room, beside)
    return _Layout(said, _AMPLE, beside, words)


def _line(
    layout: _Layout, said: str, drawn: Text, cells: Sequence[Text], more: Sequence[Text]
) -> RenderableType:
    """A date with its bar and its text."""
    if not layout.beside:
        date = Text.assemble(said.ljust(layout.said + _GAP), drawn)
        below = [*more]
        if cells:
            # One line that explains itself, or two rather than break the last cell.
            names = joined([*cells[:-1]], " " * _GAP)
            sources = Text.assemble(("sources: ", "dim"), cells[-1])
            whole = joined([names, sources], " " * _GAP)
            fits = whole.cell_len <= layout.said + layout.axis
            below = [whole, *more] if fits else [names, sources, *more]
        return Group(date, Padding(Group(*below), (0, 0, 0, _GAP)))
    if not cells:
        beside: RenderableType = Group(*more)
    elif layout.words:
        beside = _row([*layout.beside, layout.words], *cells, Group(*more))
    else:
        beside = Group(_row(layout.beside, *cells), *more)
    return _row([layout.said, layout.axis, None], said, drawn, beside)


def _row(widths: Sequence[int | None], *cells: RenderableType) -> Table:
    """Cells on a line with their widths; None takes the rest."""
    columns = [Column(width=width, overflow="fold") for width in widths]
    grid = Table.grid(*columns, padding=(0, _GAP, 0, 0))
    grid.add_row(*cells)
    return grid


def _changes(basis: Basis, rows: Sequence[Row]) -> Iterator[RenderableType]:
    """Each change among the rows, or a sentence that there is none, then what is in no order."""
    if not basis.changes:
        yield Text(_none(basis))
    elif changes := [row for row in rows if row["change"] == CERTAIN]:
        shown = "" if len(changes) == basis.changes else f" ({len(changes)} of {basis.changes})"
        yield Text(f"Changes{shown}", style="bold")
        for row in changes:
            yield from _change(row, with_issue=several_issues(changes))
    groups = grouped((row for row in rows if row["group"]), ("group",))
    if groups:
        yield Text("Different, and in no known order: no change", style="bold")
        for group in groups:
            yield from _unordered(group)
    if basis.undated:
        day = f"{plural(basis.undated, 'scored statement')} of unknown day"
        yield Text(f"Open at one end, and in no such group: {day}.", style="dim")
    if basis.officials > 1:
        yield Text("Statements of different officials are no change of anybody.", style="dim")


def _scored(basis: Basis) -> str:
    scored = plural(basis.scored, "scored statement")
    return f"{scored} by {plural(basis.officials, 'official')}"


def _none(basis: Basis) -> str:
    scored = _scored(basis)
    if not basis.scored:
        return "No change: there is no scored statement that could be one."
    if not basis.compared and basis.scored > basis.officials:
        return (
            f"No change: {scored}; none certainly came after another by its official on an issue."
        )
    if not basis.compared:
        return f"No change: {scored}; a change takes two by one official on an issue."
    return f"No change: {scored}; none differs from the latest that certainly came before it."


def _change(row: Row, *, with_issue: bool) -> Iterator[RenderableType]:
    before = _scored_position(row["previous_score"], row["previous_position"])
    after = _scored_position(row["score"], row["position"])
    issue = f" on {row['issue']}" if with_issue else ""
    alone = ", conditions alone" if row["score"] == row["previous_score"] else ""
    how = f"{issue}{alone}"
    yield Text.assemble((row["name"], "bold"), ": ", before, " → ", after, how)
    ends = ("from ", row["previous_said"], row["previous"]), ("to   ", row["said"], row["ref"])
    lines = [Text.assemble((label, "dim"), said, "  ", (ref, "cyan")) for label, said, ref in ends]
    lines += [Text(f"+ {conditions_told([condition])}") for condition in row["gained"]]
    lines += [Text(f"- {conditions_told([condition])}") for condition in row["dropped"]]
    disputed = {row["previous"]: row["previous_disputed"], row["ref"]: row["disputed"]}
    refs = ", ".join(ref for ref, is_disputed in disputed.items() if is_disputed)
    lines += [Text(f"[disputed] rests on {refs}", style="bold magenta")] if refs else []
    yield from (Padding(line, (0, 0, 0, 2)) for line in lines)


def _unordered(group: Sequence[Row]) -> Iterator[RenderableType]:
    """Statements of one official that can have been said in any order, without a direction."""
    yield Text(group[0]["name"], style="bold")
    for row in group:
        stance = score_text(row["score"], row["position"])
        line = Text.assemble(stance, f"  {row['said']}  ", (row["ref"], "cyan"))
        yield Padding(Group(line, *conditions_text(row)), (0, 0, 0, 2))


def _scored_position(score: int, position: str) -> Text:
    return Text(f"{signed(score)} {position}", style=score_style(score))
