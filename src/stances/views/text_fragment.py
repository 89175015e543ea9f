"""Addresses with a text fragment (`#:~:text=`), which find words on a page."""

from __future__ import annotations

import re
from urllib.parse import quote

_INSERTION = re.compile(r"\[[^\]]*\]")
_EXACT = 12
"""The most words that are searched exactly; longer passages may cross paragraphs or pictures."""
_ENDS = 5
"""The number of words at each end that are searched for longer passages."""


def at_words(url: str, text: str, prefix: str | None = None, suffix: str | None = None) -> str:
    """The address with a fragment, by which a browser finds and shows the words.

    If the words are many, or have insertions in brackets, the fragment has their beginning and end.
    `prefix` and `suffix` are the text right before and after the words.
    """
    pieces = [piece for part in _INSERTION.split(text) if (piece := part.split())]
    if ":~:" in url or not pieces:
        return url
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1 and len(first) <= _EXACT:
        words = [_encoded(first)]
    else:
        words = [_encoded(first[:_ENDS]), _encoded(last[-_ENDS:])]
    if before := (prefix or "").split():
        words.insert(0, f"{_encoded(before)}-")
    if after := (suffix or "").split():
        words.append(f"-{_encoded(after)}")
    return f"{url}{'' if '#' in url else '#'}:~:text={','.join(words)}"


def _encoded(words: list[str]) -> str:
    """Words as a term of the fragment; dashes are encoded because they are syntax there."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
