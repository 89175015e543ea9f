"""Changes of position, and statements in no known order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from stances.queries.timeline import CERTAIN
from stances.views import styles
from stances.views.table.components import conditions_text
from stances.views.table.lanes import position_label
from stances.views.values import conditions_told, grouped, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.result import Row
    from stances.queries.timeline import Basis
    from stances.views.wording import Wording

_A_PAIR = 2


def finding(basis: Basis) -> Text:
    """Say in one or two sentences whether an official changed position."""
    scored = plural(basis.scored, "scored statement")
    among = f"{scored} by {plural(basis.officials, 'official')}"
    if basis.changes:
        return Text(f"{plural(basis.changes, 'change')} of position among {among}.")
    if not basis.scored:
        return Text("No change of position: no statement here has a score that counts.")
    told = f"No change of position: of {among}, "
    if basis.compared:
        follows = f"{basis.compared} certainly follow{'s' * (basis.compared == 1)} another by the"
        return Text(f"{told}{follows} same official on one question, without a certain change.")
    if basis.scored > basis.officials:
        follows = "none certainly follows another by the same official on one question."
        return Text(f"{told}{follows}")
    told = f"No change of position: {among}; a change takes two by one official on one question."
    if basis.officials > 1:
        told += " Different officials holding different positions is not a change."
    return Text(told)


def change_lines(basis: Basis, rows: Sequence[Row], wording: Wording) -> Iterator[RenderableType]:
    """Each change among the rows, then the groups in no known order."""
    several = len(wording.background.names().issues) > 1
    if changes := [row for row in rows if row["change"] == CERTAIN]:
        shown = "" if len(changes) == basis.changes else f" ({len(changes)} of {basis.changes})"
        yield Text(f"\nChanges of position{shown}", style=styles.STRONG)
        for after in grouped(changes, ("previous", "issue")):
            yield from _change(after, wording, with_issue=several)
    if groups := grouped((row for row in rows if row["group"]), ("group",)):
        order = "either order" if max(map(len, groups)) == _A_PAIR else "any order"
        yield Text(f"\nCould be in {order}, so no change", style=styles.STRONG)
        for group in groups:
            yield from _unordered(group, wording, with_issue=several)
    if basis.undated:
        told = f"{plural(basis.undated, 'scored statement')} with a date that is open at one end"
        yield Text(f"Not compared: {told}", styles.ASIDE)


def _change(
    after: Sequence[Row], wording: Wording, *, with_issue: bool
) -> Iterator[RenderableType]:
    """A change: the earlier statement, those that differ, conditions gained and dropped."""
    row = after[0]
    yield _head(row, wording, with_issue=with_issue)
    before = {"issue": row["issue"], "ref": row["previous"]}
    before |= {key: row[f"previous_{key}"] for key in ("position", "score", "said", "disputed")}
    was, *became = _stances((before, *after), wording)
    lines = [Text.assemble(("from ", styles.ASIDE), was)]
    for row, now in zip(after, became, strict=True):
        lines.append(Text.assemble(("to   ", styles.ASIDE), now))
        lines += [Text(f"new {conditions_told([each])}") for each in row["gained"]]
        lines += [Text(f"no longer a {conditions_told([each])}") for each in row["dropped"]]
        if refs := " and ".join(each["ref"] for each in (before, row) if each["disputed"]):
            lines.append(Text(f"disputed, as it rests on {refs}", style=styles.URGENT))
    yield from (Padding(line, (0, 0, 0, 2)) for line in lines)


def _unordered(
    group: Sequence[Row], wording: Wording, *, with_issue: bool
) -> Iterator[RenderableType]:
    """Statements of one official in no known order, listed without a direction."""
    yield _head(group[0], wording, with_issue=with_issue)
    for row, line in zip(group, _stances(group, wording), strict=True):
        yield Padding(line, (0, 0, 0, 2))
        yield from (Padding(each, (0, 0, 0, 4)) for each in conditions_text(row))


def _head(row: Row, wording: Wording, *, with_issue: bool) -> Text:
    """The name of the official, with the question if the codebook has several."""
    return Text(f"{row['name']} — {wording.issue(row['issue'])}" if with_issue else row["name"])


def _stances(rows: Sequence[Row], wording: Wording) -> Iterator[Text]:
    """Positions with their dates and references, aligned in columns."""
    labels = [position_label(row, wording) for row in rows]
    dates = [Text(wording.date(row["said"])) for row in rows]
    widths = [max(text.cell_len for text in column) for column in (labels, dates)]
    for row, *cells in zip(rows, labels, dates, strict=True):
        for cell, width in zip(cells, widths, strict=True):
            cell.pad_right(width - cell.cell_len)
        yield Text("  ").join([*cells, Text(row["ref"], style=styles.ASIDE)])
