"""A difference as Markdown, for a comment on a pull request or the summary of a job.

Nothing of a quotation becomes markup. What sites make of plain text when the page is drawn, such
as mentions, links to issues and bare addresses, is kept apart by an empty comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stances.views.difference.outline import outline
from stances.views.difference.text import visible
from stances.views.markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stances.queries.difference import Difference
    from stances.views.difference.line import Line, Piece
    from stances.views.options import ViewOptions

_LONG = 20
"""From so many lines on, a section is folded up: a comment takes 65,536 characters at most."""
_COMMENT = "<!-- -->"
_DRAWN = re.compile(r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\bGH)(?=-\d)", re.IGNORECASE)
_BROKEN = re.compile(r"\s*\n\s*")
_TAGS = {"won": "ins", "lost": "del"}


def markdown(found: Difference, _: ViewOptions) -> Iterator[str]:
    """A heading, and a list for each section."""
    told = outline(found)
    yield f"### {safe(told.headline)}\n"
    for note in told.notes:
        yield f"\n{safe(note)}\n"
    for section in told.sections:
        heading = safe(section.heading)
        long = sum(line.total() for line in section.lines) > _LONG
        if long:
            yield f"\n<details><summary>{heading}: {len(section.lines)}</summary>\n\n"
        else:
            yield f"\n#### {heading}\n\n"
        for line in section.lines:
            yield from _items(line, 0)
        if long:
            yield "\n</details>\n"


def _items(line: Line, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {''.join(map(_piece, line.pieces)).strip()}\n"
    for below in line.below:
        yield from _items(below, depth + 1)


def _piece(piece: Piece) -> str:
    """Words in their style; what was taken away or put in keeps its marks."""
    words, style = piece
    bare = words.strip()
    if not bare or not style:
        return safe(words)
    begun, ended = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    tag = _TAGS.get(style)
    inner = f"<{tag}>{safe(bare)}</{tag}>" if tag and bare[0] in "[{" else f"**{safe(bare)}**"
    return f"{begun}{inner}{ended}"


def safe(words: str) -> str:
    """Text that is shown as it is, and as nothing else, on one line of the page's source."""
    return "<br>".join(_kept_apart(part) for part in _BROKEN.split(words))


def _kept_apart(words: str) -> str:
    parts = _DRAWN.split(words)
    return _COMMENT.join(escaped(visible(part)) for part in parts)
