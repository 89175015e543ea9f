"""The table of `conflicts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stances.queries.conflicts import OPEN
from stances.views.conflict_text import STATES_IN_WORDS, WORDINGS, counted, denial, matter, noted
from stances.views.table.components import joined, own_marks, several_issues
from stances.views.values import grouped, in_marks, name_told, with_probable
from stances.views.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from stances.queries.conflicts import Conflicts
    from stances.queries.result import Row
    from stances.views.formats import ViewOptions

_BESIDE = 100
"""From this width on, two wordings stand side by side."""


def conflicts_page(conflicts: Conflicts, options: ViewOptions) -> RenderableType:
    """Each statement with its conflicts, and a line that counts them."""
    if not conflicts.among:
        return Text()
    blocks: list[RenderableType] = []
    for rows in grouped(conflicts.rows, ("ref", "other")):
        blocks.append(_heading(rows[0], conflicts, Wording.of(conflicts.background, options)))
        for group in grouped(rows, WORDINGS):
            blocks += [_block(group, conflicts, options.width), Text()]
    return Group(*blocks, Text(counted(conflicts), style="dim"))


def _heading(row: Row, conflicts: Conflicts, wording: Wording) -> RenderableType:
    """The official, and the date and number of sources of each statement."""
    refs = [row["ref"]]
    if row["other"] and row["other_official"] != row["official"]:
        refs.append(row["other"])
    unnamed = conflicts.background.unnamed
    told = [conflicts.statements[ref] for ref in refs]
    names = [name_told(each["name"], is_unnamed=each["official"] in unnamed) for each in told]
    name = Text(" and ".join(names), style="bold underline")
    if several_issues(conflicts.rows):
        name = Text.assemble(name, (f"  on {row['issue']}", "dim"))
    lines = [
        _statement(row["ref"], conflicts, (row["match_certain"], row["match_probable"]), wording)
    ]
    if row["other"]:
        counts = (row["other_certain"], row["other_probable"])
        lines.append(_statement(row["other"], conflicts, counts, wording))
    return Group(name, *lines)


def _statement(ref: str, conflicts: Conflicts, counts: tuple[int, int], wording: Wording) -> Text:
    """A statement on one line, and its marks below."""
    row = conflicts.statements[ref]
    parts = [Text(f"said {wording.date(row['said'])}"), Text(with_probable(*counts, "source"))]
    head = joined([Text(ref, style="cyan"), *parts])
    return joined([head, *own_marks(row, wording)], "\n")


def _block(rows: Sequence[Row], conflicts: Conflicts, width: int) -> RenderableType:
    """The conflicts between two wordings, the words, and the notes of the analyst."""
    issues = {}
    for row in rows:
        told = matter(row, Wording(conflicts.background))
        text = f"{told} — {STATES_IN_WORDS[row['state']]}"
        issues[text] = Text(text, style="bold magenta" if row["state"] in OPEN else "")
    body = [_wordings(rows[0], conflicts, width)]
    for kinds, row in noted(rows):
        note = Text.assemble((f"{kinds}: ", "bold"), row["note"])
        if row["resolution"]:
            note.append(f"\n→ {row['resolution']}")
        elif row["state"] == "unresolved":
            note.append("\n→ unresolved", "bold magenta")
        body.append(note)
    return Group(*issues.values(), *(Padding(each, (1, 0, 0, 2)) for each in body if each))


def _wordings(row: Row, conflicts: Conflicts, width: int) -> RenderableType:
    own = _words(row["source"], row["form"], row["words"]) or "(no source says what is recorded)"
    told = denial(row, conflicts)
    form = "quote" if told else row["other_form"]
    against = _words(row["other_source"], form, row["other_words"], told)
    sides = [Text(own), Text(against or "(no other source)")]
    if row["other"]:
        heads = f"{row['ref']}: {row['recorded']}", f"{row['other']}: {row['reported']}"
        sides = [joined([Text(head), side], "\n") for head, side in zip(heads, sides, strict=True)]
    if width < _BESIDE:
        return joined(sides, "\n\n")
    grid = Table.grid(padding=(0, 4, 0, 0), expand=True)
    for _ in sides:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*sides)
    return grid


def _words(source: str | None, form: str | None, words: str | None, told: str = "") -> str:
    """A source above its words, in quotation marks if they are somebody's own.

    `told` says what they are if they are no evidence, and so of no form.
    """
    head = " · ".join(filter(None, (source, told or form)))
    return f"{head}\n{in_marks(words or '', form)}" if source else ""
