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
    several_issues,
)
from stances.views.values import plural, signed, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.timeline import Basis, Timeline
    from stances.views.formats import ViewOptions

_GAP = 2
_WIDE = 100
"""From this width on, what a bar stands for may be beside it; else it is below."""
_LEAST, _AMPLE, _WORDS = 24, 40, 40
"""The shortest axis that leaves room for something beside it, one beside which there is room for
words, and for how many characters of them."""
_SHORTEST = 8
_HEADS = [Text(head, style="bold") for head in ("   position", "who", "reference", "sources")]
_LEGEND = "● that day  ├─┤ some day within  ○ ╌ approximate or uncertain  ◀ ▶ open"
_ASSESSED = "blue"


class _Layout(NamedTuple):
    """How many characters each part takes; without `beside`, all but the date is below the bar."""

    said: int
    axis: int
    beside: Sequence[int] = ()
    words: int = 0


def timeline_table(timeline: Timeline, options: ViewOptions) -> RenderableType:
    """The picture, then the changes in it; with `shifts` the changes alone."""
    rows = list(timeline.rows)
    basis = timeline.basis
    if not rows and (basis.changes or not timeline.shifts or not basis.statements):
        return Text()
    picture = [] if timeline.shifts else [_picture(rows, options.width), Text()]
    count = [Text(_count(timeline, rows), style="dim")] if rows else []
    return Group(*picture, *_changes(basis, rows), *count)


def _count(timeline: Timeline, rows: Sequence[Row]) -> str:
    if timeline.shifts:
        return f"{plural(len(rows), 'change')} in {_scored(timeline.basis)}"
    statements = [row for row in rows if row["kind"] == STATEMENT]
    officials = {row["official"] for row in statements}
    disputed = sum(row["disputed"] for row in statements)
    line = f"{plural(len(statements), 'statement')} by {plural(len(officials), 'official')}"
    line += f", {disputed} disputed" if disputed else ""
    line += f"; {plural(len(rows) - len(statements), 'assessment')} by sources"
    return line + (f"; {timeline.undated} more undated, not drawn" if timeline.undated else "")


def _picture(rows: Sequence[Row], width: int) -> RenderableType:
    statements = [row for row in rows if row["kind"] == STATEMENT]
    several = several_issues(statements)
    told = _aligned([_cells(row, with_issue=several) for row in statements])
    layout = _layout(rows, [_HEADS, *told], width)
    axis = Axis.over(rows, layout.axis)
    lines, cells = _head(axis, layout), iter(told)
    for row in rows:
        if row["kind"] == STATEMENT:
            drawn = Text(bar(axis, row, STATED), style=score_style(row["score"]) or "dim")
            lines.append(_line(layout, row["said"], drawn, next(cells), _statement(row, layout)))
        else:
            drawn = Text(bar(axis, row, ASSESSED), style=_ASSESSED)
            lines.append(_line(layout, row["said"], drawn, [], [_assessment(row)]))
    return Group(*lines, *_notes(axis))


def _head(axis: Axis, layout: _Layout) -> list[RenderableType]:
    days, ruler = Text(axis.heading(), style="dim"), Text(axis.ruler(), style="dim")
    heads = _HEADS if layout.beside else []
    words = [Text("in short", style="bold")] if layout.words else []
    return [_line(layout, "", days, [], []), _line(layout, "said", ruler, heads, words)]


def _cells(row: Row, *, with_issue: bool) -> list[Text]:
    """What is told of a statement on one line."""
    return [
        position_text(row, with_issue=with_issue),
        Text(row["name"], style="bold"),
        Text(row["ref"], style="cyan"),
        Text(with_probable(row["match_certain"], row["match_probable"]), style="dim"),
    ]


def _aligned(told: list[list[Text]]) -> list[list[Text]]:
    """The same with all positions equally wide, for names to stand below each other."""
    widest = max((cells[0].cell_len for cells in told), default=0)
    for position, *_ in told:
        position.pad_right(widest - position.cell_len)
    return told


