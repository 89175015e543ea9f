"""The pages of `agreement`: its figures, the disagreements, and the terms of alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.text import visible
from stances.views import styles
from stances.views.agreement_text import (
    by_chance_told,
    coders_told,
    confusion_told,
    disagreements_told,
    explanation_told,
    finding,
    left_out_told,
    outdated_told,
    reasons,
    spread,
    value_told,
)
from stances.views.direction import laid_out
from stances.views.table.rows import empty_table, measured
from stances.views.values import conditions_told, decimal, grouped, percent, plural
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from stances.queries.agreement import Agreement, Line
    from stances.queries.agreement.details import Confusion, Disagreements, Explanation
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions
_TEXTS = frozenset(("issue", "faction", "coder", "frame", "statement", "one reads", "another"))
_WIDEST = 24
"""The least width of a longer column of texts; shorter texts are not folded."""
_LEGEND = (
    "agree: pairs of readings that are the same; kappa: the mean over pairs of coders; 95 of 100: "
    "where alpha lies in 95 of 100 resamples."
)


def agreement_page(found: Agreement, options: ViewOptions) -> RenderableType:
    """The finding in words, the figures of each group, missing figures, and what is left out."""
    if not found.lines:
        return Text()
    wording = Wording.of(found.background, options)
    blocks: list[RenderableType] = []
    total = found.lines[-1].figures
    if found.by == "issue":
        blocks.append(Text(finding(total, found.of), style=styles.STRONG))
    blocks.append(Text(coders_told(found)))
    if any(line.figures.units for line in found.lines):
        names = {number: _name(found, line, wording) for number, line in enumerate(found.lines)}
        table, dropped = _figures(found, names, options.width)
        blocks += [Text(), table, Text()]
        notes = [*reasons(found.lines, names), _LEGEND, *_no_room(dropped)]
        blocks += (Text(each, style=styles.ASIDE) for each in notes)
    if found.by == "issue" and (left := left_out_told(total)):
        blocks.append(Text(left, style=styles.ASIDE))
    if found.outdated:
        told = f"{outdated_told(found.outdated)}: see `stances check --select ST421`."
        blocks.append(Text(told, style=styles.MARK))
    if any(line.figures.alike < line.figures.units for line in found.lines):
        hint = "Where they differ: --disagreements. How alpha comes about: --explain."
        blocks.append(Text(hint, style=styles.ASIDE))
    return Group(*blocks)


def _figures(found: Agreement, names: dict[int, str], width: int) -> tuple[Table, Sequence[str]]:
    """The table of figures, and the names of columns that do not fit."""
    heads = (found.by, "statements", "readings", "agree", "kappa", "alpha", "95 of 100")
    rows = []
    for number, line in enumerate(found.lines):
        own = line.figures
        agree = "" if own.agreement is None else percent(own.agreement)
        counts = (f"{own.units:,}", f"{own.readings:,}", agree)
        figures = (decimal(own.kappa), decimal(own.alpha), spread(own))
        rows.append((names[number], *counts, *figures))
    return _fitted(heads, rows, ("kappa", "readings", "agree", "statements"), width)


def _fitted(
    heads: Sequence[str], rows: Sequence[Sequence[str]], droppable: Sequence[str], width: int
) -> tuple[Table, Sequence[str]]:
    """A table of texts and numbers; `droppable` columns are dropped in order until it fits."""
    for number in range(len(droppable) + 1):
        dropped = droppable[:number]
        table = empty_table()
        kept = [at for at, head in enumerate(heads) if head not in dropped]
        for at in kept:
            widest = max(len(heads[at]), *(len(row[at]) for row in rows))
            if heads[at] in _TEXTS:
                table.add_column(heads[at], overflow="fold", min_width=min(widest, _WIDEST))
            else:
                table.add_column(heads[at], justify="right", no_wrap=True, min_width=widest)
        for row in rows:
            table.add_row(*(row[at] for at in kept))
        if measured(table).minimum <= width:
            break
    return table, dropped


def _no_room(dropped: Sequence[str]) -> Iterator[str]:
    """Name the columns that do not fit on a narrow terminal."""
    if dropped:
        yield f"No room here for: {', '.join(dropped)}."


def _name(found: Agreement, line: Line, wording: Wording) -> str:
    """The name of the group in a row."""
    if found.by == "issue":
        return line.issue or "all issues"
    if found.by == "coder":
        return visible(line.group or "")
    if line.group is None:
        return "no faction"
    called = wording.faction if found.by == "faction" else wording.frame
    return laid_out(called(line.group))


def disagreements_page(found: Disagreements, options: ViewOptions) -> RenderableType:
    """Each statement with its words, and the reading of each coder."""
    wording = Wording.of(found.background, options)
    blocks: list[RenderableType] = [Text(disagreements_told(found), style=styles.STRONG)]
    for rows in grouped(found.rows, ("ref",)):
        first = rows[0]
        blocks += [
            Text(),
            Text.assemble(
                (laid_out(first["name"]), styles.STRONG), "  ", (first["ref"], styles.REFERENCE)
            ),
            Padding(Text(laid_out(visible(first["quote"] or ""))), (0, 0, 0, 2)),
        ]
        table = empty_table()
        table.show_header = False
        table.box = None
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for row in rows:
            table.add_row(
                f"  {visible(row['coder'])}", Text.assemble(*_reading(row, found, wording))
            )
        blocks.append(table)
    return Group(*blocks)


def _reading(row: Row, found: Disagreements, wording: Wording) -> Iterator[str | tuple[str, str]]:
    """The reading of a coder, with their note."""
    if row["position"] is None:
        yield "skipped"
        yield f": {laid_out(visible(row['skip'] or ''))}", styles.ASIDE
        return
    yield wording.position(row["issue"], row["position"])
    if found.of == "frames":
        frames = row["frames"]
        told = "not coded" if frames is None else ", ".join(map(wording.frame, frames)) or "none"
        yield f"; frames: {told}"
    if row["conditions"]:
        yield f"; {conditions_told(row['conditions'], laid_out)}"
    if row["note"]:
        yield f" ({laid_out(visible(row['note']))})", styles.ASIDE


def confusion_page(found: Confusion, options: ViewOptions) -> RenderableType:
    """The pairs of values that readings of one statement have, issue by issue."""
    wording = Wording.of(found.background, options)
    blocks: list[RenderableType] = [Text(confusion_told(found), style=styles.STRONG)]
    for rows in grouped(found.rows, ("issue", "frame")):
        table = empty_table()
        for head in _readers(found):
            table.add_column(head, overflow="fold")
        table.add_column("pairs", justify="right", no_wrap=True)
        table.add_column("by chance", justify="right", no_wrap=True)
        met = [row for row in rows if row["observed"]]
        for row in met:
            one, other = (value_told(row, key, found.of, wording) for key in ("value", "other"))
            cells = (f"{row['observed']:,}", f"{row['expected']:.2f}")
            style = "" if row["alike"] else styles.MARK
            table.add_row(one, "the same" if row["alike"] else other, *cells, style=style)
        blocks += [Text(), Text(_heading(rows[0], wording), style=styles.HEADING), table]
        if rest := len(rows) - len(met):
            never = f"{plural(rest, 'other pair')} of values never met."
            blocks.append(Text(never, style=styles.ASIDE))
    return Group(*blocks)


def _readers(found: Confusion) -> tuple[str, str]:
    """The heads of the first two columns, with the coders if the pairs are of two."""
    if not found.coders:
        return "one reads", "another"
    one, other = map(visible, found.coders)
    return f"{one} reads", f"{other} reads"


def _heading(row: Row, wording: Wording) -> str:
    frame = f": {wording.frame(row['frame'])}" if row["frame"] else ""
    return f"{row['issue']}{frame}"


def explanation_page(found: Explanation, options: ViewOptions) -> RenderableType:
    """The terms that add up to alpha: what chance would give, minus what was observed."""
    wording = Wording.of(found.background, options)
    blocks: list[RenderableType] = [Text(explanation_told(found), style=styles.STRONG)]
    headings = {
        "expected": "What chance would give, pair of values by pair of values",
        "observed": "What was observed, statement by statement",
    }
    for rows in grouped(found.rows, ("kind",)):
        kind = rows[0]["kind"]
        total = sum(row["term"] for row in rows)
        blocks += [Text(), Text(f"{headings[kind]}: {total:+.4f}", style=styles.STRONG)]
        for terms in grouped(rows, ("issue", "frame")):
            table, dropped = _terms(terms, found, wording, options.width)
            heading = Text(_heading(terms[0], wording), style=styles.HEADING)
            blocks += [Text(), heading, table]
            blocks += (Text(each, style=styles.ASIDE) for each in _no_room(dropped))
    if found.rows:
        how = (
            "A term is pairs times weight times distance, divided by the total for chance. "
            "The total is the sum of these products in the first tables."
        )
        blocks += [Text(), Text(how, style=styles.ASIDE), Text(by_chance_told(found))]
    return Group(*blocks)


def _terms(
    rows: Sequence[Row], found: Explanation, wording: Wording, width: int
) -> tuple[Table, Sequence[str]]:
    is_observed = rows[0]["kind"] == "observed"
    heads = ("one reads", "another", "pairs", "weight", "distance", "term")
    cells = []
    for row in rows:
        values = (value_told(row, key, found.of, wording) for key in ("value", "other"))
        weight = "1" if row["weight"] == 1 else f"1/{round(1 / row['weight'])}"
        numbers = (f"{row['pairs']:,}", weight, f"{row['distance']:.4g}", f"{row['term']:+.4f}")
        cells.append((*([row["ref"]] if is_observed else []), *values, *numbers))
    named = ("statement", *heads) if is_observed else heads
    droppable = ["pairs", "weight", "distance"]
    if all(row["distance"] == 1 for row in rows):
        droppable = ["distance", "pairs", "weight"]
    return _fitted(named, cells, droppable, width)
