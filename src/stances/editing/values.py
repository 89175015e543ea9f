"""Values that somebody gives on a command line or at a prompt: read, or refused in plain words."""

from __future__ import annotations

import unicodedata

from stances.model import SLUG
from stances.yaml_reader.characters import FORBIDDEN


class UnfitAnswerError(ValueError):
    """An answer that cannot be taken; `str()` says why and what to do, as a clause."""


def line(text: str) -> str:
    """A text on one line, without the space around it."""
    if "\n" in text or "\r" in text:
        raise UnfitAnswerError("it has to stand on one line")
    if found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "no printable character")
        raise UnfitAnswerError(f"it has the character U+{ord(found[0]):04X} ({name}) in it")
    if not text.strip():
        raise UnfitAnswerError("it has no text")
    return text.strip()


def slug(text: str) -> str:
    """An id."""
    text = text.strip()
    if not SLUG.fullmatch(text):
        hint = "use lower-case ASCII letters and digits, joined by single hyphens: first-reply"
        raise UnfitAnswerError(f"`{text}` cannot be an id; {hint}")
    return text
