"""Escapes text for Markdown, so that no words of a source become markup.

Escaping is enough for what a Markdown parser reads. What GitHub looks for afterwards, in the text
that the parser has made (`@name`, `#123`, `GH-123`, `:emoji:`, addresses of mail), is broken up by
a word joiner, which takes no room.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
ISOLATE, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

# Most texts have nothing of all that, and there may be very many of them.
_SPECIAL = re.compile(
    r"[^A-Za-z0-9 ,;.'’“”()…/–À-ɏ-]|www\.|GH-\d|^[- ]| $|^\d{1,9}[.)]", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?|\n")
# Controls, what ends lines or turns their direction unseen, and halves of characters.
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>&|~#!])")
_MATH = re.compile(r"\$")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_REFERENCE = re.compile(r"@(?=[a-z0-9])|#(?=\d)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
_BEGIN = re.compile(r"^(?:([-+=:])(?=\s|[-=:]|$)|(\d{1,9})([.)])(?=\s|$))")
_MARGINS = re.compile(r"^[ \t]+|[ \t]+$")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BACKTICKS = re.compile("`+")


def literal(text: str) -> str:
    """A text as it is, on one line, kept apart from its surroundings if it runs to the left."""
    if not _SPECIAL.search(text):
        return text
    return line(escaped(text))


def line(pieces: str) -> str:
    """A line made of escaped pieces: its beginning makes no list, heading or code of it."""
    return isolated(_MARGINS.sub(_counted, _BEGIN.sub(r"\2\\\1\3", pieces)))


def escaped(text: str) -> str:
    """A piece from within a line of text, for pieces that together are isolated."""
    text = _UNSEEN.sub(_seen, text)
    text = _MARKUP.sub(r"\\\1", _REFERENCE.sub(rf"\g<0>{JOINER}", text))
    text = _ADDRESS.sub(r"\\\g<0>", _MATH.sub("&#36;", text))
    return _LINE_END.sub("<br>", text)


def isolated(markdown: str) -> str:
    """Markdown whose direction changes nothing around it, and that nothing around it changes."""
    return f"{ISOLATE}{markdown}{END}" if _RIGHT_TO_LEFT.search(markdown) else markdown


def code(text: str) -> str:
    """A text as code, on one line; not for cells of a table, where `|` would end it."""
    text = _LINE_END.sub(" ", _UNSEEN.sub(_seen, text))
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(text)), default=0) + 1)
    # Blanks at both ends are taken off again, so that backticks there can be told from the fence.
    blank = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def _counted(blanks: re.Match[str]) -> str:
    """Blanks that would be taken for an indentation, or for nothing, by their numbers."""
    return "".join(f"&#{ord(blank)};" for blank in blanks[0])


def _seen(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
