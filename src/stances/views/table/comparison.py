"""The page of `compare`."""

from __future__ import annotations

from itertools import chain, pairwise, zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.queries.comparison import shared
from stances.queries.filters import FORMS
from stances.views import styles
from stances.views.comparison_text import mean_told, verdict, within, without_disputed
from stances.views.direction import laid_out
from stances.views.table.components import joined
from stances.views.table.statement_rows import Cells
from stances.views.values import best_evidence, office, plural, signed, told_by
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.comparison import Comparison, Side
    from stances.queries.findings import Step
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions


TAKEN, DOUBTFUL, MEAN = "●", "?", "◆"
"""Marks: a position taken, one that rests on disputed statements alone, and a mean."""
_LINE = "─"


class ScaleAxis:
    """The columns of scores, with the lowest on the left."""

    def __init__(self, choices: Iterable[Step], width: int) -> None:
        """The axis of the positions with a score; `width` is in characters."""
        self._labels: dict[int, str] = {}
        for choice in sorted(choices, key=lambda each: each.score or 0):
            if choice.score is not None:
                others = f"{self._labels[choice.score]}/" if choice.score in self._labels else ""
                self._labels[choice.score] = f"{others}{choice.label}"
        self._low, self._high = min(self._labels), max(self._labels)
        self._width = width

    def heads(self) -> list[str]:
        """The labels of the scores if all fit, then a line with the scores."""
        scores = [signed(score) for score in self._labels]
        between = [""] * (len(scores) - 2)
        ends = [scores[0], *between, scores[-1]] if len(scores) > 1 else [""]
        ruler = self._placed(scores, _LINE) or self._placed(ends, _LINE) or ""
        return [*self._label_lines(), ruler]

    def _label_lines(self) -> list[str]:
        """The labels on as few lines as possible; empty if they do not all fit."""
        columns = [self._column(score) for score in self._labels]
        room = min((b - a for a, b in pairwise(columns)), default=self._width)
        for width in range(room, 0, -1):
            folded = [_folded(label, width) for label in self._labels.values()]
            rows = [*zip_longest(*(reversed(lines) for lines in folded), fillvalue="")][::-1]
            lines = [line for row in rows if (line := self._placed(row, " ")) is not None]
            if len(lines) == len(rows):
                return lines
        return []

    def lane(self, marks: Mapping[float, str]) -> str:
        """A line that joins marks at scores; in one column, the last mark is shown."""
        cells = [" "] * self._width
        columns = [self._column(score) for score in marks]
        for column in range(min(columns), max(columns)):
            cells[column] = _LINE
        for column, mark in zip(columns, marks.values(), strict=True):
            cells[column] = mark
        return "".join(cells)

    def _column(self, score: float) -> int:
        """The column of a score; the middle if there is only one score."""
        if self._low == self._high:
            return self._width // 2
        return round((score - self._low) / (self._high - self._low) * (self._width - 1))

    def _placed(self, texts: Sequence[str], between: str) -> str | None:
        """Texts at the columns of the scores; None if they do not fit."""
        line = ""
        for text, score in zip(texts, self._labels, strict=True):
            if not text:
                continue
            middle, end = self._column(score) - (cell_len(text) - 1) // 2, cell_len(line)
            start = min(max(middle, 0), self._width - cell_len(text))
            if start < 0 or (line and start <= end):
                return None
            line += between * (start - end) + text
        return line + between * (self._width - cell_len(line))


