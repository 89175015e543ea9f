"""Bars on the lines of a lane, each with its label inside, after, before or below it."""

from __future__ import annotations

import re
from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from stances.queries.timeline import CERTAIN
from stances.views import styles
from stances.views.table.components import joined, readings, score_style
from stances.views.values import signed, warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.views.date_axis import Bar
    from stances.views.wording import Wording


_TIMES = "\N{MULTIPLICATION SIGN}"
CHANGED, TOLD_OTHERWISE = "▲", "*"


def labelled(
    drawn: Bar, rows: Sequence[Row], wording: Wording, signs: Mapping[str, str] | None = None
) -> Labelled:
    """A bar with the positions of its statements, each once; with `signs`, only their signs."""
    times: Counter[tuple[str, str]] = Counter()
    labels: dict[tuple[str, str], Text] = {}
    for row in rows:
        label = _label(row, wording) if signs is None else _sign(row, signs)
        if row["change"] == CERTAIN:
            label = Text.assemble((CHANGED, styles.STRONG), " ", label)
        if is_told_otherwise(row, wording):
            label.append(TOLD_OTHERWISE, styles.MARK)
        key = label.plain, row["position"]
        times[key] += 1
        labels[key] = label
    tones = {score_style(row["score"]) for row in rows}
    if signs is not None:
        order = [*signs]
        labels = dict(sorted(labels.items(), key=lambda each: order.index(each[0][1])))
    several = [
        label.append(f" {_TIMES}{times[key]}" * (times[key] > 1)) for key, label in labels.items()
    ]
    between = ", " if signs is None else " "
    return Labelled(drawn, tones.pop() if len(tones) == 1 else "", joined(several, between))


def position_label(row: Row, wording: Wording) -> Text:
    """A position with its score, if it has one."""
    score = "" if row["score"] is None else f"{signed(row['score'])} "
    position = wording.position(row["issue"], row["position"])
    return Text(f"{score}{position}", style=score_style(row["score"]))


def is_told_otherwise(row: Row, wording: Wording) -> bool:
    """Whether a source has another speaker, date or position."""
    return any(True for _ in readings(row, wording))


def _label(row: Row, wording: Wording) -> Text:
    label = position_label(row, wording)
    if told := ", ".join(warnings(row)):
        label.append(f" ({told})", styles.MARK)
    return label


def _sign(row: Row, signs: Mapping[str, str]) -> Text:
    """The sign of a position, in brackets if there is a warning."""
    sign = signs[row["position"]]
    return Text(f"({sign})" if warnings(row) else sign, style=score_style(row["score"]))


def signs_of(rows: Sequence[Row], wording: Wording) -> dict[str, str]:
    """The sign of each position that is taken on an issue: its score, or a letter."""
    scores = {row["position"]: row["score"] for row in rows}
    issue = rows[0]["issue"]
    known = [position for own, position in wording.background.names().positions if own == issue]
    taken = [each for each in dict.fromkeys([*known, *scores]) if each in scores]
    unscored = [each for each in taken if scores[each] is None]
    letters = dict(zip(unscored, ascii_uppercase, strict=False))
    return {
        each: letters.get(each, each) if scores[each] is None else signed(scores[each])
        for each in taken
    }


def key_to_signs(rows: Sequence[Row], signs: Mapping[str, str], wording: Wording) -> list[str]:
    """Explain the signs of an issue."""
    issue = rows[0]["issue"]
    told = [f"{sign} {wording.position(issue, position)}" for position, sign in signs.items()]
    if any(warnings(row) for row in rows):
        told.append("( ) disputed, denied, retracted or hearsay")
    return told


GAP = 2
"""The columns between the parts of a line."""
_UNBROKEN = re.compile("─+")


class Labelled(NamedTuple):
    """A bar with its style and its label."""

    bar: Bar
    style: str
    label: Text


class _Piece(NamedTuple):
    """A text that begins in a column."""

    column: int
    text: Text

    @property
    def end(self) -> int:
        return self.column + self.text.cell_len


def lane_lines(bars: Sequence[Labelled], width: int) -> list[Text]:
    """The bars on as few lines as possible, in order from the top.

    A label longer than the lane has its own line, which the caller folds.
    """
    lines: list[list[_Piece]] = []
    for each in bars:
        first, *below = _placed(each, width)
        line = next((line for line in lines if not below and _is_free(line, first)), None)
        if line is None:
            lines += [first, *below]
        else:
            line += first
    return [_joined(line) for line in lines]


def _placed(each: Labelled, width: int) -> list[list[_Piece]]:
    """The lines of a bar with its label."""
    bar, label, room = each.bar, each.label, each.label.cell_len + 2
    drawn = Text(bar.drawn, each.style)
    at = _Piece(bar.left, drawn)
    if not label:
        return [[at]]
    longest = max(_UNBROKEN.finditer(bar.drawn), key=lambda run: len(run[0]), default=None)
    if longest and room <= len(longest[0]):
        begin = longest.start() + (room < len(longest[0]))
        inside = Text.assemble(drawn[:begin], " ", label, " ", drawn[begin + room :])
        return [[_Piece(bar.left, inside)]]
    if bar.right + room <= width:
        return [[at, _Piece(bar.right + 2, label)]]
    if room - 1 <= bar.left:
        return [[_Piece(bar.left - room + 1, label), at]]
    return [[at], [_Piece(max(min(bar.left, width - label.cell_len), 0), label)]]


def _is_free(line: Sequence[_Piece], pieces: Sequence[_Piece]) -> bool:
    """Whether a line has room for these pieces, which are side by side."""
    begin, end = pieces[0].column - GAP, pieces[-1].end + GAP
    return all(other.end <= begin or end <= other.column for other in line)


def _joined(pieces: Sequence[_Piece]) -> Text:
    line = Text()
    for piece in sorted(pieces, key=lambda piece: piece.column):
        line.append(" " * (piece.column - line.cell_len)).append_text(piece.text)
    return line


def beside_name(
    name: Text, lines: Sequence[Text], widths: Sequence[int], words: RenderableType | None = None
) -> Iterator[RenderableType]:
    """A lane beside its name, and beside `words` if given, each in its width.

    If the width of the name is 0, the lane is below its name.
    """
    room, width, *_ = widths
    if not room:
        yield from filter(None, (name, *lines))
    elif words is None and name.cell_len <= room and max(line.cell_len for line in lines) <= width:
        # A table for each lane would be slow if there are very many.
        for number, line in enumerate(lines):
            beside = name.copy() if not number else Text()
            beside.append(" " * (room + GAP - beside.cell_len))
            yield beside.append_text(line)
    else:
        columns = [Column(width=each, overflow="fold") for each in widths]
        grid = Table.grid(*columns, padding=(0, GAP, 0, 0))
        grid.add_row(name, Text("\n").join(lines), *([words] if words is not None else []))
        yield grid


def side_by_side(texts: Sequence[str], width: int) -> Text:
    """Short texts on as few lines as possible; no text is broken."""
    lines: list[str] = []
    for text in texts:
        beside = f"{lines[-1]}   {text}" if lines else ""
        if lines and cell_len(beside) <= width:
            lines[-1] = beside
        else:
            lines.append(text)
    return Text("\n".join(lines), style=styles.ASIDE)
