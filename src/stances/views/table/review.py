"""The page of `review`: a statement, with passages of its stored copies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.text import brief
from stances.views import styles
from stances.views.table.components import side_by_side, words_in_passage
from stances.views.table.records import records_page
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.review import EvidencePassage, ReviewSheet
    from stances.views.formats import ViewOptions

_SIDE_BY_SIDE = 110
"""The least width in cells for statement and passages side by side."""


def review_page(sheet: ReviewSheet, options: ViewOptions) -> RenderableType:
    """The statement, the definition of its position, and the passages of its evidence."""
    wording = Wording.of(sheet.records.background, options)
    row = sheet.row
    label = wording.position(row["issue"], row["position"])
    meaning = Text.assemble((f"{label}: ", styles.STRONG), brief(sheet.definition))
    parts: list[RenderableType] = [records_page(sheet.records, options), Text(), meaning]
    passages = [part for each in sheet.passages for part in _passage(each, wording)]
    if options.width < _SIDE_BY_SIDE:
        return Group(*parts, Text(), *passages)
    return side_by_side(Group(*parts), Group(*passages))


def _passage(each: EvidencePassage, wording: Wording) -> Iterator[RenderableType]:
    """The place of a piece of evidence, its problems, and its passage."""
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
        below.append(words_in_passage(each.passage, sign))
    elif each.address:
        below.append(Text(f"see {each.address}"))
    yield Padding(Group(*below), (0, 0, 1, 2))
