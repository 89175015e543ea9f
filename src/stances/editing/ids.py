"""Proposed ids: short, made from a record's words, and not taken."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Any

from stances.model.types import SLUG

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping


def statement_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """From the summary, else the first words quoted; from position and date if none is ASCII.

    Of one with the words of another, it is that one's.
    """
    if words_of := str(data.get("words_of", "")).partition("/")[2]:
        return free(words_of, taken)
    pieces = data.get("evidence")
    first = pieces[0] if isinstance(pieces, list) and pieces else {}
    words = data.get("summary") or (first.get("text") if isinstance(first, dict) else "") or ""
    otherwise = slug(f"{data.get('position', '')} {data.get('said', '')}") or "statement"
    return free(short_slug(str(words), otherwise), taken)


def official_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """The surname, or the whole name if that is taken; empty if no letter of it is ASCII.

    Somebody unnamed has no surname: `a senior official` is `senior-official`.
    """
    name = str(data.get("name", ""))
    if data.get("kind") == "unnamed":
        return free(short_slug(name, ""), taken) if short_slug(name, "") else ""
    words = slug(name).split("-")
    if words[-1] and words[-1] not in taken:
        return words[-1]
    return free("-".join(words), taken) if words[-1] else ""


def source_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """`source_slug` with a number if that is taken; empty if nothing of it is ASCII."""
    id_ = source_slug(data)
    return free(id_, taken) if id_ else ""


def source_slug(data: Mapping[str, Any]) -> str:
    """Publisher, or the first words of the title, and the day of publication."""
    head = slug(str(data.get("publisher", ""))) or short_slug(str(data.get("title", "")), "")
    return "-".join(filter(None, (head, slug(str(data.get("published", ""))))))


def names_a_file(id_: str) -> bool:
    """Whether a text can be the id of a file."""
    return bool(SLUG.fullmatch(id_)) and fits(id_)


def taken_ids(index: sqlite3.Connection, kind: str) -> set[str]:
    """The ids of all files of a kind, also of those with problems."""
    return {id_ for (id_,) in index.execute("SELECT id FROM files WHERE kind = ?", (kind,))}


_MAX_WORDS = 5
_MAX_SHORT = 48
_MAX_LENGTH = 100
_STOP_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his if in is it its "
    "of on or our she so than that the their them then there they this to us was we were "
    "which who will with would you your".split()
)
_WORD = re.compile(r"[a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


def slug(text: str) -> str:
    """All words of a text as an id; empty if it has no ASCII letter or digit."""
    return "-".join(_words(text))


def short_slug(text: str, otherwise: str) -> str:
    """The first words of a text without stop words; `otherwise` if it has none in ASCII."""
    words = _words(text)
    keywords = [word for word in words if word not in _STOP_WORDS and len(word) > 1] or words
    id_ = "-".join(keywords[:_MAX_WORDS])
    while len(id_) > _MAX_SHORT and "-" in id_:
        id_ = id_.rpartition("-")[0]
    return id_[:_MAX_SHORT] or otherwise


def fits(id_: str) -> bool:
    """Whether an id is not empty, and not too long for the name of a file."""
    return 0 < len(id_) <= _MAX_LENGTH


def free(wanted: str, taken: Container[str]) -> str:
    """An id that is not taken: this one, or this one with a number from 2 on."""
    id_, number = wanted, 2
    while id_ in taken:
        id_, number = f"{wanted}-{number}", number + 1
    return id_


def _words(text: str) -> list[str]:
    folded = text.casefold().translate(_LETTERS).replace("'", "").replace("\u2019", "")
    # Letter by letter, because putting very many marks in order takes the square of their number.
    decomposed = chain.from_iterable(unicodedata.normalize("NFKD", char) for char in folded)
    return _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))