def _folded(label: str, width: int) -> list[str]:
    """The label on lines of at most `width` characters; words are not broken."""
    lines: list[str] = []
    for word in label.split():
        if lines and cell_len(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


_PAIR = 2
_COLUMN = 36
"""The least width of a side, in characters, for sides in columns."""
_GAP = 3
_INDENT = 2
_LEGEND = {TAKEN: "a position taken", DOUBTFUL: "a disputed one", MEAN: "their mean"}
_NAME, _AXIS, _WIDEST = 24, 48, 90
"""The greatest width of a name beside a scale; the least and the greatest width of a scale."""


def comparison_table(comparison: Comparison, options: ViewOptions) -> RenderableType:
    """The sides, their statements on common questions, then those on others."""
    return Group(*_Page(comparison, options).parts())


class _Page:
    """A page about a comparison."""

    def __init__(self, comparison: Comparison, options: ViewOptions) -> None:
        self._sides, self._comparison = comparison.sides, comparison
        self._wording = Wording.of(comparison.background, options)
        self._whole, self._width = options.whole, options.width
        self._is_beside = options.width >= (_COLUMN + _GAP) * len(self._sides) - _GAP

    def parts(self) -> Iterator[RenderableType]:
        """The sides, the questions that several speak to, the others, and what is left out."""
        issues = self._comparison.issues
        several = [issue for issue in issues if sum(bool(s.on(issue)) for s in self._sides) > 1]
        yield from map(self._head, self._sides)
        for issue in several:
            yield from self._verdict(issue)
            yield from self._scale(issue)
            yield from self._statements(issue)
        for issue in issues:
            if issue not in several:
                yield from self._verdict(issue)
                yield from self._statements(issue) if self._whole else self._listed(issue)
        yield from self._notes()

    def _head(self, side: Side) -> Text:
        """A side with its offices; for a faction, with the numbers of statements and officials."""
        offices = dict.fromkeys(office(row, self._wording) for row in side.statements)
        about = "; ".join(offices)
        if not side.statements:
            about = f"no statement {within(self._comparison)}".rstrip()
        elif side.is_faction:
            about = told_by((row["official"] for row in side.statements), self._wording)
            about = f"{plural(len(side.statements), 'statement')} {about}"
        return Text.assemble((side.name, styles.STRONG), (f"  {about}", styles.ASIDE))

    def _verdict(self, issue: str) -> Iterator[RenderableType]:
        yield Text(f"\n{self._wording.issue(issue)}", style=styles.STRONG)
        yield Text(verdict(self._comparison, issue))
        if told := without_disputed(self._comparison, issue):
            yield Text(told, style=styles.MARK)

    def _scale(self, issue: str) -> Iterator[RenderableType]:
        """The scale with a line for each side; empty if no side is on it."""
        marks = [_marks(side, issue) for side in self._sides]
        if not any(marks):
            return
        before = min(_NAME, max(cell_len(side.name) for side in self._sides))
        room = self._width - before - _GAP
        is_beside = room >= _AXIS
        width = min(room if is_beside else self._width, _WIDEST)
        axis = ScaleAxis(self._comparison.choices(issue), width)
        heads = [Text(head, style=styles.ASIDE) for head in axis.heads()]
        drawn = [axis.lane(own) if own else "" for own in marks]
        lanes = [*map(Text, drawn)]
        names = [Text(side.name) for side in self._sides]
        marked = "".join(drawn)
        legend = "   ".join(f"{mark} {what}" for mark, what in _LEGEND.items() if mark in marked)
        if is_beside:
            grid = _grid(before, width)
            for head in heads:
                grid.add_row("", head)
            for name, lane in zip(names, lanes, strict=True):
                grid.add_row(name, lane)
            yield grid
        else:
            yield from heads
            yield from chain.from_iterable(zip(names, lanes, strict=True))
        yield Text(legend, style=styles.ASIDE)

    def _statements(self, issue: str) -> Iterator[RenderableType]:
        """The best statements of each side in order of time, and the number of others."""
        left_open = {each.id for each in self._comparison.choices(issue) if each.is_open}
        columns, folded = [], []
        for side in self._sides:
            rows = side.on(issue)
            if side.is_faction:
                rows.sort(key=lambda row: (row["name"], row["official"]))
            closed = [row for row in rows if row["position"] not in left_open]
            shown = rows if self._whole else _best(closed)
            if more := len(rows) - len(shown):
                count = len(rows) - len(closed)
                of_which = f"{count} of which" if count < more else "which"
                leaves = f", {of_which} leave{'s' * (count == 1)} it open" if count else ""
                folded.append(f"{more} more of {laid_out(side.name)}{leaves}")
            columns.append((side, shown))
        if any(shown for _, shown in columns):
            yield from self._columns(columns)
        if folded:
            yield Text(f"{'; '.join(folded)} (--all).", style=styles.ASIDE)

    def _listed(self, issue: str) -> Iterator[RenderableType]:
        """A line for each position of the only side that speaks to a question."""
        for side in self._sides:
            for row in _best(side.on(issue)):
                cells = Cells.of(row, self._wording)
                stance = joined([cells.score, cells.position], " ")
                who = [Text(row["name"])] if side.is_faction else []
                line = joined([stance, *who, cells.said, *cells.marks, cells.ref], "  ")
                yield Padding(line, (0, 0, 0, _INDENT))

    def _columns(self, columns: Sequence[tuple[Side, Sequence[Row]]]) -> Iterator[RenderableType]:
        """The statements of all sides, in columns if they fit."""
        if self._is_beside:
            room = (self._width + _GAP) // len(columns) - _GAP
            grid = _grid(*[room] * len(columns))
            grid.add_row(*(Text(side.name, style=styles.STRONG) for side, _ in columns))
            grid.add_row(*(Group(*self._blocks(side, rows, room)) for side, rows in columns))
            yield grid
            return
        for side, rows in columns:
            if rows:
                yield Text(side.name, style=styles.STRONG)
                blocks = self._blocks(side, rows, self._width - _INDENT)
                yield from (Padding(each, (0, 0, 0, _INDENT)) for each in blocks)

    def _blocks(self, side: Side, rows: Sequence[Row], width: int) -> Iterator[RenderableType]:
        """Statements; those of a faction have the names of their officials above."""
        speaker = side.side
        for row in rows:
            if side.is_faction and row["official"] != speaker:
                speaker = row["official"]
                yield Text(row["name"], style=styles.STRONG)
            cells = Cells.of(row, self._wording, whole=self._whole)
            stance = joined([cells.score, cells.position], " ")
            yield joined([stance, cells.said, *cells.marks], "  ")
            yield from cells.words
            # The reference matters, but if it does not fit here, it would cost a line.
            where = joined([*cells.sources, cells.ref], "  ")
            yield from [where] if self._whole or where.cell_len <= width else cells.sources

    def _notes(self) -> Iterator[Text]:
        """Questions without statements, frames, statements recorded with others or left out."""
        notes = [*self._unspoken(), *self._frames()]
        for side in self._sides:
            for at in side.attributed:
                sources = ", ".join(laid_out(self._wording.source(each)) for each in at.sources)
                with_ = laid_out(self._wording.official(at.official))
                line = f"Attributed to {laid_out(side.name)} by {sources}, recorded with {with_}"
                notes.append(Text(f"{line}: {at.ref} (in no figure here)", style=styles.MARK))
        counts = [
            f"{s.left_out} of {laid_out(s.name)}" for s in self._sides if s.left_out is not None
        ]
        if counts:
            line = f"Left out as disputed: {', '.join(counts)} (--without-disputed)."
            notes.append(Text(line, style=styles.ASIDE))
        yield from [Text(), *notes] if notes else []

    def _unspoken(self) -> Iterator[Text]:
        """The questions that no side speaks to; none if a filter may have hidden statements."""
        told = " ".join(map(self._wording.issue, self._comparison.unspoken))
        if told and self._comparison.is_whole:
            nobody = "Neither speaks" if len(self._sides) == _PAIR else "None of them speaks"
            where = f"{nobody} {within(self._comparison)}".rstrip()
            yield Text.assemble((f"{where} to: ", styles.ASIDE), told)

    def _frames(self) -> Iterator[Text]:
        """The frames that all sides use; with `--all`, also those of one side alone."""
        everybody = "both" if len(self._sides) == _PAIR else "all"
        told = [(everybody, shared([side.frames for side in self._sides]))]
        for side in self._sides if self._whole else ():
            others = {f for other in self._sides if other is not side for f in other.frames}
            told.append(
                (f"only {laid_out(side.name)}", [f for f in side.frames if f not in others])
            )
        listed = [
            f"{who}: {', '.join(laid_out(self._wording.frame(each)) for each in ids)}"
            for who, ids in told
            if ids
        ]
        if listed:
            yield Text(f"Frames, {'; '.join(listed)}.", style=styles.ASIDE)


def _grid(*widths: int) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    return grid


def _marks(side: Side, issue: str) -> dict[float, str]:
    """The marks of a side on the scale; the mean is first, so that a position can replace it."""
    doubtful = side.doubtful(issue)
    scored = [each for each in side.used(issue) if each.score is not None]
    sure = {each.score for each in scored if each.id not in doubtful}
    marks: dict[float, str] = {
        each.score: TAKEN if each.score in sure else DOUBTFUL
        for each in scored
        if each.score is not None
    }
    mean = side.figures(issue).mean
    if len(marks) > 1 and mean is not None and mean_told(side, issue):
        return {mean: MEAN} | marks
    return marks


def _best(rows: Sequence[Row]) -> list[Row]:
    """The best supported statement of each official, position and its conditions."""
    best: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = row["official"], row["position"], *row["conditions"]
        if key not in best or _support(row) >= _support(best[key]):
            best[key] = row
    chosen = {row["ref"] for row in best.values()}
    return [row for row in rows if row["ref"] in chosen]


def _support(row: Row) -> tuple[Any, ...]:
    """The sort key of support: undisputed first, then number of sources, then form of the words."""
    form = FORMS.index(best_evidence(row)["form"])
    return not row["disputed"], row["match_certain"], row["match_probable"], -form
