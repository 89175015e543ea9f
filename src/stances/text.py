"""Text as people type it: folding, shortening, and did-you-mean."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


# One letter of Persian or Arabic where keyboards and fonts offer several.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ı": "i", "ß": "ss"})

_SURNAME = 3
"""How many words of a name can be its surname."""


class _Folding(dict[int, str]):
    """Characters folded: each is worked out once, when it is first met.

    Lower case, without diacritics, Arabic letter variants made one, digits made ASCII; what is no
    letter or digit is `between`.
    """

    def __init__(self, between: str) -> None:
        super().__init__()
        self._between = between

    def __missing__(self, code: int) -> str:
        # Twice: what is only decomposed into capitals, such as ℡, has them made small too.
        small = unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
        decomposed = unicodedata.normalize("NFKD", small).translate(_LETTERS)
        self[code] = "".join(
            str(unicodedata.decimal(char)) if char.isdecimal() else self._kept(char)
            for char in decomposed
            if not unicodedata.combining(char)
        )
        return self[code]

    def _kept(self, char: str) -> str:
        return char if char.isalnum() else self._between


_JOINED, _APART = _Folding(""), _Folding(" ")


def fold(name: str) -> str:
    """A name for comparing: letters and digits only, so hyphens and spaces do not count."""
    return name.translate(_JOINED)


def fold_words(text: str) -> str:
    """Text for searching: its folded words with one space before, between and behind them."""
    return f" {' '.join(text.translate(_APART).split())} "


class Word(NamedTuple):
    """A folded word, and where in its text it begins and ends, in code points."""

    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words that `fold_words` makes of a text, each with its place there."""
    found: list[Word] = []
    open_ = False
    for place, char in enumerate(text):
        folded = _APART[ord(char)]
        if not folded and open_:  # an accent of its own, a stretched letter
            found[-1] = found[-1]._replace(end=place + 1)
        for each in folded:
            if each == " ":
                open_ = False
            elif open_:
                found[-1] = Word(found[-1].folded + each, found[-1].start, place + 1)
            else:
                found.append(Word(each, place, place + 1))
                open_ = True
    return found


def surnames(name: str) -> list[str]:
    """What a full name may be shortened to: its last three words, its last two, its last."""
    words = name.split()
    return [" ".join(words[-count:]) for count in range(min(len(words) - 1, _SURNAME), 0, -1)]


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


_LIKENESS = 0.6
_LISTED = 12
_BEGINNING = 3
"""So many letters are enough to suggest the words that begin with them."""


def closest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words most like `word`, best first; none where nothing is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where a word is wrong

    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    wanted = word.casefold()
    found = get_close_matches(wanted, folded, most, _LIKENESS)
    begun = [name for name in folded if len(wanted) >= _BEGINNING and name.startswith(wanted)]
    return [folded[match] for match in dict.fromkeys([*found, *begun])][:most]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not known: what was meant, or what there is to choose from."""
    words = list(known)
    if near := closest(word, words):
        return f"did you mean {' or '.join(f'`{match}`' for match in near)}?"
    if not words:
        return ""
    rest = ", …" if len(words) > _LISTED else ""
    return f"one of: {', '.join(words[:_LISTED])}{rest}"
