"""The table of `summary`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group as Lines
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.views.table.components import NO_SCORE, score_text
from stances.views.table.rows import empty_table, measured
from stances.views.values import DECIMALS, plural, signed, with_probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from stances.queries.summary import Figures, Group, Part, Step, Summary
    from stances.views.formats import ViewOptions

_BLOCK = "█"
_BAR = 20
_BARS = (20, 10, 5)
"""How long the longest bar of a row can be, the first that fits."""
_SMALL_BAR = 5
_CORROBORATED = "2+ sources"
"""The column that is left out where it does not fit, or has nothing to tell."""
_HEADS = ("statements", "officials", "scored", "mean", "spread")
_OTHERWISE = {
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
    """One part for each issue, and what was left out of it and why."""
    if not summary.parts:
        return Text()
    pages: list[RenderableType] = []
    for part in summary.parts:
        pages.append(Text(part.question, style="bold"))
        fitting = (t for t in _tables(summary, part) if measured(t).maximum <= options.width)
        table = next(fitting, None)
        pages.append(Padding(table or _narrow(summary, part), (1, 0)))
        told = [*_told_below(summary, part)] if table else []
        pages += [Text(line, style="dim") for line in (*told, *_notes(summary, part))]
    return Lines(*pages)


def _tables(summary: Summary, part: Part) -> Iterator[Table]:
    """What may fit, that which tells most first."""
    crossed = len(summary.by) > 1 or "position" in summary.by
    for heads in _heads(part):
        if crossed:
            yield from (_crossed(summary, part, heads, bar) for bar in _BARS)
        else:
            yield _wide(summary, part, heads)


def _heads(part: Part) -> Iterator[Sequence[str]]:
    """Which figures have a column, as many as there is something to tell of first."""
    if any(map(is_corroborated, part.groups.values())):
        yield (*_HEADS, _CORROBORATED)
    yield _HEADS


def _label(summary: Summary, group: Group) -> str:
    names = []
    for key, value in zip(summary.by, group, strict=True):
        known = _OTHERWISE.get(key, "none") if value is None else value
        names.append(summary.labels.get((key, known), known))
    return " · ".join(names)


def _wide(summary: Summary, part: Part, heads: Sequence[str]) -> Table:
    """One row a group, one column a position."""
    table = empty_table()
    table.add_column(", ".join(summary.by))
    for step in part.scale:
        mark = NO_SCORE if step.score is None else signed(step.score)
        table.add_column(f"{mark}\n{step.id}", min_width=_SMALL_BAR + 3)
    for key in heads:
        table.add_column(f"\n{key}", justify="right", no_wrap=True)
    most = max((n for counts in part.counts.values() for n, _ in counts.values()), default=1)
    for group, found in part.groups.items():
        cells = [_small_bar(part.counts[group].get(step.id), most) for step in part.scale]
        table.add_row(Text(_label(summary, group)), *cells, *_figures(found)[: len(heads)])
    table.add_section()
    totals = [_small_bar(part.total_counts.get(step.id), None) for step in part.scale]
    table.add_row(Text("all", style="bold"), *totals, *_figures(part.total)[: len(heads)])
    return table


def _step(step: Step) -> Text:
    return score_text(step.score, step.id)


def _small_bar(counts: tuple[int, int] | None, most: int | None) -> Text:
    """A count of statements with a bar; without `most`, the count alone."""
    if counts is None:
        return Text(" -", style="dim")
    bar = _BLOCK * max(1, round(_SMALL_BAR * counts[0] / most)) if most else ""
    return Text(f"{counts[0]:>2} {bar}".rstrip())


def _figures(found: Figures) -> list[str]:
    return [
        str(found.statements),
        str(found.officials),
        str(found.scored),
        signed(found.mean) or "none",
        "none" if found.spread is None else f"{found.spread:.{DECIMALS}f}",
        corroborated_cell(found),
    ]


def _narrow(summary: Summary, part: Part) -> RenderableType:
    """The groups one under the other, each with its bars: one for every position that it takes."""
    most = max(n for counts in part.counts.values() for n, _ in counts.values())
    blocks: list[RenderableType] = []
    for group, found in part.groups.items():
        scale = [step for step in part.scale if step.id in part.counts[group]]
        grid = _bars(scale, part.counts[group], most)
        told = Text("\n".join((_mean(found), *told_of(found))), style="dim")
        blocks += [
            _heading(_label(summary, group), found),
            _indented(grid),
            _indented(told),
            Text(),
        ]
    told = Text("\n".join((_mean(part.total), *told_of(part.total, whole=True))))
    return Lines(*blocks, _heading("All", part.total), _indented(told))


def _indented(what: RenderableType) -> RenderableType:
    return Padding(what, (0, 0, 0, 2))


def _bars(
    scale: Sequence[Step], counts: Mapping[str, tuple[int, int]], most: int
) -> RenderableType:
    """A line for each position: its name, a bar of its statements, and the numbers."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for step in scale:
        statements, officials = counts[step.id]
        bar = _BLOCK * max(1, round(_BAR * statements / most))
        grid.add_row(_step(step), bar, f"{statements} by {plural(officials, 'official')}")
    return grid


