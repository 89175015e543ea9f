"""Compares two wordings word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\s+|\w+(?:['’\u200c-]\w+)*|[^\w\s]")
_MOST = 1_000_000
"""Pairs of tokens up to which it is worth the time to match them."""

Piece = tuple[str, str, str]
"""Text that stays, or else the old text and the new; what does not apply is empty."""


def marked(was: str, now: str) -> str:
    """Both wordings in one, with `[-was-]` and `{+now+}` where they differ; nothing is left out."""
    return "".join(
        same + (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
        for same, old, new in pieces(was, now)
    )


def pieces(was: str, now: str) -> Iterator[Piece]:
    """The text from beginning to end, in pieces."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if head:
        yield "".join(old[:head]), "", ""
    yield from _inner(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield "".join(old[len(old) - tail :]), "", ""


def likeness(was: str, now: str) -> float:
    """How much of two wordings is the same, from 0 to 1."""
    if was == now:
        return 1.0
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() if len(old) * len(new) > _MOST else matcher.ratio()


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens are the same from the beginning on."""
    unlike = (number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(unlike, min(len(old), len(new)))


def _inner(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The pieces of what neither begins nor ends alike."""
    if len(old) * len(new) > _MOST:
        yield "", "".join(old), "".join(new)
        return
    removed = added = ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if kind != "equal" or ((removed or added) and was.isspace()):
            removed, added = removed + was, added + now
            continue
        if removed or added:
            yield "", removed, added
        removed = added = ""
        yield was, "", ""
    if removed or added:
        yield "", removed, added
