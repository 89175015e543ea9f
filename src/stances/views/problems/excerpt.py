"""The line of a file that a problem is in, with carets below what is wrong."""

from __future__ import annotations

import re
from typing import NamedTuple

from stances.views.direction import laid_out, stretches
from stances.views.wrapping import cells, fitting

_BEFORE = 20
"""The most cells of a long line that are kept before the place."""
_LEAST = 6
"""The fewest cells that an excerpt is given."""
_NEAR = 4000
"""The most characters of a line that are gone through on either side of the place."""
_BLANKS = 200
"""The most blanks that are looked through for what stands before a value."""
_JOINERS = "\u200c\u200d"
"""They have no width, and Persian needs them."""

_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_PLAIN = re.compile(r"(?:[^:#]|:(?!\s|$)|(?<!\s)#)*")
_IN_FLOW = re.compile(r"(?:[^:#,\[\]{}]|:(?![\s,\[\]{}]|$)|(?<!\s)#)*")
_NAMED = re.compile("`([^`]+)`")
_WORD = re.compile(r"[\w-]")
_BEGINS = re.compile(r"(?:^|[:?-]\s|[\[{,])\s*(?:[&!]\S*\s+)*$")
"""What a key or a value stands behind."""
_KEY = re.compile(r"(?:^|[\[{,])\s*(?:- )*[\w-]+:\s")


class Excerpt(NamedTuple):
    """A line as a terminal shows it, and the cells before and of what is wrong in it."""

    text: str
    before: int
    width: int


def excerpt(line: str, at: int, room: int, message: str = "") -> Excerpt:
    """As much of a line as fits into so many cells around a place, which is counted from 0.

    What is wrong there is what the message has in backticks, or else a value.
    """
    span = len(_named_at(line, at, message) or value_at(line, at)) or 1
    before, after, rest = _cut(line, at, span, max(room, _LEAST))
    shown, start = before + after + rest, len(before)
    end = start + min(span, len(after) or 1)
    cuts = [edge for match in _KEY.finditer(shown) for edge in match.span()]
    for first, last in stretches(shown, cuts):
        # Where its letters stand, terminals do not agree; where all of it stands, they do.
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return Excerpt(laid_out(shown, cuts), cells(shown[:start]), max(cells(shown[start:end]), 1))


def _named_at(line: str, at: int, message: str) -> str:
    """The longest of the words in backticks that stands at a place."""
    names = (name for name in _NAMED.findall(message) if line.startswith(name, at))
    whole = (name for name in names if not _WORD.match(line, at + len(name)))
    return max(whole, key=len, default="")


def value_at(line: str, at: int) -> str:
    """The value or comment that begins at a place; of a key or the middle of a text, nothing.

    A key stands there for the whole record that begins with it.
    """
    before, after = line[max(0, at - _NEAR) : at], line[at : at + _NEAR]
    if after[:1] == "#":
        return after.rstrip() if before.strip() else ""
    if not after[:1].strip() or not after[0].isprintable() or not _BEGINS.search(before[-_BLANKS:]):
        return ""
    if after[0] in "\"'":
        value = _matched(_QUOTED, after) or after.rstrip()
    elif after[0] in "[{":
        value = _collection(after)
    else:
        value = _matched(_IN_FLOW if _depth(before) > 0 else _PLAIN, after).rstrip()
    if after.startswith(":", len(value)):
        return ""
    # A list or mapping may have begun on an earlier line.
    return value if value[:1] in ("[", "{") else value.rstrip(" ]},")


def _matched(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(text)
    return match[0] if match else ""


def _collection(text: str) -> str:
    """A list or mapping in brackets; of one that does not end on this line, its bracket."""
    for end, char in enumerate(text, 1):
        if char in "]}" and _depth(text[:end]) == 0:
            return text[:end]
    return text[0]


def _depth(text: str) -> int:
    """How many brackets are open at the end of a text."""
    plain = _QUOTED.sub("", text)
    return sum(map(plain.count, "[{")) - sum(map(plain.count, "]}"))


def _cut(line: str, at: int, span: int, room: int) -> tuple[str, str, str]:
    """What is shown of a line before a place and from it on, and `…` if something is left out."""
    before = _visible(line[max(0, at - _NEAR) : at])
    after = _visible(line[at : at + max(span, _NEAR)])
    needed = min(cells(after[:span]), room // 2)
    if at > _NEAR or cells(before) + needed + 1 > room:
        before = f"…{fitting(before[::-1], min(_BEFORE, room // 3))[::-1]}"
    left = room - cells(before)
    if at + len(after) < len(line) or cells(after) > left:
        return before, fitting(after, left - 1), "…"
    return before, after, ""


def _visible(text: str) -> str:
    """Text that can neither move the cursor nor change the direction, character by character."""
    return "".join(
        char if char.isprintable() or char in _JOINERS else " " if char == "\t" else "\ufffd"
        for char in text
    )
