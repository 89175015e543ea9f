"""The word that was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
