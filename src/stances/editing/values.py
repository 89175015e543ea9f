"""Values that somebody gives: read, or refused with a reason and what to do."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from stances.model.types import SLUG
from stances.yaml_reader import seen_in
from stances.yaml_reader.characters import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST = 4
_LONGEST = 200_000
"""Characters of a value: more than any quotation has, and a tenth of what a file may have."""


class InvalidValue(ValueError):
    """A value that cannot be taken: why, as a clause, and what to do. `str()` says both."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


def line(text: str) -> str:
    """A text on one line, without the space around it."""
    if "\n" in text or "\r" in text:
        raise InvalidValue("it has to stand on one line")
    if found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "no printable character")
        raise InvalidValue(f"it has the character U+{ord(found[0]):04X} ({name}) in it")
    if not text.strip():
        raise InvalidValue("it has no text")
    return text.strip()


def slug(text: str) -> str:
    """An id."""
    text = text.strip()
    if not SLUG.fullmatch(text):
        hint = "use lower-case ASCII letters and digits, joined by single hyphens: first-reply"
        raise InvalidValue(f"`{text}` cannot be an id", hint)
    return text


def with_original(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Values of evidence with `original` and `original_lang` as the one mapping of a record."""
    found = dict(flat)
    text, lang = found.pop("original", None), found.pop("original_lang", None)
    both = text if isinstance(text, dict) else {"text": text, "lang": lang}
    if original := {key: value for key, value in both.items() if value}:
        found["original"] = original
    return found


def unfit(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any value
    """What keeps a value from standing in a file: messages with hints."""
    if isinstance(value, str):
        yield from _of_text(value)
    elif depth == _DEEPEST:
        yield "this is nested too deeply", ""
    elif isinstance(value, list | dict):
        inner = value if isinstance(value, list) else [*value.keys(), *value.values()]
        for item in inner:
            yield from unfit(item, depth + 1)


def _of_text(text: str) -> Iterator[tuple[str, str]]:
    if len(text) > _LONGEST:
        message = f"the cell has {len(text):,} characters, and may have {_LONGEST:,}"
        yield message, "keep whole texts out of the corpus: a record holds only the words quoted"
    elif found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "a control character")
        message = f"the character U+{ord(found[0]):04X} ({name}) is not allowed"
        yield message, "it may be invisible: delete all around it, and type that again"
    elif text and not seen_in(text):
        yield "nothing can be seen in this cell", "empty it, or write something"
