"""The table of `summary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group as Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.views.table.components import NO_SCORE, score_text
from stances.views.table.rows import empty_table, measured
from stances.views.values import (
    DECIMALS,
    named,
    plural,
    signed,
    unnamed,
    why_no_mean,
    with_probable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.summary import Figures, Group, Part, Summary
    from stances.views.formats import ViewOptions

_BLOCK = "█"
_BAR = 20
_BARS = (20, 10, 5)
"""The widths of the longest bar, of which the first that fits is used."""
_SMALL_BAR = 5
_HEADS = ("statements", "officials", "silent", "scored", "mean", "spread")
_MISSING = {
    "faction": "no faction",
    "month": "not within one month",
    "frame": "no frame",
    "source": "no source",
}
_SEVERAL = {
    "frame": "A statement counts once under each of its frames.",
    "source": "A statement counts once under each of its sources.",
}


def summary_table(summary: Summary, options: ViewOptions) -> RenderableType:
    """One part for each issue, with notes on the figures and on what they leave out."""
    if not summary.parts:
        return Text()
    pages: list[RenderableType] = []
    for part in summary.parts:
        pages.append(Text(part.question, style="bold"))
        fitting = (t for t in _tables(summary, part) if measured(t).maximum <= options.width)
        table = next(fitting, None)
        pages.append(Padding(table or _narrow(summary, part), (1, 0)))
        notes: list[str] = []
        if table:  # what a table has no column for
            notes += map(sentence, told_of(part.total, whole=True))
            for group, figures in part.groups.items():
                if mean := without_disputed(figures):
                    notes.append(f"{_label(summary, group)}, {mean}.")
        pages += [Text(line, style="dim") for line in (*notes, *_notes(summary, part))]
    return Lines(*pages)


def _tables(summary: Summary, part: Part) -> Iterator[Table]:
    """The possible tables, the widest first."""
    # The column of corroboration is left out if it does not fit, or is empty.
    is_wide = any(map(is_corroborated, part.groups.values()))
    usual = [head for head in _HEADS if head != "silent" or part.silent]
    for heads in [[*usual, "2+ sources"], usual] if is_wide else [usual]:
        if len(summary.by) > 1 or "position" in summary.by:
            yield from (_crossed(summary, part, heads, bar) for bar in _BARS)
        else:
            yield _wide(summary, part, heads)


def _label(summary: Summary, group: Group) -> str:
    names = []
    for key, value in zip(summary.by, group, strict=True):
        id_ = _MISSING.get(key, "none") if value is None else value
        names.append(summary.labels.get((key, id_), id_))
    return " · ".join(names)


def _wide(summary: Summary, part: Part, heads: Sequence[str]) -> Table:
    """A row for each group, a column for each position."""
    table = empty_table()
    table.add_column(", ".join(summary.by))
    for step in part.scale:
        mark = NO_SCORE if step.score is None else signed(step.score)
        table.add_column(f"{mark}\n{step.id}", min_width=_SMALL_BAR + 3)
    for key in heads:
        table.add_column(f"\n{key}", justify="right", no_wrap=True)
    most = max((n for counts in part.counts.values() for n, _ in counts.values()), default=1)
    for group, figures in part.groups.items():
        cells = [_small_bar(part.counts[group].get(step.id), most) for step in part.scale]
        table.add_row(Text(_label(summary, group)), *cells, *_figures(figures, heads))
    table.add_section()
    totals = [_small_bar(part.total_counts.get(step.id), None) for step in part.scale]
    table.add_row(Text("all", style="bold"), *totals, *_figures(part.total, heads))
    return table


def _small_bar(counts: tuple[int, int] | None, most: int | None) -> Text:
    """A count of statements with a bar; without `most`, the count alone."""
    if counts is None:
        return Text(" -", style="dim")
    bar = _BLOCK * max(1, round(_SMALL_BAR * counts[0] / most)) if most else ""
    return Text(f"{counts[0]:>2} {bar}".rstrip())


def _figures(figures: Figures, heads: Sequence[str]) -> list[str]:
    cells = {
        "mean": signed(figures.mean) or "none",
        "spread": "none" if figures.spread is None else f"{figures.spread:.{DECIMALS}f}",
        "silent": "" if figures.silent is None else str(figures.silent),
        "2+ sources": corroborated_cell(figures),
    }
    return [cells[head] if head in cells else str(getattr(figures, head)) for head in heads]


def _narrow(summary: Summary, part: Part) -> RenderableType:
    """The groups in blocks, each with a bar for each of its positions."""
    most = max((n for counts in part.counts.values() for n, _ in counts.values()), default=1)
    blocks: list[RenderableType] = []
    for group, figures in part.groups.items():
        grid = Table.grid(padding=(0, 2, 0, 0))
        for step in part.scale:
            if step.id in part.counts[group]:
                statements, officials = part.counts[group][step.id]
                bar = _BLOCK * max(1, round(_BAR * statements / most))
                count = f"{statements} by {plural(officials, 'official')}"
                grid.add_row(score_text(step.score, step.id), bar, count)
        lines = Text("\n".join((_mean(figures), *told_of(figures))), style="dim")
        heading = _heading(_label(summary, group), figures)
        blocks += [heading, Padding(Lines(grid, lines), (0, 0, 0, 2)), Text()]
    lines = Text("\n".join((_mean(part.total), *told_of(part.total, whole=True))))
    return Lines(*blocks, _heading("All", part.total), Padding(lines, (0, 0, 0, 2)))


def _heading(label: str, figures: Figures) -> Text:
    counts = f"{plural(figures.statements, 'statement')}, {plural(figures.officials, 'official')}"
    disputed = f", {figures.disputed} disputed" if figures.disputed else ""
    silent = f", {figures.silent} silent" if figures.silent else ""
    return Text.assemble((label, "bold"), f"  {counts}{silent}{disputed}")


def _mean(figures: Figures) -> str:
    if figures.mean is None or figures.spread is None:
        return f"no mean: {why_no_mean(figures)}"
    # A single official has no spread, which is not agreement.
    spread = f", spread {figures.spread:.{DECIMALS}f}" if len(figures.means) > 1 else ""
    officials = plural(len(figures.means), "official")
    scored = plural(figures.scored, "scored statement")
    return f"mean {signed(figures.mean)}{spread}, over {officials} with {scored}"


def _crossed(summary: Summary, part: Part, heads: Sequence[str], longest: int) -> Table:
    """A row for each group, a column for each key it is grouped by, and a bar."""
    table = empty_table()
    for key in summary.by:
        table.add_column(key)
    for key in heads:
        table.add_column(key, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    steps = {step.id: step for step in part.scale}
    most = max(1, *(figures.statements for figures in part.groups.values()))
    for group, figures in part.groups.items():
        names = []
        for key, value in zip(summary.by, group, strict=True):
            step = steps.get(value or "") if key == "position" else None
            label = summary.labels.get((key, value or ""), value)
            text = score_text(step.score, step.id) if step else None
            names.append(text or Text(label or _MISSING.get(key, "none")))
        bar = _BLOCK * max(min(1, figures.statements), round(longest * figures.statements / most))
        table.add_row(*names, *_figures(figures, heads), bar)
    return table


def _notes(summary: Summary, part: Part) -> Iterator[str]:
    """Notes on how the figures are made, and what they leave out."""
    scoreless = ", ".join(step.id for step in part.scale if step.score is None)
    yield "A mean is taken over the officials' own means of their scored statements."
    if part.total.unscored:
        without = plural(part.total.unscored, "statement")
        yield f"In no mean: {without} whose position has no score ({scoreless})."
    if part.total.unnamed:
        yield f"In no mean: {unnamed(part.total)}."
    for key in summary.by:
        if key in _SEVERAL:
            yield _SEVERAL[key]
    if part.total.disputed:
        yield f"Disputed, and counted: {part.total.disputed} (--without-disputed leaves them out)."
    if part.disputed_left_out is not None:
        yield f"Left out as disputed: {part.disputed_left_out} (--without-disputed)."
    if part.misattributed:
        yield f"Left out as misattributed: {part.misattributed} (--status misattributed)."
    yield from _uncounted(part)


def _uncounted(part: Part) -> Iterator[str]:
    if part.hearsay:
        yield f"Hearsay, in no figure: {part.hearsay} (--with-hearsay counts it)."
    if part.only_heard:
        yield f"Known by hearsay alone: {named(part.only_heard)}."
    if part.silent:
        yield f"Silent on this: {named([each.name for each in part.silent])}."


def told_of(figures: Figures, *, whole: bool = False) -> Iterator[str]:
    """The lines on a group, or on the whole, besides its counts and its mean."""
    if whole or is_corroborated(figures):
        certain, probable = figures.corroborated, figures.probably_corroborated
        of = f" of {figures.statements}"
        count = f"probably {probable}{of}" if probable else f"none{of}"
        if certain:
            count = f"{certain}{of}" + (f", probably {probable} more" if probable else "")
        yield f"two or more sources: {count}"
    if mean := without_disputed(figures):
        yield mean


def is_corroborated(figures: Figures) -> bool:
    """Whether any of the statements has two sources or more, certain or probable."""
    return bool(figures.corroborated or figures.probably_corroborated)


def without_disputed(figures: Figures) -> str:
    """The mean without the disputed statements, with its counts; empty if none is disputed."""
    rest = figures.undisputed
    if rest is None:
        return ""
    head = f"without the {figures.disputed} disputed: "
    if rest.mean is None:
        return f"{head}no mean"
    over = plural(len(rest.means), "official")
    return f"{head}mean {signed(rest.mean)} of {rest.scored} scored, over {over}"


def corroborated_cell(figures: Figures) -> str:
    """The number of statements with two sources or more, for a cell."""
    return with_probable(figures.corroborated, figures.probably_corroborated)


def sentence(text: str) -> str:
    """A line as a sentence."""
    return f"{text[0].upper()}{text[1:]}."
