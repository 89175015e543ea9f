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
"""Replaces each forbidden character, so that columns stay the same."""

MAX_CHARACTERS: Final = 20
"""How many forbidden characters of a file are reported one by one."""

MAX_LOCATED: Final = 10_000
"""How many forbidden characters are reported with the value that contains them."""

_PLANES = "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0x110000, 0x10000)
)
# Searching for a negated set of allowed characters is eight times as fast. It excludes controls,
# invisible characters that break lines or change their direction, and invalid code points.
FORBIDDEN: Final = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    f"{_PLANES}]"
)

_LINE_END = re.compile(r"\r\n?|\n")
# Possessive, because "\r\n" could otherwise be read in two ways, so that a file of n takes 2^n
# steps.
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+(%)[^\r\n]*+")

_TOP: Where = ()


class Lines:
    """Finds the line and column of an offset in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """The place of a character, given by its index in the text."""
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)


class Forbidden:
    """The forbidden characters of one file: the first ones with their offsets, and their number."""

    def __init__(self, text: str) -> None:
        self.cleaned, self._count = FORBIDDEN.subn(REPLACEMENT, text)
        first = islice(FORBIDDEN.finditer(text), MAX_LOCATED + 1) if self._count else ()
        self._found = [(match.start(), match[0]) for match in first]
        self._hidden: dict[int, str] = {}  # those in escape sequences, which may be read twice

    def escaped(self, value: str, offset: int, raw: str) -> str:
        """Replace escaped forbidden characters in a value written as `raw` at `offset`."""
        for escape in ESCAPE.finditer(raw):
            code = escape[1]
            character = chr(int(code[1:], 16)) if code[1:] else _ESCAPED.get(code, "")
            if FORBIDDEN.match(character):
                self._hidden[offset + escape.start()] = character
        return FORBIDDEN.sub(REPLACEMENT, value)

    def faults(self, places: Iterable[tuple[Place, Where]]) -> list[Fault]:
        """One fault for each of the first few, then one for each value with a count.

        A character belongs to the last of `places` that begins at or before it. Beyond a limit, it
        belongs to the file.
        """
        count = self._count + len(self._hidden)
        if not count:
            return []
        # A mapping begins at its first key, so of two equal places the longer path is the inner
        # one.
        begun = sorted(places, key=lambda entry: (entry[0], len(entry[1])))
        begun_at, lines = [place for place, _ in begun], Lines(self.cleaned)
        faults: list[Fault] = []
        values: dict[Where, list[Place]] = {}
        found = sorted([*self._found, *self._hidden.items()])[: MAX_LOCATED + 1]
        for number, (offset, character) in enumerate(found[:MAX_LOCATED]):
            place = lines.place(offset)
            index = bisect_right(begun_at, place)
            at = begun[index - 1][1] if index else _TOP
            if number < MAX_CHARACTERS:
                faults.append(_forbidden(at, character, place))
            else:
                values.setdefault(at, []).append(place)
        faults += [_more(at, len(rest), "value", rest[0]) for at, rest in values.items()]
        if rest := count - min(len(found), MAX_LOCATED):
            faults.append(_more(_TOP, rest, "file", lines.place(found[MAX_LOCATED][0])))
        return faults


def _more(at: Where, count: int, holder: str, place: Place) -> Fault:
    characters = "character stands" if count == 1 else "characters stand"
    message = f"from here on, {count} more forbidden {characters} in this {holder}"
    return Fault("ST005", at, message, _DELETE, place)


ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_ESCAPED = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))


_DELETE = "delete it; since it may be invisible, delete all around it and type that again"


def _forbidden(at: Where, character: str, place: Place) -> Fault:
    name = unicodedata.name(character, "a control character")
    if unicodedata.category(character) in {"Cn", "Cs"}:
        name = "which is no character at all"
    message = f"the character U+{ord(character):04X} ({name}) is not allowed"
    return Fault("ST005", at, message, _DELETE, place)


def without_directives(text: str) -> tuple[str, list[Fault]]:
    """Turn the directives before the first document of a text into comments."""
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
