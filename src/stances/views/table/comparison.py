"""The table of `compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.views.table.listing import statement_block, statement_lines
from stances.views.table.summary import told_of
from stances.views.values import DECIMALS, office, plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.comparison import Comparison, Side
    from stances.queries.summary import Figures
    from stances.views.formats import ViewOptions

_COLUMN = 36
"""The least width of a side, in characters, for sides to stand next to each other."""
_GAP = 3


def comparison_table(comparison: Comparison, options: ViewOptions) -> RenderableType:
    """Issue by issue: each side's statements and figures, then what they share."""
    beside = options.width >= (_COLUMN + _GAP) * len(comparison.sides) - _GAP
    pages: list[RenderableType] = []
    for issue, question in comparison.questions.items():
        columns = [_side(side, issue) for side in comparison.sides]
        pages.append(Padding(Text(question, style="bold"), (0, 0, 1, 0)))
        pages.append(_beside(columns) if beside else Group(*columns))
        pages += [Text(line, style="bold") for line in _distances(comparison, issue)]
    if not comparison.questions:
        pages += [_side(side, "") for side in comparison.sides]
    pages += _frames(comparison)
    pages += _attributions(comparison)
    pages += _left_out(comparison)
    return Group(*pages)


def _beside(columns: list[RenderableType]) -> RenderableType:
    grid = Table.grid(padding=(0, _GAP, 0, 0), expand=True)
    for _ in columns:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*columns)
    return grid


def _side(side: Side, issue: str) -> RenderableType:
    """A side's name and figures, and its statements on an issue in order of time."""
    rows = [row for row in side.statements if row["issue"] == issue]
    faction = side.side != (rows[0]["official"] if rows else side.side)
    head = Text.assemble((side.name, "bold underline"))
    offices = dict.fromkeys(office(row) for row in rows)
    about = [] if faction else [Text(each, style="dim") for each in offices if each]
    found = side.figures(issue)
    figures = Padding(Text("\n".join((_figures(found), *told_of(found)))), (0, 0, 1, 0))
    blocks = [
        statement_block(row) if faction else Padding(statement_lines(row), (0, 0, 1, 0))
        for row in rows
    ]
    return Group(head, *about, figures, *blocks)


def _figures(found: Figures) -> str:
    counted = plural(found.statements, "statement")
    disputed = f", {found.disputed} disputed" if found.disputed else ""
    if found.mean is None or found.spread is None:
        return f"{counted}{disputed}; none is scored"
    spread = f", spread {found.spread:.{DECIMALS}f}" if len(found.means) > 1 else ""
    return f"{counted}{disputed}; mean {signed(found.mean)}{spread}, of {found.scored} scored"


def _distances(comparison: Comparison, issue: str) -> Iterator[str]:
    """The distance, and where anything is disputed the one without it."""
    yield f"Distance on the scale: {_distance(comparison, issue)}."
    if any(side.figures(issue).disputed for side in comparison.sides):
        yield f"Without the disputed: {_distance(comparison, issue, undisputed=True)}."


def _distance(comparison: Comparison, issue: str, *, undisputed: bool = False) -> str:
    distance = comparison.distance(issue, undisputed=undisputed)
    sides = [(s.name, s.figures(issue, undisputed=undisputed)) for s in comparison.sides]
    if distance is None:
        silent = ", ".join(name for name, found in sides if found.mean is None)
        return f"none, for want of a scored statement by {silent}"
    rests = "; ".join(f"{name}: {found.scored}" for name, found in sides)
    furthest = " between the furthest two" if len(sides) > 2 else ""  # noqa: PLR2004
    counted = plural(comparison.scored(issue, undisputed=undisputed), "scored statement")
    return f"{distance:.{DECIMALS}f}{furthest}, on {counted} ({rests})"


def _frames(comparison: Comparison) -> Iterator[Text]:
    shared = comparison.shared_frames
    yield _named("Frames shared by all: ", shared, comparison.labels)
    for side in comparison.sides:
        others = {f for other in comparison.sides if other is not side for f in other.frames}
        own = [frame for frame in side.frames if frame not in others]
        yield _named(f"Only {side.name}: ", own, comparison.labels)


def _named(head: str, frames: list[str], labels: dict[str, str]) -> Text:
    return Text(head + (", ".join(labels[frame] for frame in frames) or "none"))


def _attributions(comparison: Comparison) -> Iterator[Text]:
    for side in comparison.sides:
        for at in side.attributed:
            by = ", ".join(at.sources)
            line = f"Attributed to {side.name} by {by}, recorded with {at.official}: {at.ref}"
            yield Text(f"{line} (in no figure here)", style="magenta")


def _left_out(comparison: Comparison) -> Iterator[Text]:
    counts = [f"{s.left_out} of {s.name}" for s in comparison.sides if s.left_out is not None]
    if counts:
        yield Text(f"Left out as disputed: {', '.join(counts)} (--without-disputed).", style="dim")