def _heading(label: str, found: Figures) -> Text:
    counted = f"{plural(found.statements, 'statement')}, {plural(found.officials, 'official')}"
    disputed = f", {found.disputed} disputed" if found.disputed else ""
    return Text.assemble((label, "bold"), f"  {counted}{disputed}")


def _mean(found: Figures) -> str:
    if found.mean is None or found.spread is None:
        return "no mean: no statement is scored"
    # One official alone is spread over nothing, which is not agreement.
    spread = f", spread {found.spread:.{DECIMALS}f}" if len(found.means) > 1 else ""
    return (
        f"mean {signed(found.mean)}{spread}, over "
        f"{plural(len(found.means), 'official')} with {plural(found.scored, 'scored statement')}"
    )


def _crossed(summary: Summary, part: Part, heads: Sequence[str], longest: int) -> Table:
    """One row a group of whatever it is grouped by, with a bar of its statements."""
    table = empty_table()
    for key in summary.by:
        table.add_column(key)
    for key in heads:
        table.add_column(key, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    steps = {step.id: step for step in part.scale}
    most = max(found.statements for found in part.groups.values())
    for group, found in part.groups.items():
        names = []
        for key, value in zip(summary.by, group, strict=True):
            step = steps.get(value or "") if key == "position" else None
            label = summary.labels.get((key, value or ""), value)
            names.append(_step(step) if step else Text(label or _OTHERWISE.get(key, "none")))
        bar = _BLOCK * max(1, round(longest * found.statements / most))
        table.add_row(*names, *_figures(found)[: len(heads)], bar)
    return table


def _told_below(summary: Summary, part: Part) -> Iterator[str]:
    """What a table has no column for: the whole, and each group's mean without the disputed."""
    yield from map(sentence, told_of(part.total, whole=True))
    for group, found in part.groups.items():
        if told := without_disputed(found):
            yield f"{_label(summary, group)}, {told}."


def _notes(summary: Summary, part: Part) -> Iterator[str]:
    """What the figures rest on, and what is not in them."""
    scoreless = ", ".join(step.id for step in part.scale if step.score is None)
    yield "A mean is taken over the officials' own means of their scored statements."
    if part.total.unstated:
        without = plural(part.total.unstated, "statement")
        yield f"In no mean: {without} whose position has no score ({scoreless})."
    for key in summary.by:
        if key in _SEVERAL:
            yield _SEVERAL[key]
    if part.total.disputed:
        yield f"Disputed, and counted: {part.total.disputed} (--without-disputed leaves them out)."
    if part.disputed_left_out is not None:
        yield f"Left out as disputed: {part.disputed_left_out} (--without-disputed)."
    if part.misattributed:
        yield f"Left out as misattributed: {part.misattributed} (--status misattributed)."


def told_of(found: Figures, *, whole: bool = False) -> Iterator[str]:
    """What there is to tell of a group, or of the whole, besides its counts and its mean."""
    if whole or is_corroborated(found):
        yield _from_several_sources(found)
    if told := without_disputed(found):
        yield told


def is_corroborated(found: Figures) -> bool:
    """Whether any of the statements rests on two sources or more, certain or probable."""
    return bool(found.corroborated or found.probably_corroborated)


def without_disputed(found: Figures) -> str:
    """The mean without the disputed statements, and what it then rests on; empty if none is."""
    rest = found.undisputed
    if rest is None:
        return ""
    head = f"without the {found.disputed} disputed: "
    if rest.mean is None:
        return f"{head}no mean"
    over = plural(len(rest.means), "official")
    return f"{head}mean {signed(rest.mean)} of {rest.scored} scored, over {over}"


def corroborated_cell(found: Figures) -> str:
    """How many rest on two sources or more, where there is no room for a sentence."""
    return with_probable(found.corroborated, found.probably_corroborated)


def sentence(text: str) -> str:
    """The same as a sentence of its own."""
    return f"{text[0].upper()}{text[1:]}."


def _from_several_sources(found: Figures) -> str:
    certain, probable, all_ = found.corroborated, found.probably_corroborated, found.statements
    if certain:
        told = f"{certain} of {all_}" + (f", probably {probable} more" if probable else "")
    else:
        told = f"probably {probable} of {all_}" if probable else f"none of {all_}"
    return f"two or more sources: {told}"
