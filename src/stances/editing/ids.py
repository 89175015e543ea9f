"""Proposed ids: short, made of a record's words, and not taken."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from stances.model.types import SLUG

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping


def statement_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Of the summary, else of the first words quoted; of position and date where none is ASCII."""
    pieces = data.get("evidence")
    first = pieces[0] if isinstance(pieces, list) and pieces else {}
    words = data.get("summary") or (first.get("text") if isinstance(first, dict) else "") or ""
    otherwise = slug(f"{data.get('position', '')} {data.get('said', '')}") or "statement"
    return free(short_slug(str(words), otherwise), taken)


def official_id(name: str, taken: Container[str]) -> str:
    """The surname, or the whole name if that is taken; empty if no letter of it is ASCII."""
    words = slug(name).split("-")
    if words[-1] and words[-1] not in taken:
        return words[-1]
    return free("-".join(words), taken) if words[-1] else ""


def source_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Publisher, or the first words of the title, and the day of publication; empty as above."""
    head = slug(str(data.get("publisher", ""))) or short_slug(str(data.get("title", "")), "")
    found = "-".join(filter(None, (head, slug(str(data.get("published", ""))))))
    return free(found, taken) if found else ""


def names_a_file(id_: str) -> bool:
    """Whether an id can be that of a file."""
    return bool(SLUG.fullmatch(id_)) and fits(id_)


def taken_ids(index: sqlite3.Connection, kind: str) -> set[str]:
    """The ids of all files of a kind, whatever is wrong with them."""
    return {id_ for (id_,) in index.execute("SELECT id FROM files WHERE kind = ?", (kind,))}


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
