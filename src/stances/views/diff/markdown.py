"""A diff as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stances.views.diff.outline import outline
from stances.views.markdown_escape import escaped, line, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.diff import Diff
    from stances.views.diff.wording import Line, Piece
    from stances.views.formats import ViewOptions

_LONG = 20
"""From so many lines on, a section is folded up: a comment takes 65,536 characters at most."""
_TAGS = {"won": "ins", "lost": "del"}


def markdown(found: Diff, _: ViewOptions) -> Iterator[str]:
    """A heading, and a list for each section."""
    told = outline(found)
    yield f"### {literal(told.headline)}\n"
    for note in told.notes:
        yield f"\n{literal(note)}\n"
    for section in told.sections:
        yield f"\n#### {literal(section.heading)}\n\n"
        lines = sum(each.total() for each in section.lines)
        if long := lines > _LONG:
            yield f"<details><summary>{lines} lines</summary>\n\n"
        for each in section.lines:
            yield from _items(each, 0)
        if long:
            yield "\n</details>\n"


def _items(told: Line, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {line(''.join(map(_piece, told.pieces)).strip())}\n"
    for below in told.below:
        yield from _items(below, depth + 1)


def _piece(piece: Piece) -> str:
    """Words in their style; what was taken away or put in keeps its marks."""
    words, style = piece
    bare = words.strip()
    if not bare or not style:
        return escaped(words)
    begun, ended = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    tag = _TAGS.get(style)
    inner = f"<{tag}>{escaped(bare)}</{tag}>" if tag and bare[0] in "[{" else f"**{escaped(bare)}**"
    return f"{begun}{inner}{ended}"
