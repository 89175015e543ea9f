"""Read values from the user, or refuse them with a reason and a hint."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from stances.model.fields import ADDED
from stances.model.types import SLUG
from stances.yaml_reader import seen_in
from stances.yaml_reader.characters import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_DEPTH = 4
_MAX_LENGTH = 200_000
"""The limit of a value in characters: longer than any quotation, a tenth of the limit of a file."""


class InvalidValue(ValueError):
    """A value that is refused: the reason, as a clause, and a hint. `str()` has both."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


def line(text: str) -> str:
    """Return a text on one line, stripped of white space. Raises `InvalidValue`."""
    if "\n" in text or "\r" in text:
        raise InvalidValue("it has to stand on one line")
    if found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "no printable character")
        raise InvalidValue(f"it has the character U+{ord(found[0]):04X} ({name}) in it")
    if not text.strip():
        raise InvalidValue("it has no text")
    return text.strip()


def slug(text: str) -> str:
    """Return an id. Raises `InvalidValue`."""
    text = text.strip()
    if not SLUG.fullmatch(text):
        hint = "use lower-case ASCII letters and digits, joined by single hyphens: first-reply"
        raise InvalidValue(f"`{text}` cannot be an id", hint)
    return text


def with_original(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of evidence with `original` and `original_lang` as one mapping."""
    values = dict(flat)
    text, lang = values.pop("original", None), values.pop("original_lang", None)
    both = text if isinstance(text, dict) else {"text": text, "lang": lang}
    if original := {key: value for key, value in both.items() if value}:
        values["original"] = original
    return values


def with_decision(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a statement with `decided` and the keys that belong to it as one mapping."""
    added = ADDED["statement"].items()
    names = {name: key for name, (record, key) in added if record == "Decision"}
    values = {key: value for key, value in flat.items() if key not in names}
    given = flat.get("decided")
    flatly = {key: flat.get(name) for name, key in names.items()}
    found = given if isinstance(given, dict) else flatly
    if decision := {key: value for key, value in found.items() if value}:
        values["decided"] = decision
    return values


def unfit(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any value
    """Yield the reasons why a value cannot be in a file: messages with hints."""
    if isinstance(value, str):
        yield from _unfit_text(value)
    elif depth == _MAX_DEPTH:
        yield "this is nested too deeply", ""
    elif isinstance(value, list | dict):
        inner = value if isinstance(value, list) else [*value.keys(), *value.values()]
        for item in inner:
            yield from unfit(item, depth + 1)


def _unfit_text(text: str) -> Iterator[tuple[str, str]]:
    if len(text) > _MAX_LENGTH:
        message = f"the cell has {len(text):,} characters, and may have {_MAX_LENGTH:,}"
        yield message, "keep whole texts out of the corpus: a record holds only the words quoted"
    elif found := FORBIDDEN.search(text):
        name = unicodedata.name(found[0], "a control character")
        message = f"the character U+{ord(found[0]):04X} ({name}) is not allowed"
        yield message, "it may be invisible: delete all around it, and type that again"
    elif text and not seen_in(text):
        yield "nothing can be seen in this cell", "empty it, or write something"
