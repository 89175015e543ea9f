"""Compares two wordings word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\s+|\w+(?:['’\u200c-]\w+)*|[^\w\s]")
_MOST = 1_000_000
"""Pairs of tokens up to which it is worth the time to look which of them stay."""

Piece = tuple[str, str, str]
"""What stays, or else what was there and what is there now; the two others are empty."""


def marked(was: str, now: str) -> str:
    """Both wordings in one, with `[-was-]` and `{+now+}` where they differ; nothing is left out."""
    return "".join(
        same + (f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else "")
        for same, old, new in pieces(was, now)
    )


def pieces(was: str, now: str) -> Iterator[Piece]:
    """The text from beginning to end, in pieces."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    begun = _alike(old, new)
    ended = _alike(old[begun:][::-1], new[begun:][::-1])
    if begun:
        yield "".join(old[:begun]), "", ""
    yield from _inner(old[begun : len(old) - ended], new[begun : len(new) - ended])
    if ended:
        yield "".join(old[len(old) - ended :]), "", ""


def likeness(was: str, now: str) -> float:
    """How much of two wordings is the same, from 0 to 1."""
    if was == now:
        return 1.0
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() if len(old) * len(new) > _MOST else matcher.ratio()


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens are the same from the beginning on."""
    unlike = (number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(unlike, min(len(old), len(new)))


def _inner(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The pieces of what neither begins nor ends alike."""
    if len(old) * len(new) > _MOST:
        yield "", "".join(old), "".join(new)
        return
    gone = come = ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if kind != "equal" or ((gone or come) and was.isspace()):
            gone, come = gone + was, come + now
            continue
        if gone or come:
            yield "", gone, come
        gone = come = ""
        yield was, "", ""
    if gone or come:
        yield "", gone, come
