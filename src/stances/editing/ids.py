"""Propose ids that are short, made from a record's words, and not taken."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from stances.editing.usual_words import language_of, little_words
from stances.evidence.languages import all_words, language
from stances.model.types import SLUG
from stances.transliteration import ascii_words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Mapping, Sequence


def statement_id(data: Mapping[str, Any], taken: Container[str], official: str = "") -> str:
    """Propose the id of a statement: from its summary, or else from the words of its evidence.

    Words of the reporter and the official's name at the start are skipped. If no words can be
    written in ASCII, the id has the day, or else a number. A statement with `words_of` gets the id
    of that one.
    """
    if words_of := str(data.get("words_of", "")).partition("/")[2]:
        return free(words_of, taken)
    pieces = data.get("evidence")
    first = pieces[0] if isinstance(pieces, list) and pieces else {}
    summary = short_slug(str(data.get("summary") or ""), "")
    id_ = summary or (_of_words(first, official) if isinstance(first, dict) else "")
    if id_:
        return free(id_, taken)
    day = _DAY.search(str(data.get("said", "")))
    return free(f"statement-{day[0]}", taken) if day else numbered("statement", taken)


def _of_words(piece: Mapping[str, Any], official: str) -> str:
    """Return the first words of evidence that tell its content; empty without words in ASCII."""
    text = str(piece.get("text") or "")
    if piece.get("form") in ("quote", "document"):
        return short_slug(text, "")
    lang = str(piece.get("lang") or "") or language_of(text, _FEWEST)
    marked = " ".join(filter(None, chain(*_QUOTED.findall(text))))
    own = _without_reporter(ascii_words(text), lang, official.split("-"))
    for words in (_keywords(ascii_words(marked), lang), _keywords(own, lang)):
        if len(words) >= _FEWEST:
            return _short(words)
    return short_slug(text, "")


def _without_reporter(words: Sequence[str], lang: str, official: Sequence[str]) -> Sequence[str]:
    """Return words without the reporter's introduction, such as `Rouhani said that`."""
    known = language("en"), language(lang.partition("-")[0])
    speech, that, before = (
        frozenset(chain(*(getattr(each, kind).whole for each in known for kind in kinds)))
        for kinds in (("speech",), ("complement",), ("pronoun", "honorific", "between"))
    )
    said = next(
        (at for at, word in enumerate(words) if word not in before and word not in official), None
    )
    if said is None or words[said] not in speech:
        return words
    near = enumerate(words[said : said + _NEAR])
    return words[said + next((at for at, word in near if word in that), 0) + 1 :]


def official_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Propose the surname, or the whole name if that is taken; a number if no ASCII is possible.

    Unnamed officials and institutions have no surname: `a senior official` is `senior-official`.
    """
    name = str(data.get("name", ""))
    if not ascii_words(name):
        return numbered("official", taken)
    if data.get("kind") == "unnamed":
        return free(short_slug(name, "official"), taken)
    whole = _without_article(slug(name))
    is_body = not all_words("organisation").isdisjoint(ascii_words(name))
    if is_body or data.get("kind") == "institution":
        return free(whole, taken)
    words = [word for word in name.partition(",")[0].split() if slug(word)]
    while len(words) > 1 and slug(words[-1]) in _AFTER_SURNAMES:
        words.pop()
    surname = _without_article(slug(words[-1])) if words else whole
    is_free = len(surname) > 1 and free(surname, taken) == surname
    return surname if is_free else free(whole, taken)


def source_id(data: Mapping[str, Any], taken: Container[str]) -> str:
    """Propose the publisher, or the first words of the title, with the day of publication.

    If no words can be written in ASCII, the id is `source` and the day.
    """
    head = _without_article(slug(str(data.get("publisher", "")))[:_MAX_LENGTH])
    head = head or short_slug(str(data.get("title", "")), "")
    day = slug(str(data.get("published", "")))
    if not (head or day):
        return numbered("source", taken)
    return free("-".join(filter(None, (head or "source", day))), taken)


def names_a_file(id_: str) -> bool:
    """Whether a text can be the id of a file."""
    return bool(SLUG.fullmatch(id_)) and fits(id_)


def taken_ids(index: sqlite3.Connection, kind: str) -> set[str]:
    """Return the ids of all files of a kind, including files with problems."""
    return {id_ for (id_,) in index.execute("SELECT id FROM files WHERE kind = ?", (kind,))}


_MAX_WORDS = 5
_MAX_SHORT = 48
_MAX_LENGTH = 100
_FEWEST = 2
"""Fewer words than this say too little, if the text has others."""
_NEAR = 8
"""`that` ends the reporter's introduction only within this many words."""
_STOP_WORDS = frozenset(
    "a an and are as at be been but by for from had has have he her his if in is it its "
    "of on or our she so than that the their them then there they this to us was we were "
    "which who will with would you your".split()
)
_ARTICLES = frozenset("the a an der die das le la les el il al".split())
_AFTER_SURNAMES = frozenset("jr sr ii iii iv".split())
_QUOTED = re.compile(
    '\u201c([^\u201c\u201d]+)\u201d|"([^"]+)"|«([^«»]+)»|\u201e([^\u201e\u201c]+)\u201c'
)
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Names that no file can have on Windows, whatever its ending."""


def slug(text: str) -> str:
    """Return all words of a text as an id; empty if none can be written in ASCII."""
    return "-".join(ascii_words(text))


def short_slug(text: str, otherwise: str) -> str:
    """Return the first words of a text without stop words; `otherwise` if it has none in ASCII."""
    words = ascii_words(text)
    return _short(_keywords(words, language_of(text, _FEWEST)) or words) or otherwise


def _keywords(words: Sequence[str], lang: str = "") -> list[str]:
    """Return the words that are no stop words; numbers only if there is nothing else."""
    little = _STOP_WORDS if lang in ("", "en") else little_words(lang.partition("-")[0])
    kept = [word for word in words if word not in little and len(word) > 1]
    named = [word for word in kept if word[:1].isalpha()]
    return named or kept


def _short(words: Sequence[str]) -> str:
    id_ = "-".join(words[:_MAX_WORDS])
    while len(id_) > _MAX_SHORT and "-" in id_:
        id_ = id_.rpartition("-")[0]
    return id_[:_MAX_SHORT]


def _without_article(id_: str) -> str:
    article, hyphen, rest = id_.partition("-")
    return rest if hyphen and article in _ARTICLES else id_


def numbered(what: str, taken: Container[str]) -> str:
    """Return the first of `source-1`, `source-2` … that is not taken."""
    return next(id_ for number in count(1) if (id_ := f"{what}-{number}") not in taken)


def fits(id_: str) -> bool:
    """Whether an id is not empty, and not too long for the name of a file."""
    return 0 < len(id_) <= _MAX_LENGTH


def free(wanted: str, taken: Container[str]) -> str:
    """Return an id that is not taken: this one, or this one with a number from 2 on."""
    id_, number = wanted, 2
    while id_ in taken or id_ in _DEVICES:
        id_, number = f"{wanted}-{number}", number + 1
    return id_
