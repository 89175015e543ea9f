"""The page of `curate`: a statement with all its readings side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from stances.text import brief
from stances.views import styles
from stances.views.table.components import GAP, score_text, side_by_side
from stances.views.table.review import review_page
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from stances.queries.curation import CasePage
    from stances.queries.readings import Reading
    from stances.views.formats import ViewOptions

_NARROWEST = 26
"""The least width in cells of readings side by side."""


def case_page(page: CasePage, options: ViewOptions) -> RenderableType:
    """The statement as recorded, its passages, the readings, and the proposal of a rule."""
    wording = Wording.of(page.background, options)
    issue = page.sheet.row["issue"]
    case = page.case
    head = Text.assemble(
        ("Readings", styles.STRONG), f", which differ in {', '.join(case.differing)}"
    )
    days = {coder: content.said for coder, content in case.contents.items()}
    blocks = [Group(*_reading(each, days[each.coder], issue, wording)) for each in case.readings]
    parts: list[RenderableType] = [review_page(page.statement, options), head, Text()]
    if (options.width + GAP) // len(blocks) - GAP >= _NARROWEST:
        parts.append(side_by_side(*blocks))
    else:
        parts += [piece for block in blocks for piece in (block, Text())]
    if proposed := page.proposed:
        told = "does not settle it"
        if proposed.content and proposed.content.position:
            told = f"proposes {wording.position(issue, proposed.content.position)}"
        text = Text(f"\n{proposed.rule} {told}: {proposed.why}", style=styles.MARK)
        parts.append(text)
    return Group(*parts)


def _reading(each: Reading, day: str | None, issue: str, wording: Wording) -> Iterator[Text]:
    """A reading: its coder, then a line for each key; `day` is given if it differs."""
    yield Text.assemble(
        (each.coder, styles.STRONG), ("  the record" if each.is_record else "", styles.ASIDE)
    )
    if each.position is None:
        yield Text(f"skipped: {brief(each.skip or '')}")
    else:
        yield score_text(each.score, wording.position(issue, each.position))
    told = {
        "conditions": "; ".join(each.conditions),
        "frames": ""
        if each.frames is None
        else ", ".join(map(wording.frame, each.frames)) or "none",
        "said": wording.date(day) if day else "",
        "note": each.note or "",
    }
    for key, value in told.items():
        if value:
            yield Text.assemble((f"{key}: ", styles.ASIDE), brief(value))
