"""Turns texts into ASCII for readable ids: Latin, Cyrillic, Greek, Arabic and Persian letters.

Short vowels that are not written are not added. A text mostly in other letters yields no words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORD = re.compile(r"[a-z0-9]+")
_LATIN = dict(zip("ßøłđæœıðþ", "ss o l d ae oe i d th".split(), strict=True))
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџѓќў",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya "
        "i yi ye g dj j lj nj c dz g k u".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابپتثجچحخدذرزژسشصضطظغفقکكگلمنهةىءئؤأإآٱٹڈڑںےہھڵڕۆێەټډړږښڼېۍ",
        "a b p t s j ch h kh d z r z zh s sh s z t z gh f q k k g l m n h a a - - u a i a a t d r "
        "n e h h l r o e e t d r zh kh n e ey".split(),
        strict=True,
    )
)
_TABLE = {
    char: "" if latin == "-" else latin
    for table in (_LATIN, _CYRILLIC, _GREEK, _ARABIC)
    for char, latin in table.items()
}
_CONTEXT = (
    (re.compile(r"\bا(?=[یي])|\bا(?=و\b)"), ""),
    (re.compile(r"\bع"), "a"),
    (re.compile("ع"), ""),
    (re.compile(r"[هة]\b"), "e"),
    (re.compile(r"(?<!\w)و|(?<=[اآیي])و|و(?=[اآیي])"), "v"),
    (re.compile("و"), "u"),
    (re.compile(r"(?<!^)(?<!\s)[یي](?![اآو])|\b[یي](?=\w)(?![اآو])"), "i"),
    (re.compile("[یي]"), "y"),
    (re.compile("\u03bf\u03c5"), "ou"),
)
"""Letters whose reading depends on the letters around them, in the order of replacement."""
_AT_ONCE = re.compile("[\u0600-\u06ff\u03bf]")
_JOINED = str.maketrans("", "", "'\u2019\u200c\u200d\u0640")
_READABLE = 0.67
"""The share of a text's letters that must be known."""


def ascii_words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII; empty if too many of its letters are unknown."""
    # Not normalized at once if long: ordering very many marks takes time with the square of their
    # number.
    composed = unicodedata.normalize("NFC", text) if len(text) < _LONGEST else text
    folded = composed.casefold()
    if _AT_ONCE.search(folded):
        for pattern, latin in _CONTEXT:
            folded = pattern.sub(latin, folded)
    folded = folded.translate(_JOINED)
    letters = known = 0
    pieces: list[str] = []
    for char in folded:
        latin = _in_ascii(char)
        pieces.append(latin)
        if char.isalpha():
            letters += 1
            known += char in _TABLE or (latin.isascii() and latin.isalpha())
    return _WORD.findall("".join(pieces)) if known >= _READABLE * letters else []


_LONGEST = 10_000


@cache
def _in_ascii(char: str) -> str:
    if char in _TABLE:
        return _TABLE[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "".join(
        _TABLE.get(part, part)
        for part in unicodedata.normalize("NFKD", char)
        if not unicodedata.combining(part)
    )
