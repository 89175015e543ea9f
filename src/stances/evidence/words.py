"""What a word is: where a passage may begin and end without cutting one in two.

After Unicode's word boundaries (UAX 29), with what news prose needs: `don't` and `U.S.` and `3.5`
are words, `well-known` is two. Scripts that set no spaces may be cut between any two letters.
"""

from __future__ import annotations

import re
import unicodedata

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # kana, Han
)
"""Letters of scripts without spaces between words, as the inside of a character class."""

_UNSPACED = re.compile(f"[{UNSPACED}]")
_LETTER = re.compile(r"[^\W_]")
_JOIN_DIGITS = frozenset(".,\u066b\u066c")
_JOIN = _JOIN_DIGITS | {"'"}
# They stand within Persian and Indic words; like vowel marks, they belong to the letter before.
_JOINERS = frozenset("\u200c\u200d")


def is_mark(char: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a vowel mark, a joiner."""
    return char in _JOINERS or (not char.isascii() and unicodedata.category(char)[0] == "M")


def is_word(char: str) -> bool:
    """Whether a character can be part of a word."""
    return char.isalpha() or char.isdecimal() or is_mark(char)


def inside_word(text: str, at: int) -> bool:
    """Whether a cut before the character at `at` would go through a word of folded text."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return False
    if is_mark(after):
        return is_word(before)
    if is_word(before) and is_word(after):
        return not (_UNSPACED.match(before) or _UNSPACED.match(after))
    return (after in _JOIN and _joins(text, at)) or (before in _JOIN and _joins(text, at - 1))


def _joins(text: str, at: int) -> bool:
    """Whether the mark at `at` holds what stands on either side of it together."""
    if not 0 < at < len(text) - 1:
        return False
    before, char, after = text[at - 1], text[at], text[at + 1]
    if char in _JOIN_DIGITS and before.isdecimal() and after.isdecimal():
        return True
    if not (is_word(before) and is_word(after)):
        return False
    # `U.S.`, but not `cooperate.With`, where a poor copy has only lost a space.
    lone = at == 1 or not is_word(text[at - 2])
    return char == "'" or (char == "." and lone and before.isalpha() and after.isalpha())


def has_words(text: str) -> bool:
    """Whether there is any word at all."""
    return _LETTER.search(text) is not None


def count_words(text: str) -> int:
    """How many words begin in folded text; of scripts without spaces, how many letters."""
    return sum(is_word(char) and not inside_word(text, at) for at, char in enumerate(text))
