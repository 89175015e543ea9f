"""Ids for what has none in a sheet: made of its words, and of nothing else."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_WORDS = 5
_LONGEST = 48
_LONGEST_NAME = 100
_LITTLE = frozenset(
    "a an and are as at be been but by for from had has have he her his if in is it its "
    "of on or our she so than that the their them then there they this to us was we were "
    "which who will with would you your".split()
)
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def slug(text: str) -> str:
    """All words of a text as an id; empty if no letter or digit of it is ASCII."""
    return "-".join(_words(text))


def short_slug(text: str, otherwise: str) -> str:
    """The first words of a text that say something; `otherwise` where it has none in ASCII."""
    words = _words(text)
    telling = [word for word in words if word not in _LITTLE and len(word) > 1] or words
    found = "-".join(telling[:_WORDS])
    while len(found) > _LONGEST and "-" in found:
        found = found.rpartition("-")[0]
    return found[:_LONGEST] or otherwise


def fits(id_: str) -> bool:
    """Whether an id can be the name of a file."""
    return 0 < len(id_) <= _LONGEST_NAME


def free(wanted: str, taken: Container[str]) -> str:
    """An id that is not taken: this one, or with the first number behind it that makes it so."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _words(text: str) -> list[str]:
    small = text.casefold().translate(_LETTERS).replace("'", "").replace("\u2019", "")
    ascii_ = unicodedata.normalize("NFKD", small)
    bare = "".join(char for char in ascii_ if not unicodedata.combining(char))
    return _WORD.findall(bare)
