"""Names and words as people type them: spelling folded, so that variants meet."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

# One letter of Persian or Arabic where keyboards and fonts offer several.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ı": "i", "ß": "ss"})

_SURNAME = 3
"""How many words of a name can be its surname."""


def _plain(text: str) -> str:
    """Lower case, without diacritics, Arabic letter variants made one; digits made ASCII."""
    # Twice: what is only decomposed into capitals, such as ℡, has them made small too.
    small = unicodedata.normalize("NFKD", text.casefold()).casefold()
    decomposed = unicodedata.normalize("NFKD", small).translate(_LETTERS)
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in decomposed
        if not unicodedata.combining(char)
    )


def fold(name: str) -> str:
    """A name for comparing: letters and digits only, so hyphens and spaces do not count."""
    return "".join(char for char in _plain(name) if char.isalnum())


def fold_words(text: str) -> str:
    """Text for searching: its folded words with one space before, between and behind them."""
    kept = "".join(char if char.isalnum() else " " for char in _plain(text))
    return f" {' '.join(kept.split())} "


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
        folded = _plain_char(char)
        if not folded and open_:  # an accent of its own, a stretched letter
            found[-1] = found[-1]._replace(end=place + 1)
        for each in folded:
            if not each.isalnum():
                open_ = False
            elif open_:
                found[-1] = Word(found[-1].folded + each, found[-1].start, place + 1)
            else:
                found.append(Word(each, place, place + 1))
                open_ = True
    return found


@lru_cache(maxsize=2048)
def _plain_char(char: str) -> str:
    return _plain(char)


def surnames(name: str) -> list[str]:
    """What a full name may be shortened to: its last three words, its last two, its last."""
    words = name.split()
    return [" ".join(words[-count:]) for count in range(min(len(words) - 1, _SURNAME), 0, -1)]
