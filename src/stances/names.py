"""Names and words as people type them: spelling folded, so that variants meet."""

from __future__ import annotations

import unicodedata

# One letter of Persian or Arabic where keyboards and fonts offer several.
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ı": "i", "ß": "ss"})

_SURNAME = 3
"""How many words of a name can be its surname."""


def _plain(text: str) -> str:
    """Lower case, without diacritics, Arabic letter variants made one; digits made ASCII."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
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


def surnames(name: str) -> list[str]:
    """What a full name may be shortened to: its last three words, its last two, its last."""
    words = name.split()
    return [" ".join(words[-count:]) for count in range(min(len(words) - 1, _SURNAME), 0, -1)]
