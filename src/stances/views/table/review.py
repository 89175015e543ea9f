"""The page of `review`: a statement, and beside it the passages of its stored copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.text import brief, visible
from stances.views import styles
from stances.views.table.records import records_page
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.review import EvidencePassage, ReviewSheet
    from stances.views.formats import ViewOptions

_SIDE_BY_SIDE = 110
"""The cells of a terminal from which on both stand beside each other."""


def review_page(sheet: ReviewSheet, options: ViewOptions) -> RenderableType:
    """The statement with the meaning of its position, and the passages of its evidence."""
    wording = Wording.of(sheet.records.background, options)
    row = sheet.row
    label = wording.position(row["issue"], row["position"])
    meaning = Text.assemble((f"{label}: ", styles.STRONG), brief(sheet.definition))
    parts: list[RenderableType] = [records_page(sheet.records, options), Text(), meaning]
    passages = [part for each in sheet.passages for part in _passage(each, wording)]
    if options.width < _SIDE_BY_SIDE:
        return Group(*parts, Text(), *passages)
    grid = Table.grid(padding=(0, 3, 0, 0), expand=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Group(*parts), Group(*passages))
    return grid


def _passage(each: EvidencePassage, wording: Wording) -> Iterator[RenderableType]:
    """Where the words of a piece of evidence stand, what is to be seen to, and the passage."""
    verdict, sign = each.verdict, str(each.number)
    head = Text(f"[{sign}] {wording.source(each.source)} · {each.form} · ", style=styles.ASIDE)
    if verdict.is_found:
        head.append(f"{verdict.spot} of {each.copy}", style=styles.ASIDE)
    else:
        head.append(verdict.result.replace("-", " ").upper(), style=styles.URGENT)
        head.append(f": {brief(verdict.reason or '')}")
    yield head
    below: list[RenderableType] = []
    if verdict.is_found:
        below += [
            Text.assemble((f"warning[{code}] ", styles.WARNING), brief(message))
            for code, message in verdict.faults
        ]
    if verdict.excerpt:
        below.append(Text(f"nearest: {brief(verdict.excerpt)}"))
    if each.passage:
        below.append(_words(each, sign))
    elif each.address:
        below.append(Text(f"see {each.address}"))
    yield Padding(Group(*below), (0, 0, 1, 2))


def _words(each: EvidencePassage, sign: str) -> Text:
    """The passage, with the words between marks that do without colour."""
    text = Text()
    for piece in each.passage:
        if piece.is_sought:
            text.append(f"[{sign}:", style=styles.GAINED)
            text.append(visible(piece.text), style=f"{styles.STRONG} {styles.GAINED}")
            text.append(f":{sign}]", style=styles.GAINED)
        else:
            text.append(visible(piece.text))
    return text
