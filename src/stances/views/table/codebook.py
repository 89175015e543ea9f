"""The page of `codebook`: each question with its positions, then factions and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from stances.views import styles
from stances.views.table.components import NO_SCORE, joined, score_style
from stances.views.values import plural, signed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.lookups import Lookup
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions

_HEADINGS = {"faction": "Factions", "frame": "Frames"}


def codebook_page(codebook: Lookup, _: ViewOptions) -> RenderableType:
    """The words by kind; positions are below their question."""
    issues = {row["id"]: row for row in codebook.rows if row["kind"] == "issue"}
    positions = [row for row in codebook.rows if row["kind"] == "position"]
    blocks: list[RenderableType] = []
    for issue in dict.fromkeys([*issues, *(row["issue"] for row in positions)]):
        own = [row for row in positions if row["issue"] == issue]
        blocks += [_question(issue, issues.get(issue)), *map(_word, own), Text()]
    for kind, heading in _HEADINGS.items():
        if own := [row for row in codebook.rows if row["kind"] == kind]:
            blocks += [Text(heading, style=styles.STRONG), *map(_word, own), Text()]
    return Group(*blocks[:-1])


def _question(issue: str, row: Row | None) -> Text:
    if row is None:
        return Text(issue, style=styles.STRONG)
    about = f"  {issue} · {plural(row['statements'], 'statement')}"
    return Text.assemble((row["definition"], styles.STRONG), (about, styles.ASIDE))


def _word(row: Row) -> RenderableType:
    """A word: its label, its id, the number of its statements, its rules, and its definition."""
    style = score_style(row["score"])
    about = " · ".join([row["id"], plural(row["statements"], "statement"), *_rules(row)])
    head = [Text(row["label"] or row["id"], style=style), Text(about, style=styles.ASIDE)]
    if row["kind"] == "position":
        score = NO_SCORE if row["score"] is None else signed(row["score"])
        head.insert(0, Text(f"{score:>2}", style=style))
    body: Sequence[Text] = [Text(row["definition"])] if row["definition"] else []
    return Group(
        Padding(joined(head, "  "), (0, 0, 0, 2)), *(Padding(each, (0, 0, 0, 6)) for each in body)
    )


def _rules(row: Row) -> Iterator[str]:
    """The rules of a position, and whether it leaves the question open."""
    if row["requires"]:
        yield f"requires {row['requires']}"
    if row["allows"]:
        yield f"allows {row['allows']}"
    if row["open"]:
        yield "leaves the question open"
    if row["tension_with"]:
        yield f"in tension with {', '.join(row['tension_with'])}"
