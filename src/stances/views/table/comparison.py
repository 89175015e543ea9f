"""The table of `compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.views.table.listing import statement_block, statement_lines
from stances.views.table.summary import told_of
from stances.views.values import DECIMALS, office, plural, signed, why_no_mean
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.comparison import Comparison, Side
    from stances.queries.result import Row
    from stances.queries.summary import Figures
    from stances.views.formats import ViewOptions

_COLUMN = 36
"""The least width of a side, in characters, for sides to stand side by side."""
_GAP = 3


def comparison_table(comparison: Comparison, options: ViewOptions) -> RenderableType:
    """Each side's figures and statements on each issue, then the frames they share."""
    wording = Wording.of(comparison.background, options)
    beside = options.width >= (_COLUMN + _GAP) * len(comparison.sides) - _GAP
    pages: list[RenderableType] = []
    for issue, question in comparison.questions.items():
        columns = [_side(side, issue, wording) for side in comparison.sides]
        pages.append(Padding(Text(question, style="bold"), (0, 0, 1, 0)))
        if beside:
            grid = Table.grid(padding=(0, _GAP, 0, 0), expand=True)
            for _ in columns:
                grid.add_column(ratio=1, overflow="fold")
            grid.add_row(*columns)
            pages.append(grid)
        else:
            pages += columns
        distance = f"Distance on the scale: {_distance(comparison, issue)}."
        pages.append(Text(distance, style="bold"))
        if any(side.figures(issue).disputed for side in comparison.sides):
            distance = f"Without the disputed: {_distance(comparison, issue, undisputed=True)}."
            pages.append(Text(distance, style="bold"))
    if not comparison.questions:
        pages += [_side(side, "", wording) for side in comparison.sides]
    pages += _frames(comparison)
    for side in comparison.sides:
        for at in side.attributed:
            sources = ", ".join(at.sources)
            line = f"Attributed to {side.name} by {sources}, recorded with {at.official}: {at.ref}"
            pages.append(Text(f"{line} (in no figure here)", style="magenta"))
    counts = [f"{s.left_out} of {s.name}" for s in comparison.sides if s.left_out is not None]
    if counts:
        line = f"Left out as disputed: {', '.join(counts)} (--without-disputed)."
        pages.append(Text(line, style="dim"))
    return Group(*pages)


def _side(side: Side, issue: str, wording: Wording) -> RenderableType:
    """The name and figures of a side, and its statements on an issue in order of time."""
    rows = [row for row in side.statements if row["issue"] == issue]
    is_faction = side.side != (rows[0]["official"] if rows else side.side)
    head = Text.assemble((side.name, "bold underline"))
    offices = dict.fromkeys(office(row) for row in rows)
    about = [] if is_faction else [Text(each, style="dim") for each in offices if each]
    figures = side.figures(issue)
    lines = Padding(Text("\n".join((_figures(figures, rows), *told_of(figures)))), (0, 0, 1, 0))
    blocks = [
        statement_block(row, wording)
        if is_faction
        else Padding(statement_lines(row, wording), (0, 0, 1, 0))
        for row in rows
    ]
    return Group(head, *about, lines, *blocks)


def _figures(figures: Figures, rows: Sequence[Row]) -> str:
    count = plural(figures.statements, "statement")
    heard = len(rows) - figures.statements
    count += f" and {heard} by hearsay, not counted" if heard else ""
    disputed = f", {figures.disputed} disputed" if figures.disputed else ""
    if figures.mean is None or figures.spread is None:
        why = why_no_mean(figures) if figures.unnamed else "none is scored"
        return f"{count}{disputed}; {why}"
    spread = f", spread {figures.spread:.{DECIMALS}f}" if len(figures.means) > 1 else ""
    return f"{count}{disputed}; mean {signed(figures.mean)}{spread}, of {figures.scored} scored"


def _distance(comparison: Comparison, issue: str, *, undisputed: bool = False) -> str:
    distance = comparison.distance(issue, undisputed=undisputed)
    sides = [(s.name, s.figures(issue, undisputed=undisputed)) for s in comparison.sides]
    if distance is None:
        names = ", ".join(name for name, figures in sides if figures.mean is None)
        if any(figures.unnamed for _, figures in sides if figures.mean is None):
            return f"none, for want of a mean of {names}"
        return f"none, for want of a scored statement by {names}"
    counts = "; ".join(f"{name}: {figures.scored}" for name, figures in sides)
    furthest = " between the furthest two" if len(sides) > 2 else ""  # noqa: PLR2004
    total = plural(comparison.scored(issue, undisputed=undisputed), "scored statement")
    return f"{distance:.{DECIMALS}f}{furthest}, on {total} ({counts})"


def _frames(comparison: Comparison) -> Iterator[Text]:
    groups = [("Frames shared by all", comparison.shared_frames)]
    for side in comparison.sides:
        others = {f for other in comparison.sides if other is not side for f in other.frames}
        own = [frame for frame in side.frames if frame not in others]
        groups.append((f"Only {side.name}", own))
    for head, frames in groups:
        labels = ", ".join(comparison.labels[frame] for frame in frames)
        yield Text(f"{head}: {labels or 'none'}")
