"""Escapes text for Markdown, so that text from sources never becomes markup.

Escapes are enough for a Markdown parser. GitHub then searches the parsed text for `@name`, `#123`,
`GH-123`, `:emoji:` and e-mail addresses; a word joiner, which has no width, breaks these.
"""

from __future__ import annotations

import re

from stances.text import Escapes, backslash_u
from stances.views.direction import END, ISOLATE, ISOLATED, LETTERS

JOINER = "\N{WORD JOINER}"

# Fast path: most texts need no escapes, and there may be very many.
_SPECIAL = re.compile(
    r"[^A-Za-z0-9 ,;.'’“”()…/–À-ɏ-]|www\.|GH-\d|^[- ]| $|^\d{1,9}[.)]", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?|\n")
_REF = re.compile("[a-z0-9/-]+")
_seen = Escapes(backslash_u)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~#!])")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_REFERENCE = re.compile(r"@(?=[a-z0-9])|#(?=\d)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
_BEGIN = re.compile(r"^(?:([-+=:])(?=\s|[-=:]|$)|(\d{1,9})([.)])(?=\s|$))")
_MARGINS = re.compile(r"^[ \t]+|(?<![ \t])[ \t]+$")
_RIGHT_TO_LEFT = re.compile(f"[{LETTERS}]")


def literal(text: str) -> str:
    """The text shown unchanged on one line, isolated if it runs from right to left."""
    return line(escaped(text)) if _SPECIAL.search(text) else text


def sentence(text: str) -> str:
    """A sentence of our own, in which isolated names stay isolated."""
    at, pieces = 0, ""
    for name in ISOLATED.finditer(text):
        pieces += f"{escaped(text[at : name.start()])}{name[1]}{escaped(name[2])}{END}"
        at = name.end()
    return line(pieces + escaped(text[at:])) if at else literal(text)


def line(pieces: str) -> str:
    """A line of escaped pieces whose beginning is not read as a list, heading or code."""
    # Blanks at the ends would be read as indentation, or dropped.
    return isolated(_MARGINS.sub(_numeric, _BEGIN.sub(r"\2\\\1\3", pieces)))


def escaped(text: str) -> str:
    """An escaped piece of a line; pieces are isolated together by `line`."""
    text = _seen(text)
    text = _MARKUP.sub(r"\\\1", _REFERENCE.sub(rf"\g<0>{JOINER}", text))
    text = _ADDRESS.sub(r"\\\g<0>", text.replace("$", "&#36;"))
    return _LINE_END.sub("<br>", text)


def isolated(markdown: str) -> str:
    """The Markdown in isolates if it has right-to-left text, so that directions do not mix."""
    return f"{ISOLATE}{markdown}{END}" if _RIGHT_TO_LEFT.search(markdown) else markdown


def code(text: str) -> str:
    """The text as code on one line; not for table cells, because a `|` would end the cell."""
    if _REF.fullmatch(text):
        return f"`{text}`"
    text = _LINE_END.sub(" ", _seen(text))
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    # A parser drops one blank at each end, and so keeps backticks apart from the fence.
    blank = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def _numeric(blanks: re.Match[str]) -> str:
    return "".join(f"&#{ord(blank)};" for blank in blanks[0])
