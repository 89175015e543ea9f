"""A diff as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.diff.history import outlined
from stances.views.markdown_escape import escaped, line, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.diff import Diff
    from stances.queries.history import History
    from stances.views.diff.wording import Line, Piece
    from stances.views.formats import ViewOptions

_LONG = 20
"""The most lines of a section that is not folded; a GitHub comment takes 65,536 characters."""


def markdown(diff: Diff | History, _: ViewOptions) -> Iterator[str]:
    """A heading, and a list for each section."""
    parts = outlined(diff)
    yield f"### {literal(parts.headline)}\n"
    for note in parts.notes:
        yield f"\n{literal(note)}\n"
    for section in parts.sections:
        yield f"\n#### {literal(section.heading)}\n\n"
        lines = sum(each.total() for each in section.lines)
        if is_long := lines > _LONG:
            yield f"<details><summary>{lines} lines</summary>\n\n"
        for each in section.lines:
            yield from _items(each, 0)
        if is_long:
            yield "\n</details>\n"


def _items(item: Line, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {line(''.join(map(_piece, item.pieces)).strip())}\n"
    for below in item.below:
        yield from _items(below, depth + 1)


def _piece(piece: Piece) -> str:
    """Words in their style; removed and added words keep their brackets."""
    words, style = piece
    bare = words.strip()
    if not bare or not style:
        return escaped(words)
    tag = {"won": "ins", "lost": "del"}.get(style)
    inner = f"<{tag}>{escaped(bare)}</{tag}>" if tag and bare[0] in "[{" else f"**{escaped(bare)}**"
    # Emphasis cannot begin or end with blanks.
    before, _, after = words.partition(bare)
    return f"{before}{inner}{after}"
