"""Addresses that lead to some words of a page (`#:~:text=`)."""

from __future__ import annotations

import re
from urllib.parse import quote

_INSERTION = re.compile(r"\[[^\]]*\]")
_EXACT = 12
"""The most words that are sought as they are: more may run over paragraphs, or pictures."""
_ENDS = 5
"""The words at each end that stand for longer ones."""


def at_words(url: str, text: str, prefix: str | None = None, suffix: str | None = None) -> str:
    """The address with a fragment that makes a browser show the words, if they are there.

    Of words with insertions in brackets, or of many, their beginning and end are sought. `prefix`
    and `suffix` are what stands right before and after them.
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
    """Words as a term of the fragment, in which a dash has a meaning of its own too."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
