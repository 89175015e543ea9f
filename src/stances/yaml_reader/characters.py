"""Finds forbidden characters, and the line and column of an offset."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final

from stances.problems import Fault, Place, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands in the text for each forbidden character, so that all columns stay as they are."""

MAX_CHARACTERS: Final = 20
"""So many forbidden characters of a file are told one by one."""

MAX_LOCATED: Final = 10_000
"""Of so many it is told in which value they stand."""

_PLANES = "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# What is allowed, turned round, is found eight times as fast. Left out are controls, what breaks
# lines or turns their direction unseen, and what is no character at all.
FORBIDDEN: Final = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    f"{_PLANES}]"
)

_LINE_END = re.compile(r"\r\n?|\n")
# Possessive, because "\r\n" could otherwise be read in two ways, and a file of them in 2^n.
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+(%)[^\r\n]*+")

_TOP: Where = ()


class Lines:
    """Finds line and column of an offset into a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """The place of a character, given by its index in the text."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


class Forbidden:
    """The forbidden characters of one file: the first few with their offsets, and how many."""

    def __init__(self, text: str) -> None:
        self.cleaned, self._count = FORBIDDEN.subn(REPLACEMENT, text)
        first = islice(FORBIDDEN.finditer(text), MAX_LOCATED + 1) if self._count else ()
        self._found = [(match.start(), match[0]) for match in first]
        self._hidden: dict[int, str] = {}  # in escape sequences, which may be read twice

    def escaped(self, value: str, offset: int, raw: str) -> str:
        """The value that `raw` at `offset` stands for, without what its escape sequences hide."""
        for escape in ESCAPE.finditer(raw):
            code = escape[1]
            character = chr(int(code[1:], 16)) if code[1:] else _ESCAPED.get(code, "")
            if FORBIDDEN.match(character):
                self._hidden[offset + escape.start()] = character
        return FORBIDDEN.sub(REPLACEMENT, value)

    def faults(self, places: Iterable[tuple[Place, Where]]) -> list[Fault]:
        """One fault for each of the first few, then one for each value that counts those in it.

        A character is put down to the last of `places` that begins at or before it; if there are
        too many to do so, the rest to the file.
        """
        count = self._count + len(self._hidden)
        if not count:
            return []
        begun, lines = _Begun(places), Lines(self.cleaned)
        found = sorted([*self._found, *self._hidden.items()])[: MAX_LOCATED + 1]
        told = [(lines.place(offset), character) for offset, character in found]
        faults = [_forbidden(begun.at(place), char, place) for place, char in told[:MAX_CHARACTERS]]
        values: dict[Where, list[Place]] = {}
        for place, _ in told[MAX_CHARACTERS:MAX_LOCATED]:
            values.setdefault(begun.at(place), []).append(place)
        faults += [_more(at, len(rest), "value", rest[0]) for at, rest in values.items()]
        if rest := count - min(len(told), MAX_LOCATED):
            faults.append(_more(_TOP, rest, "file", told[MAX_LOCATED][0]))
        return faults


def _more(at: Where, count: int, holder: str, place: Place) -> Fault:
    characters = "character stands" if count == 1 else "characters stand"
    message = f"from here on, {count} more forbidden {characters} in this {holder}"
    return Fault("ST005", at, message, _DELETE, place)


ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPED = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))


class _Begun:
    """Which value or key of a file was the last to begin at or before a place."""

    def __init__(self, places: Iterable[tuple[Place, Where]]) -> None:
        # A mapping begins where its first key does; the longer path is the inner one.
        self._sorted = sorted(places, key=lambda entry: (entry[0], len(entry[1])))
        self._places = [place for place, _ in self._sorted]

    def at(self, place: Place) -> Where:
        index = bisect_right(self._places, place)
        return self._sorted[index - 1][1] if index else _TOP


_DELETE = "delete it; since it may be invisible, delete all around it and type that again"


def _forbidden(at: Where, character: str, place: Place) -> Fault:
    name = unicodedata.name(character, "a control character")
    if unicodedata.category(character) in {"Cn", "Cs"}:
        name = "which is no character at all"
    message = f"the character U+{ord(character):04X} ({name}) is not allowed"
    return Fault("ST005", at, message, _DELETE, place)


def without_directives(text: str) -> tuple[str, list[Fault]]:
    """The text with the directives before its first document made comments."""
    pieces: list[str] = []
    offsets: list[int] = []
    kept = end = 0
    while match := _DIRECTIVE.match(text, end):
        offsets.append(match.start(1))
        pieces += text[kept : match.start(1)], "#"
        kept, end = match.start(1) + 1, match.end()
    if not offsets:
        return text, []
    lines = Lines(text)
    message = "a line that begins with `%` is a YAML directive"
    hint = "delete this line; nothing in these files needs one"
    faults = [Fault("ST011", _TOP, message, hint, lines.place(offset)) for offset in offsets]
    return "".join((*pieces, text[kept:])), faults
