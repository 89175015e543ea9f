"""The table of `conflicts`: open ones whole, the others on a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.queries.conflicts import OPEN
from stances.views import styles
from stances.views.conflict_text import (
    STATES_IN_WORDS,
    WORDINGS,
    denial,
    in_a_sentence,
    matter,
    noted,
    settlement,
)
from stances.views.direction import laid_out
from stances.views.table.components import joined, own_marks
from stances.views.values import grouped, in_marks, name_told, with_probable
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions

_BESIDE = 100
"""The least width in cells for two wordings side by side."""
_HINT = "In full: stances show REF, or stances conflicts --all"


def conflicts_page(conflicts: Conflicts, options: ViewOptions) -> RenderableType:
    """The counts, the open conflicts with both wordings, and how the others were settled."""
    if not conflicts.among:
        return Text()
    wording = Wording.of(conflicts.background, options)
    blocks: list[RenderableType] = [Text(in_a_sentence(conflicts))]
    settled: list[Row] = []
    for rows in grouped(conflicts.rows, ("ref", "other")):
        whole = []
        for group in grouped(rows, WORDINGS):
            if options.whole or any(row["state"] in OPEN for row in group):
                whole.append(group)
            else:
                settled += group
        if whole:
            blocks += [Text(), _heading(rows[0], conflicts, wording)]
        for number, group in enumerate(whole):
            blocks += [Text()] * bool(number)
            blocks.append(_block(group, conflicts, wording, options.width))
    if settled:
        blocks += [
            Text(),
            Text("Decided or judged", style=styles.STRONG),
            *_settled(settled, conflicts, wording),
        ]
        blocks += [Text(_HINT, style=styles.ASIDE)]
    return Group(*blocks)


def _settled(
    rows: Sequence[Row], conflicts: Conflicts, wording: Wording
) -> Iterator[RenderableType]:
    """Conflicts that are not open, by statement: the subject, and how each was settled."""
    for own in grouped(rows, ("ref", "other")):
        refs = [ref for ref in (own[0]["ref"], own[0]["other"]) if ref]
        yield Text.assemble(_names(own[0], conflicts), "  ", (" ".join(refs), styles.ASIDE))
        for row in own:
            line = f"{matter(row, wording, in_short=True)} — {laid_out(settlement(row))}"
            yield Padding(Text(line), (0, 0, 0, 2))


def _names(row: Row, conflicts: Conflicts) -> str:
    """The officials of one or two statements."""
    refs = [row["ref"]]
    if row["other"] and row["other_official"] != row["official"]:
        refs.append(row["other"])
    unnamed = conflicts.background.unnamed
    told = [conflicts.statements[ref] for ref in refs]
    names = [name_told(each["name"], is_unnamed=each["official"] in unnamed) for each in told]
    return " and ".join(map(laid_out, names))


def _heading(row: Row, conflicts: Conflicts, wording: Wording) -> RenderableType:
    """The official, and the date and number of sources of each statement."""
    lines = [Text(_names(row, conflicts), style=styles.STRONG)]
    if len(conflicts.background.names().issues) > 1:
        lines.append(Text(wording.issue(row["issue"])))
    counts = (row["match_certain"], row["match_probable"])
    lines.append(_statement(row["ref"], conflicts, counts, wording))
    if row["other"]:
        counts = (row["other_certain"], row["other_probable"])
        lines.append(_statement(row["other"], conflicts, counts, wording))
    return Group(*lines)


def _statement(ref: str, conflicts: Conflicts, counts: tuple[int, int], wording: Wording) -> Text:
    """A statement on one line, and its marks below."""
    row = conflicts.statements[ref]
    head = f"said {wording.date(row['said'])}, {with_probable(*counts, 'source')}"
    line = Text.assemble(head, "  ", (ref, styles.ASIDE))
    return joined([line, *own_marks(row, wording)], "\n")


def _block(
    rows: Sequence[Row], conflicts: Conflicts, wording: Wording, width: int
) -> RenderableType:
    """The conflicts between two wordings, with their words and the notes of the analyst."""
    issues = {}
    for row in rows:
        text = f"{matter(row, wording)} — {STATES_IN_WORDS[row['state']]}"
        issues[text] = Text(text, style=styles.URGENT if row["state"] in OPEN else "")
    body = [_wordings(rows[0], conflicts, wording, width)]
    for kinds, row in noted(rows):
        note = Text.assemble((f"{kinds}: ", styles.STRONG), row["note"])
        if row["resolution"]:
            note.append(f"\n→ {row['resolution']}")
        elif row["state"] == "unresolved":
            note.append("\n→ not decided yet", styles.URGENT)
        body.append(note)
    return Group(*issues.values(), *(Padding(each, (1, 0, 0, 2)) for each in body if each))


def _wordings(row: Row, conflicts: Conflicts, wording: Wording, width: int) -> RenderableType:
    told = denial(row, conflicts)
    form = "quote" if told else row["other_form"]
    own = _words(wording, row["source"], row["form"], row["words"])
    against = _words(wording, row["other_source"], form, row["other_words"], told)
    sides = [
        Text(own or "(no source says what is recorded)"),
        Text(against or "(no other source)"),
    ]
    if row["other"]:
        heads = (row["recorded"], row["ref"]), (row["reported"], row["other"])
        sides = [
            Text.assemble(_position(row, position, wording), (ref, styles.ASIDE), "\n", side)
            for (position, ref), side in zip(heads, sides, strict=True)
        ]
    if width < _BESIDE:
        return joined(sides, "\n\n")
    grid = Table.grid(padding=(0, 4, 0, 0), expand=True)
    for _ in sides:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*sides)
    return grid


def _position(row: Row, position: str | None, wording: Wording) -> str:
    return f"{wording.position(row['issue'], position)}  " if position else ""


def _words(
    wording: Wording, source: str | None, form: str | None, words: str | None, told: str = ""
) -> str:
    """The source, then its words, in quotation marks if they are somebody's own.

    `told` describes words that are no evidence, and so have no form.
    """
    if not source:
        return ""
    head = " · ".join(filter(None, (wording.source(source), told or form)))
    return f"{head}\n{in_marks(words or '', form)}"
