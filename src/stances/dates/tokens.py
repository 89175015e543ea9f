"""Splits a date as people write it into numbers, words of known meaning, and separators."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from stances.dates.date_words import (
    ABOUT,
    LONGEST_PHRASE,
    NOTHING,
    ORDINALS,
    PERHAPS,
    Meaning,
    meanings,
)
from stances.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_RAW = re.compile(
    r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<dots>\.{2,})|(?P<gap>\s+)|(?P<sign>.)", re.DOTALL
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_ELISION = re.compile(r"(?<=[^\W\d_])['\u2019](?=[^\W\d_])")
_INITIALS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
_EIGHT_DIGITS = re.compile("([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_SIGNS = str.maketrans("\u060c\u060d\u066b\u061f\u2044", ",/.?/")
"""Arabic commas, separators and question marks, and the slash of fractions."""
_SHORT, _LONG = 2, 4
"""The number of digits in a day, month or short year, and in a full year."""

MARK, MONTH, WEEKDAY, UNKNOWN = "m", "M", "W", "x"
NUMBERS = "doyq"
"""The kinds of numbers: up to two digits, a day with `th`, four digits, two with `'`."""


class Token(NamedTuple):
    """A part of a date; `kind` is a letter or a separator, and kinds together form the shape."""

    kind: str
    text: str = ""
    value: int = 0
    meaning: Meaning = Meaning()


def plain(text: str) -> str:
    """Normalize a text: digits 0 to 9, hyphens for dashes, no invisible characters."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS))
    letters = [
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text
        if unicodedata.category(char) not in ("Mn", "Cf")
    ]
    return _INITIALS.sub("", _ELISION.sub("", "".join(letters))).strip()


def shown(text: str) -> str:
    """Escape the invisible characters of a text, except joiners and non-joiners."""
    return f"{text!r}"[1:-1].replace("\\u200c", "\u200c").replace("\\u200d", "\u200d")


def tokens_of(text: str, compact: Sequence[str] = ()) -> list[Token]:
    """The tokens of a normalized text. `compact` has orders of digits such as `DDMMYYYY`."""
    raw = [(str(match.lastgroup), match[0]) for match in _RAW.finditer(text)]
    found: list[Token] = []
    at = 0
    while at < len(raw):
        group, piece = raw[at]
        at += 1
        if group == "word":
            token, used = _word(raw, at - 1)
            at += used - 1
            if token.kind != NOTHING:
                found.append(token)
        elif group == "number":
            found += _number(piece, compact, is_short=found[-1:] == [Token("'")])
            if at < len(raw) and found[-1].kind == "d" and _is_ordinal(raw[at]):
                found[-1] = found[-1]._replace(kind="o")
                at += 1
        elif group == "dots":
            found.append(Token("T", piece))
        elif group == "sign":
            found += _sign(piece)
        elif found and found[-1].kind in NUMBERS and raw[at : at + 1] and raw[at][0] == "number":
            found.append(Token(" "))
    return [token for token in found if token.kind != "'"]


def _is_ordinal(raw: tuple[str, str]) -> bool:
    return fold(raw[1]) in ORDINALS if raw[0] == "word" else raw[1] == "°"


def _number(piece: str, compact: Sequence[str], *, is_short: bool) -> list[Token]:
    for order in compact:
        if len(order) == len(piece):
            parts = re.findall(r"Y+|M+|D+", order)
            ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))]
            cut = [piece[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
            return [_plain_number(each) for each in cut]
    if match := _EIGHT_DIGITS.fullmatch(piece):
        year, month, day = map(_plain_number, match.groups())
        return [year, Token("-"), month, Token("-"), day]
    number = _plain_number(piece)
    return [number._replace(kind="q") if is_short and len(piece) == _SHORT else number]


def _plain_number(piece: str) -> Token:
    kind = "d" if len(piece) <= _SHORT else "y" if len(piece) == _LONG else UNKNOWN
    return Token(kind, piece, int(piece) if kind != UNKNOWN else 0)


def _sign(piece: str) -> list[Token]:
    if piece in "-/.,":
        return [Token(piece)]
    if piece in "?~%":
        return [Token(MARK, piece)]
    if piece in "'\u2019":
        return [Token("'")]
    return [] if piece in "()" else [Token(UNKNOWN, piece)]


def _word(raw: Sequence[tuple[str, str]], at: int) -> tuple[Token, int]:
    """The token of the longest phrase that begins at a piece, and how many pieces it takes."""
    words, longest = "", Token(UNKNOWN, raw[at][1])
    used = count = 0
    for number, (group, piece) in enumerate(raw[at:], 1):
        if group == "word":
            words += fold(piece)
            count += 1
            if meaning := meanings().get(words):
                longest, used = _meant(piece, meaning), number
        elif group != "gap" and piece != "-":
            break
        if count == LONGEST_PHRASE:
            break
    return longest, max(used, 1)


def _meant(piece: str, meaning: Meaning) -> Token:
    if meaning.month or meaning.weekday is not None:
        return Token(MONTH if meaning.month else WEEKDAY, piece, 0, meaning)
    if meaning.role in (ABOUT, PERHAPS):
        return Token(MARK, str(meaning.role))
    if meaning.era:
        return Token("C", meaning.era)
    return Token(meaning.role if meaning.role is not None else "X", piece, 0, meaning)
