"""Text on one line of readable length, whatever it quotes."""

from __future__ import annotations

import re

_LONGEST = 600
_WORD = re.compile(r"\S{121,}")


def brief(text: str) -> str:
    """Text on one line of bounded length: long words cut in the middle, controls made visible."""
    text = _WORD.sub(lambda word: f"{word[0][:80]}…{word[0][-20:]}", text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(char if _visible(char) else f"\\u{ord(char):04x}" for char in text)


def _visible(char: str) -> bool:
    # The joiners are no printable characters, but belong to how Persian is written.
    return char.isprintable() or char in "\u200c\u200d"
