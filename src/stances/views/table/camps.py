"""The pages of `camps`: the camps with their members, and the terms of each member's fit."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from stances.queries.camps.splits import MOST_EXACT
from stances.views import styles
from stances.views.camps_text import basis_told, days_told, finding, left_out
from stances.views.values import percent, plural
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.camps import Camps, Member, Terms
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions

_WIDEST = 120
_OWN = (
    "Own fit: the share of agreement within the camp or conflict with the other camp in all "
    "pairs of one {actor}. Without: the fit of the best split of all others. ?: an unsure "
    "place."
)
_SHUFFLED = (
    "For chance, the answers of all {actor}s to each question were shuffled {times}, from "
    "seed {seed}."
)
_SEARCHED = "With more than {most} {actor}s, not every split is compared; a search found this one."
_TERMS = (
    "What fits is agreement within a camp, and conflict between camps. Own fit: the share of it in "
    "all agreement and conflict of one {actor}. Without: the fit of the best split of all others."
)


def camps_page(found: Camps, options: ViewOptions) -> RenderableType:
    """The finding, both camps with the fit of each member, and what is left out."""
    wording = Wording.of(found.background, options)
    blocks: list[RenderableType] = [Text(finding(found, wording)), Text()]
    for number, side in enumerate(found.sides, 1):
        if side:
            head = f"Camp {number}: {plural(len(side), found.of)}"
            blocks += [_camp(found, head, side, has_heads=number == 1), Text()]
    notes = Text(" ".join(_notes(found, wording)), style=styles.ASIDE)
    return Constrain(Group(*blocks, notes), min(options.width, _WIDEST))


def _camp(found: Camps, head: str, side: Sequence[Member], *, has_heads: bool) -> Table:
    """The members of a camp, the best fit first."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    named = [member.actor.label for side in found.sides for member in side]
    widest = max(map(cell_len, [*named, head]), default=0) + 2
    table.add_column(Text(head, style=styles.STRONG), min_width=min(widest, 40), overflow="fold")
    for name in ("statements", "own fit", "without"):
        title = Text(name if has_heads else "", style=styles.ASIDE)
        table.add_column(title, justify="right", min_width=len(name), no_wrap=True)
    for member in side:
        mark = " ?" if member.actor.id in found.unsure else ""
        without = "" if member.fit_without is None else percent(member.fit_without)
        called = Text.assemble(member.actor.label, (mark, styles.MARK))
        table.add_row(called, str(member.statements), percent(member.own_fit), without)
    return table


def _notes(found: Camps, wording: Wording) -> Iterator[str]:
    """The numbers that the finding rests on, how to read it, and what is left out."""
    if found.members:
        yield f"{basis_told(found)}{days_told(found, wording)}."
        yield _OWN.format(actor=found.of)
    if found.null:
        yield _SHUFFLED.format(
            actor=found.of, times=plural(found.null.shuffles, "time"), seed=found.seed
        )
    if found.members and not found.is_exact:
        yield _SEARCHED.format(actor=found.of, most=MOST_EXACT)
    if told := left_out(found):
        yield told


def terms_page(terms: Terms, options: ViewOptions) -> RenderableType:
    """The finding, then each actor with all its pairs."""
    found, wording = terms.camps, Wording.of(terms.background, options)
    blocks: list[RenderableType] = [Text(finding(found, wording)), Text()]
    names = {member.actor.id: member.actor.label for member in found.members}
    widest = max(map(cell_len, names.values()), default=0) + 2
    for one, rows in groupby(terms.rows, key=lambda row: row["one"]):
        blocks += _terms([*rows], one, names, widest)
    told = _TERMS.format(actor=found.of) if found.members else ""
    notes = Text(" ".join(filter(None, (told, left_out(found)))), style=styles.ASIDE)
    return Constrain(Group(*blocks, notes), min(options.width, _WIDEST))


def _terms(
    rows: Sequence[Row], one: str, names: dict[str, str], widest: int
) -> Iterator[RenderableType]:
    """The pairs of one actor, and their sum."""
    first = rows[0]
    told = f"camp {first['camp']}, own fit {first['own_fit']:.2f}"
    if first["fit_without"] is not None:
        told += f", without {first['fit_without']:.2f}"
    if first["moves"]:
        told += f", and then {', '.join(names[each] for each in first['moves'])} in the other camp"
    yield Text.assemble((names[one], styles.STRONG), f": {told}")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column(Text("with", style=styles.ASIDE), min_width=min(widest, 40), overflow="fold")
    for name in ("camp", "agreement", "conflict", "fits"):
        table.add_column(Text(name, style=styles.ASIDE), justify="right", min_width=len(name))
    keys = ("agreement", "conflict", "fitting")
    for row in rows:
        figures = [f"{row[key]:.2f}" for key in keys]
        table.add_row(Text(names[row["other"]]), str(row["other_camp"]), *figures)
    sums = [Text(f"{sum(row[key] for row in rows):.2f}", style=styles.STRONG) for key in keys]
    table.add_row(Text("in all", style=styles.STRONG), "", *sums)
    yield from (table, Text())