def _statement(row: Row, layout: _Layout) -> list[Text]:
    """What is to be read of a statement besides: its words only where there is ample room."""
    more = [*conditions_text(row), *marks(row)]
    if not layout.words:
        return more
    return [Text(row["summary"]) if row["summary"] else quote_text(row), *more]


def _assessment(row: Row) -> Text:
    about = f" on {', '.join(row['about'])}, in its own voice: "
    return Text.assemble(("◇ ", _ASSESSED), (row["ref"], "cyan"), (about, "dim"), row["quote"])


def _layout(rows: Sequence[Row], told: Sequence[Sequence[Text]], width: int) -> _Layout:
    """As much on one line as there is room for."""
    said = max(len(row["said"]) for row in rows)
    cells = [max(text.cell_len for text in column) for column in zip(*told, strict=True)]
    room = width - said - sum(cells) - _GAP * (len(cells) + 1)
    if width < _WIDE or room < _LEAST:
        return _Layout(said, max(width - said - _GAP, _SHORTEST))
    words = room - _AMPLE - _GAP
    return _Layout(said, _AMPLE, cells, words) if words >= _WORDS else _Layout(said, room, cells)


def _line(
    layout: _Layout, said: str, drawn: Text, cells: Sequence[Text], more: Sequence[Text]
) -> RenderableType:
    """A date with its bar, and what it stands for."""
    if not layout.beside:
        dated = Text.assemble(said.ljust(layout.said + _GAP), drawn)
        return Group(dated, Padding(Group(*_told(cells, layout), *more), (0, 0, 0, _GAP)))
    if not cells:
        beside: RenderableType = Group(*more)
    elif layout.words:
        beside = _row([*layout.beside, layout.words], *cells, Group(*more))
    else:
        beside = Group(_row(layout.beside, *cells), *more)
    return _row([layout.said, layout.axis, None], said, drawn, beside)


def _told(cells: Sequence[Text], layout: _Layout) -> Iterator[Text]:
    """The cells as a line that explains itself, or as two rather than to break the last."""
    if cells:
        named = joined([*cells[:-1]], " " * _GAP)
        sources = Text.assemble(("sources: ", "dim"), cells[-1])
        beside = joined([named, sources], " " * _GAP)
        fits = beside.cell_len <= layout.said + layout.axis
        yield from [beside] if fits else [named, sources]


def _row(widths: Sequence[int | None], *cells: RenderableType) -> Table:
    """Cells on a line, each so wide; None takes what is left."""
    columns = [Column(width=width, overflow="fold") for width in widths]
    grid = Table.grid(*columns, padding=(0, _GAP, 0, 0))
    grid.add_row(*cells)
    return grid


def _notes(axis: Axis) -> Iterator[Text]:
    """How the picture is to be read."""
    yield Text(_LEGEND, style="dim")
    for first, last in axis.left_out:
        text = f"// nothing begins or ends between {first} and {last}; not drawn to scale"
        yield Text(text, style="dim")


_SURE = {True: "certain (the dates do not overlap)", False: "possible (the dates overlap)"}


def _changes(basis: Basis, rows: Sequence[Row]) -> Iterator[RenderableType]:
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


def _scored(basis: Basis) -> str:
    """What changes are looked for in."""
    scored = plural(basis.scored, "scored statement")
    return f"{scored} by {plural(basis.officials, 'official')}"


def _none(basis: Basis) -> str:
    rests = _scored(basis)
    if not basis.scored:
        return "No change: there is no scored statement that could be one."
    if not basis.compared:
        return f"No change: {rests}; a change takes two by one official on an issue."
    again = plural(basis.compared, "repetition")
    return f"No change: {rests}, with {again} of a position and its conditions."


def _change(row: Row, *, with_issue: bool) -> Iterator[RenderableType]:
    before = _scored_position(row["previous_score"], row["previous_position"])
    after = _scored_position(row["score"], row["position"])
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


def _scored_position(score: int, position: str) -> Text:
    return Text(f"{signed(score)} {position}", style=score_style(score))


def _dated(which: str, said: str, ref: str) -> Text:
    return Text.assemble((f"{which} ", "dim"), said, "  ", (ref, "cyan"))
